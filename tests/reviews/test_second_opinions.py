"""Two people answer independently; an editor settles what they see differently, or sends a review back."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, transaction
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Said, Verdict
from factcheck.claims.models import Claim, Tally
from factcheck.refusals import KeyReused, Refused
from factcheck.reviews import comments, evidence, history, second_opinions, services
from factcheck.reviews.models import Kind, Opinion, Review, Stance
from factcheck.reviews.services import Annotation, Conflict
from tests.factories import make_article, make_claim, make_user

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def omar(db: None) -> User:
    return make_user("reviewer", "omar")


@pytest.fixture
def article(db: None) -> Article:
    return make_article("Sources said one.\nTwo stands here.\nThree stands here.", statuses=["unnamed_source"])


@pytest.fixture
def claim(article: Article) -> Claim:
    return make_claim(article, 1)


def say(claim: Claim, by: User, *, key: uuid.UUID | None = None, **fields: Any) -> Review | Opinion:
    claim.refresh_from_db()
    fields = {"status": SourcingStatus.HEDGED} | fields
    if by.can_set_verdict is False:
        fields.setdefault("recommended", Verdict.PENDING)
    saved = services.annotate(
        claim=claim, annotation=Annotation(**fields), version=claim.version, key=key or uuid.uuid4(), by=by
    )
    claim.refresh_from_db()
    return saved


def act(service: Any, claim: Claim, by: User, *, key: uuid.UUID | None = None, **more: Any) -> Review:
    claim.refresh_from_db()
    done: Review = service(claim=claim, version=claim.version, key=key or uuid.uuid4(), by=by, **more)
    claim.refresh_from_db()
    return done


def ask(claim: Claim, by: User) -> Review:
    return act(second_opinions.ask, claim, by)


def assert_tally_right(article: Article) -> None:
    """The numbers kept beside the article are those of its claims."""
    claims = list(Claim.objects.filter(article=article))
    tally = Tally.objects.get(article=article)
    state = [claim.second_opinion for claim in claims]
    assert (tally.asked, tally.differing) == (state.count("asked"), state.count("differs"))
    assert tally.reviewed == sum(claim.is_reviewed for claim in claims)
    assert tally.pending == sum(claim.verdict == "pending" for claim in claims)
    assert tally.unnamed_source == sum(claim.status == "unnamed_source" for claim in claims)


# ---- Asking ---------------------------------------------------------------------------------------------------------


def test_asking_opens_the_claim_and_counts_it(claim: Claim, rita: User) -> None:
    review = ask(claim, rita)
    assert (review.kind, claim.second_opinion, claim.version) == (Kind.ASKED, "asked", 1)
    assert claim.reviewed_by is None
    assert_tally_right(claim.article)


def test_a_review_that_is_there_is_the_first_opinion(claim: Claim, rita: User, ed: User) -> None:
    say(claim, rita, source="the mayor", note="Rang.", recommended=Verdict.DISPUTED, said=Said.VERIFIED)
    reviewed_at = claim.reviewed_at
    ask(claim, ed)
    first = claim.opinions.get()
    assert (first.by, first.round, first.reviewed_at) == (rita, claim.version, reviewed_at)
    assert (first.status, first.source, first.note, first.recommended, first.said) == (
        "hedged",
        "the mayor",
        "Rang.",
        "disputed",
        "verified",
    )
    # … and the claim shows nothing of it.
    assert (claim.status, claim.source, claim.note, claim.recommended) == ("unnamed_source", "Sources", "", "pending")
    assert_tally_right(claim.article)


def test_an_editors_review_counts_with_the_verdict_as_what_it_recommends(claim: Claim, ed: User) -> None:
    say(claim, ed, verdict=Verdict.DISPUTED)
    ask(claim, ed)
    assert claim.opinions.get().recommended == "disputed"
    assert (claim.verdict, claim.verdict_by) == ("pending", None)


def test_asking_twice_is_refused_and_the_same_form_asks_once(claim: Claim, rita: User) -> None:
    key = uuid.uuid4()
    first = act(second_opinions.ask, claim, rita, key=key)
    assert second_opinions.ask(claim=claim, version=0, key=key, by=rita) == first
    with pytest.raises(Refused, match="Claim 1 is already waiting for two opinions"):
        ask(claim, rita)
    with pytest.raises(Conflict):
        second_opinions.ask(claim=claim, version=0, key=uuid.uuid4(), by=rita)
    assert claim.reviews.count() == 1


def test_a_reviewer_does_not_clear_an_editors_verdict_by_asking(claim: Claim, rita: User, ed: User) -> None:
    say(claim, ed, verdict=Verdict.VERIFIED)
    with pytest.raises(Refused, match="ask an editor"):
        ask(claim, rita)
    assert claim.verdict == "verified"


def test_an_article_is_asked_about_at_once(article: Article, rita: User, ed: User) -> None:
    say(make_claim(article, 1), rita)
    say(make_claim(article, 2), ed, verdict=Verdict.VERIFIED)
    key = uuid.uuid4()
    assert second_opinions.ask_about_article(article=article, key=key, by=ed) == 2
    assert second_opinions.ask_about_article(article=article, key=key, by=ed) == 2
    assert [claim.second_opinion for claim in article.claims.in_reading_order()] == ["asked", "", "asked"]
    assert Review.objects.filter(kind=Kind.ASKED).count() == 2
    assert Opinion.objects.get().by == rita
    assert second_opinions.ask_about_article(article=article, key=uuid.uuid4(), by=ed) == 0
    assert_tally_right(article)


def test_parts_are_asked_about_and_their_sentence_is_not(article: Article, ed: User) -> None:
    whole = make_claim(article, 2)
    act(services.split, whole, ed, at=whole.start + 4)
    assert second_opinions.ask_about_article(article=article, key=uuid.uuid4(), by=ed) == 4
    whole.refresh_from_db()
    assert whole.second_opinion == ""
    assert_tally_right(article)


# ---- Answering ------------------------------------------------------------------------------------------------------


def test_the_first_answer_is_kept_apart(claim: Claim, rita: User, ed: User) -> None:
    ask(claim, ed)
    before = claim.changed_seq
    saved = say(claim, rita, status=SourcingStatus.DOCUMENT, source="the minutes", note="Read them.")
    assert isinstance(saved, Opinion)
    assert (saved.status, saved.round, saved.by) == ("document", 1, rita)
    assert (claim.version, claim.status, claim.note, claim.reviewed_by) == (1, "unnamed_source", "", None)
    assert claim.changed_seq > before  # every open page hears of it
    assert claim.reviews.count() == 1
    assert_tally_right(claim.article)


def test_the_same_form_again_is_the_same_opinion(claim: Claim, rita: User, omar: User, ed: User) -> None:
    ask(claim, ed)
    key = uuid.uuid4()
    first = say(claim, rita, key=key)
    assert say(claim, rita, key=key) == first
    say(claim, omar, status=SourcingStatus.DOCUMENT)
    # The answer that the Wi-Fi swallowed is sent once more after a colleague's.
    again = services.annotate(claim=claim, annotation=Annotation(SourcingStatus.HEDGED), version=1, key=key, by=rita)
    assert again == first
    assert claim.opinions.count() == 2


def test_the_key_of_an_answer_makes_no_review_once_nobody_asks(claim: Claim, rita: User, ed: User) -> None:
    ask(claim, ed)
    key = uuid.uuid4()
    answer = say(claim, rita, key=key)
    act(second_opinions.withdraw, claim, ed)
    assert say(claim, rita, key=key) == answer
    with pytest.raises(KeyReused, match="already answered"):
        say(claim, rita, key=key, status=SourcingStatus.DOCUMENT)
    assert not claim.reviews.filter(key=key).exists()
    # A form of its own is a review.
    assert say(claim, rita) in claim.reviews.all()


def test_one_person_answers_once(claim: Claim, rita: User, ed: User) -> None:
    ask(claim, ed)
    say(claim, rita)
    with pytest.raises(Refused, match="waiting for a colleague’s answer"):
        say(claim, rita, status=SourcingStatus.DOCUMENT)
    assert claim.opinions.count() == 1


def test_whoever_reviewed_it_before_has_answered(claim: Claim, rita: User, ed: User) -> None:
    say(claim, rita)
    ask(claim, ed)
    with pytest.raises(Refused):
        say(claim, rita)


def test_two_that_agree_settle_it(claim: Claim, rita: User, omar: User, ed: User) -> None:
    ask(claim, ed)
    fields = {"recommended": Verdict.VERIFIED, "said": Said.VERIFIED}
    say(claim, rita, source="Mayor Anna Berg", note="Rang her.", **fields)
    saved = say(claim, omar, source="Anna Berg", note="Heard the tape.", **fields)
    assert isinstance(saved, Review)
    assert (saved.kind, saved.by) == (Kind.AGREED, omar)
    assert (claim.second_opinion, claim.reviewed_by, claim.status) == ("settled", omar, "hedged")
    assert (claim.recommended, claim.said, claim.source) == ("verified", "verified", "Anna Berg")
    assert claim.note == "Rita: Rang her.\nOmar: Heard the tape."
    assert_tally_right(claim.article)


@pytest.mark.parametrize(
    "other",
    [
        {"status": SourcingStatus.DOCUMENT},
        {"recommended": Verdict.VERIFIED},
        {"said": Said.DISPUTED},
    ],
)
def test_two_that_differ_wait_for_an_editor(
    claim: Claim, rita: User, omar: User, ed: User, other: dict[str, Any]
) -> None:
    ask(claim, ed)
    say(claim, rita)
    saved = say(claim, omar, **other)
    assert (saved.kind, claim.second_opinion, claim.reviewed_by) == (Kind.DIFFERED, "differs", None)  # type: ignore[union-attr]
    assert (claim.status, claim.source) == ("unnamed_source", "Sources")
    assert_tally_right(claim.article)
    with pytest.raises(Refused, match="an editor has to decide first"):
        say(claim, rita)


def test_an_editors_verdict_is_an_opinion_like_others(claim: Claim, rita: User, ed: User) -> None:
    ask(claim, rita)
    say(claim, ed, verdict=Verdict.DISPUTED)
    assert claim.verdict == "pending"
    say(claim, rita, recommended=Verdict.DISPUTED)
    assert (claim.second_opinion, claim.recommended, claim.verdict) == ("settled", "disputed", "pending")


def test_opinions_are_never_changed_or_deleted(claim: Claim, rita: User, ed: User) -> None:
    ask(claim, ed)
    say(claim, rita)
    for sql in ("UPDATE reviews_opinion SET note = 'x'", "DELETE FROM reviews_opinion"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_stale_answer_is_shown_what_came_meanwhile(claim: Claim, rita: User, omar: User, ed: User) -> None:
    ask(claim, ed)
    say(claim, rita)
    say(claim, omar)
    with pytest.raises(Conflict):
        services.annotate(claim=claim, annotation=Annotation(SourcingStatus.HEDGED), version=1, key=uuid.uuid4(), by=ed)


def test_a_claim_under_way_is_neither_split_nor_joined(article: Article, rita: User, ed: User) -> None:
    whole = make_claim(article, 2)
    ask(whole, ed)
    with pytest.raises(Refused):
        act(services.split, whole, ed, at=whole.start + 4)
    act(second_opinions.withdraw, whole, ed)
    act(services.split, whole, ed, at=whole.start + 4)
    ask(article.claims.get(number=2, part=1), ed)
    for part in (1, 2):
        with pytest.raises(Refused, match="waiting for two opinions"):
            act(services.join, article.claims.get(number=2, part=part), ed)


# ---- Who sees what --------------------------------------------------------------------------------------------------


def test_blind_until_answered(claim: Claim, rita: User, omar: User, ed: User) -> None:
    assert not second_opinions.is_blind(claim, rita)
    ask(claim, ed)
    assert second_opinions.is_blind(claim, rita)
    assert second_opinions.is_blind(claim, ed)
    say(claim, rita)
    assert not second_opinions.is_blind(claim, rita)
    assert second_opinions.is_blind(claim, omar)
    say(claim, omar)
    assert not second_opinions.is_blind(claim, ed)


def test_open_leaves_out_what_one_has_answered(article: Article, rita: User, omar: User, ed: User) -> None:
    claim = make_claim(article, 1)

    def numbers(person: User) -> list[int]:
        claims = article.claims.open(for_editor=person.can_set_verdict, by=person)
        return [claim.number for claim in claims.in_reading_order()]

    ask(claim, ed)
    assert numbers(rita) == [1, 2, 3]
    say(claim, rita)
    assert (numbers(rita), numbers(omar), numbers(ed)) == ([2, 3], [1, 2, 3], [1, 2, 3])
    say(claim, omar, status=SourcingStatus.DOCUMENT)
    assert (numbers(rita), numbers(omar), numbers(ed)) == ([2, 3], [2, 3], [1, 2, 3])
    act(second_opinions.settle, claim, ed, reason="The minutes say so.", take=claim.opinions.get(by=omar))
    act(second_opinions.send_back, claim, ed, reason="Which minutes?")
    # Asked anew: it is another round.
    ask(claim, ed)
    assert numbers(rita) == [1, 2, 3]


# ---- Settling -------------------------------------------------------------------------------------------------------


@pytest.fixture
def differing(claim: Claim, rita: User, omar: User, ed: User) -> Claim:
    ask(claim, ed)
    say(claim, rita, source="the mayor", recommended=Verdict.VERIFIED)
    say(claim, omar, status=SourcingStatus.DOCUMENT, source="the minutes", recommended=Verdict.DISPUTED)
    return claim


def test_an_editor_takes_one_of_the_two(differing: Claim, omar: User, ed: User) -> None:
    review = act(
        second_opinions.settle, differing, ed, reason="The minutes say so.", take=differing.opinions.get(by=omar)
    )
    assert (review.kind, review.by, review.reason) == (Kind.SETTLED, ed, "The minutes say so.")
    assert (differing.second_opinion, differing.status, differing.source) == ("settled", "document", "the minutes")
    assert (differing.reviewed_by, differing.recommended, differing.verdict) == (omar, "disputed", "pending")
    assert_tally_right(differing.article)


def test_an_editor_settles_by_an_own_opinion(differing: Claim, ed: User) -> None:
    own = Annotation(SourcingStatus.ORGANIZATION, source="the council", verdict=Verdict.UNVERIFIED)
    act(second_opinions.settle, differing, ed, reason="Neither.", own=own)
    assert (differing.status, differing.source, differing.reviewed_by) == ("organization", "the council", ed)
    assert (differing.verdict, differing.verdict_by) == ("unverified", ed)


def test_settling_once_per_form_and_only_what_differs(differing: Claim, rita: User, ed: User) -> None:
    key, take = uuid.uuid4(), differing.opinions.get(by=rita)
    first = act(second_opinions.settle, differing, ed, reason="So.", take=take, key=key)
    again = second_opinions.settle(claim=differing, version=2, reason="So.", take=take, key=key, by=ed)
    assert first == again
    with pytest.raises(Conflict):
        second_opinions.settle(claim=differing, version=2, reason="So.", take=take, key=uuid.uuid4(), by=ed)
    with pytest.raises(Refused, match="There are no differing opinions"):
        act(second_opinions.settle, differing, ed, reason="So.", take=take)


def test_an_opinion_on_another_claim_settles_nothing(differing: Claim, article: Article, rita: User, ed: User) -> None:
    other = make_claim(article, 2)
    ask(other, ed)
    say(other, rita)
    with pytest.raises(Refused, match="isn’t one of the two"):
        act(second_opinions.settle, differing, ed, reason="So.", take=other.opinions.get())
    with pytest.raises(Refused, match="Choose one of the two"):
        act(second_opinions.settle, differing, ed, reason="So.")


def test_a_reason_is_held_by_the_database(differing: Claim, rita: User, ed: User) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        act(second_opinions.settle, differing, ed, reason="", take=differing.opinions.get(by=rita))


# ---- Withdrawing, sending back, taking back -------------------------------------------------------------------------


def test_a_withdrawn_request_leaves_the_claim_as_it_was(claim: Claim, rita: User, omar: User, ed: User) -> None:
    say(claim, rita, note="Rang.")
    reviewed_at = claim.reviewed_at
    ask(claim, ed)
    act(second_opinions.withdraw, claim, ed)
    assert (claim.second_opinion, claim.reviewed_by, claim.note) == ("", rita, "Rang.")
    assert claim.reviewed_at == reviewed_at
    assert claim.opinions.count() == 1
    assert_tally_right(claim.article)


def test_who_asked_may_withdraw_and_another_reviewer_may_not(claim: Claim, rita: User, omar: User) -> None:
    ask(claim, rita)
    with pytest.raises(Refused):
        act(second_opinions.withdraw, claim, omar)
    act(second_opinions.withdraw, claim, rita)
    assert (claim.second_opinion, claim.status) == ("", "unnamed_source")


def test_sent_back_it_is_open_and_keeps_what_was_said(claim: Claim, rita: User, ed: User) -> None:
    say(claim, rita, note="Rang.", recommended=Verdict.VERIFIED)
    say(claim, ed, note="Rang.", verdict=Verdict.VERIFIED)
    review = act(second_opinions.send_back, claim, ed, reason="Whom did you ring?")
    assert (review.kind, review.reason) == (Kind.SENT_BACK, "Whom did you ring?")
    assert (claim.reviewed_by, claim.verdict, claim.verdict_by) == (None, "pending", None)
    assert (claim.status, claim.note, claim.recommended) == ("hedged", "Rang.", "verified")
    assert_tally_right(claim.article)
    with pytest.raises(Refused, match="no review to send back"):
        act(second_opinions.send_back, claim, ed, reason="Again.")


def undo(article: Article, by: User, review: Review | None = None) -> Review:
    return services.undo(article=article, key=uuid.uuid4(), by=by, review=review)


def test_undo_takes_a_request_back(claim: Claim, rita: User, ed: User) -> None:
    say(claim, rita, note="Rang.")
    ask(claim, ed)
    undo(claim.article, ed)
    claim.refresh_from_db()
    assert (claim.second_opinion, claim.reviewed_by, claim.note) == ("", rita, "Rang.")
    assert_tally_right(claim.article)


def test_undo_leaves_a_request_that_was_answered(claim: Claim, rita: User, ed: User) -> None:
    ask(claim, ed)
    say(claim, rita)
    with pytest.raises(Refused, match="has come in since"):
        undo(claim.article, ed)
    claim.refresh_from_db()
    assert claim.second_opinion == "asked"


def test_undo_does_not_pass_over_an_answer_to_something_older(article: Article, rita: User, omar: User) -> None:
    first, second = make_claim(article, 2), make_claim(article, 1)
    older = say(first, rita)
    ask(second, omar)
    say(second, rita)
    with pytest.raises(Refused, match="your answer on claim 1 stays"):
        undo(article, rita)
    first.refresh_from_db()
    assert first.is_reviewed
    assert isinstance(older, Review)
    undo(article, rita, older)  # by its own button
    first.refresh_from_db()
    assert not first.is_reviewed


@pytest.mark.parametrize("status", [SourcingStatus.HEDGED, SourcingStatus.DOCUMENT])
def test_the_second_answer_is_not_taken_back(
    claim: Claim, rita: User, omar: User, ed: User, status: SourcingStatus
) -> None:
    ask(claim, ed)
    say(claim, rita)
    saved = say(claim, omar, status=status)
    assert isinstance(saved, Review)
    for review in (None, saved):
        with pytest.raises(Refused, match="your answer on claim 1 stays"):
            undo(claim.article, omar, review)


def test_undoing_a_request_never_hides_two_opinions_that_agreed(claim: Claim, rita: User, omar: User) -> None:
    request = ask(claim, rita)
    say(claim, omar)
    say(claim, rita)  # the latest decision, too, is hers
    with pytest.raises(Refused):
        undo(claim.article, rita, request)
    claim.refresh_from_db()
    assert claim.second_opinion == "settled"


def test_undo_settling_and_settle_otherwise(differing: Claim, rita: User, omar: User, ed: User) -> None:
    act(second_opinions.settle, differing, ed, reason="So.", take=differing.opinions.get(by=omar))
    undo(differing.article, ed)
    differing.refresh_from_db()
    assert (differing.second_opinion, differing.reviewed_by) == ("differs", None)
    assert_tally_right(differing.article)
    act(second_opinions.settle, differing, ed, reason="No, so.", take=differing.opinions.get(by=rita))
    assert differing.reviewed_by == rita


def test_undo_a_withdrawal_and_the_answers_count_again(claim: Claim, rita: User, omar: User, ed: User) -> None:
    ask(claim, ed)
    say(claim, rita)
    act(second_opinions.withdraw, claim, ed)
    undo(claim.article, ed)
    claim.refresh_from_db()
    assert claim.second_opinion == "asked"
    assert not second_opinions.is_blind(claim, rita)
    with pytest.raises(Refused):
        say(claim, rita)
    say(claim, omar)
    assert claim.second_opinion == "settled"


def words_of(claim: Claim, person: User) -> str:
    """All that this person reads in the history of a claim's article."""
    page = history.read_page(claim.article, person)
    return " ".join(f"{entry.did} {entry.words} {entry.changes}" for entry in page.entries)


