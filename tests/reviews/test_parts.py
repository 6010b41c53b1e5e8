"""A sentence that says two things: split at a word, joined again, and nothing decided is ever dropped."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus, Span
from factcheck.claims.choices import Verdict
from factcheck.claims.labels import label_of, read_label
from factcheck.claims.models import Claim, Tally
from factcheck.claims.redetection import redetect_article
from factcheck.claims.services import store_reading
from factcheck.readers.text import fingerprint
from factcheck.refusals import Refused
from factcheck.reports.build import build_report
from factcheck.reports.formats.csv_file import CsvFile
from factcheck.reviews.models import Kind, Review
from factcheck.reviews.pages.article_text import pieces, words
from factcheck.reviews.services import Annotation, Conflict, annotate, join, split, undo
from tests.factories import ByHand, make_article, make_claim, make_reading, make_user
from tests.reviews.test_services import assert_tally_right, say

pytestmark = pytest.mark.django_db

TEXT = "It rained.\nSources said the minister resigned after a court ruled on Monday.\nThe bridge is old."
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def article(db: None) -> Article:
    return make_article(TEXT, statuses=["unattributed", "unnamed_source", "unattributed"])


def divide(claim: Claim, word: str, by: User) -> list[Claim]:
    """The sentence's parts once the claim is split the word that begins."""
    claim.refresh_from_db()
    split(claim=claim, at=claim.start + claim.text.index(word), version=claim.version, key=uuid4(), by=by)
    return parts(claim)


def parts(claim: Claim) -> list[Claim]:
    return list(Claim.objects.filter(article_id=claim.article_id, number=claim.number).in_reading_order())


def called(article: Article) -> list[str]:
    return [claim.label for claim in article.claims.in_reading_order()]


def test_two_parts_are_claims_with_exact_offsets(article: Article, rita: User) -> None:
    first, second = divide(make_claim(article, 2), "after", rita)
    assert (first.label, second.label) == ("2a", "2b")
    assert first.text == "Sources said the minister resigned"
    assert second.text == "after a court ruled on Monday."
    assert all(article.text[part.start : part.end] == part.text for part in (first, second))
    assert called(article) == ["1", "2a", "2b", "3"]
    assert_tally_right(article)
    assert Tally.objects.get(article=article).divided == 1


def test_each_part_starts_from_what_the_machine_found_in_it(rita: User) -> None:
    claim = make_claim(make_article("It was Sources said that he left.", statuses=["unnamed_source"]))
    # By hand the source is the first word, the cue the second and all the rest is content.
    first, second = divide(claim, "Sources", rita)
    assert (first.status, first.source, first.cue) == ("unnamed_source", "It", "was")
    assert (second.status, second.source, second.cue) == ("unnamed_source", "It", "")
    assert second.suggested_why == "Said so by hand."


def test_a_part_no_attribution_reaches_has_none(rita: User) -> None:
    text = "Sources said it fell, while the mayor was away."
    reading = make_reading(text, ["unnamed_source"])
    (attribution,) = reading.attributions
    short = replace(attribution, content=(Span(text.index("it"), text.index(",")),))
    article = Article.objects.create(title="Bridge", text=text, text_sha256=fingerprint(text), detector="by-hand 1")
    store_reading(article=article, reading=replace(reading, attributions=(short,)))
    first, second = divide(make_claim(article), "while", rita)
    assert (first.status, first.source) == ("unnamed_source", "Sources")
    assert (second.status, second.source, second.suggested_by) == ("unattributed", "", None)
    assert "This part of the sentence names no source" in second.suggested_why


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (0, "the word that begins"),
        (3, "the word that begins"),  # inside a word
        (7, "the word that begins"),  # the space
        (10**6, "the word that begins"),
    ],
)
def test_a_cut_elsewhere_is_refused(article: Article, rita: User, at: int, why: str) -> None:
    claim = make_claim(article, 2)
    with pytest.raises(Refused, match=why):
        split(claim=claim, at=claim.start + at, version=0, key=uuid4(), by=rita)
    assert called(article) == ["1", "2", "3"]
    assert not Review.objects.exists()


def test_a_part_needs_a_word(rita: User) -> None:
    claim = make_claim(make_article("– The bridge is old …"))
    for word in ("The", "…"):
        with pytest.raises(Refused, match="at least one word"):
            split(claim=claim, at=claim.start + claim.text.index(word), version=0, key=uuid4(), by=rita)


