"""A text that changed: what goes over into the new version, what is open again, and what stays where it was."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import AlreadyLoaded, Provenance
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Said, SecondOpinion, Verdict
from factcheck.claims.models import STATE_FIELDS, Claim, Tally
from factcheck.claims.services import rebuild_tally
from factcheck.refusals import Refused
from factcheck.reviews import evidence, history, queue, second_opinions
from factcheck.reviews.assignments import assign
from factcheck.reviews.models import Assignment, Evidence, EvidenceUse, Kind, Opinion, Review, Stance
from factcheck.reviews.services import Annotation, annotate, join, split, undo
from factcheck.reviews.versions import Revised, Unsigned, load_or_revise, revise_article
from tests.factories import make_article, make_claim, make_user

pytestmark = pytest.mark.django_db

OLD = """Mayor Berg said the bridge can wait until spring.
The council met on Monday for three hours.
Reportedly the harbour is closed.
It rained all day."""
#: The first sentence is as it was, the second says something else, the fourth is gone, the last is new.
NEW = """Mayor Berg said the bridge can wait until spring.
The council met on Tuesday for three hours.
Reportedly the harbour is closed.
Nobody had expected the vote of Councillor Obi."""


@pytest.fixture(autouse=True)
def by_hand(settings: Any) -> None:
    settings.ATTRIBUTION_DETECTOR = "tests.factories.ByHand"


@pytest.fixture
def old() -> Article:
    return make_article(OLD, title="Bridge", url="https://example.org/bridge")


def revise(article: Article, by: User, text: str = NEW, **fields: Any) -> Revised:
    return revise_article(article=article, text=text, provenance=Provenance("Bridge, again", **fields), by=by)


def decide(claim: Claim, by: User, status: str = "document", **fields: Any) -> Review:
    annotation = Annotation(SourcingStatus(status), **fields)
    claim.refresh_from_db()
    saved = annotate(claim=claim, annotation=annotation, version=claim.version, key=uuid.uuid4(), by=by)
    assert isinstance(saved, Review)
    return saved


def at(article: Article, label: str) -> Claim:
    return Claim.objects.at(label).get(article=article)


def standing(claim: Claim) -> dict[str, Any]:
    differing = ("cuts", "verdict_version")  # offsets and versions of one article mean nothing in another
    return {name: getattr(claim, name) for name in STATE_FIELDS if name not in differing}


def assert_counted(article: Article) -> None:
    """The tally says what a count of the claims says."""
    before = Tally.objects.filter(article=article).values().get()
    rebuild_tally(article)
    assert Tally.objects.filter(article=article).values().get() == before


def test_each_sentence_follows_what_stood_for_it(old: Article, ed: User) -> None:
    revised = revise(old, ed)
    claims = list(revised.article.claims.in_reading_order())
    assert [claim.change_since_previous for claim in claims] == ["unchanged", "changed", "unchanged", "new"]
    assert [claim.previous and claim.previous.label for claim in claims] == ["1", "2", "3", None]
    assert str(revised) == "This is a newer version of “Bridge”: 2 claims stay, 1 changed, 1 new, 1 removed."
    assert (revised.article.revises, revised.article.version) == (old, 2)


def test_an_unchanged_claim_stands_as_it_stood_in_the_names_of_who_decided(old: Article, rita: User, ed: User) -> None:
    decide(
        at(old, "1"), rita, note="Asked the mayor.", said=Said.VERIFIED, wording="may wait", source="Berg", cue="said"
    )
    decide(at(old, "1"), ed, verdict=Verdict.VERIFIED, note="Asked the mayor.", said=Said.VERIFIED, wording="may wait")
    decide(at(old, "3"), rita, "unnamed_source", anonymity_reason="Fear", name_known_to="Ed")
    new = revise(old, ed).article
    for label in ("1", "3"):
        was, now = at(old, label), at(new, label)
        assert standing(now) == standing(was)
        assert now.version == 1
    assert at(new, "1").verdict_by == ed
    assert at(new, "3").reviewed_by == rita
    assert_counted(new)
    assert Tally.objects.get(article=new).reviewed == 2


def test_changed_and_new_claims_are_open(old: Article, rita: User, ed: User) -> None:
    decide(at(old, "2"), rita)
    new = revise(old, ed).article
    for label in ("2", "4"):
        claim = at(new, label)
        assert (claim.version, claim.reviewed_at, claim.status) == (0, None, "unattributed")
        assert not claim.reviews.exists()


def test_what_nobody_has_decided_is_open_in_the_new_version_too(old: Article, ed: User) -> None:
    new = revise(old, ed).article
    assert {claim.version for claim in new.claims.all()} == {0}
    assert not new.reviews.exists()


def test_the_log_says_who_carried_what_over(old: Article, rita: User, ed: User) -> None:
    decided = decide(at(old, "1"), rita, note="Asked.")
    new = revise(old, ed).article
    (row,) = new.reviews.all()
    assert (row.kind, row.by, row.version, row.carries) == (Kind.CARRIED, ed, 1, decided)
    assert standing(row) == standing(at(new, "1"))
    third = revise(new, ed, NEW + "\nThe end came later.").article
    assert third.reviews.get().carries == decided, "the decision itself, however many versions it went through"


def test_the_old_version_stays_as_it_was(old: Article, rita: User, ed: User) -> None:
    decide(at(old, "1"), rita)
    before = list(Claim.everything.filter(article=old).order_by("pk").values())
    revise(old, ed)
    assert list(Claim.everything.filter(article=old).order_by("pk").values()) == before
    assert_counted(old)


def test_what_was_carried_over_is_not_undone_by_who_loaded(old: Article, rita: User, ed: User) -> None:
    decide(at(old, "1"), ed)
    new = revise(old, ed).article
    for by in (ed, rita):
        with pytest.raises(Refused, match="Nothing to undo"):
            undo(article=new, key=uuid.uuid4(), by=by)
    named = new.reviews.get()
    with pytest.raises(Refused, match="Nothing to undo"):
        undo(article=new, key=uuid.uuid4(), by=ed, review=named)
    assert at(new, "1").status == "document"


def test_undo_leads_back_to_what_was_carried_over(old: Article, rita: User, ed: User) -> None:
    decide(at(old, "1"), rita, note="Asked the mayor.")
    new = revise(old, ed).article
    was = standing(at(new, "1"))
    decide(at(new, "1"), rita, "hedged", note="Asked again.")
    undo(article=new, key=uuid.uuid4(), by=rita)
    assert standing(at(new, "1")) == was
    assert_counted(new)


def test_parts_go_over_with_their_standings(old: Article, rita: User, ed: User) -> None:
    whole = at(old, "1")
    decide(whole, rita, note="On the whole.")
    whole.refresh_from_db()
    split(claim=whole, at=whole.start + whole.text.index("the bridge"), version=1, key=uuid.uuid4(), by=rita)
    decide(at(old, "1b"), ed, verdict=Verdict.DISPUTED, note="Not so.")
    text = NEW.replace("Mayor Berg said the bridge", "Nobody came. \nMayor  Berg said the\u00a0bridge")
    new = revise(old, ed, text).article
    assert [claim.label for claim in new.claims.in_reading_order()] == ["1", "2a", "2b", "3", "4", "5"]
    first, two = at(new, "2a"), at(new, "2b")
    assert (first.text, two.text) == ("Mayor  Berg said", "the bridge can wait until spring.")
    assert all(new.text[part.start : part.end] == part.text for part in (first, two))
    assert standing(two) == standing(at(old, "1b"))
    assert (first.version, two.version, two.verdict_by) == (0, 1, ed)
    assert_counted(new)
    joined = join(claim=two, version=two.version, key=uuid.uuid4(), by=rita).claim
    assert (joined.note, joined.reviewed_by) == ("On the whole.", rita)
    assert_counted(new)


def test_parts_that_were_joined_come_back_with_what_was_decided_on_them(old: Article, rita: User, ed: User) -> None:
    whole = at(old, "1")
    place = whole.text.index("the bridge")
    split(claim=whole, at=whole.start + place, version=0, key=uuid.uuid4(), by=rita)
    decide(at(old, "1b"), rita, note="Half of it.")
    undo(article=old, key=uuid.uuid4(), by=rita, review=Review.objects.get(kind=Kind.SPLIT))
    new = revise(old, ed).article
    claim = at(new, "1")
    split(claim=claim, at=claim.start + place, version=claim.version, key=uuid.uuid4(), by=rita)
    assert at(new, "1b").note == "Half of it."
    assert_counted(new)


def add_evidence(claim: Claim, by: User, url: str = "https://example.org/minutes") -> Evidence:
    content = evidence.NewEvidence(url=url)
    return evidence.add_evidence(claims=[claim], content=content, stance=Stance.SUPPORTS, key=uuid.uuid4(), by=by)


def test_evidence_is_used_for_the_unchanged_claim_in_the_name_of_who_brought_it(
    old: Article, rita: User, ed: User
) -> None:
    brought = add_evidence(at(old, "3"), rita)
    withdrawn = add_evidence(at(old, "3"), rita, "https://example.org/wrong")
    evidence.withdraw(use=withdrawn.uses.get(), by=rita)
    new = revise(old, ed).article
    (item,) = evidence.evidence_of(at(new, "3"), rita)
    was = EvidenceUse.objects.get(evidence=brought, article=old)
    assert (item.evidence, item.use.by, item.use.at, item.others) == (brought, rita, was.at, ())
    assert Evidence.objects.count() == 2, "nothing is copied"
    evidence.withdraw(use=item.use, by=rita)
    was.refresh_from_db()
    assert was.withdrawn_at is None


def test_evidence_of_a_changed_claim_is_offered_and_can_be_used(old: Article, rita: User, ed: User) -> None:
    brought = add_evidence(at(old, "2"), rita)
    new = revise(old, ed).article
    claim = at(new, "2")
    assert evidence.evidence_of(claim, rita) == []
    assert evidence.offered_for(claim, rita) == [brought]
    use = evidence.use_for(evidence=brought, claim=claim, stance=Stance.CONTEXT, key=uuid.uuid4(), by=ed)
    assert (use.article, use.by) == (new, ed)


def test_a_question_under_way_goes_on_and_nobody_answers_twice(old: Article, rita: User, ed: User) -> None:
    claim = at(old, "1")
    second_opinions.ask(claim=claim, version=0, key=uuid.uuid4(), by=ed)
    claim.refresh_from_db()
    first = Annotation(SourcingStatus.DOCUMENT, recommended=Verdict.VERIFIED, note="Seen.")
    annotate(claim=claim, annotation=first, version=1, key=uuid.uuid4(), by=rita)
    new = revise(old, ed).article
    here = at(new, "1")
    assert (here.second_opinion, here.reviewed_at, here.note) == (SecondOpinion.ASKED, None, "")
    assert_counted(new)
    assert second_opinions.is_blind(here, ed)
    assert not second_opinions.is_blind(here, rita)
    with pytest.raises(Refused):
        annotate(claim=here, annotation=first, version=1, key=uuid.uuid4(), by=rita)
    omar = make_user("reviewer", "omar")
    with pytest.raises(Refused, match="newer version; answer claim 1 there"):
        annotate(claim=at(old, "1"), annotation=first, version=1, key=uuid.uuid4(), by=omar)
    done = annotate(claim=here, annotation=first, version=1, key=uuid.uuid4(), by=omar)
    assert done.kind == Kind.AGREED
    assert_counted(new)
    claim.refresh_from_db()
    assert claim.second_opinion == SecondOpinion.ASKED, "the old version is another matter"


def test_a_question_that_is_withdrawn_gives_back_the_review_before_it(old: Article, rita: User, ed: User) -> None:
    decide(at(old, "1"), rita, note="Asked the mayor.")
    second_opinions.ask(claim=at(old, "1"), version=1, key=uuid.uuid4(), by=ed)
    new = revise(old, make_user("editor", "ella")).article
    here = at(new, "1")
    assert second_opinions.may_withdraw(here, ed)
    assert Opinion.objects.filter(claim=here).get().by == rita
    second_opinions.withdraw(claim=here, version=1, key=uuid.uuid4(), by=ed)
    assert (at(new, "1").note, at(new, "1").reviewed_by) == ("Asked the mayor.", rita)


def test_an_answer_from_before_does_not_count_again_once_the_request_was_withdrawn(
    old: Article, rita: User, ed: User
) -> None:
    """Its giver's evidence and comments of the earlier version may have been read meanwhile."""
    second_opinions.ask(claim=at(old, "1"), version=0, key=uuid.uuid4(), by=ed)
    annotate(claim=at(old, "1"), annotation=Annotation(SourcingStatus.DOCUMENT), version=1, key=uuid.uuid4(), by=rita)
    new = revise(old, ed).article
    assert not second_opinions.is_blind(at(new, "1"), rita)
    second_opinions.withdraw(claim=at(new, "1"), version=1, key=uuid.uuid4(), by=ed)
    undo(article=new, key=uuid.uuid4(), by=ed)
    assert at(new, "1").second_opinion == SecondOpinion.ASKED
    assert second_opinions.is_blind(at(new, "1"), rita)


