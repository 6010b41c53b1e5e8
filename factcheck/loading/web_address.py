"""Which addresses of the web may be fetched: how a URL is read, and what a public address is. Pure Python."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

import idna

from factcheck.readers.text import Unreadable

MAX_URL_LENGTH = 2000
PORTS = {"http": 80, "https": 443}

# The registries of special-purpose addresses (IANA), written out: what Python's `is_global` says differs between
# versions. Then what clouds reserve for themselves among public addresses.
_SPECIAL = [
    ipaddress.ip_network(block)
    for block in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        # Teredo and its kin, documentation, 6to4: the last three may carry a private IPv4 address inside.
        *("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
        "168.63.129.16/32",  # Azure's own services, from inside of Azure
    )
]
#: All that is allocated in IPv6. Outside are loopback, link-local and site-local addresses, multicast, and IPv4
#: addresses in disguise (``::ffff:0:0/96``, ``::/96``, ``64:ff9b::/96``), whatever they hold.
_ALLOCATED = ipaddress.IPv6Network("2000::/3")

_HOST_AND_PORT = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:@%]+)(?::([0-9]{0,5}))?", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_NOT_IN_A_URL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")
#: Characters that a path or query keeps; all others are percent-encoded, and what is encoded stays so.
_AS_IT_IS = "%/:@!$&'()*+,;=~-._?[]|"


@dataclass(frozen=True, slots=True)
class WebAddress:
    """Where to ask (``host`` in ASCII, without a dot at its end) and for what (path and query, percent-encoded)."""

    scheme: str
    host: str
    port: int
    target: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host_header}{self.target}"

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def is_number(self) -> bool:
        """Whether the host is an address and no name."""
        return self.ip is not None

    @property
    def ip(self) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None

    @property
    def file_name(self) -> str:
        """A name for what comes from here: the path's last part, or the host's name."""
        last = unquote(self.target.partition("?")[0].rstrip("/").rpartition("/")[2])
        printable = "".join(letter for letter in last if letter.isprintable() and letter not in "/\\")
        return printable[:200] or self.host


def read_address(url: str) -> WebAddress:
    """A URL that somebody typed. Raises Unreadable with one sentence for what nobody would type into a browser."""
    url = url.strip()
    if len(url) > MAX_URL_LENGTH:
        raise Unreadable(f"The URL is longer than {MAX_URL_LENGTH:,} characters; copy it again from the browser.")
    if _NOT_IN_A_URL.search(url):
        raise Unreadable(
            "The URL contains a space, a backslash or a control character; copy it again from the browser."
        )
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Unreadable("This is not a URL; copy it again from the browser.") from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise Unreadable("The URL must begin with https:// or http://.")
    if "@" in parts.netloc:
        raise Unreadable("The URL contains a name or password before an @; leave it out.")
    match = _HOST_AND_PORT.fullmatch(parts.netloc)
    if not match:
        raise Unreadable(f"“{parts.netloc[:100]}” is not the name of a website; copy the URL again from the browser.")
    host, port = match.groups()
    target = quote(parts.path or "/", safe=_AS_IT_IS)
    if parts.query:
        target += f"?{quote(parts.query, safe=_AS_IT_IS)}"
    return WebAddress(scheme, _host(host), int(port) if port else PORTS[scheme], target)


def follow(address: WebAddress, location: str) -> WebAddress:
    """The address that a site redirects to. Raises Unreadable for one that can't be fetched, or no longer safely."""
    # Header values are read as Latin-1; sites write UTF-8.
    location = location.encode("latin-1", "replace").decode("utf-8", "replace").strip()
    try:
        following = read_address(urljoin(str(address), location))
    except ValueError as why:
        reason = str(why) if isinstance(why, Unreadable) else "This is not a URL."
        raise Unreadable(f"{address.host} redirects to an address that can’t be fetched: {reason}") from None
    if (address.scheme, following.scheme) == ("https", "http"):
        raise Unreadable(f"{address.host} redirects from https to http, which isn’t secure; paste the text.")
    return following


def is_public(ip: str) -> bool:
    """Whether this is an address of the open internet: not private, local, reserved or one of these in disguise."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and (address.scope_id or address not in _ALLOCATED):
        return False
    if any(address in block for block in _SPECIAL if block.version == address.version):
        return False
    return address.is_global and not address.is_multicast


def _host(typed: str) -> str:
    """The host in the one spelling that is looked up, checked and sent."""
    nothing = Unreadable(f"“{typed[:100]}” is not the name of a website; copy the URL again from the browser.")
    if typed.startswith("["):
        try:
            return str(ipaddress.IPv6Address(typed[1:-1]))
        except ValueError:
            raise nothing from None
    name = typed.lower()
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode().lower()
        except (idna.IDNAError, UnicodeError):
            raise nothing from None
    name = name.removesuffix(".")
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        # 2130706433, 0x7f.1, 0177.0.0.1 and 127.1 are all 127.0.0.1 to somebody: only four plain numbers will do.
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError:
            raise nothing from None
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise nothing
    if len(labels) == 1 or labels[-1] == "localhost":
        raise Unreadable(
            f"“{name}” is the name of a computer in your own network; a website has a full name, such as "
            "www.example.org."
        )
    return name
