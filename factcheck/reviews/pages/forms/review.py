from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import CHECKLIST, STATUS_CHOICES, Said, UnattributedReason, Verdict
from factcheck.claims.models import Claim
from factcheck.reviews.review_fields import REVIEW_FIELDS, TEXT_FIELDS, ReviewField, opinion_columns
from factcheck.reviews.services import Annotation

REASONS = [("", "No reason given"), *UnattributedReason.choices]
#: The end of the year 9999, beyond which there are no times.
LAST_SECOND = 253_402_300_799
_OUT_OF_DATE = "This page was out of date and nothing was saved; copy what you typed, reload the page and try again."
#: Fields that nobody fills in, and what is said of a choice that isn't among those offered.
_UNSEEN = ("claim", "version", "key", "drawn_at")
_WRONG_CHOICE = {"said": "Choose one of the answers.", "verdict": "Choose one of the verdicts."}
_PLACED = {"source", "cue", "wording", "note", *CHECKLIST}


class Drawn(LayoutObject):
    """All fields in one template. A template for each field and each widget took a quarter of the time of a save."""

    def __init__(self, template: str) -> None:
        self.template = template
        self.fields: list[Any] = []

    def render(self, form: forms.Form, context: Context, *args: Any, **kwargs: Any) -> str:
        backend: Any = get_template(self.template)
        with context.push(form=form):
            return str(backend.template.render(context))


def text_field(field: ReviewField) -> forms.CharField:
    widget = forms.Textarea if field.is_long else forms.TextInput
    return forms.CharField(label=field.form_label, max_length=field.max_length, required=False, widget=widget)


