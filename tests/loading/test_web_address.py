"""How a URL is read, and which addresses are public."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.loading.web_address import follow, is_public, read_address
from factcheck.readers.text import Unreadable

NO_SITE = "is not the name of a website"
NO_URL = "copy it again from the browser"
IN_THIS_HOUSE = "is the name of a computer in your own network"
STRANGE = "a space, a backslash or a control character"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("https://example.org", "https://example.org/"),
        ("  HTTPS://Example.ORG/Story  ", "https://example.org/Story"),
        ("http://example.org:80/", "http://example.org/"),
        ("http://example.org:443/", "http://example.org:443/"),
        ("https://example.org./story?a=1&b=2#top", "https://example.org/story?a=1&b=2"),
        ("https://example.org/café?q=brücke", "https://example.org/caf%C3%A9?q=br%C3%BCcke"),
        ("https://example.org/caf%C3%A9", "https://example.org/caf%C3%A9"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://BÜCHER.example/", "https://xn--bcher-kva.example/"),
        ("https://例え。テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("https://my_desk.example.org/", "https://my_desk.example.org/"),
        ("https://93.184.215.14/", "https://93.184.215.14/"),
        ("https://[2606:4700:0::1111]/", "https://[2606:4700::1111]/"),
        ("https://example.org?q", "https://example.org/?q"),
        ("https://example.org:/", "https://example.org/"),
    ],
)
def test_what_people_paste_is_read_in_one_spelling(typed, read):
    assert str(read_address(typed)) == read


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        # No URL of the web
        ("", "must begin with https:// or http://"),
        ("example.org/story", "must begin with"),
        ("ftp://example.org/", "must begin with"),
        ("file:///etc/passwd", "must begin with"),
        ("javascript:alert(1)", "must begin with"),
        ("gopher://example.org/", "must begin with"),
        ("https:/example.org/", NO_SITE),
        ("https:example.org/", NO_SITE),
        ("https://", NO_SITE),
        ("https:///etc/passwd", NO_SITE),
        ("https://" + "a" * 2000, "longer than 2,000 characters"),
        # Names and passwords, and what hides a host
        ("https://example.org@127.0.0.1/", "before an @"),
        ("https://ed:secret@example.org/", "before an @"),
        ("https://@example.org/", "before an @"),
        ("https://example.org\\@127.0.0.1/", STRANGE),
        ("https:\\\\127.0.0.1/", STRANGE),
        ("https://example.org/a\nHost: intranet", STRANGE),
        ("https://example.org/\r\n\r\nGET / HTTP/1.1", STRANGE),
        ("https://exam\tple.org/", STRANGE),
        ("https://example.org /", STRANGE),
        ("https://example.org/\x00", STRANGE),
        ("https://example.org/\x85a", STRANGE),
        ("https://127.0.0.1%2f@example.org/", "before an @"),
        ("https://127.0.0.1%00.example.org/", NO_SITE),
        ("https://%31%32%37.0.0.1/", NO_SITE),
        ("https://example.org:80:80/", NO_SITE),
        ("https://example.org:http/", NO_SITE),
        ("https://example.org:123456/", NO_SITE),
        # Numbers that some machines take for 127.0.0.1
        ("http://2130706433/", NO_SITE),
        ("http://0x7f000001/", NO_SITE),
        ("http://0x7f.1/", NO_SITE),
        ("http://0X7F.0.0.0X1/", NO_SITE),
        ("http://0177.0.0.1/", NO_SITE),
        ("http://017700000001/", NO_SITE),
        ("http://127.1/", NO_SITE),
        ("http://127.0.1/", NO_SITE),
        ("http://127.0.0.01/", NO_SITE),
        ("http://127.0.0.1.2/", NO_SITE),
        ("http://256.0.0.1/", NO_SITE),
        ("http://1/", NO_SITE),
        ("http://0/", NO_SITE),
        ("http://0x/", NO_SITE),
        ("http://１２７.１/", NO_SITE),
        # IPv6 that is none, or with a zone
        ("http://[::1/", NO_URL),
        ("http://[::1]evil/", ""),
        ("http://[fe80::1%25eth0]/", ""),
        ("http://[fe80::1%eth0]/", ""),
        ("http://[v1.fe80]/", ""),
        ("http://[]/", ""),
        ("http://[127.0.0.1]/", ""),
        ("http://::1/", NO_SITE),
        # Names of this house
        ("http://localhost/", IN_THIS_HOUSE),
        ("http://LOCALHOST./", IN_THIS_HOUSE),
        ("http://ｌｏｃａｌｈｏｓｔ/", IN_THIS_HOUSE),
        ("http://desk.localhost/", IN_THIS_HOUSE),
        ("http://intranet/", IN_THIS_HOUSE),
        # Names that are none
        ("http://example..org/", NO_SITE),
        ("http://.example.org/", NO_SITE),
        ("http://example.org../", NO_SITE),
        ("http://-example.org/", NO_SITE),
        ("http://" + "a" * 64 + ".org/", NO_SITE),
        ("http://" + "a." * 127 + "org/", NO_SITE),
        ("http://exa{mple.org/", NO_SITE),
        ("http://\u200d.example/", NO_SITE),
        ("http://\u2100.example/", ""),
    ],
)
def test_other_spellings_are_refused_in_a_sentence(typed, sentence):
    with pytest.raises(Unreadable) as refused:
        read_address(typed)
    assert sentence in str(refused.value)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_an_address_or_a_sentence(typed):
    for url in (typed, f"https://{typed}/", f"https://example.org/{typed}"):
        try:
            address = read_address(url)
        except Unreadable:
            continue
        assert str(address).isascii()
        assert str(address).isprintable()
        assert read_address(str(address)) == address


@pytest.mark.parametrize(
    "ip",
    [
        *("127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255"),
        *("192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.255", "100.100.100.200", "192.0.0.192"),
        *("192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "198.19.255.255", "192.88.99.1"),
        *("224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "168.63.129.16"),
        *("::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "::ffff:0:127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1"),
        *("2001::1", "2001:0:7f00:1::", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1"),
        *("3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "2606:4700::1111%eth0", "fec0::1"),
        *("ff02::1", "ff0e::1", "5f00::1", "4000::1"),
        *("", "localhost", "127.1", "2130706433", "8.8.8.8/32"),
    ],
)
def test_no_address_of_a_house_is_public(ip):
    assert not is_public(ip)


@pytest.mark.parametrize("ip", ["8.8.8.8", "93.184.215.14", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00::1"])
def test_addresses_of_the_open_internet_are_public(ip):
    assert is_public(ip)


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("/other", "https://example.org/other"),
        ("next", "https://example.org/story/next"),
        ("?page=2", "https://example.org/story/1?page=2"),
        ("//www.example.org/", "https://www.example.org/"),
        ("https://www.example.org/a#b", "https://www.example.org/a"),
        ("/caf\xc3\xa9", "https://example.org/caf%C3%A9"),  # UTF-8, read as Latin-1
    ],
)
def test_a_site_leads_on(location, leads_to):
    assert str(follow(read_address("https://example.org/story/1"), location)) == leads_to


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        ("http://example.org/", "from https to http"),
        ("ftp://example.org/", "can’t be fetched"),
        ("https://127.1/", "can’t be fetched"),
        ("//localhost/", "can’t be fetched"),
        ("https://[::1/", "can’t be fetched"),
        ("/a b", "can’t be fetched"),
    ],
)
def test_where_a_site_may_not_lead(location, sentence):
    with pytest.raises(Unreadable, match=sentence):
        follow(read_address("https://example.org/story/1"), location)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/", "example.org"),
        ("https://example.org/news/bridge.pdf?x=/y", "bridge.pdf"),
        ("https://example.org/br%C3%BCcke/", "brücke"),
        ("https://example.org/..%2f..%2fetc%0a", "....etc"),
    ],
)
def test_a_file_is_called_by_the_last_part_of_its_path(url, name):
    assert read_address(url).file_name == name