def test_an_answer_of_a_withdrawn_round_stays_with_who_gave_it(
    claim: Claim, rita: User, omar: User, ed: User, ada: User
) -> None:
    ask(claim, omar)
    say(claim, rita, note="What Rita found.")
    act(second_opinions.withdraw, claim, omar)
    assert "What Rita found." in words_of(claim, rita)
    say(claim, omar)  # reviewing it without a round opens nothing
    for person in (omar, ed, ada):
        assert "What Rita found." not in words_of(claim, person)
    ask(claim, ed)
    assert "What Rita found." not in words_of(claim, omar)
    say(claim, ed, verdict=Verdict.PENDING)  # omar's review is the first of these two
    assert claim.second_opinion == "settled"
    assert "What Rita found." in words_of(claim, omar)


def test_an_answer_counts_again_after_reviews_by_others_were_taken_back(claim: Claim, rita: User, omar: User) -> None:
    ask(claim, omar)
    say(claim, rita, note="What Rita found.")
    withdrawal = act(second_opinions.withdraw, claim, omar)
    say(claim, omar)
    undo(claim.article, omar)
    undo(claim.article, omar, withdrawal)
    claim.refresh_from_db()
    assert claim.second_opinion == "asked"
    assert [opinion.by for opinion in claim.opinions.filter(round=claim.version)] == [rita]
    assert "What Rita found." not in words_of(claim, omar)