def test_an_earlier_version_is_not_asked_about(old: Article, rita: User, ed: User) -> None:
    revise(old, ed)
    with pytest.raises(Refused, match="has a newer version"):
        second_opinions.ask(claim=at(old, "1"), version=0, key=uuid.uuid4(), by=rita)
    with pytest.raises(Refused, match="has a newer version"):
        second_opinions.ask_about_article(article=old, key=uuid.uuid4(), by=ed)
    assert not at(old, "1").second_opinion


def test_two_opinions_that_differ_are_settled_in_the_new_version(old: Article, rita: User, ed: User) -> None:
    omar = make_user("reviewer", "omar")
    second_opinions.ask(claim=at(old, "1"), version=0, key=uuid.uuid4(), by=ed)
    for by, status in ((rita, "document"), (omar, "hedged")):
        annotate(claim=at(old, "1"), annotation=Annotation(SourcingStatus(status)), version=1, key=uuid.uuid4(), by=by)
    new = revise(old, ed).article
    here = at(new, "1")
    assert here.second_opinion == SecondOpinion.DIFFERS
    answers = second_opinions.answers_on(here, ed)
    assert [answer.by for answer in answers.both] == [rita, omar]
    second_opinions.settle(
        claim=here, reason="The paper says so.", version=1, key=uuid.uuid4(), by=ed, take=answers.both[0]
    )
    assert (at(new, "1").status, at(new, "1").reviewed_by) == ("document", rita)
    assert_counted(new)


