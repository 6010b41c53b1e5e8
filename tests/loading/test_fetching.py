"""Fetching from a real web server on loopback, which the limits allow by name; everything else there is refused."""

from __future__ import annotations

import dataclasses
import gzip
import re
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator

import pytest

from factcheck import VERSION
from factcheck.loading.fetching import Alarm, Fetched, Limits, check_peer, fetch, is_test_server
from factcheck.loading.reading import fetch_page
from factcheck.readers.text import Unreadable
from tests.loading.web_server import CERTIFICATE, Handler, WebServer, serving

SITE = "news.example.org"


@pytest.fixture
def server() -> Iterator[WebServer]:
    with serving() as server:
        yield server


@pytest.fixture
def tls_server() -> Iterator[WebServer]:
    with serving(tls=True) as server:
        yield server


class Names:
    """A resolver with these answers, which keeps what it was asked."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.lookups: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.lookups.append((host, port))
        if not self.answers:
            raise socket.gaierror("unknown")
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def fetch_from(
    server: WebServer, path: str = "/", *, names: Names | None = None, scheme="http", tls=None, **limits
) -> Fetched:
    """Fetch from the site that the server plays."""
    allowed = frozenset({("127.0.0.1", server.port)})
    return fetch(
        f"{scheme}://{SITE}:{server.port}{path}",
        dataclasses.replace(Limits(seconds=20, test_servers=allowed), **limits),
        resolve=names or Names(["127.0.0.1"]),
        tls=tls,
    )


def refusal(*args, **kwargs) -> str:
    """The one sentence."""
    with pytest.raises(Unreadable) as refused:
        fetch_from(*args, **kwargs)
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def says(body: bytes = b"<p>Hello.</p>", **headers) -> object:
    return lambda handler: handler.say(body, **headers)


# What comes


def test_a_page_comes_with_its_type_charset_and_name(server):
    server.answers["/news/bridge.html?page=1"] = says(
        "Brücke".encode("latin-1"), Content_Type="TEXT/HTML; Charset=ISO-8859-1"
    )

    fetched = fetch_from(server, "/news/bridge.html?page=1#top")

    url = f"http://{SITE}:{server.port}/news/bridge.html?page=1"
    assert fetched == Fetched(url, "text/html", "iso-8859-1", "Brücke".encode("latin-1"), "bridge.html")


def test_we_say_who_we_are_and_nothing_else(server, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.answers["/"] = says(Set_Cookie="who=you")
    server.answers["/old"] = says(status=302, Location="/", Set_Cookie="who=you")

    fetch_from(server, "/old", user_agent="Factcheck/1 (+https://example.org)")

    for request in server.requests:
        assert dict(request.headers) == {
            "Host": f"{SITE}:{server.port}",
            "User-Agent": "Factcheck/1 (+https://example.org)",
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }


@pytest.mark.parametrize(("coding", "packed"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_packed_page_is_unpacked(server, coding, packed):
    server.answers["/"] = says(packed(b"Hello." * 1000), Content_Encoding=coding)

    assert fetch_from(server).body == b"Hello." * 1000


def test_a_page_without_a_length_is_read_to_its_end(server):
    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.end_headers()
        handler.wfile.write(b"Hello." * 50_000)

    server.answers["/"] = answer

    assert fetch_from(server).body == b"Hello." * 50_000


# Where it leads on to


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(server, status):
    server.answers["/old"] = says(status=status, Location="/new")
    server.answers["/new"] = says(b"Here.")

    fetched = fetch_from(server, "/old")

    assert (fetched.body, fetched.url) == (b"Here.", f"http://{SITE}:{server.port}/new")


def test_going_round_in_circles_ends(server):
    server.answers["/a"] = says(status=302, Location="/b")
    server.answers["/b"] = says(status=302, Location="/a")

    assert "redirects more than 3 times" in refusal(server, "/a", redirects=3)
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:{other}/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "//[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://localhost/",
        "file:///etc/passwd",
        "https://user@127.0.0.1/",
    ],
)
def test_a_site_never_leads_into_the_house(server, location):
    with serving() as other:
        server.answers["/"] = says(status=302, Location=location.format(other=other.port))

        sentence = refusal(server)

        assert "not a public website" in sentence or "can’t be fetched" in sentence
        assert not other.requests
    assert len(server.requests) == 1


def test_a_redirect_without_an_aim_is_no_page(server):
    server.answers["/"] = says(status=302)

    assert "answered 302 (Found) instead of the page" in refusal(server)


# Names and the addresses behind them


@pytest.mark.parametrize(
    "ips",
    [["10.0.0.1"], ["127.0.0.2"], ["::1"], ["fe80::1%eth0"], ["127.0.0.1", "192.168.0.1"], ["10.0.0.1", "8.8.8.8"]],
)
def test_one_address_that_may_not_be_asked_closes_the_whole_name(server, ips):
    server.answers["/"] = says()

    assert f"{SITE} is not a public website" in refusal(server, names=Names(ips))
    assert not server.requests


def test_a_public_address_beside_a_tests_server_opens_no_port(server):
    assert "only ports 80 and 443" in refusal(server, names=Names(["127.0.0.1", "8.8.8.8"]))
    assert not server.requests


def test_a_name_is_looked_up_once_for_each_request(server):
    # The second answer is what a name server gives that means to fool us: by then nobody asks.
    server.answers["/"] = says(b"Here.")
    names = Names(["127.0.0.1"], ["10.0.0.1"])

    assert fetch_from(server, names=names).body == b"Here."
    assert names.lookups == [(SITE, server.port)]


def test_a_name_is_checked_again_on_every_redirect(server):
    server.answers["/"] = says(status=302, Location="/again")
    server.answers["/again"] = says()

    sentence = refusal(server, names=Names(["127.0.0.1"], ["10.0.0.1"]))

    assert f"{SITE} is not a public website" in sentence
    assert "10.0.0.1" not in sentence
    assert [request.path for request in server.requests] == ["/"]


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "[::1]", "0.0.0.0", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]"])
def test_addresses_of_the_house_are_refused_without_a_look_up(server, host):
    names = Names(["127.0.0.1"])
    with pytest.raises(Unreadable, match="is not a public website, so nothing is fetched"):
        fetch(f"http://{host}:{server.port}/", Limits(), resolve=names)
    assert not names.lookups
    assert not server.requests


@pytest.mark.parametrize("port", [0, 22, 25, 8080, 5432, 99999])
def test_only_the_ports_of_the_web_are_asked(port):
    with pytest.raises(Unreadable, match=f"uses port {port}, but only ports 80 and 443"):
        fetch(f"http://{SITE}:{port}/", Limits(), resolve=Names(["8.8.8.8"]))


def test_a_name_that_nobody_knows(server):
    assert f"{SITE} can’t be found" in refusal(server, names=Names())


def test_a_look_up_that_hangs_is_left_behind(server):
    def hang(host: str, port: int) -> list[str]:
        server.closing.wait()
        return ["127.0.0.1"]

    assert "can’t be found" in refusal(server, names=hang, connect_seconds=0.05)


def test_the_allowance_for_tests_opens_loopback_alone():
    limits = Limits(test_servers=frozenset({("127.0.0.1", 80), ("10.0.0.1", 80), ("169.254.169.254", 80)}))

    assert is_test_server("127.0.0.1", 80, limits)
    for ip, port in (("127.0.0.1", 81), ("10.0.0.1", 80), ("169.254.169.254", 80)):
        assert not is_test_server(ip, port, limits)


def test_the_other_end_is_looked_at_before_anything_is_said(server):
    with socket.create_connection(("127.0.0.1", server.port)) as connected:
        check_peer(connected, "127.0.0.1", is_test=True)
        with pytest.raises(OSError, match="another address than the one checked"):
            check_peer(connected, "8.8.8.8", is_test=True)
        # A public address of our own machine leads back to it, past its firewall.
        with pytest.raises(OSError, match="this machine itself"):
            check_peer(connected, "127.0.0.1", is_test=False)


def test_nobody_listens():
    with serving() as stopped:
        pass
    assert "can’t be reached" in refusal(stopped)


# Too large, too slow, of the wrong kind


def test_a_page_that_says_it_is_too_large_is_not_read(server):
    server.answers["/"] = says(b"x" * 10, Content_Length="2000001")

    assert f"The page from {SITE} is larger than 2 MB" in refusal(server, max_bytes=2_000_000)


@pytest.mark.parametrize("length", ["", "9" * 5000, "-1", "nonsense"])
def test_a_page_that_lies_about_its_length_is_stopped(server, length):
    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        if length:
            handler.send_header("Content-Length", length)
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"x" * 10_000)

    server.answers["/"] = answer

    assert "is larger than 0.1 MB" in refusal(server, max_bytes=100_000)


def test_a_small_file_that_unpacks_without_end_is_stopped(server):
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    server.answers["/"] = says(bomb, Content_Encoding="gzip")

    assert "is larger than 0.1 MB" in refusal(server, max_bytes=100_000)


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "nonsense"])
def test_other_packings_are_refused(server, coding):
    server.answers["/"] = says(b"x", Content_Encoding=coding)

    assert "in a format we can’t read" in refusal(server)


def test_what_cannot_be_unpacked(server):
    server.answers["/"] = says(b"no gzip at all", Content_Encoding="gzip")

    assert "can’t be unpacked" in refusal(server)


def drip(handler: Handler, piece: bytes) -> None:
    while not handler.server.closing.wait(0.02):
        handler.wfile.write(piece)
        handler.wfile.flush()


def drip_head(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    drip(handler, b"X")


def drip_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    drip(handler, b"HTTP/1.1 100 Continue\r\n\r\n")


def drip_body(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    drip(handler, b"x")


def drip_chunks(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n")
    drip(handler, b"1\r\nx\r\n")


def keep_silent(handler: Handler) -> None:
    handler.server.closing.wait()


@pytest.mark.parametrize("answer", [drip_head, drip_headers, drip_body, drip_chunks, keep_silent])
def test_a_site_that_drips_is_cut_off(server, answer):
    server.answers["/"] = answer

    assert f"{SITE} took longer than 0.3 seconds" in refusal(server, seconds=0.3)


def test_a_site_that_drips_over_tls_is_cut_off(tls_server):
    tls_server.answers["/"] = drip_body

    assert "took longer than 0.5 seconds" in refusal(tls_server, scheme="https", tls=trusting(), seconds=0.5)


def test_a_site_that_keeps_silent_instead_of_shaking_hands_is_cut_off():
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
        limits = Limits(seconds=0.2, connect_seconds=20, test_servers=frozenset({("127.0.0.1", port)}))
        with pytest.raises(Unreadable, match=r"took longer than 0\.2 seconds|doesn’t answer"):
            fetch(f"https://{SITE}:{port}/", limits, resolve=Names(["127.0.0.1"]))


def test_the_time_is_for_all_redirects_together(server):
    def wait_and_lead_on(handler: Handler) -> None:
        handler.server.closing.wait(0.1)
        handler.say(status=302, Location="/")

    server.answers["/"] = wait_and_lead_on

    assert "took longer than 0.25 seconds" in refusal(server, seconds=0.25, redirects=50)


def test_the_alarm_cuts_what_it_is_given_late():
    ours, theirs = socket.socketpair()
    with ours, theirs, Alarm(0) as alarm:
        alarm._timer.join()
        alarm.watch(ours)
        assert ours.recv(1) == b""
    assert not [thread for thread in threading.enumerate() if thread is alarm._timer]


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "application/zip", "application/octet-stream"])
def test_what_is_no_article_is_not_taken(server, kind):
    server.answers["/"] = says(b"x", Content_Type=kind)

    assert "isn’t an article we can read" in refusal(server)


def test_a_page_that_does_not_say_what_it_is(server):
    def answer(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")

    server.answers["/"] = answer

    assert "'application/octet-stream'" in refusal(server)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (404, "answered 404 (Not Found): page not found; check the URL."),
        (410, "answered 410 (Gone): page not found"),
        (403, "answered 403 (Forbidden): this page isn’t public; open it in the browser"),
        (401, "answered 401 (Unauthorized): this page isn’t public"),
        (429, "answered 429 (Too Many Requests); try again later"),
        (503, "answered 503 (Service Unavailable); try again later"),
        (204, "answered 204 (No Content) instead of the page"),
        (206, "answered 206 (Partial Content) instead of the page"),
        (299, "answered 299 instead of the page"),
    ],
)
def test_what_a_site_answers_instead_of_a_page(server, status, sentence):
    server.answers["/"] = says(b"", status=status)

    assert f"{SITE} {sentence}" in refusal(server)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\nHalf of it",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHel",
    ],
)
def test_an_answer_that_is_none(server, raw):
    server.answers["/"] = lambda handler: handler.wfile.write(raw)

    assert re.search("sent an invalid response|stopped answering", refusal(server))


# TLS


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATE))


def test_a_certificate_is_checked_by_the_name_and_not_by_the_number(tls_server):
    tls_server.answers["/"] = says(b"Here.")

    assert fetch_from(tls_server, scheme="https", tls=trusting()).body == b"Here."


def test_a_certificate_that_nobody_vouches_for_is_refused(tls_server):
    assert "has an invalid certificate" in refusal(tls_server, scheme="https")
    assert not tls_server.requests


def test_a_certificate_of_somebody_else_is_refused(tls_server):
    limits = Limits(test_servers=frozenset({("127.0.0.1", tls_server.port)}))
    with pytest.raises(Unreadable, match="has an invalid certificate"):
        fetch(f"https://other.org:{tls_server.port}/", limits, resolve=Names(["127.0.0.1"]), tls=trusting())
    assert not tls_server.requests


def test_nobody_is_led_from_https_to_http(tls_server, server):
    tls_server.answers["/"] = says(status=302, Location=f"http://{SITE}:{server.port}/")

    assert "from https to http" in refusal(tls_server, scheme="https", tls=trusting())
    assert not server.requests


# The desk's settings


def test_fetching_is_off_unless_somebody_turns_it_on(settings):
    assert not settings.FETCH_URLS
    with pytest.raises(Unreadable, match="This desk doesn’t load from the web"):
        fetch_page("https://example.org/")


def test_turned_on_it_keeps_to_the_settings(settings, server):
    server.answers["/"] = says(b"Hello.", Content_Type="text/plain")
    settings.FETCH_URLS = True
    settings.FETCH_CONTACT = "https://desk.example.org/about"
    settings.FETCH_TEST_SERVERS = frozenset({("127.0.0.1", server.port)})

    assert fetch_page(f"http://127.0.0.1:{server.port}/").body == b"Hello."
    assert server.requests[0].headers["User-Agent"] == f"Factcheck/{VERSION} (+https://desk.example.org/about)"


def test_turned_on_the_house_stays_closed(settings, server):
    settings.FETCH_URLS = True
    with pytest.raises(Unreadable, match="is not a public website"):
        fetch_page(f"http://127.0.0.1:{server.port}/")