def bring_evidence(claim: Claim, by: User) -> None:
    evidence.add_evidence(
        claims=[claim],
        content=evidence.NewEvidence("https://example.org/minutes"),
        stance=Stance.SUPPORTS,
        key=uuid.uuid4(),
        by=by,
    )


def write_comment(claim: Claim, by: User) -> None:
    comments.say(claim=claim, text="It is so.", key=uuid.uuid4(), by=by)


@pytest.mark.parametrize("tell", [bring_evidence, write_comment])
@pytest.mark.parametrize("is_meanwhile", [False, True])
def test_an_answer_whose_giver_said_more_does_not_count_again(
    claim: Claim, rita: User, omar: User, tell: Callable[[Claim, User], None], is_meanwhile: bool
) -> None:
    """Evidence and comments are open once the request is withdrawn; who withdrew it has perhaps read them."""
    ask(claim, omar)
    say(claim, rita, note="What Rita found.")
    if not is_meanwhile:
        tell(claim, rita)
    act(second_opinions.withdraw, claim, omar)
    if is_meanwhile:
        tell(claim, rita)
    undo(claim.article, omar)
    claim.refresh_from_db()
    assert claim.second_opinion == "asked"
    assert second_opinions.is_blind(claim, rita)
    say(claim, omar)
    assert claim.second_opinion == "asked", "Rita's withdrawn answer was compared"
    say(claim, rita)
    assert claim.second_opinion == "settled"