def test_what_was_sent_back_says_so_in_the_new_version(old: Article, rita: User, ed: User) -> None:
    decide(at(old, "1"), rita)
    second_opinions.send_back(claim=at(old, "1"), reason="Ask the mayor.", version=1, key=uuid.uuid4(), by=ed)
    new = revise(old, make_user("editor", "ella")).article
    claim = at(new, "1")
    entry = history.sent_back(history.of_claim(claim, rita), claim)
    assert entry is not None
    assert (entry.by, entry.words) == (ed, "Ask the mayor.")


def test_the_history_says_that_it_was_carried_over(old: Article, rita: User, ed: User) -> None:
    decide(at(old, "1"), rita, note="Asked.")
    add_evidence(at(old, "1"), rita)
    new = revise(old, ed).article
    told = [(str(entry.by), entry.did) for entry in history.of_claim(at(new, "1"), ed).entries]
    assert told == [
        ("Ed", "carried it over from the earlier version"),
        ("Rita", "added evidence (supports it)"),
    ]
    assert not any(entry.may_undo for entry in history.read_page(new, ed).entries)


def test_what_is_given_out_is_given_out_of_the_new_version(old: Article, rita: User, ed: User) -> None:
    assign(articles=[old], people=[rita], by=ed)
    assign(articles=[old], people=[rita], first=2, last=4, by=ed)
    assign(articles=[old], people=[rita], first=4, last=4, by=ed)
    new = revise(old, ed).article
    running = Assignment.objects.filter(ended_at=None).order_by("pk")
    assert [(assignment.article, assignment.person, assignment.first, assignment.last) for assignment in running] == [
        (new, rita, None, None),
        (new, rita, 2, 3),
    ]


