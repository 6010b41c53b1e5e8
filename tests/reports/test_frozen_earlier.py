"""A report that an earlier Factcheck froze: ``frozen/`` holds its document and some of its files, as they were kept.

What is in that folder never changes. Whoever changes what a report says adds a field with a default.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from factcheck.accounts.models import User
from factcheck.claims.choices import Said, Verdict
from factcheck.reports import freezing
from factcheck.reports.comparison import compare
from factcheck.reports.formats import all_formats, as_bytes
from factcheck.reports.formats.json_file import SCHEMA_FILE
from factcheck.reports.models import FrozenReport, ReportFile
from factcheck.reports.serialization import read_document, sha256_of, write_document
from factcheck.reports.verification import verify
from tests.factories import make_article

FOLDER = Path(__file__).parent / "frozen"
NUMBER = 12
SHA256 = "29058ccd3cf1dddc12e9607d7ab87e20b1be1db4aaada75174c2625ba5a785f2"
DOCUMENT = (FOLDER / "document.json").read_text(encoding="utf-8")
FILES = {path.suffix[1:]: path.read_bytes() for path in FOLDER.glob("report.*")}


@pytest.fixture
def frozen(ed: User) -> FrozenReport:
    report = FrozenReport.objects.create(
        pk=NUMBER,
        article=make_article(title="Council votes to delay harbour bridge"),
        document=DOCUMENT,
        sha256=SHA256,
        by=ed,
        at=dt.datetime(2026, 11, 28, 8, 43, 44, 539723, tzinfo=dt.UTC),
    )
    for slug, content in FILES.items():
        ReportFile.objects.create(report=report, slug=slug, content=content, sha256=hashlib.sha256(content).hexdigest())
    return report


def test_its_document_loads_with_all_that_was_said() -> None:
    report = read_document(DOCUMENT)
    assert len(report.claims) == 7
    assert report.revision
    assert [dropped.verdict for dropped in report.revision.dropped] == [Verdict.NOT_CHECKABLE]
    claim = report.claims[0]
    assert (claim.said, claim.verdict, claim.recommended) == (Said.VERIFIED, Verdict.DISPUTED, Verdict.DISPUTED)
    assert (str(claim.reviewed_by), str(claim.verdict_by)) == ("Rita Reyes", "Ed Okafor")
    assert claim.about_source[1] == ("Who in the newsroom knows the name?", "Ed")
    assert (claim.evidence[0].quotation, claim.evidence[0].contact) == ("The council did not vote.", "the clerk")
    assert [finding.dismissed.reason for finding in claim.dismissed_findings if finding.dismissed] == [
        "Described in paragraph 2."
    ]


def test_nothing_of_its_document_is_lost_or_called_otherwise() -> None:
    """Written again it may say more, but what it said it still says."""
    assert is_within(json.loads(DOCUMENT), json.loads(write_document(read_document(DOCUMENT))))


def is_within(part: object, whole: object) -> bool:
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(key in whole and is_within(value, whole[key]) for key, value in part.items())
    if isinstance(part, list) and isinstance(whole, list):
        return len(part) == len(whole) and all(map(is_within, part, whole))
    return part == whole


@pytest.mark.parametrize("slug", FILES)
def test_its_json_still_holds_to_the_schema_and_its_files_name_it(slug: str) -> None:
    if slug == "json":
        Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))).validate(json.loads(FILES[slug]))
    if slug != "xlsx":  # which is packed
        assert f"Report {NUMBER} · SHA-256 {SHA256}" in FILES[slug].decode()


@pytest.mark.django_db
def test_it_verifies_byte_for_byte_and_altered_it_does_not(frozen: FrozenReport) -> None:
    assert sha256_of(DOCUMENT) == SHA256
    assert freezing.is_intact(frozen)
    for slug, content in FILES.items():
        verification = verify(content)
        assert (verification.report, verification.slug, verification.is_unaltered) == (frozen, slug, True)
    for slug in ("csv", "json"):
        altered = verify(FILES[slug].replace(b"met on Tuesday", b"met on Sunday"))
        assert (altered.report, altered.is_unaltered) == (frozen, False)
    assert verify(DOCUMENT.encode()).is_unaltered


@pytest.mark.django_db
def test_its_page_and_files_are_still_given_out(client: Client, ed: User, frozen: FrozenReport) -> None:
    client.force_login(ed)
    page = client.get(f"/reports/{NUMBER}/").content.decode()
    for words in ("Described in paragraph 2.", "Two officials prayed.", "It snowed", SHA256):
        assert words in page
    assert "no longer has its fingerprint" not in page
    for slug, content in FILES.items():
        assert client.get(f"/reports/{NUMBER}/file.{slug}").content == content
    _, token = freezing.share(report=frozen, recipient="Lawyer", days=1, by=ed)
    outside = Client().get(f"/reports/shared/{token}/").content.decode()
    assert "met on Tuesday" in outside
    assert "Two officials prayed." not in outside, "a suggested wording, which nobody ticked"


@pytest.mark.django_db
def test_it_is_drawn_in_every_format_of_today_and_compared(settings: Any, frozen: FrozenReport) -> None:
    settings.CLAIMREVIEW_ORGANIZATION = "Example Desk"
    settings.CLAIMREVIEW_URL = "https://example.org/checks/{article}"
    report = freezing.load_frozen(frozen)
    for file_format in all_formats().values():
        assert b"".join(as_bytes(file_format.render(report)))
    assert not compare(report, report).claims