def test_an_answer_that_was_told_later_does_not_count_a_third_time(claim: Claim, rita: User, omar: User) -> None:
    ask(claim, omar)
    say(claim, rita)
    for is_told in (False, True):
        if is_told:
            write_comment(claim, rita)
        act(second_opinions.withdraw, claim, omar)
        undo(claim.article, omar)
        claim.refresh_from_db()
        assert second_opinions.is_blind(claim, rita) is is_told


def test_an_answer_given_in_the_open_meanwhile_does_not_count_again(claim: Claim, rita: User, omar: User) -> None:
    ask(claim, rita)
    say(claim, rita)
    withdrawal = act(second_opinions.withdraw, claim, rita)
    say(claim, rita)
    undo(claim.article, rita)
    undo(claim.article, rita, withdrawal)
    claim.refresh_from_db()
    assert (claim.second_opinion, second_opinions.is_blind(claim, rita)) == ("asked", True)


def test_undoing_a_withdrawal_brings_back_no_older_round(claim: Claim, rita: User, omar: User, ed: User) -> None:
    ask(claim, ed)
    say(claim, rita)
    say(claim, omar)
    act(second_opinions.send_back, claim, ed, reason="Refresh.")
    ask(claim, ed)
    act(second_opinions.withdraw, claim, ed)
    undo(claim.article, ed)
    claim.refresh_from_db()
    assert claim.second_opinion == "asked"
    assert not claim.opinions.filter(round=claim.version).exists()