class ReviewForm(forms.Form):
    """What somebody says of one claim. It starts from the present state, so saving it untouched agrees with it.

    An editor sets the verdict, anybody else recommends one; the field ``verdict`` means whichever it is.
    """

    status = forms.ChoiceField(
        choices=STATUS_CHOICES,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a sourcing status.",
            "invalid_choice": "Choose one of the nine sourcing statuses.",
        },
    )
    unattributed_reason = forms.ChoiceField(choices=REASONS, required=False)
    said = forms.ChoiceField(choices=Said, required=False, widget=forms.RadioSelect)
    verdict = forms.ChoiceField(choices=Verdict, required=False, widget=forms.RadioSelect)
    #: The row it was drawn for. Absent from pages older than this field.
    claim = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    #: There when it was drawn with a verdict that was set before the review changed: sent with it, the same verdict is
    #: a new one.
    confirms = forms.BooleanField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)
    #: When it was drawn, in seconds since 1970: evidence that changed later was not seen. Absent from older pages.
    drawn_at = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=0, max_value=LAST_SECOND)

    def __init__(self, data: Any = None, *, claim: Claim | None = None, by: User, url: str) -> None:
        """``claim`` gives the values to start from; what was sent needs none."""
        self.url = url
        self.sets_verdict = by.can_set_verdict
        super().__init__(data, initial=self._start(claim) if claim else None)
        for field in REVIEW_FIELDS:
            if field.is_text:
                self.fields[field.name] = text_field(field)
            elif field.name in self.fields:
                self.fields[field.name].label = field.form_label
        self.fields["verdict"].label = f"Is it true? {self.verdict_is}"

    def _start(self, claim: Claim) -> dict[str, Any]:
        return {
            **opinion_columns(claim),
            "verdict": claim.verdict if self.sets_verdict else claim.recommended,
            "confirms": self.sets_verdict and claim.is_verdict_stale,
            "claim": claim.pk,
            "version": claim.version,
            "key": uuid.uuid4(),
            "drawn_at": timezone.now().timestamp(),
        }

    @property
    def verdict_is(self) -> str:
        """What the choice of a verdict is: an editor's word, or what anybody else recommends."""
        return "Verdict" if self.sets_verdict else "Recommended verdict"

    @property
    def save_url(self) -> str:
        """Where the outbox sends it; empty for a form that is sent with the page."""
        path, _, query = self.url.partition("?")
        return f"{path}save/{'?' if query else ''}{query}"

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_id = "review-form"
        helper.form_action = self.url
        helper.attrs = {
            "hx-post": self.url,
            "hx-target": "#panel",
            "hx-swap": "innerHTML",
            "hx-sync": "this:drop",
        }
        if self.save_url:
            helper.attrs["data-save-url"] = self.save_url
        helper.layout = Layout(Drawn("reviews/panel/review_fields.html"))
        return helper

    def clean(self) -> dict[str, Any]:
        """A claim without attribution has no source and no cue, and only such a claim has a reason for it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("status") == SourcingStatus.UNATTRIBUTED:
            cleaned |= {"source": "", "cue": ""}
        else:
            cleaned["unattributed_reason"] = ""
        sourcing = SourcingStatus(cleaned["status"]) if cleaned.get("status") else None
        if sourcing is None or not sourcing.has_speaker:
            cleaned["said"] = Said.PENDING
        if sourcing is None or not sourcing.is_unnamed:
            cleaned |= dict.fromkeys(CHECKLIST, "")
        return cleaned

    @property
    def checklist(self) -> list[forms.BoundField]:
        """What the desk asks about a source without a name."""
        return [self[name] for name in CHECKLIST]

    @property
    def has_checklist_errors(self) -> bool:
        return any(field.errors for field in self.checklist)

    @property
    def problems(self) -> list[str]:
        """What is wrong with what was sent, a sentence each, in the order of the form; the fields are marked."""
        if not self.errors:
            return []
        sentences = [
            _WRONG_CHOICE.get(name, str(errors[0])) for name, errors in self.errors.items() if name not in _UNSEEN
        ]
        return [*sentences, *([_OUT_OF_DATE] if any(name in self.errors for name in _UNSEEN) else [])]

    @property
    def further(self) -> list[forms.BoundField]:
        """Text fields that the template gives no place of their own."""
        return [self[field.name] for field in TEXT_FIELDS if field.name not in _PLACED]

    @property
    def answered(self) -> int:
        """How many of these questions have an answer."""
        return sum(bool(field.value()) for field in self.checklist)

    def is_about(self, claim: Claim) -> bool:
        """Once the form is valid: whether it was drawn for this sentence.

        An article that was cut into other sentences has another claim under the same number.
        """
        if self.cleaned_data["claim"] in (None, claim.pk):
            return True
        self.add_error("claim", "The article’s sentences have changed.")
        return False

    def annotation(self) -> Annotation:
        """What this person says of the claim, once the form is valid."""
        cleaned = self.cleaned_data
        verdict = Verdict(cleaned["verdict"] or Verdict.PENDING)
        drawn_at = cleaned["drawn_at"]
        return Annotation(
            status=SourcingStatus(cleaned["status"]),
            unattributed_reason=cleaned["unattributed_reason"],
            said=Said(cleaned["said"] or Said.PENDING),
            recommended=None if self.sets_verdict else verdict,
            verdict=verdict if self.sets_verdict else None,
            confirms=self.sets_verdict and cleaned["confirms"],
            drawn_at=None if drawn_at is None else dt.datetime.fromtimestamp(drawn_at, dt.UTC),
            **{field.name: cleaned[field.name] for field in TEXT_FIELDS},
        )

    def compared(self) -> list[dict[str, Any]]:
        """For a conflict, field by field: what the claim holds now, and what this form would write over it."""
        rows = []
        # The form has one verdict: the editor's, or what anybody else recommends.
        for name in (field.name for field in REVIEW_FIELDS if field.name != "recommended"):
            field = self[name]
            theirs, yours = (self._shown(name, value) for value in (self.initial[name], field.value()))
            if theirs or yours:
                rows.append({"label": field.label, "theirs": theirs, "yours": yours, "differs": theirs != yours})
        return rows

    def _shown(self, name: str, value: str | None) -> str:
        """The value as a person reads it."""
        choices = dict(getattr(self.fields[name], "choices", []))
        return str(choices.get(value, value or "")) if value else ""


class CutForm(forms.Form):
    """Where to split a claim, or that a part is to be joined: the button that was pressed and what it was drawn for."""

    #: An offset into the article's text; absent for a join.
    at = forms.IntegerField(required=False, min_value=0)
    version = forms.IntegerField()
    key = forms.UUIDField()
