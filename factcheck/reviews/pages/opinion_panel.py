"""What the panel shows of a claim besides the form: the second opinion, the history, what an editor may do."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from factcheck.accounts.models import User
from factcheck.claims.choices import OPINIONS_UNDER_WAY, Verdict
from factcheck.claims.models import Claim
from factcheck.reviews import history
from factcheck.reviews.history import Page, changes_of_opinion
from factcheck.reviews.models import Opinion
from factcheck.reviews.pages.forms.opinions import SendBackForm
from factcheck.reviews.review_fields import OPINION_FIELDS
from factcheck.reviews.second_opinions import Answers, answers_on, may_withdraw, same_source


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two opinions side by side; ``remark`` says in a word how they relate."""

    label: str
    values: tuple[str, ...]
    remark: str
    #: Whether it is running text, which needs the width of both columns.
    is_text: bool = False

    @property
    def differs(self) -> bool:
        return self.remark == "differs"


def opinion_context(
    claim: Claim, by: User, *, url_of: Callable[[str], str], sending_back: SendBackForm | None = None
) -> dict[str, Any]:
    """For ``opinions/notices.html`` and ``history/claim_history.html``. No query for a claim nobody has touched."""
    answers = answers_on(claim, by)
    page = Page() if answers.is_blind else history.of_claim(claim, by)
    may_send_back = by.can_set_verdict and claim.is_reviewed
    return {
        "answers": answers,
        "takes_answer": not answers.is_waiting and (not answers.differ or by.can_set_verdict),
        "own_answer": changes_of_opinion(answers.own) if answers.own else [],
        "compared": _compared(answers.both) if answers.differ and by.can_set_verdict else [],
        "history": page.entries,
        "older_url": f"{reverse('reviews:history', args=[claim.article_id])}?claim={claim.label}" if page.older else "",
        "sent_back": history.sent_back(page, claim),
        "changed_by": history.changed_by_another(page, claim),
        "ask_url": url_of("ask") if _may_ask(claim, by, answers) else "",
        "withdraw_url": url_of("withdraw") if may_withdraw(claim, by) else "",
        "send_back_url": url_of("send_back") if may_send_back else "",
        "send_back": sending_back or (SendBackForm.empty(claim) if may_send_back else None),
        "act_key": uuid.uuid4(),
    }


def _may_ask(claim: Claim, by: User, answers: Answers) -> bool:
    if answers.state in OPINIONS_UNDER_WAY:
        return False
    return by.can_set_verdict or (by.can_review and claim.verdict == Verdict.PENDING)


def _compared(both: Sequence[Opinion]) -> list[Compared]:
    first, second = both
    rows = []
    for field in OPINION_FIELDS:
        if field.is_said_by(first) or field.is_said_by(second):
            values = (field.shown(first), field.shown(second))
            rows.append(Compared(field.label, values, _remark(field.name, first, second), field.is_long))
    return rows


def _remark(name: str, first: Opinion, second: Opinion) -> str:
    if getattr(first, name) == getattr(second, name):
        return "same"
    if name == "source" and same_source(first, second):
        return "same, written differently"
    return "differs"
