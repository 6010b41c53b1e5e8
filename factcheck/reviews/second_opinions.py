"""Two people answer independently of each other: asked for, given, compared, settled.

While an answer is missing nobody sees the other, and the claim stands as the machine suggested it. Its version then is
the round: a claim that is asked about again begins another one, and the answers of every round stay. An answer is
opened by a second one and by nothing else: that of a round which is withdrawn stays with who gave it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution import names
from factcheck.claims.choices import OPINIONS_UNDER_WAY, ChangeSincePrevious, SecondOpinion, Verdict
from factcheck.claims.locking import lock_claim, lock_claims
from factcheck.claims.models import Claim, ClaimQuerySet
from factcheck.claims.services import touch_claim
from factcheck.keys import are_other_words, quoted, words_sha256
from factcheck.refusals import KeyReused, Refused
from factcheck.reviews import decisions
from factcheck.reviews.models import Comment, EvidenceUse, Kind, Opinion, Review
from factcheck.reviews.review_fields import FIELDS_BY_NAME, opinion_columns

#: How many people answer.
NEEDED = 2


@transaction.atomic
def ask(*, claim: Claim, version: int, key: uuid.UUID, by: User) -> Review:
    """Ask for two independent reviews of a claim as it stood at ``version``. It is open until both are in and settled.

    A review that is there is the first of the two. The same ``key`` again changes nothing. Raises Conflict when the
    claim has moved on, and Refused when it is asked about already or carries a verdict that isn't this person's to
    clear.
    """
    claim, sent = _lock_and_check(claim, kind=Kind.ASKED, version=version, key=key, by=by)
    if sent:
        return sent
    if claim.second_opinion in OPINIONS_UNDER_WAY:
        raise Refused(f"Claim {claim.label} is already waiting for two opinions.")
    if claim.verdict != Verdict.PENDING and not by.can_set_verdict:
        raise Refused(f"Claim {claim.label} has a verdict; ask an editor to reopen it.")
    _check_newest(claim.article_id)
    return _ask(claim, key=key, by=by)


@transaction.atomic
def ask_about_article(*, article: Article, key: uuid.UUID, by: User) -> int:
    """Ask for two independent reviews of every claim in ``askable()``, and say how many; the same ``key`` asks once.

    Raises Refused when there is a newer version.
    """
    claims = lock_claims(Claim.everything.filter(article=article).select_related("suggested_by"))
    keys = {claim.pk: uuid.uuid5(key, str(claim.pk)) for claim in claims}
    if already := Review.objects.filter(article=article, by=by, key__in=keys.values()).count():
        return already
    _check_newest(article.pk)
    open_claims = [claim for claim in claims if claim.is_current and _is_askable(claim)]
    for claim in open_claims:
        _ask(claim, key=keys[claim.pk], by=by)
    return len(open_claims)


def _check_newest(article_id: int) -> None:
    """Raises Refused for an earlier version: the answers to it would be read, or hidden, beside the newer one."""
    if Article.objects.filter(pk=article_id, superseded_at__isnull=False).exists():
        raise Refused("This article has a newer version; ask for second opinions there.")


def askable(article: Article) -> ClaimQuerySet:
    """The claims that an editor who asks about a whole article asks about: neither asked about before, nor decided."""
    claims: ClaimQuerySet = Claim.objects.filter(article=article, second_opinion=SecondOpinion.NONE)
    return claims.pending()


def _is_askable(claim: Claim) -> bool:
    return claim.second_opinion == SecondOpinion.NONE and claim.verdict == Verdict.PENDING


def _ask(claim: Claim, *, key: uuid.UUID, by: User) -> Review:
    first = _as_opinion(claim) if claim.is_reviewed else None
    state = decisions.suggested_columns(claim) | {"second_opinion": SecondOpinion.ASKED.value}
    review = decisions.decide(claim, state, kind=Kind.ASKED, key=key, by=by)
    if first:
        first.round = review.version
        first.save(force_insert=True)
    return review


def _as_opinion(claim: Claim) -> Opinion:
    """The review of a claim as the first of two opinions; it keeps the time at which it was made."""
    columns = opinion_columns(claim)
    if columns["recommended"] == Verdict.PENDING and claim.verdict_by_id == claim.reviewed_by_id:
        columns["recommended"] = claim.verdict
    signed = {"reviewed_by_id": claim.reviewed_by_id, "reviewed_at": claim.reviewed_at}
    return Opinion(article_id=claim.article_id, claim=claim, by_id=claim.reviewed_by_id, **columns, **signed)


@transaction.atomic
def withdraw(*, claim: Claim, version: int, key: uuid.UUID, by: User) -> Review:
    """Take back the request: the claim is as it was before. An answer that came in stays with who gave it.

    Whoever asked and the editors may withdraw it, nobody else. Raises the same as ask().
    """
    claim, sent = _lock_and_check(claim, kind=Kind.NOT_ASKED, version=version, key=key, by=by)
    if sent:
        return sent
    if not may_withdraw(claim, by):
        raise Refused(f"You haven’t asked for a second opinion on claim {claim.label}, so there is nothing to cancel.")
    before = decisions.before(claim)
    state = decisions.restored_columns(claim, before) if before else decisions.suggested_columns(claim)
    return decisions.decide(claim, state, kind=Kind.NOT_ASKED, key=key, by=by)


def may_withdraw(claim: Claim, by: User) -> bool:
    """Whether a second opinion is asked for and this person may take that back."""
    if claim.second_opinion != SecondOpinion.ASKED:
        return False
    is_own_request = Q(by=by, carries=None) | Q(carries__by=by)
    return by.can_set_verdict or claim.reviews.filter(is_own_request, version=claim.version).exists()


def answer(claim: Claim, columns: dict[str, Any], *, key: uuid.UUID, by: User) -> Opinion | Review:
    """Store somebody's answer on a locked claim that is asked about. The second one is compared with the first.

    ``columns`` are those of an opinion. Returns the opinion or, when it was the second, the decision that the two
    make: AGREED, or DIFFERED for an editor to settle. Raises Refused for somebody who has answered.
    """
    earlier = list(claim.opinions.filter(round=claim.version).select_related("by"))
    if any(opinion.by_id == by.pk for opinion in earlier):
        raise Refused("You have answered; waiting for a colleague’s answer.")
    # The question went on to the newer version with the answers that were in: two that met here would tell one there.
    if Claim.everything.filter(previous=claim, change_since_previous=ChangeSincePrevious.UNCHANGED).exists():
        raise Refused(f"The article has a newer version; answer claim {claim.label} there.")
    opinion = Opinion(article_id=claim.article_id, claim=claim, round=claim.version, key=key, by=by, **columns)
    opinion.save(force_insert=True)
    if not earlier:
        touch_claim(claim)
        return opinion
    return _compare(claim, earlier[0], opinion)


def _compare(claim: Claim, first: Opinion, second: Opinion) -> Review:
    is_same = agree(first, second)
    state = decisions.state_columns(claim)
    if is_same:
        state |= _adopted(second) | {
            "note": _both_notes(first, second),
            "second_opinion": SecondOpinion.SETTLED.value,
        }
    else:
        state["second_opinion"] = SecondOpinion.DIFFERS.value
    kind = Kind.AGREED if is_same else Kind.DIFFERED
    return decisions.decide(claim, state, kind=kind, key=second.key, by=second.by)


def outcome(saved: Opinion | Review) -> str:
    """What saving a form did, in a sentence."""
    label = saved.claim.label
    if isinstance(saved, Opinion):
        return f"Your answer on claim {label} is saved. Waiting for a colleague’s."
    if saved.kind == Kind.AGREED:
        return f"Your answer on claim {label} is saved; a colleague gave the same."
    if saved.kind == Kind.DIFFERED:
        return f"Your answer on claim {label} is saved; a colleague’s differs, so an editor decides."
    return f"Claim {label} saved."


def agree(first: Opinion, second: Opinion) -> bool:
    """Whether two people say the same: of the sourcing, of what was said, and of whether it is so.

    Who is named as the source is shown where it differs and breaks no agreement: people write one source in many ways.
    """
    return all(getattr(first, name) == getattr(second, name) for name in ("status", "said", "recommended"))


def same_source(first: Opinion, second: Opinion) -> bool:
    """Whether two people name one source, however they write its name."""
    return names.normal(first.source) == names.normal(second.source)


def _adopted(opinion: Opinion) -> dict[str, Any]:
    """The columns that make an opinion the claim's review, in the name of the person who gave it."""
    return opinion_columns(opinion) | {"reviewed_by_id": opinion.by_id, "reviewed_at": timezone.now()}


