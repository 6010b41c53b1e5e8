"""What changed between two reports, of one text or of two versions of it."""

from __future__ import annotations

from dataclasses import fields, replace
from uuid import uuid4

import pytest
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.services import Provenance
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.reports import freezing
from factcheck.reports.build import Report, ReportedArticle, ReportedClaim
from factcheck.reports.comparison import OF_ARTICLE, OF_CLAIM, compare
from factcheck.reports.models import FrozenReport
from factcheck.reviews.versions import revise_article
from factcheck.standards import ArticleFinding, findings_for_claim
from tests.factories import make_article, make_claim
from tests.reports.builders import DISMISSED, ED, HOSTILE, make_report, make_reported_claim
from tests.reviews.test_services import say


def report_of(*sentences: str, **provenance: object) -> Report:
    """A report whose text is these sentences, each a claim at its place."""
    text, claims = "", []
    for number, sentence in enumerate(sentences, start=1):
        claims.append(
            make_reported_claim(number, sentence, start=len(text), end=len(text) + len(sentence), **provenance)
        )
        text += f"{sentence} "
    return make_report(*claims, text=text)


def test_what_is_compared_are_fields() -> None:
    assert {field.name for field in fields(ReportedClaim)} >= set(OF_CLAIM)
    assert {field.name for field in fields(ReportedArticle)} >= OF_ARTICLE.keys()


def test_the_same_report_has_not_changed() -> None:
    report = report_of("The bridge can wait.", "It is old.")
    assert compare(report, report) == compare(report, replace(report, stamp="Report 2"))
    assert compare(report, report).claims == compare(report, report).article == ()


def test_a_claim_of_which_somebody_has_decided_otherwise() -> None:
    before = report_of("The bridge can wait.", "It is old.")
    decided = replace(before.claims[1], verdict=Verdict.DISPUTED, verdict_by=ED, note="It is new.")
    (change,) = compare(before, replace(before, claims=(before.claims[0], decided))).claims
    assert (change.label, change.kind, change.label_before) == ("2", "changed", "")
    assert change.rows == (
        ("Verdict", "Not checked", "Disputed"),
        ("Verdict by", "", "Ed Okafor"),
        ("Note", "", "It is new."),
    )


def test_a_claim_split_meanwhile_is_gone_and_its_parts_are_new() -> None:
    text = "He said so and left."
    whole = make_reported_claim(1, text, start=0, end=20)
    parts = [
        make_reported_claim(1, "He said so", start=0, end=10, part=1),
        make_reported_claim(1, "and left.", start=11, end=20, part=2),
    ]
    changes = compare(make_report(whole, text=text), make_report(*parts, text=text)).claims
    assert [(change.label, change.kind) for change in changes] == [("1a", "new"), ("1", "gone"), ("1b", "new")]


def test_another_version_is_laid_beside_sentence_by_sentence() -> None:
    before = report_of("It rained all day.", "The council votes on the bridge in May.", "Nobody came.", "It is ‘old’.")
    after = report_of(
        "Nobody came.", "The council votes on the bridge in June.", "A strike is planned.", "It is 'old'."
    )
    changes = compare(before, after).claims
    assert [(change.label, change.kind, change.label_before) for change in changes] == [
        ("2", "changed", ""),
        ("3", "new", ""),
        ("1", "gone", ""),
    ]
    assert changes[0].rows == (
        ("Words", "The council votes on the bridge in May.", "The council votes on the bridge in June."),
    )


def test_a_claim_that_moved_is_called_by_both_names() -> None:
    before = report_of("Nobody came.", "It rained.")
    after = report_of("Dawn broke.", "Nobody came.", "It rained.")
    decided = replace(after.claims[2], verdict=Verdict.VERIFIED)
    new, moved = compare(before, replace(after, claims=(*after.claims[:2], decided))).claims
    assert (new.kind, moved.label, moved.label_before) == ("new", "3", "2")


def test_parts_are_laid_beside_parts() -> None:
    text = "He said so and left."
    parts = (
        make_reported_claim(1, "He said so", start=0, end=10, part=1),
        make_reported_claim(1, "and left.", start=11, end=20, part=2),
    )
    before = make_report(*parts, text=text)
    moved = [replace(part, number=2, start=part.start + 5, end=part.end + 5) for part in parts]
    after = make_report(
        make_reported_claim(1, "Yes.", start=0, end=4),
        moved[0],
        replace(moved[1], note="Where to?"),
        text=f"Yes. {text}",
    )
    new, changed = compare(before, after).claims
    assert (new.label, changed.label, changed.label_before) == ("1", "2b", "1b")
    assert changed.rows == (("Note", "", "Where to?"),)


def test_what_changed_of_the_article_itself() -> None:
    before, after = make_report(title="Bridge"), make_report(title="Bridge closes", byline="")
    (finding,) = findings_for_claim(status="hedged")
    of_article = ArticleFinding(finding, ("1",), (("1", "1"),), is_of_article=True)
    dismissed = replace(of_article, finding=replace(finding, dismissed=DISMISSED))
    comparison = compare(replace(before, findings=(of_article,)), replace(after, findings=(dismissed,)))
    assert comparison.article == (
        ("Title", "Bridge", "Bridge closes"),
        ("Byline", "Sam Writer", ""),
        ("Findings on the whole article", of_article.sentence, f"{dismissed.sentence} (dismissed)"),
    )
    assert comparison.claims == ()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_text_can_be_compared(text: str) -> None:
    claim = make_reported_claim(1, text, note=text, source=text)
    (change,) = compare(make_report(), make_report(claim, text=text, title=text)).claims[:1]
    assert change.text == text


@pytest.mark.django_db
def test_the_page_of_two_versions(client: Client, ed: User, settings: object) -> None:
    settings.ATTRIBUTION_DETECTOR = "tests.factories.ByHand"  # type: ignore[attr-defined]
    client.force_login(ed)
    old = make_article("Sources said yes.\nThe bridge is <b>old</b> and long.", "Bridge")
    first = freezing.freeze(article=old, by=ed, occasion="", key=uuid4())
    provenance = Provenance("Bridge, again")
    text = "Sources said yes.\nThe bridge is <b>new</b> and long.\nIt rained."
    new = revise_article(article=old, text=text, provenance=provenance, by=ed).article
    say(make_claim(new, 3), ed, verdict=Verdict.VERIFIED, status=SourcingStatus.UNATTRIBUTED)
    second = freezing.freeze(article=new, by=ed, occasion="", key=uuid4())
    for own, other, version in ((first, second, 2), (second, first, 1)):
        html = client.get(f"/reports/{own.pk}/").content.decode()
        assert f"/reports/{own.pk}/compare/{other.pk}/" in html
        assert f"version {version}" in html
        html = client.get(f"/reports/{own.pk}/compare/{other.pk}/").content.decode()
        assert "2 claims changed." in html
        assert html.index(f"Report {first.pk}</a>, version 1,") < html.index(f"Report {second.pk}</a>, version 2,")
        assert "Bridge, again" in html
        assert "<b>" not in html.split("<main")[1]
    assert f"/reports/{first.pk}/" in client.get(f"/articles/{new.pk}/report/").content.decode()
    assert FrozenReport.objects.count() == 2
