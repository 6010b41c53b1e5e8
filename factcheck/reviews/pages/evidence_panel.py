"""What the panel shows below the form: the evidence on a claim, and what people say to each other about it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.reviews import comments
from factcheck.reviews.evidence import evidence_of
from factcheck.reviews.pages.forms.evidence import CommentForm


def evidence_context(claim: Claim, by: User, *, is_blind: bool, url_of: Callable[[str], str]) -> dict[str, Any]:
    """For ``reviews/evidence/section.html``. No query for a claim that nobody has touched."""
    return {
        "evidence": evidence_of(claim, by, is_blind=is_blind),
        "bring_url": url_of("bring"),
        "use_url": url_of("use_evidence"),
        "claim_url": url_of("claim"),
        "is_blind": is_blind,
    }


def thread_context(
    claim: Claim, by: User, *, is_blind: bool, url_of: Callable[[str], str], comment: CommentForm | None = None
) -> dict[str, Any]:
    """For ``reviews/comments/thread.html``. No query for a claim that nobody has touched."""
    return {
        "thread": comments.thread_of(claim, by, is_blind=is_blind),
        "comment": comment or CommentForm.empty(),
        "comment_url": url_of("comment"),
        "settle_thread_url": url_of("settle_thread"),
        "read_url": url_of("read"),
        "thread_key": uuid.uuid4(),
    }