def test_the_first_review_counts_again_after_a_withdrawal(claim: Claim, rita: User, ed: User) -> None:
    say(claim, rita, note="Rang.")
    bring_evidence(claim, rita)
    ask(claim, ed)
    act(second_opinions.withdraw, claim, ed)
    undo(claim.article, ed)
    claim.refresh_from_db()
    assert claim.opinions.get(round=claim.version).note == "Rang."
    assert not second_opinions.is_blind(claim, rita)


def test_undo_goes_back_over_a_split_a_request_and_an_older_decision(article: Article, rita: User) -> None:
    first, two, three = (make_claim(article, number) for number in (1, 2, 3))
    say(first, rita)
    act(services.split, two, rita, at=two.start + 4)
    ask(three, rita)
    undo(article, rita)
    three.refresh_from_db()
    assert three.second_opinion == ""
    undo(article, rita)
    assert [claim.label for claim in article.claims.in_reading_order()] == ["1", "2", "3"]
    undo(article, rita)
    first.refresh_from_db()
    assert not first.is_reviewed
    with pytest.raises(Refused, match="Nothing to undo"):
        undo(article, rita)
    assert_tally_right(article)


def test_undo_of_a_split_leaves_a_part_that_is_asked_about(article: Article, ed: User, rita: User) -> None:
    two = make_claim(article, 2)
    split = act(services.split, two, ed, at=two.start + 4)
    part = article.claims.get(number=2, part=1)
    ask(part, ed)
    say(part, rita)
    with pytest.raises(Refused, match="a part of claim 2 is waiting for two opinions"):
        undo(article, ed, split)