def test_parts_can_be_split_again_and_letters_follow_the_text(article: Article, rita: User) -> None:
    _, second = divide(make_claim(article, 2), "after", rita)
    say(second, rita, note="Court records seen.")
    first, _ = parts(second)
    three = divide(first, "the", rita)
    assert [part.label for part in three] == ["2a", "2b", "2c"]
    assert three[2].pk == second.pk
    assert three[2].note == "Court records seen."
    assert_tally_right(article)


def test_joined_again_the_sentence_stands_as_before(article: Article, rita: User, ed: User) -> None:
    whole = make_claim(article, 2)
    say(whole, ed, verdict=Verdict.VERIFIED, note="Rang the ministry.")
    first, second = divide(whole, "after", rita)
    assert not first.is_reviewed
    say(first, rita, status=SourcingStatus.HEDGED)
    second.refresh_from_db()
    join(claim=second, version=second.version, key=uuid4(), by=rita)
    whole.refresh_from_db()
    assert (whole.is_current, whole.verdict, whole.verdict_by, whole.note) == (
        True,
        "verified",
        ed,
        "Rang the ministry.",
    )
    assert called(article) == ["1", "2", "3"]
    assert first.reviews.count() == 1
    assert_tally_right(article)
    assert Tally.objects.get(article=article).divided == 0


def test_split_there_again_the_parts_have_what_was_decided_on_them(article: Article, rita: User) -> None:
    whole = make_claim(article, 2)
    first, second = divide(whole, "after", rita)
    say(first, rita, status=SourcingStatus.HEDGED, note="Twice checked.")
    join(claim=second, version=0, key=uuid4(), by=rita)
    again, _ = divide(whole, "after", rita)
    assert (again.pk, again.note, again.is_reviewed) == (first.pk, "Twice checked.", True)
    assert_tally_right(article)


def test_a_whole_sentence_has_nothing_to_join(client: Client, article: Article, rita: User) -> None:
    claim = make_claim(article, 2)
    with pytest.raises(Refused, match="not split"):
        join(claim=claim, version=0, key=uuid4(), by=rita)
    client.force_login(rita)
    answer = client.post(f"/articles/{article.pk}/claims/2/join/", {"version": 0, "key": uuid4()}, follow=True)
    assert "Not joined: This claim is not split" in answer.content.decode()
    assert not Review.objects.exists()


def test_of_three_parts_one_joins_the_one_before(article: Article, rita: User) -> None:
    _, second = divide(make_claim(article, 2), "after", rita)
    divide(second, "on", rita)
    _, middle, _ = parts(second)
    join(claim=middle, version=middle.version, key=uuid4(), by=rita)
    assert [part.text for part in parts(second)] == [
        "Sources said the minister resigned after a court ruled",
        "on Monday.",
    ]
    assert_tally_right(article)


def test_split_and_join_are_undone_one_after_the_other(article: Article, rita: User) -> None:
    whole = make_claim(article, 2)
    say(whole, rita, note="First.")
    first, second = divide(whole, "after", rita)
    say(first, rita, status=SourcingStatus.DOCUMENT)
    second.refresh_from_db()
    join(claim=second, version=second.version, key=uuid4(), by=rita)
    seen = []
    for _ in range(4):
        undo(article=article, key=uuid4(), by=rita)
        seen.append([(part.label, part.status, part.note) for part in parts(whole)])
        assert_tally_right(article)
    assert seen == [
        [("2a", "document", ""), ("2b", "unnamed_source", "")],
        [("2a", "unnamed_source", ""), ("2b", "unnamed_source", "")],
        [("2", "hedged", "First.")],
        [("2", "unnamed_source", "")],
    ]


def test_a_split_is_not_undone_over_another_persons_decision_on_a_part(article: Article, rita: User, ed: User) -> None:
    first, _ = divide(make_claim(article, 2), "after", rita)
    say(first, ed, verdict=Verdict.DISPUTED)
    with pytest.raises(Conflict) as caught:
        undo(article=article, key=uuid4(), by=rita)
    assert caught.value.latest.by == ed
    assert called(article) == ["1", "2a", "2b", "3"]


