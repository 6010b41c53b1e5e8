"""A web server on loopback for the tests of fetching, which answers what a test tells it to."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CERTIFICATE = Path(__file__).with_name("news.example.org.pem")

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Looks up what to do by the path, and keeps the requests."""

    protocol_version = "HTTP/1.1"
    server: WebServer

    def do_GET(self) -> None:
        self.server.requests.append(self)
        with contextlib.suppress(OSError):  # the other end may well hang up
            self.server.answers[self.path](self)
        self.close_connection = True

    def say(self, body: bytes = b"", status: int = 200, **headers: str) -> None:
        """An answer with a length; ``Content_Type`` is the header Content-Type."""
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(body)), "Content_Type": "text/html"} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


class WebServer(ThreadingHTTPServer):
    """``answers`` says what to do by path; ``requests`` are the requests that came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.requests: list[Handler] = []
        #: Set at the end: whoever drips or keeps silent goes home.
        self.closing = threading.Event()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def handle_error(self, *args: object) -> None:
        """A handshake that the other end broke off is what some tests are about."""


@contextlib.contextmanager
def serving(*, tls: bool = False) -> Iterator[WebServer]:
    with WebServer() as server:
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.closing.set()
        server.shutdown()
        thread.join()
