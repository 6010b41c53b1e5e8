from __future__ import annotations

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.template import Context
from django.template.loader import get_template

from factcheck.accounts.models import User
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import CHECKLIST, STATUS_CHOICES, Said, UnattributedReason, Verdict
from factcheck.claims.models import Claim
from factcheck.reviews.services import Annotation

REASONS = [("", "Not said"), *UnattributedReason.choices]
UNNAMED = (SourcingStatus.UNNAMED_OFFICIAL.value, SourcingStatus.UNNAMED_SOURCE.value)
#: What a conflict shows, in the order of the form.
COMPARED = ("status", "unattributed_reason", "source", "cue", *CHECKLIST, "said", "verdict", "wording", "note")
#: Somebody speaks here, so one can ask whether they said it.
SPEAKING = tuple(
    status.value for status in SourcingStatus if status not in (SourcingStatus.HEDGED, SourcingStatus.UNATTRIBUTED)
)


class Drawn(LayoutObject):
    """All fields in one template. A template for each field and each widget took a quarter of the time of a save."""

    def __init__(self, template: str) -> None:
        self.template = template
        self.fields: list[Any] = []

    def render(self, form: forms.Form, context: Context, *args: Any, **kwargs: Any) -> str:
        backend: Any = get_template(self.template)
        return str(backend.template.render(context))


class ReviewForm(forms.Form):
    """What somebody says of one claim. It starts from the present standing, so saving it untouched agrees with it.

    An editor sets the verdict, anybody else recommends one; the field ``verdict`` means whichever it is.
    """

    status = forms.ChoiceField(
        label="Sourcing",
        choices=STATUS_CHOICES,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what the claim rests on.",
            "invalid_choice": "Choose one of the nine sourcing statuses.",
        },
    )
    unattributed_reason = forms.ChoiceField(label="Why without attribution?", choices=REASONS, required=False)
    source = forms.CharField(label="Source", max_length=500, required=False)
    cue = forms.CharField(label="Cue", max_length=200, required=False)
    said = forms.ChoiceField(label="Did the source say it?", choices=Said, required=False, widget=forms.RadioSelect)
    verdict = forms.ChoiceField(choices=Verdict, required=False, widget=forms.RadioSelect)
    wording = forms.CharField(label="Suggested wording", max_length=2000, required=False, widget=forms.Textarea)
    anonymity_reason = forms.CharField(max_length=500, required=False)
    how_source_knows = forms.CharField(max_length=500, required=False)
    second_source = forms.CharField(max_length=500, required=False)
    name_known_to = forms.CharField(max_length=150, required=False)
    note = forms.CharField(label="Note", max_length=5000, required=False, widget=forms.Textarea)
    #: The row it was drawn for. Absent from pages older than this field.
    claim = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, claim: Claim | None = None, by: User, url: str) -> None:
        """``claim`` gives the values to start from; what was sent needs none."""
        self.url = url
        self.sets_verdict = by.can_set_verdict
        super().__init__(data, initial=self._start(claim) if claim else None)
        for name, label in CHECKLIST.items():
            self.fields[name].label = label
        self.fields["verdict"].label = f"Is it so? {'Verdict' if self.sets_verdict else 'Recommended verdict'}"

    def _start(self, claim: Claim) -> dict[str, Any]:
        return {
            "status": claim.status,
            "unattributed_reason": claim.unattributed_reason,
            "source": claim.source,
            "cue": claim.cue,
            "verdict": claim.verdict if self.sets_verdict else claim.recommended,
            "note": claim.note,
            **{name: getattr(claim, name) for name in ("said", "wording", *CHECKLIST)},
            "claim": claim.pk,
            "version": claim.version,
            "key": uuid.uuid4(),
        }

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
        helper.layout = Layout(Drawn("reviews/form_fields.html"))
        return helper

    def clean(self) -> dict[str, Any]:
        """A claim without attribution has no source and no cue, and only such a claim has a reason for it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("status") == SourcingStatus.UNATTRIBUTED:
            cleaned |= {"source": "", "cue": ""}
        else:
            cleaned["unattributed_reason"] = ""
        if cleaned.get("status") not in SPEAKING:
            cleaned["said"] = Said.PENDING
        if cleaned.get("status") not in UNNAMED:
            cleaned |= dict.fromkeys(CHECKLIST, "")
        return cleaned

    @property
    def checklist(self) -> list[forms.BoundField]:
        """What the desk asks about a source without a name."""
        return [self[name] for name in CHECKLIST]

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
        self.add_error("claim", "The article was cut into other sentences.")
        return False

    def annotation(self) -> Annotation:
        """What was said, once the form is valid."""
        said = self.cleaned_data
        verdict = Verdict(said["verdict"] or Verdict.PENDING)
        return Annotation(
            status=SourcingStatus(said["status"]),
            source=said["source"],
            cue=said["cue"],
            unattributed_reason=said["unattributed_reason"],
            note=said["note"],
            recommended=None if self.sets_verdict else verdict,
            verdict=verdict if self.sets_verdict else None,
            said=Said(said["said"] or Said.PENDING),
            wording=said["wording"],
            **{name: said[name] for name in CHECKLIST},
        )

    def compared(self) -> list[dict[str, Any]]:
        """For a conflict, field by field: what the claim holds now, and what this form would write over it."""
        rows = []
        for name in COMPARED:
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