# ---- Over HTTP ------------------------------------------------------------------------------------------------------


def address(claim: Claim, name: str = "") -> str:
    return f"/articles/{claim.article_id}/claims/{claim.label}/{name}"


def form(claim: Claim, **fields: Any) -> dict[str, Any]:
    claim.refresh_from_db()
    sent = {"status": "hedged", "verdict": "pending", "claim": claim.pk, "version": claim.version}
    return sent | {"key": str(uuid.uuid4())} | fields


def read(html: bytes) -> str:
    """What a person reads on the page."""
    return " ".join(re.sub(r"<[^>]*>", " ", html.decode()).split())


BUTTONS = ["second-opinion/", "second-opinion/withdraw/", "settle/", "send-back/"]


@pytest.mark.parametrize("name", BUTTONS)
def test_nobody_and_who_may_only_read_change_nothing(client: Client, differing: Claim, nora: User, name: str) -> None:
    before = Review.objects.count()
    assert client.post(address(differing, name), form(differing)).status_code == 302
    client.force_login(nora)
    assert client.post(address(differing, name), form(differing)).status_code == 403
    nora.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(User.objects.get(pk=nora.pk))
    assert client.post(address(differing, name), form(differing, reason="So.", take="own")).status_code == 403
    assert client.get(address(differing, name)).status_code == 405
    assert Review.objects.count() == before


@pytest.mark.parametrize("name", ["settle/", "send-back/"])
def test_a_reviewer_neither_settles_nor_sends_back(client: Client, differing: Claim, rita: User, name: str) -> None:
    client.force_login(rita)
    sent = form(differing, reason="So.", take=str(differing.opinions.get(by=rita).pk))
    assert client.post(address(differing, name), sent).status_code == 403
    differing.refresh_from_db()
    assert differing.second_opinion == "differs"


def test_asking_about_an_article_is_for_editors(client: Client, article: Article, rita: User, ed: User) -> None:
    url = f"/articles/{article.pk}/second-opinion/"
    assert client.get(url).status_code == 302
    client.force_login(rita)
    assert client.get(url).status_code == 403
    assert client.post(url, {"key": uuid.uuid4()}).status_code == 403
    client.force_login(ed)
    assert "3 claims will need two reviews." in read(client.get(url).content)
    bad = client.post(url, {"key": "nonsense"})
    assert bad.status_code == 422
    assert "nothing was requested" in read(bad.content)
    assert "Second opinion requested on 3 claims." in read(client.post(url, {"key": uuid.uuid4()}, follow=True).content)
    assert Tally.objects.get(article=article).asked == 3


