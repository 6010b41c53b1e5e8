"""The forms around a second opinion: asking for one, settling two, sending a review back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.reviews.models import Opinion
from factcheck.reviews.pages.forms.review import ReviewForm
from factcheck.reviews.review_fields import opinion_columns

OWN = "own"
_REASON_NEEDED = "Say why in a sentence; both reviewers will read it."


class ActForm(forms.Form):
    """A button: which state of the claim it was drawn for, and a key of its own."""

    version = forms.IntegerField()
    key = forms.UUIDField()


class ArticleActForm(forms.Form):
    """A button for a whole article."""

    key = forms.UUIDField()


class SendBackForm(ActForm):
    """Why a review is sent back."""

    reason = forms.CharField(
        label="What should the reviewer check again?",
        max_length=2000,
        error_messages={
            "required": "Say what to check again; the reviewer will read it.",
            "max_length": "The comment has %(show_value)d characters; the limit is %(limit_value)d.",
        },
    )

    @classmethod
    def empty(cls, claim: Claim) -> SendBackForm:
        return cls(initial={"version": claim.version, "key": uuid.uuid4()})


class SettleForm(ReviewForm):
    """Takes one of two opinions, or the editor's own, which starts from the earlier of the two."""

    take = forms.ChoiceField(
        label="Which answer is right?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose one of the two answers, or give your own.",
            "invalid_choice": "Choose one of the two answers, or give your own.",
        },
    )
    reason = forms.CharField(
        label="Why?",
        max_length=2000,
        widget=forms.Textarea,
        error_messages={
            "required": _REASON_NEEDED,
            "max_length": "The reason has %(show_value)d characters; the limit is %(limit_value)d.",
        },
    )

    def __init__(
        self,
        data: Any = None,
        *,
        both: Sequence[Opinion],
        claim: Claim | None = None,
        by: User,
        url: str,
    ) -> None:
        self.both = {str(opinion.pk): opinion for opinion in both}
        super().__init__(data, claim=claim, by=by, url=url)
        choices = [(pk, f"{opinion.by}’s opinion") for pk, opinion in self.both.items()]
        self.fields["take"].choices = [*choices, (OWN, "Neither: my own")]  # type: ignore[attr-defined]
        if data is not None and data.get("take") != OWN:
            self.fields["status"].required = False

    def _start(self, claim: Claim) -> dict[str, Any]:
        first = next(iter(self.both.values()))
        return super()._start(claim) | {
            name: value for name, value in opinion_columns(first).items() if name != "recommended"
        }

    @property
    def save_url(self) -> str:
        return ""

    @property
    def taken(self) -> Opinion | None:
        """The opinion that was chosen, once the form is valid; None for the editor's own."""
        return self.both.get(self.cleaned_data["take"])
