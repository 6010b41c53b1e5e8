"""Whether a file is of a frozen report, and unaltered."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from factcheck.reports.archives import unpacked
from factcheck.reports.models import ErasedFile, ErasedReport, FrozenReport, OutsideEdition, OutsideFile, ReportFile
from factcheck.reviews.editions import FOR_DESK


@dataclass(frozen=True, slots=True)
class Verification:
    """What is known of a file. ``report`` is the one it belongs to or, altered, the one it says it belongs to."""

    report: FrozenReport | None
    slug: str = ""
    #: None for the desk's own edition, and where it was altered.
    edition: OutsideEdition | None = None
    #: The report it was of, or says it was of, when that is erased.
    erased: ErasedReport | None = None

    @property
    def is_unaltered(self) -> bool:
        return bool((self.report or self.erased) and self.slug)

    @property
    def words(self) -> str:
        """“for outside, with comments”, of a file that is unaltered."""
        return (self.edition.choice if self.edition else FOR_DESK).words


def verify(content: bytes) -> Verification:
    """Whether a file is, byte for byte, one of a frozen report; else which report it names, if it can be read there."""
    digest = hashlib.sha256(content).hexdigest()
    file = ReportFile.objects.filter(sha256=digest).select_related("report", "report__article", "report__by").first()
    if file:
        return Verification(file.report, file.slug)
    if document := FrozenReport.objects.filter(sha256=digest).select_related("article", "by").first():
        return Verification(document, "document")
    outside = OutsideFile.objects.filter(sha256=digest).select_related(*_OF_EDITION).first()
    if outside:
        return Verification(outside.edition.report, outside.slug, outside.edition)
    if edition := OutsideEdition.objects.filter(sha256=digest).select_related("report__article", "report__by").first():
        return Verification(edition.report, "document", edition)
    if erased_file := ErasedFile.objects.filter(sha256=digest).select_related("erased__erasure").first():
        return Verification(None, erased_file.slug, erased=erased_file.erased)
    if erased := ErasedReport.objects.filter(sha256=digest).select_related("erasure").first():
        return Verification(None, "document", erased=erased)
    if number := _number_in(content):
        report = FrozenReport.objects.filter(pk=number).select_related("article", "by").first()
        erased = None if report else ErasedReport.objects.filter(pk=number).select_related("erasure").first()
        return Verification(report, erased=erased)
    return Verification(None)


_OF_EDITION = ("edition__report__article", "edition__report__by")
# The dot between the two as UTF-8, as Windows-1252, as XML or JSON may escape it, and as PDF does.
_STAMP = re.compile(rb"Report (\d{1,18}) (?:\xc2\xb7|\xb7|&#183;|&#[xX][bB]7;|\\u00[bB]7|\\267) SHA-256 [0-9a-f]{64}")
_TAG = re.compile(rb"<[^<>]*>")
_HEX = re.compile(rb"<([0-9A-Fa-f]{100,2000})>")


def _number_in(content: bytes) -> int | None:
    """The number of the report that a file names, whatever program has written it since."""
    for part in unpacked(content):
        for reading in _readings(part):
            if stamp := _STAMP.search(reading):
                return int(stamp[1])
    return None


def _readings(part: bytes) -> tuple[bytes, ...]:
    """The bytes as they are; UTF-16 and what PDF writes as numbers as letters; and words that markup has cut."""
    wide = part.replace(b"\x00", b"").replace(b"\\000", b"")
    numbers = b" ".join(
        bytes.fromhex(digits.decode()).replace(b"\x00", b"") for digits in _HEX.findall(part) if len(digits) % 2 == 0
    )
    return part, wide, numbers, _TAG.sub(b"", part)