def test_a_reviewer_asks_and_two_answer(client: Client, claim: Claim, rita: User, omar: User) -> None:
    client.force_login(rita)
    panel = client.get(address(claim), headers=HTMX).content
    assert b"Ask for a second opinion" in panel
    answer = client.post(address(claim, "second-opinion/"), form(claim), headers=HTMX)
    assert "Second opinion requested on claim 1." in read(answer.content)
    assert "your answer stays hidden until both are in (0 of 2 in)" in read(answer.content)
    answer = client.post(address(claim), form(claim, note="Only mine."), headers=HTMX)
    assert "Waiting for a colleague’s. Now claim 2." in read(answer.content)
    own = client.get(address(claim), headers=HTMX).content
    assert b"review-form" not in own
    assert "Only mine." in own.decode()
    assert "nobody sees yours until both are in" in read(own)
    client.force_login(omar)
    blind = client.get(address(claim)).content
    assert b"review-form" in blind
    assert b"Only mine." not in blind
    answer = client.post(address(claim), form(claim), headers=HTMX)
    assert "a colleague gave the same. Now claim 2." in read(answer.content)
    claim.refresh_from_db()
    assert claim.second_opinion == "settled"


def test_a_blind_person_sees_no_history(client: Client, claim: Claim, rita: User, omar: User, ed: User) -> None:
    say(claim, rita, note="What Rita found.", source="a very special source")
    ask(claim, ed)
    for person in (omar, ed):
        client.force_login(person)
        for url in (address(claim), f"/articles/{claim.article_id}/history/"):
            html = client.get(url).content.decode()
            assert "What Rita found." not in html
            assert "a very special source" not in html
        assert "It is shown once you have answered." in read(client.get(address(claim)).content)
    client.force_login(rita)
    assert "What Rita found." in client.get(address(claim)).content.decode()


def test_answering_twice_says_so_and_leaves_the_panel_alone(client: Client, claim: Claim, rita: User) -> None:
    ask(claim, rita)
    say(claim, rita)
    client.force_login(rita)
    answer = client.post(address(claim), form(claim), headers=HTMX)
    assert answer["HX-Retarget"] == "#connection"
    assert "waiting for a colleague’s answer" in read(answer.content)


def test_an_answer_too_late_for_two_that_differ_is_left_on_the_page(
    client: Client, claim: Claim, rita: User, omar: User, ed: User
) -> None:
    ask(claim, ed)
    sent = form(claim, note="Typed.")
    say(claim, rita)
    say(claim, omar, status=SourcingStatus.DOCUMENT)
    client.force_login(ed)
    answer = client.post(address(claim), sent, headers=HTMX)
    assert answer["HX-Retarget"] == "#connection"
    assert "Not saved: Omar gave another opinion in the meantime. Copy what you typed" in read(answer.content)
    assert claim.opinions.count() == 2


def test_the_panel_takes_a_fixed_number_of_queries(
    client: Client, differing: Claim, omar: User, ed: User, django_assert_num_queries: Any
) -> None:
    client.force_login(ed)
    # session, person, the article, what is left to him (4); claim, tally; the two opinions; history: keys, decisions,
    # own that may be taken back; evidence, comments; how quotations stand to records; a rule speaks: how the desk
    # weighs the rules, what was dismissed
    with django_assert_num_queries(15):
        client.get(address(differing), headers=HTMX)
    for _ in range(3):
        act(second_opinions.settle, differing, ed, reason="So.", take=differing.opinions.get(by=omar))
        undo(differing.article, ed)
        differing.refresh_from_db()
    with django_assert_num_queries(15):
        client.get(address(differing), headers=HTMX)


def test_report_and_list_tell_nothing_before_it_is_settled(client: Client, differing: Claim, ed: User) -> None:
    client.force_login(ed)
    for url in (
        "/articles/",
        f"/articles/{differing.article_id}/report/",
        f"/articles/{differing.article_id}/report.json",
    ):
        html = b"".join(client.get(url)).decode()
        assert "the minutes" not in html
        assert "the mayor" not in html


def test_reviewers_are_told_that_two_differ_and_not_how(client: Client, differing: Claim, ada: User) -> None:
    client.force_login(make_user("reviewer", "lena"))
    html = client.get(address(differing)).content
    assert "Two opinions differ." in read(html)
    assert b"the minutes" not in html
    assert b"review-form" not in html