def _both_notes(first: Opinion, second: Opinion) -> str:
    if not first.note or not second.note or first.note == second.note:
        return second.note or first.note
    max_length = FIELDS_BY_NAME["note"].max_length
    both = f"{first.by}: {first.note}\n{second.by}: {second.note}"
    return both if len(both) <= max_length else f"{both[: max_length - 1]}…"


@transaction.atomic
def settle(
    *,
    claim: Claim,
    reason: str,
    version: int,
    key: uuid.UUID,
    by: User,
    take: Opinion | None = None,
    own: decisions.Annotation | None = None,
) -> Review:
    """Settle two opinions that differ: by one of them, which becomes the review of who gave it, or by one's ``own``.

    Raises Conflict when the claim has moved on, and Refused when nothing is there to settle.
    """
    words = words_sha256("settle", reason=reason, take=take and take.pk, own=own and asdict(own))
    claim, sent = _lock_and_check(claim, kind=Kind.SETTLED, words=words, version=version, key=key, by=by)
    if sent:
        return sent
    if claim.second_opinion != SecondOpinion.DIFFERS:
        raise Refused(f"There are no differing opinions on claim {claim.label}.")
    if take and (take.claim_id, take.round) != (claim.pk, _last_round(claim)):
        raise Refused(f"That isn’t one of the two opinions on claim {claim.label}.")
    if take:
        outcome = _adopted(take)
    elif own:
        outcome = decisions.changes_of(claim, own, by=by)
    else:
        raise Refused("Choose one of the two opinions, or give your own.")
    state = decisions.state_columns(claim) | outcome | {"second_opinion": SecondOpinion.SETTLED.value}
    return decisions.decide(claim, state, kind=Kind.SETTLED, reason=reason, key=key, by=by, words_sha256=words)


