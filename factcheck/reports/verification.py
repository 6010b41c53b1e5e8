"""Whether a file is of a frozen report, and unaltered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.cache import cache

from factcheck.accounts.models import User
from factcheck.articles.models import restricted_from
from factcheck.readers.base import Limits
from factcheck.readers.sandbox import report_number_sandboxed
from factcheck.readers.text import Unreadable
from factcheck.reports.models import ErasedFile, ErasedReport, FrozenReport, OutsideEdition, OutsideFile, ReportFile
from factcheck.reviews.editions import FOR_DESK

#: How long a file may be looked through for the report it names.
SECONDS = 8
#: How many files are looked through at once, whoever sent them.
AT_ONCE = 2
TOO_MUCH = "it is damaged, unsafe or too large, so it isn’t a report as downloaded from here."


@dataclass(frozen=True, slots=True)
class Verification:
    """What is known of a file. ``report`` is the one it belongs to or, altered, the one it says it belongs to."""

    report: FrozenReport | None
    slug: str = ""
    #: None for the desk's own edition, and where it was altered.
    edition: OutsideEdition | None = None
    #: The report it was of, or says it was of, when that is erased.
    erased: ErasedReport | None = None
    #: Whether what it names could not be read, because that took too long or broke the program that does it.
    is_unread: bool = False

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
    try:
        number = report_number_sandboxed(content, _limits())
    except Unreadable:
        return Verification(None, is_unread=True)
    if number:
        report = FrozenReport.objects.filter(pk=number).select_related("article", "by").first()
        erased = None if report else ErasedReport.objects.filter(pk=number).select_related("erasure").first()
        return Verification(report, erased=erased)
    return Verification(None)


def seen_by(verification: Verification, person: User) -> Verification:
    """The same, but of a restricted article that this person needn't know of nothing is known."""
    report = verification.report
    is_hidden = report is not None and restricted_from(person).filter(pk=report.article_id).exists()
    return Verification(None) if is_hidden else verification


@contextmanager
def turn_of(person: User) -> Iterator[str]:
    """One file at a time for each person, and few for all, as each keeps a thread of the web server busy.

    Gives nothing where the file may be looked through, else a sentence why not now.
    """
    if not cache.add(own := f"verifying:{person.pk}", True, 2 * SECONDS):
        yield "Your last file is still being checked; try this one again when that is done."
        return
    place = next(
        (place for place in range(AT_ONCE) if cache.add(f"verifying-at-once:{place}", True, 2 * SECONDS)), None
    )
    try:
        yield "" if place is not None else "Other files are being checked; try again in a moment."
    finally:
        cache.delete_many([own] if place is None else [own, f"verifying-at-once:{place}"])


def _limits() -> Limits:
    """Somebody waits for the page, and a report is looked through in a second."""
    limits: dict[str, Any] = settings.READER_LIMITS
    return replace(Limits(**limits), seconds=SECONDS, total_seconds=SECONDS)


_OF_EDITION = ("edition__report__article", "edition__report__by")