def test_the_same_form_twice_splits_once(article: Article, rita: User) -> None:
    claim = make_claim(article, 2)
    key = uuid4()
    at = claim.start + claim.text.index("after")
    first = split(claim=claim, at=at, version=0, key=key, by=rita)
    two = split(claim=claim, at=at, version=0, key=key, by=rita)
    assert first.pk == two.pk
    assert called(article) == ["1", "2a", "2b", "3"]


def test_a_decision_on_a_sentence_split_meanwhile_is_a_conflict(article: Article, rita: User, ed: User) -> None:
    claim = make_claim(article, 2)
    divide(claim, "after", ed)
    with pytest.raises(Conflict) as caught:
        annotate(claim=claim, annotation=Annotation(SourcingStatus.HEDGED), version=0, key=uuid4(), by=rita)
    assert caught.value.latest.kind == Kind.SPLIT


def test_a_decision_on_a_part_joined_meanwhile_is_a_conflict(article: Article, rita: User, ed: User) -> None:
    first, second = divide(make_claim(article, 2), "after", ed)
    join(claim=second, version=0, key=uuid4(), by=ed)
    with pytest.raises(Conflict) as caught:
        annotate(claim=first, annotation=Annotation(SourcingStatus.HEDGED), version=0, key=uuid4(), by=rita)
    assert caught.value.latest.kind == Kind.JOINED


def test_marks_stand_in_the_part_that_has_them(article: Article, rita: User) -> None:
    first, second = divide(make_claim(article, 2), "after", rita)
    assert [(piece.text, piece.role) for piece in pieces(first)][:3] == [
        ("Sources", "source"),
        (" ", ""),
        ("said", "cue"),
    ]
    assert {piece.role for piece in pieces(second)} == {""}


def test_words_to_split_at_are_exact_beside_emoji(rita: User) -> None:
    claim = make_claim(make_article("It rained.\n🚨 𝔐ayor  Berg said no.", statuses=[]), 2)
    assert all(claim.article.text[word.at :].startswith(word.text) for word in words(claim))
    assert [word.text for word in words(claim)] == ["🚨", "𝔐ayor", "Berg", "said", "no."]


def test_reading_again_leaves_a_split_sentence_alone(article: Article, rita: User) -> None:
    before = [part.pk for part in divide(make_claim(article, 2), "after", rita)]
    outcome = redetect_article(pk=article.pk, detector=ByHand())
    assert outcome.decided == 1
    assert [part.pk for part in parts(make_claim(article, 1)) + parts(Claim.objects.get(pk=before[0]))][1:] == before
    assert_tally_right(article)


def test_the_report_lists_parts_in_place_of_the_sentence(article: Article, rita: User) -> None:
    divide(make_claim(article, 2), "after", rita)
    report = build_report(Article.objects.select_related("outlet", "loaded_by").get(pk=article.pk))
    assert [claim.label for claim in report.claims] == ["1", "2a", "2b", "3"]
    assert [source.claims for source in report.sources] == [("2a", "2b")]
    assert "Claims 2a and 2b rely" in report.findings[0].sentence
    lines = "".join(CsvFile().render(report)).splitlines()
    assert [line.split(",")[:2] for line in lines[1:]] == [["1", '""'], ["2", '"a"'], ["2", '"b"'], ["3", '""']]


@pytest.mark.parametrize(("number", "part", "label"), [(4, 0, "4"), (4, 1, "4a"), (12, 26, "12z")])
def test_labels(number: int, part: int, label: str) -> None:
    assert label_of(number, part) == label
    assert read_label(label) == (number, part)


@pytest.mark.parametrize("label", ["", "a", "4ab", "4A", "x"])
def test_what_is_no_label(label: str) -> None:
    with pytest.raises(ValueError, match="No claim is called"):
        read_label(label)


# Over HTTP


def url(article: Article, label: str, act: str = "") -> str:
    return f"/articles/{article.pk}/claims/{label}/{act}"


def cut(claim: Claim, **fields: Any) -> dict[str, Any]:
    return {"claim": claim.pk, "version": claim.version, "key": str(uuid4())} | fields