@transaction.atomic
def send_back(*, claim: Claim, reason: str, version: int, key: uuid.UUID, by: User) -> Review:
    """Open a reviewed claim again and say why; the review stays as the next reviewer's starting point.

    Raises Conflict when the claim has moved on, and Refused when nobody has reviewed it.
    """
    words = words_sha256("send back", reason=reason)
    claim, sent = _lock_and_check(claim, kind=Kind.SENT_BACK, words=words, version=version, key=key, by=by)
    if sent:
        return sent
    if not claim.is_reviewed:
        raise Refused(f"Claim {claim.label} is open, so there is no review to send back.")
    signatures = ("reviewed_by_id", "reviewed_at", "verdict_by_id", "verdict_at", "verdict_version")
    cleared = dict.fromkeys(signatures) | {"verdict": Verdict.PENDING.value}
    state = decisions.state_columns(claim) | cleared
    return decisions.decide(claim, state, kind=Kind.SENT_BACK, reason=reason, key=key, by=by, words_sha256=words)


def _lock_and_check(
    claim: Claim, *, kind: Kind, words: str = "", version: int, key: uuid.UUID, by: User
) -> tuple[Claim, Review | None]:
    """The claim, locked, and what this same form did before.

    Raises KeyReused when it did that with other words, or did something else, and Conflict when the claim has moved on.
    """
    claim = lock_claim(claim.pk)
    if sent := Review.objects.filter(key=key, claim=claim, by=by).first():
        sent.claim = claim
        if sent.kind != kind or are_other_words(sent.words_sha256, words):
            because = f", and wrote {quoted(sent.reason)}" if sent.reason else ""
            raise KeyReused(f"You have already {sent.get_kind_display()} (claim {claim.label}){because}.")
        return claim, sent
    if claim.version != version or not claim.is_current:
        raise decisions.Conflict(decisions.latest_on(claim))
    return claim, None