def test_an_editor_sees_both_and_settles(client: Client, differing: Claim, rita: User, omar: User, ed: User) -> None:
    client.force_login(ed)
    words = read(client.get(address(differing), headers=HTMX).content)
    assert "Sourcing differs Hedged, no source Document or data" in words
    take = str(differing.opinions.get(by=omar).pk)
    answer = client.post(address(differing, "settle/"), form(differing, take=take, reason=" "), headers=HTMX)
    assert answer.status_code == 422
    assert "Say why in a sentence; both reviewers will read it." in read(answer.content)
    assert re.search(rf'value="{take}"[^>]*\schecked', answer.content.decode())
    answer = client.post(address(differing, "settle/"), form(differing, reason="The minutes."), headers=HTMX)
    assert answer.status_code == 422
    assert "Choose one of the two answers, or give your own." in read(answer.content)
    assert "The minutes." in answer.content.decode()
    sent = form(differing, take=take, reason="The minutes.")
    for _ in range(2):
        answer = client.post(address(differing, "settle/"), sent, headers=HTMX)
        assert "Claim 1 is settled." in read(answer.content)
    differing.refresh_from_db()
    assert (differing.second_opinion, differing.status, differing.reviewed_by) == ("settled", "document", omar)
    assert Review.objects.filter(kind=Kind.SETTLED).count() == 1
    client.force_login(rita)
    history = read(client.get(address(differing)).content)
    assert "settled two opinions : The minutes." in history
    assert "gave an opinion" in history


def test_an_editor_settles_by_own_fields_without_scripts(client: Client, differing: Claim, ed: User) -> None:
    client.force_login(ed)
    sent = form(
        differing, take="own", reason="Neither.", status="organization", source="the council", verdict="verified"
    )
    page = client.post(address(differing, "settle/"), sent, follow=True)
    assert "Claim 1 is settled." in read(page.content)
    differing.refresh_from_db()
    assert (differing.status, differing.source, differing.verdict) == ("organization", "the council", "verified")


def test_a_reason_that_is_too_long_is_counted_and_kept(client: Client, differing: Claim, ed: User) -> None:
    client.force_login(ed)
    answer = client.post(address(differing, "settle/"), form(differing, take="own", reason="x" * 2001))
    assert answer.status_code == 422
    assert "The reason has 2001 characters; the limit is 2000." in read(answer.content)
    assert "x" * 2001 in answer.content.decode()


def test_settled_by_a_colleague_meanwhile(client: Client, differing: Claim, omar: User, ed: User) -> None:
    client.force_login(ed)
    sent = form(differing, take="own", reason="Neither.")
    act(
        second_opinions.settle,
        differing,
        make_user("editor", "eve"),
        reason="So.",
        take=differing.opinions.get(by=omar),
    )
    answer = client.post(address(differing, "settle/"), sent, headers=HTMX)
    assert answer["HX-Retarget"] == "#connection"
    assert "Nothing was changed: Eve settled two opinions in the meantime" in read(answer.content)
    page = client.post(address(differing, "settle/"), sent, follow=True)
    assert "You wrote: “Neither.”" in page.content.decode()


def test_sending_back_needs_a_comment_and_is_seen_until_somebody_decides(
    client: Client, claim: Claim, rita: User, ed: User
) -> None:
    say(claim, rita, note="Rang.")
    client.force_login(ed)
    answer = client.post(address(claim, "send-back/"), form(claim, reason=" "), headers=HTMX)
    assert answer.status_code == 422
    assert "Say what to check again" in read(answer.content)
    answer = client.post(address(claim, "send-back/"), form(claim, reason="Whom <b>did</b> you ring?"), headers=HTMX)
    assert "Claim 1 is sent back." in read(answer.content)
    client.force_login(rita)
    html = client.get(address(claim)).content.decode()
    assert "Sent back by Ed:</strong> Whom &lt;b&gt;did&lt;/b&gt; you ring?" in html
    client.post(address(claim), form(claim))
    assert "Sent back by Ed:</strong>" not in client.get(address(claim)).content.decode()


def test_taken_back_it_is_not_sent_back(client: Client, claim: Claim, rita: User, ed: User) -> None:
    say(claim, rita)
    act(second_opinions.send_back, claim, ed, reason="Why?")
    undo(claim.article, ed)
    client.force_login(rita)
    assert "Sent back by Ed:</strong>" not in client.get(address(claim)).content.decode()


def test_the_panel_says_what_an_editor_changed(client: Client, claim: Claim, rita: User, ed: User) -> None:
    say(claim, rita)
    say(claim, ed, status=SourcingStatus.UNNAMED_SOURCE, verdict=Verdict.UNVERIFIED)
    client.force_login(rita)
    words = read(client.get(address(claim)).content)
    assert "Ed changed: Sourcing Hedged, no source → Unnamed source; Verdict Not checked → Unverified" in words
    say(claim, ed, status=SourcingStatus.UNNAMED_SOURCE, verdict=Verdict.DISPUTED)
    assert "Ed changed:" not in read(client.get(address(claim)).content)


def test_a_button_of_an_old_page_says_so(client: Client, claim: Claim, ed: User) -> None:
    client.force_login(ed)
    answer = client.post(address(claim, "second-opinion/"), {"version": "x"}, headers=HTMX)
    assert "nothing was changed; reload it" in read(answer.content)
    assert not Review.objects.exists()
