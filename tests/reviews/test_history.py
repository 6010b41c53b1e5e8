"""The history of a claim and of an article: who, when, what changed, and what can still be taken back."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim
from factcheck.claims.services import touch_claim
from factcheck.reviews import history, second_opinions, services
from factcheck.reviews.history import Entry, Place
from factcheck.reviews.models import Comment, Evidence, EvidenceUse, Review
from tests.factories import make_article, make_claim, make_user
from tests.reviews.test_second_opinions import HTMX, act, address, ask, read, say, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def omar(db: None) -> User:
    return make_user("reviewer", "omar")


@pytest.fixture
def article(db: None) -> Article:
    return make_article("Sources said one.\nTwo stands here.\nThree stands here.", statuses=["unnamed_source"])


@pytest.fixture
def claim(article: Article) -> Claim:
    return make_claim(article, 1)


def comment(claim: Claim, by: User, text: str = "Who is this?", **more: Any) -> Comment:
    comment = Comment.objects.create(article_id=claim.article_id, claim=claim, by=by, text=text, **more)
    touch_claim(claim)
    claim.refresh_from_db()
    return comment


def bring(claim: Claim, by: User, url: str = "https://example.org/minutes") -> EvidenceUse:
    evidence = Evidence.objects.create(article_id=claim.article_id, url=url, by=by)
    use = EvidenceUse.objects.create(
        article_id=claim.article_id, evidence=evidence, claim=claim, stance="supports", by=by
    )
    touch_claim(claim)
    claim.refresh_from_db()
    return use


def told(entries: tuple[Entry, ...]) -> list[str]:
    """Each entry as a sentence, the oldest first."""
    return [f"{entry.by} {entry.did}{': ' + entry.words if entry.words else ''}" for entry in reversed(entries)]


def changed(entry: Entry) -> list[str]:
    return [f"{change.label}: {change.old} → {change.new}" for change in entry.changes]


def of(claim: Claim, person: User) -> tuple[Entry, ...]:
    claim.refresh_from_db()
    return history.of_claim(claim, person).entries


def test_a_decision_is_told_field_by_field_by_its_labels(claim: Claim, rita: User, ed: User) -> None:
    say(claim, rita, source="", cue="said", recommended=Verdict.VERIFIED)
    say(claim, ed, source="", cue="said", verdict=Verdict.DISPUTED)
    latest, first = of(claim, rita)
    assert changed(first) == [
        "Sourcing: Unnamed source → Hedged, no source",
        "Source: Sources → ",
        "Recommended verdict: Not checked → Verified",
    ]
    assert changed(latest) == ["Verdict: Not checked → Disputed"]
    assert told((latest, first)) == ["Rita decided", "Ed decided"]


def test_agreeing_is_told_as_that(claim: Claim, rita: User, omar: User) -> None:
    same = {"status": SourcingStatus.UNNAMED_SOURCE, "source": "Sources", "cue": "said"}
    say(claim, rita, **same)
    say(claim, omar, **same)
    assert told(of(claim, rita)) == ["Rita accepted the suggestion", "Omar confirmed it unchanged"]


def test_a_split_and_a_join_show_the_words(article: Article, ed: User) -> None:
    whole = make_claim(article, 2)
    act(services.split, whole, ed, at=whole.start + 4)
    (split,) = of(whole, ed)
    assert changed(split) == ["Parts: Two stands here. → Two | stands here."]
    part = article.claims.get(number=2, part=2)
    assert told(of(part, ed)) == ["Ed split it into parts"]  # a part's history has its sentence's
    act(services.join, part, ed)
    assert changed(of(whole, ed)[0]) == ["Parts: Two | stands here. → Two stands here."]


def test_all_that_happens_around_a_second_opinion(claim: Claim, rita: User, omar: User, ed: User) -> None:
    say(claim, rita, note="Rang.")
    ask(claim, ed)
    say(claim, omar, status=SourcingStatus.DOCUMENT)
    act(second_opinions.settle, claim, ed, reason="The minutes say so.", take=claim.opinions.get(by=omar))
    act(second_opinions.send_back, claim, ed, reason="Which minutes?")
    entries = of(claim, rita)
    assert told(entries) == [
        "Rita decided",
        "Ed asked for a second opinion",
        "Omar gave an opinion",
        "Omar gave another opinion",
        "Ed settled two opinions: The minutes say so.",
        "Ed sent it back: Which minutes?",
    ]
    settled = entries[1]
    assert "Sourcing: Unnamed source → Document or data" in changed(settled)
    assert changed(entries[3])[0] == "Sourcing: None → Document or data"  # what was said, from nothing


def test_an_opinion_is_told_once_it_is_settled(claim: Claim, rita: User, omar: User, ed: User, ada: User) -> None:
    ask(claim, ed)
    say(claim, rita, note="Secret.")
    assert told(of(claim, rita)) == ["Ed asked for a second opinion", "Rita gave an opinion"]
    assert told(of(claim, omar)) == ["Ed asked for a second opinion"]
    say(claim, omar, status=SourcingStatus.DOCUMENT)
    assert "Rita gave an opinion" not in told(of(claim, ada))
    act(second_opinions.settle, claim, ed, reason="So.", take=claim.opinions.get(by=rita))
    assert "Rita gave an opinion" in told(of(claim, ada))


def test_asking_again_keeps_the_earlier_round_in_sight(claim: Claim, rita: User, omar: User, ed: User) -> None:
    ask(claim, ed)
    say(claim, rita)
    say(claim, omar)
    act(second_opinions.send_back, claim, ed, reason="Listen again.")
    ask(claim, ed)
    say(claim, rita)
    assert told(of(claim, rita)) == [
        "Ed asked for a second opinion",
        "Rita gave an opinion",
        "Omar gave an opinion",
        "Omar gave the same opinion",
        "Ed sent it back: Listen again.",
        "Ed asked for a second opinion",
        "Rita gave an opinion",
    ]
    # Who owes the next answer is not reminded of the last ones.
    assert told(of(claim, omar)) == ["Ed asked for a second opinion"] * 2


def test_nothing_said_on_it_is_shown_to_who_owes_an_opinion(claim: Claim, rita: User, omar: User, ed: User) -> None:
    say(claim, rita, note="Rang.")
    comment(claim, rita)
    use = bring(claim, rita)
    use.withdrawn_by, use.withdrawn_at = rita, dt.datetime.now(dt.UTC)
    use.save()
    ask(claim, ed)
    assert told(history.read_page(claim.article, omar).entries) == ["Ed asked for a second opinion"]
    assert len(history.read_page(claim.article, rita).entries) == 5


def test_comments_and_evidence_stand_among_the_decisions(claim: Claim, rita: User, ed: User) -> None:
    comment(claim, ed)
    use = bring(claim, rita)
    say(claim, rita)
    comment(claim, ed, "", kind="resolved")
    EvidenceUse.objects.filter(pk=use.pk).update(withdrawn_by=rita, withdrawn_at=dt.datetime.now(dt.UTC))
    assert told(of(claim, ed)) == [
        "Ed commented: Who is this?",
        "Rita added evidence (supports it): https://example.org/minutes",
        "Rita decided",
        "Ed resolved the thread",
        "Rita withdrew evidence: https://example.org/minutes",
    ]


def test_what_is_taken_back_is_marked_with_all_that_came_after_it(claim: Claim, rita: User) -> None:
    first = say(claim, rita, note="One.")
    say(claim, rita, note="Two.")
    assert isinstance(first, Review)
    undo(claim.article, rita, first)
    entries = of(claim, rita)
    assert told(entries)[-1] == "Rita undid a decision"
    assert [entry.is_undone for entry in entries] == [False, True, True]
    assert not any(entry.may_undo for entry in entries)


def test_only_ones_own_last_word_on_a_claim_has_a_button(claim: Claim, rita: User, ed: User) -> None:
    say(claim, rita, note="One.")
    assert [entry.may_undo for entry in of(claim, rita)] == [True]
    assert [entry.may_undo for entry in of(claim, ed)] == [False]
    say(claim, ed, note="Two.")
    assert [entry.may_undo for entry in of(claim, rita)] == [False, False]
    assert [entry.may_undo for entry in of(claim, ed)] == [True, False]


def test_an_answer_has_no_button(claim: Claim, rita: User, omar: User) -> None:
    ask(claim, rita)
    say(claim, rita)
    say(claim, omar)
    assert not any(entry.may_undo for entry in of(claim, omar))


def test_an_untouched_claim_costs_no_query(claim: Claim, rita: User, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert history.of_claim(claim, rita).entries == ()


def test_page_by_page_nothing_is_missed_or_told_twice(article: Article, rita: User, omar: User, ed: User) -> None:
    """Also where many things bear the very same time."""
    for claim in article.claims.in_reading_order():
        for number in range(18):
            say(claim, rita if number % 2 else omar, note=f"Note {number}.")
        bring(claim, ed, f"https://example.org/{claim.label}")
        moment = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
        with patch("django.utils.timezone.now", return_value=moment):
            for number in range(30):
                comment(claim, ed, f"Comment {number} on {claim.label}.")
    pages, place = [], None
    while not pages or place:
        page = history.read_page(article, ed, before=place)
        pages.append(page.entries)
        place = page.older and Place.read(str(page.older))
    seen = [entry for page in pages for entry in page]
    assert [len(page) for page in pages] == [50, 50, 47]
    assert len({(entry.did, entry.claim.pk, entry.words, entry.review and entry.review.pk) for entry in seen}) == 3 * (
        18 + 1 + 30
    )
    assert [entry.at for entry in seen] == sorted((entry.at for entry in seen), reverse=True)


@pytest.mark.parametrize(
    "written",
    ["", "x", "2026-01-01~0~1", "2026-01-01T00:00:00+00:00~0", "2026-01-01T00:00:00+00:00~0~99999999999999999999"],
)
def test_a_place_that_is_none_is_the_first_page(client: Client, claim: Claim, rita: User, written: str) -> None:
    assert Place.read(written) is None
    say(claim, rita)
    client.force_login(rita)
    page = client.get(f"/articles/{claim.article_id}/history/", {"before": written})
    assert "Rita" in page.content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_a_fixed_number_of_queries(
    client: Client, article: Article, rita: User, omar: User, ed: User, django_assert_num_queries: Any, many: int
) -> None:
    for claim in article.claims.in_reading_order()[:many]:
        say(claim, rita)
        comment(claim, ed)
        bring(claim, ed)
        ask(claim, ed)
        say(claim, omar)
        say(claim, omar, note="Again.")
    client.force_login(omar)
    # who (3); article with outlet; keys; decisions, those before, own; opinions, evidence, comments; mentions
    with django_assert_num_queries(2 + 1 + 1 + 1 + 3 + 3 - 1 + 1):
        client.get(f"/articles/{article.pk}/history/")


def test_pages_for_nobody_and_for_who_has_no_role(client: Client, article: Article, nora: User) -> None:
    for name in ("history", "agreement"):
        url = f"/articles/{article.pk}/{name}/"
        assert client.get(url).status_code == 302
    client.force_login(nora)
    for name in ("history", "agreement"):
        assert client.get(f"/articles/{article.pk}/{name}/").status_code == 403
        assert client.post(f"/articles/{article.pk}/{name}/").status_code in (403, 405)


def test_the_page_of_an_article_and_of_one_claim(client: Client, article: Article, rita: User) -> None:
    say(make_claim(article, 1), rita, note="On <i>one</i>.")
    say(make_claim(article, 2), rita, note="On two.")
    client.force_login(rita)
    html = client.get(f"/articles/{article.pk}/history/").content.decode()
    assert "On &lt;i&gt;one&lt;/i&gt;." in html
    assert "On two." in html
    html = client.get(f"/articles/{article.pk}/history/?claim=2").content.decode()
    assert "On two." in html
    assert "History of claim 2" in read(html.encode())
    assert "&lt;i&gt;one" not in html
    assert client.get(f"/articles/{article.pk}/history/?claim=nonsense").status_code == 200
    assert client.get("/articles/999999/history/").status_code == 404


def test_take_back_by_its_button(client: Client, article: Article, rita: User) -> None:
    one, two = make_claim(article, 1), make_claim(article, 2)
    first = say(one, rita, note="On one.")
    say(two, rita, note="On two.")
    client.force_login(rita)
    html = client.get(f"/articles/{article.pk}/history/").content.decode()
    forms = re.findall(r'name="key" value="([^"]+)">\s*<input type="hidden" name="review" value="(\d+)"', html)
    assert len(forms) == 2
    key = next(key for key, review in forms if review == str(first.pk))
    sent = {"key": key, "review": first.pk}
    for _ in range(2):
        page = client.post(f"/articles/{article.pk}/undo/", sent, follow=True)
        assert "Your decision on claim 1 is undone." in read(page.content)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.is_reviewed, two.is_reviewed) == (False, True)
    answer = client.post(f"/articles/{article.pk}/undo/", sent | {"key": uuid.uuid4()}, headers=HTMX)
    assert "that decision has already been undone" in read(answer.content)


def test_another_persons_decision_or_nonsense_takes_back_nothing(
    client: Client, article: Article, rita: User, omar: User
) -> None:
    theirs = say(make_claim(article, 1), omar)
    say(make_claim(article, 2), rita)
    client.force_login(rita)
    for named in (theirs.pk, "x", "9" * 30, -1):
        client.post(f"/articles/{article.pk}/undo/", {"key": uuid.uuid4(), "review": named}, headers=HTMX)
    assert not Review.objects.filter(undoes__isnull=False).exists()


def test_the_panel_offers_to_take_back_an_older_decision(client: Client, claim: Claim, rita: User) -> None:
    say(claim, rita, note="One.")
    client.force_login(rita)
    html = client.get(address(claim), headers=HTMX).content.decode()
    assert 'name="review"' in html