def sent_before(claim: Claim, *, key: uuid.UUID, by: User) -> Opinion | None:
    """The answer that this form gave when it was sent the first time."""
    return claim.opinions.filter(key=key, by=by).first()


# ---- Taking back ----------------------------------------------------------------------------------------------------


def check_nothing_skipped(*, article: Article, last: Review | None, by: User) -> None:
    """Raises Refused when the last thing this person did in the article was to answer: that is not taken back.

    Undo must not silently skip it and take back something on another claim.
    """
    answers = Opinion.objects.filter(article=article, by=by, reviewed_at=None).select_related("claim")
    latest = answers.order_by("-pk").first()
    if latest and (last is None or latest.at > last.at):
        raise Refused(_stays(latest.claim))


def check_last_answer_kept(decision: Review, claim: Claim) -> None:
    """Raises Refused when taking back a decision on a locked claim would hide an answer given since."""
    if decision.kind in (Kind.AGREED, Kind.DIFFERED):
        raise Refused(_stays(claim))
    is_cut = decision.kind in (Kind.SPLIT, Kind.JOINED)
    if is_cut and claim.parts.filter(is_current=True, second_opinion__in=OPINIONS_UNDER_WAY).exists():
        raise Refused(f"Not undone: a part of claim {claim.label} is waiting for two opinions.")
    if not claim.second_opinion:
        return
    if claim.opinions.filter(round__gte=decision.version, reviewed_at=None).exists():
        raise Refused(f"Not undone: an answer on claim {claim.label} has come in since, and it stays.")


def _stays(claim: Claim) -> str:
    return (
        f"Not undone: your answer on claim {claim.label} stays, so that both answers are independent. "
        "You can undo earlier decisions in the article’s history."
    )


def carry_over(claim: Claim, *, withdrawal: Review) -> None:
    """Let answers count again on a claim that is asked about again because its ``withdrawal`` was taken back.

    Only those that nobody else could read meanwhile: evidence, comments and reviews by who gave the answer have been
    open since, and tell it. Whoever gave any of them answers again, and so does everybody who answered in an earlier
    version of the article. A review from before the request counts as it did.
    """
    if claim.second_opinion != SecondOpinion.ASKED:
        return
    question = claim.reviews.get(version=withdrawal.version - 1)
    told = (
        EvidenceUse.objects.filter(claim=claim, by=OuterRef("by"), at__gte=question.at),
        Comment.objects.filter(claim=claim, by=OuterRef("by"), at__gte=question.at),
        claim.reviews.filter(reviewed_by=OuterRef("by"), version__gt=withdrawal.version),
    )
    is_told = Q(Value(question.kind == Kind.CARRIED)) | reduce(or_, (Q(Exists(rows)) for rows in told))
    for opinion in claim.opinions.filter(~was_secret() | ~is_told, round=question.version):
        opinion.reviewed_by_id, opinion.reviewed_at = opinion.by_id, opinion.reviewed_at or opinion.at
        opinion.pk, opinion._state.adding, opinion.key, opinion.round = None, True, uuid.uuid4(), claim.version
        opinion.save(force_insert=True)


def copy_to_version(article: Article) -> None:
    """Copy into a new version of an article the answers to the questions that were carried over with their claims.

    Nobody answers twice, and nobody sees more than before. The claims of both versions are locked.
    """
    opinions = Opinion.objects.filter(
        claim__second_opinion__in=OPINIONS_UNDER_WAY,
        claim__next_versions__article=article,
        claim__next_versions__change_since_previous=ChangeSincePrevious.UNCHANGED,
    ).annotate(new_claim=F("claim__next_versions"))
    last_round: dict[int, list[Opinion]] = {}
    for opinion in opinions.select_related("claim").order_by("round", "pk"):
        answers = last_round.setdefault(opinion.claim_id, [])
        if answers and answers[0].round != opinion.round:
            answers.clear()
        answers.append(opinion)
    carried = []
    for answers in last_round.values():
        claim = answers[0].claim
        if claim.second_opinion == SecondOpinion.ASKED and answers[0].round != claim.version:
            continue  # asked again, and nobody has answered yet
        carried += [
            Opinion(
                article=article,
                claim_id=opinion.new_claim,  # type: ignore[attr-defined]  # annotated
                round=1,
                by_id=opinion.by_id,
                # With a review of its own the history doesn't tell it twice.
                reviewed_by_id=opinion.by_id,
                reviewed_at=opinion.reviewed_at or opinion.at,
                **opinion_columns(opinion),
            )
            for opinion in answers
        ]
    Opinion.objects.bulk_create(carried)


