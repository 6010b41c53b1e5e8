"""When two addresses are the same page."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

#: What marketing adds to an address; the page is the same without it.
_TRACKING = frozenset({"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "cmpid", "ns_campaign"})
_PORTS = {"http": ":80", "https": ":443"}


def key_of(url: str) -> str:
    """The address as it is compared: without scheme, fragment, tracking and trailing slash, the host in lower case.

    Empty for an address without a host.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if not parts.netloc:
        return ""
    host = parts.netloc.rpartition("@")[2].lower().removesuffix(_PORTS.get(parts.scheme.lower(), "/"))
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(name)]
    return f"{host}{parts.path.rstrip('/')}{'?' if query else ''}{urlencode(query)}"[:1000]


def _is_tracking(name: str) -> bool:
    name = name.lower()
    return name.startswith("utm_") or name in _TRACKING