def test_split_and_join_without_scripts(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    claim = make_claim(article, 2)
    page = client.get(url(article, "2", "split/")).content.decode()
    at = claim.start + claim.text.index("after")
    assert re.search(rf'name="at"\s+value="{at}"[^>]*>after</button>', page)
    answer = client.post(url(article, "2", "split/"), cut(claim, at=at), follow=True)
    assert answer.redirect_chain[-1][0] == url(article, "2a")
    assert "Claim 2 is split. Now claim 2a." in answer.content.decode()
    second = parts(claim)[1]
    answer = client.post(url(article, "2b", "join/"), cut(second), follow=True)
    assert answer.redirect_chain[-1][0] == url(article, "2")


def test_htmx_swaps_the_sentence_as_a_reload_shows_it(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    claim = make_claim(article, 2)
    at = claim.start + claim.text.index("after")
    html = client.post(url(article, "2", "split/"), cut(claim, at=at), headers=HTMX).content.decode()
    swapped = re.search(r'hx-target="#sentence-2"[^>]*>(.*?)</hx-partial>', html, re.DOTALL)
    assert swapped
    page = " ".join(client.get(url(article, "2a")).content.decode().split())
    assert " ".join(swapped[1].split()) in page


def test_the_old_address_leads_to_what_now_stands_there(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    _, second = divide(make_claim(article, 2), "after", rita)
    assert client.get(url(article, "2"))["Location"] == url(article, "2a")
    assert client.get(url(article, "2f"))["Location"] == url(article, "2b")
    join(claim=second, version=0, key=uuid4(), by=rita)
    assert client.get(url(article, "2b"))["Location"] == url(article, "2")
    assert client.get(url(article, "9")).status_code == 404
    assert client.get(url(article, "0")).status_code == 404


def test_next_and_previous_go_through_the_parts(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    divide(make_claim(article, 2), "after", rita)
    page = client.get(url(article, "2b")).content.decode()
    assert re.search(rf'href="{url(article, "2a")}"\s+data-key="k"', page)
    assert re.search(rf'href="{url(article, "3")}"\s+data-key="j"', page)
    fields = {"status": "hedged", "version": 0, "key": str(uuid4()), "verdict": "pending"}
    assert client.post(url(article, "2a"), fields)["Location"] == url(article, "2b")


def test_what_was_typed_on_a_sentence_split_meanwhile_stays(
    client: Client, article: Article, rita: User, ed: User
) -> None:
    client.force_login(rita)
    claim = make_claim(article, 2)
    divide(claim, "after", ed)
    fields = {
        "status": "hedged",
        "version": 0,
        "key": str(uuid4()),
        "verdict": "pending",
        "claim": claim.pk,
        "note": "Mine.",
    }
    answer = client.post(url(article, "2"), fields, headers=HTMX)
    assert answer["HX-Retarget"] == "#connection"
    assert "Ed split it into parts in the meantime" in answer.content.decode()
    assert not Review.objects.filter(by=rita).exists()


@pytest.mark.parametrize("act", ["split/", "join/"])
def test_only_reviewers_cut(client: Client, article: Article, rita: User, nora: User, act: str) -> None:
    claim = divide(make_claim(article, 2), "after", rita)[0]
    data = cut(claim, at=claim.start + claim.text.index("the"))
    assert client.post(url(article, "2a", act), data)["Location"].startswith("/accounts/login/")
    client.force_login(nora)
    assert client.post(url(article, "2a", act), data).status_code == 403
    assert called(article) == ["1", "2a", "2b", "3"]


@pytest.mark.parametrize("sent", [{}, {"at": "x"}, {"at": ""}, {"at": "-1"}, {"at": "9" * 30}])
def test_a_senseless_form_says_so(client: Client, article: Article, rita: User, sent: dict[str, str]) -> None:
    client.force_login(rita)
    answer = client.post(url(article, "2", "split/"), cut(make_claim(article, 2)) | sent, headers=HTMX)
    assert "split" in answer.content.decode()
    assert called(article) == ["1", "2", "3"]


@pytest.mark.django_db(transaction=True)
def test_two_people_split_one_sentence_at_once() -> None:
    article = make_article(TEXT)
    claim = make_claim(article, 2)
    people = [make_user("reviewer"), make_user("editor")]
    ready = threading.Barrier(2, timeout=30)
    outcomes: list[object] = []

    def run(word: str, by: User) -> None:
        ready.wait()
        try:
            at = claim.start + claim.text.index(word)
            outcomes.append(split(claim=claim, at=at, version=0, key=uuid4(), by=by))
        except Conflict as conflict:
            outcomes.append(conflict)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=arguments) for arguments in zip(("the", "after"), people, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Review"]
    assert len(parts(claim)) == 2
    assert_tally_right(article)