def test_lists_show_the_newest_and_the_queue_hands_out_of_it_alone(old: Article, rita: User, ed: User) -> None:
    new = revise(old, ed).article
    assert list(Article.objects.current()) == [new]
    assert list(Article.objects.superseded()) == [old]
    assert queue.take_next(by=rita).article == new
    new.delete()
    assert list(Article.objects.current()) == [old], "a version that is deleted gives its place back"


def test_a_chain_has_no_branches(old: Article, ed: User) -> None:
    second = revise(old, ed).article
    third = revise(old, ed, NEW + "\nAnd more of it.").article
    assert (third.revises, third.version) == (second, 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article("Another.", revises=old, version=2)


def test_which_version_follows_which_never_changes(old: Article, ed: User) -> None:
    new = revise(old, ed).article
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Article.objects.filter(pk=new.pk).update(revises=None, version=1)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Claim.objects.filter(article=new, number=1).update(previous=None, change_since_previous="new")


def test_the_same_text_is_no_new_version(old: Article, ed: User) -> None:
    with pytest.raises(AlreadyLoaded):
        revise(old, ed, OLD)
    assert Article.objects.count() == 1


@pytest.mark.parametrize("url", ["https://example.org/bridge", "HTTP://EXAMPLE.org/bridge/?utm_source=x#top"])
def test_a_known_url_makes_a_newer_version(old: Article, ed: User, url: str) -> None:
    saved = load_or_revise(text=NEW, provenance=Provenance("Bridge", url=url), by=ed)
    assert isinstance(saved, Revised)
    assert saved.before == old


def test_a_known_url_may_be_an_article_of_its_own(old: Article, ed: User) -> None:
    saved = load_or_revise(text=NEW, provenance=Provenance("Bridge", url=old.url), by=ed, as_new=True)
    assert isinstance(saved, Article)
    assert saved.revises is None


def test_nobody_carries_decisions_over_without_a_name(old: Article) -> None:
    with pytest.raises(Unsigned):
        load_or_revise(text=NEW, provenance=Provenance("Bridge", url=old.url), by=None)
    assert Article.objects.count() == 1


def test_a_revision_takes_a_fixed_number_of_queries(rita: User, ed: User, django_assert_max_num_queries: Any) -> None:
    lines = [f"Sentence number {n} of the long story stands here as it is." for n in range(200)]
    old = make_article("\n".join(lines))
    for number in range(1, 200, 2):
        make_claim(old, number, status="document")
        decide(at(old, str(number)), rita)
    lines[::4] = [line.replace("as it is", "as it was") for line in lines[::4]]
    with django_assert_max_num_queries(40):
        revised = revise(old, ed, "\n".join(lines))
    assert (revised.unchanged, revised.changed) == (150, 50)
    assert_counted(revised.article)
