"""What the two JSON-LD formats share."""

from __future__ import annotations

import base64
import datetime as dt
import json
import uuid
from typing import Any

from django.utils.encoding import iri_to_uri

from factcheck.reports.build import Report, ReportedArticle

#: Where our own names begin, apart from everybody else's.
_OURS = uuid.UUID("7d0a3a52-3f57-4a0e-9d2b-54c2a6d35c0e")

# JSON-LD is made to be put into a web page, where these could end the element that holds it.
_ESCAPED = str.maketrans({letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"})


def written(value: Any) -> str:
    """The value as JSON that may be put into a page, letters as they are; what is None is left out of objects."""
    return json.dumps(_without_none(value), ensure_ascii=False, allow_nan=False, indent=1).translate(_ESCAPED) + "\n"


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_none(inner) for inner in value]
    return value


def name_of(*parts: object) -> str:
    """A name for a thing, the same for the same parts."""
    return uuid.uuid5(_OURS, "\x1f".join(map(str, parts))).urn


def address_of(article: ReportedArticle) -> str:
    """Where the article is or, without an address that can be followed, its text by fingerprint (RFC 6920)."""
    if article.link:
        return iri(article.link)
    digest = base64.urlsafe_b64encode(bytes.fromhex(article.sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def iri(link: str) -> str:
    """A link as JSON-LD takes it: what has no place in an address is percent-encoded."""
    return iri_to_uri("".join(letter for letter in link.strip() if letter.isprintable()))


def time_of(at: dt.datetime | None) -> str | None:
    """xsd:dateTime in UTC, to the second."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def report_name(report: Report) -> str:
    return name_of("report", report.stamp or report.drawn_at.isoformat(), report.article.sha256)