# ---- What is under way ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answers:
    """How far the second opinion on a claim is, as one person may know it."""

    state: SecondOpinion
    #: How many are in.
    given: int = 0
    #: This person's own.
    own: Opinion | None = None
    #: Both, the earlier first, once they are in and differ.
    both: tuple[Opinion, ...] = ()

    @property
    def is_blind(self) -> bool:
        return self.state is SecondOpinion.ASKED and self.own is None

    @property
    def is_waiting(self) -> bool:
        """Whether this person has answered and a colleague hasn't."""
        return self.state is SecondOpinion.ASKED and self.own is not None

    @property
    def differ(self) -> bool:
        return self.state is SecondOpinion.DIFFERS


def answers_on(claim: Claim, person: User) -> Answers:
    """Where the opinions on a claim are. No query for a claim that nobody is asked about."""
    state = SecondOpinion(claim.second_opinion)
    if state not in OPINIONS_UNDER_WAY:
        return Answers(state)
    opinions = _of_round(claim)
    own = next((opinion for opinion in opinions if opinion.by_id == person.pk), None)
    return Answers(state, len(opinions), own, tuple(opinions) if state is SecondOpinion.DIFFERS else ())


def is_blind(claim: Claim, person: User) -> bool:
    """Whether what others did on the claim must stay hidden: this person owes an opinion on it, or on what became of it
    in a newer version."""
    return Claim.everything.filter(pk=claim.pk, pk__in=hidden_claims(person)).exists()


#: The claims on which a person owes an answer, and all that they go back to in earlier versions, each with the claim
#: that is to be answered. A question that went on to a newer version is owed there alone. What is asked about is little
#: at any time, and has an index of its own.
_HIDDEN = """
    WITH RECURSIVE hidden (claim, owed) AS (
      SELECT id, id FROM claims_claim AS open
       WHERE second_opinion = 'asked' AND NOT EXISTS (
         SELECT FROM reviews_opinion AS own WHERE own.claim_id = open.id AND own.round = open.version AND own.by_id = %s
       ) AND NOT EXISTS (
         SELECT FROM claims_claim AS next WHERE next.previous_id = open.id AND next.change_since_previous = 'unchanged'
       )
      UNION ALL
      SELECT later.previous_id, owed FROM hidden JOIN claims_claim AS later ON later.id = hidden.claim
       WHERE later.previous_id IS NOT NULL
    )
"""


def hidden_claims(person: User) -> RawSQL:
    """The keys of the claims of which this person is told nothing that others did: for ``pk__in`` or ``claim__in``."""
    return RawSQL(_HIDDEN + "SELECT claim FROM hidden", [person.pk])  # noqa: S608, S611 - own words


def hidden_from(person: User) -> Q:
    """Rows with a ``claim`` that are hidden from this person. Everything that reads such rows asks this."""
    return Q(claim__in=hidden_claims(person))


#: What an earlier version is called when it is withheld.
EARLIER = "earlier version"


class Withheld(Exception):
    """What somebody wants to read shows an answer that they are yet asked for. The message is a sentence for them."""

    def __init__(self, what: str, owed: Claim) -> None:
        self.owed = owed
        super().__init__(
            f"This {what} shows an answer that you will be asked for. You can open it once you have "
            f"answered claim {owed.label}."
        )


