"""What each part of the panel is drawn from: one class for each fragment that ``panel/panel.html`` includes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from factcheck.accounts.models import User
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import OPINIONS_UNDER_WAY, Verdict
from factcheck.claims.models import Claim
from factcheck.reviews import evidence_files
from factcheck.reviews.comments import Thread
from factcheck.reviews.evidence import Item
from factcheck.reviews.history import Change, Entry
from factcheck.reviews.models import Evidence, Opinion, Stance
from factcheck.reviews.pages.forms.evidence import CommentForm, EvidenceForm
from factcheck.reviews.pages.forms.findings import DismissForm
from factcheck.reviews.pages.forms.opinions import SendBackForm
from factcheck.reviews.pages.forms.review import ReviewForm
from factcheck.reviews.review_fields import OPINION_FIELDS
from factcheck.reviews.second_opinions import Answers, same_source
from factcheck.reviews.verdicts import changes_since_verdict
from factcheck.standards import Finding


@dataclass(frozen=True, slots=True)
class NavigationLinks:
    """Where one can go from a claim; addresses are empty where there is nothing."""

    previous_url: str
    next_url: str
    skip_url: str
    #: The same article with all claims lit, with those that changed, and in the other order.
    all_url: str
    #: Without any of it.
    article_url: str
    changes_url: str
    order_url: str
    #: What carries the navigation from address to address.
    query: str
    sourcing: SourcingStatus | None


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """The form that decides on the claim, for ``panel/review_form.html``."""

    claim: Claim
    form: ReviewForm
    #: Whether somebody else has decided meanwhile, so that saving writes over it.
    is_conflict: bool
    is_settling: bool
    is_from_queue: bool
    skip_url: str
    history_url: str

    @property
    def changes_since_verdict(self) -> list[str]:
        """What a verdict that was set before the review changed didn't judge. No query where it fits."""
        return changes_since_verdict(self.claim)

    @property
    def recommended(self) -> Verdict:
        return Verdict(self.claim.recommended)

    @property
    def agreed(self) -> str:
        """The verdict that an editor who agrees with the reviewer sets; empty where that is none, or set already."""
        claim = self.claim
        is_set = claim.verdict == claim.recommended and not claim.is_verdict_stale
        return "" if is_set or claim.recommended == Verdict.PENDING else claim.recommended

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.claim.verdict)


@dataclass(frozen=True, slots=True)
class PartSection:
    """Splitting the claim and joining its parts, for ``panel/split.html`` and ``panel/part_buttons.html``."""

    claim: Claim
    split_url: str
    #: Empty for a claim that is a whole sentence.
    join_url: str
    cancel_url: str
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One field of two opinions side by side; ``remark`` says in a word how they relate."""

    label: str
    values: tuple[str, ...]
    remark: str
    #: Whether it is running text, which needs the width of both columns.
    is_text: bool = False

    @property
    def differs(self) -> bool:
        return self.remark == "differs"


@dataclass(frozen=True, slots=True)
class OpinionSection:
    """How far a second opinion is and what may be done about it, for the fragments in ``opinions/``."""

    claim: Claim
    answers: Answers
    may_review: bool
    sets_verdict: bool
    #: What this person answered, field by field.
    own_answer: Sequence[Change]
    compared: Sequence[ComparedField]
    #: Who sent the review back, and whose decision changed this person's; None for nobody.
    sent_back: Entry | None
    changed_by: Entry | None
    #: Addresses of what this person may do; empty for what they may not.
    ask_url: str
    withdraw_url: str
    send_back_url: str
    send_back_form: SendBackForm | None
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class EvidenceFormSection:
    """Adding evidence or changing some, for ``evidence/form.html``, in the panel or on a page of its own."""

    claim: Claim
    form: EvidenceForm
    #: What the article has already and the claim could use too, each with the key of its form.
    offered: Sequence[tuple[Evidence, uuid.UUID]]
    add_url: str
    use_url: str
    cancel_url: str
    is_page: bool
    was_file_sent: bool

    @property
    def stances(self) -> list[tuple[str, str]]:
        return Stance.choices

    @property
    def accepted_endings(self) -> str:
        return evidence_files.ENDINGS


@dataclass(frozen=True, slots=True)
class EvidenceSection:
    """The evidence on the claim, for ``evidence/section.html``."""

    claim: Claim
    items: Sequence[Item]
    add_url: str
    is_blind: bool
    may_review: bool
    #: Whether the button that adds some takes the focus.
    is_focused: bool
    form: EvidenceFormSection | None


@dataclass(frozen=True, slots=True)
class CommentSection:
    """What people say to each other about the claim, for ``comments/thread.html``."""

    claim: Claim
    thread: Thread
    form: CommentForm
    comment_url: str
    settle_url: str
    read_url: str
    is_blind: bool
    may_review: bool
    #: Whether the field for a comment takes the focus.
    is_focused: bool
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class Dismissing:
    """What the forms share that dismiss findings, for ``findings/dismiss_form.html``."""

    url: str
    #: What an editor wrote, when something was wrong with it.
    form: DismissForm | None
    #: The claim in whose panel the findings are; None in the list of an article's.
    claim: Claim | None = None
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class FindingSection:
    """What the standards desk remarks on the claim, for ``findings/claim_findings.html``."""

    findings: Sequence[Finding]
    rows: Sequence[int]
    may_dismiss: bool
    dismissing: Dismissing
    is_focused: bool


@dataclass(frozen=True, slots=True)
class HistorySection:
    """What happened to the claim, the latest first, for ``history/claim_history.html``."""

    claim: Claim
    entries: Sequence[Entry]
    #: Empty when all of it is here.
    older_url: str
    undo_url: str
    is_blind: bool


def may_ask_for_opinions(claim: Claim, by: User, answers: Answers) -> bool:
    if answers.state in OPINIONS_UNDER_WAY:
        return False
    return by.can_set_verdict or (by.can_review and claim.verdict == Verdict.PENDING)


def compare_opinions(both: Sequence[Opinion]) -> list[ComparedField]:
    """Two opinions field by field; what neither says is left out."""
    first, second = both
    rows = []
    for opinion_field in OPINION_FIELDS:
        if opinion_field.is_said_by(first) or opinion_field.is_said_by(second):
            values = (opinion_field.shown(first), opinion_field.shown(second))
            remark = _remark(opinion_field.name, first, second)
            rows.append(ComparedField(opinion_field.label, values, remark, opinion_field.is_long))
    return rows


def _remark(name: str, first: Opinion, second: Opinion) -> str:
    if getattr(first, name) == getattr(second, name):
        return "same"
    if name == "source" and same_source(first, second):
        return "same, written differently"
    return "differs"