def check_open(article_id: int, person: User, *, what: str, taken_at: dt.datetime | None = None) -> None:
    """Raises Withheld when this person may not read an earlier version, or a report that was ``taken_at`` a time.

    What is under way is drawn as the machine suggested it. Not so the claims of earlier versions that it goes back to,
    nor a report that was taken before the question. ``what`` is a noun for the sentence. One query, two for Withheld.
    """
    hidden = Claim.everything.filter(article=article_id, pk__in=hidden_claims(person))
    if taken_at is None:
        hidden = hidden.exclude(second_opinion=SecondOpinion.ASKED).exclude(version=0, changed_seq=0)
    else:
        about_it = {"claim": OuterRef("pk"), "at__lte": taken_at}
        is_shown = Exists(Review.objects.filter(**about_it)) | Exists(EvidenceUse.objects.filter(**about_it))
        hidden = hidden.filter(is_shown).exclude(_is_asked_before(taken_at))
    if shown := hidden.in_reading_order().first():
        owed = RawSQL(_HIDDEN + "SELECT owed FROM hidden WHERE claim = %s", [person.pk, shown.pk])  # noqa: S608, S611
        raise Withheld(what, Claim.everything.filter(pk__in=owed).order_by("-pk")[:1].get())


def is_owed_since(person: User, since: dt.datetime) -> bool:
    """Whether this person owes an answer to a question that was asked after ``since``."""
    owed = Claim.everything.filter(second_opinion=SecondOpinion.ASKED, pk__in=hidden_claims(person))
    return owed.exclude(_is_asked_before(since)).exists()


def withheld_articles(person: User) -> list[int]:
    """The earlier versions that check_open() withholds from this person."""
    hidden = Claim.everything.filter(pk__in=hidden_claims(person), article__superseded_at__isnull=False)
    hidden = hidden.exclude(second_opinion=SecondOpinion.ASKED)
    return list(hidden.order_by("article").values_list("article", flat=True).distinct())


def _is_asked_before(at: dt.datetime) -> Q:
    """The claims that were asked about at that time, and are still by that question."""
    question = Review.objects.filter(claim=OuterRef("pk"), version=OuterRef("version"), at__lte=at)
    return Q(Exists(question), second_opinion=SecondOpinion.ASKED)


def was_secret() -> Q:
    """The opinions that were given as answers. The others are reviews from before a request, which anybody could read.

    An answer that counts on in another round has the time at which it was given.
    """
    original = Opinion.objects.filter(by=OuterRef("by"), at=OuterRef("reviewed_at"), reviewed_at=None)
    return Q(reviewed_at=None) | Q(Exists(original))


def was_told_before() -> Q:
    """The opinions whose giver had said something of the claim before that others could read when asked for theirs."""
    reviewed = Review.objects.filter(claim=OuterRef("claim"), reviewed_by=OuterRef("by"), version__lt=OuterRef("round"))
    ended = _ends().filter(version__gt=OuterRef("round"), version__lt=OuterRef(OuterRef("round")))
    answered = Opinion.objects.filter(Exists(ended), claim=OuterRef("claim"), by=OuterRef("by"))
    return Q(Exists(reviewed)) | Q(Exists(answered))


def open_answers(person: User) -> Q:
    """The opinions that are no longer secret: one's own, and those after which a round ended with both in.

    A request that is withdrawn opens none: who withdraws it could answer the next one.
    """
    return Q(by=person) | Q(Exists(_ends().filter(version__gt=OuterRef("round"))))


def _ends() -> QuerySet[Review]:
    """What ended a round of the claim of an opinion, for everybody to read."""
    ends = Review.objects.filter(kind__in=[Kind.AGREED, Kind.SETTLED], undoes=None, undone_by=None)
    return ends.filter(claim=OuterRef("claim"))


def latest_answers(claim: Claim) -> tuple[Opinion, ...]:
    """The answers of the latest round, settled or not, for a form that may have settled them itself; both or none."""
    answers = _of_round(claim)
    return tuple(answers) if len(answers) == NEEDED else ()


def _of_round(claim: Claim) -> list[Opinion]:
    newest_first = list(claim.opinions.select_related("by").order_by("-round", "-pk")[:NEEDED])
    if claim.second_opinion == SecondOpinion.ASKED:
        newest_first = [opinion for opinion in newest_first if opinion.round == claim.version]
    return newest_first[::-1]


def _last_round(claim: Claim) -> int:
    """The round of the latest answer; 0 when there has never been one."""
    latest = claim.opinions.order_by("-round").first()
    return latest.round if latest else 0
