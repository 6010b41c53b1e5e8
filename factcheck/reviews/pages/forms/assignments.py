from __future__ import annotations

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row, Submit
from django import forms
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.reviews.models import Priority

_ANYONE = "anyone"


class AssignForm(forms.Form):
    """To whom articles are given, by when; of one article also which sentences."""

    people = forms.MultipleChoiceField(
        label="Assign to",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one person, or anyone."},
    )
    deadline = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "Write the deadline like this: 2026-11-23 18:30. Or leave it empty."},
    )
    priority = forms.TypedChoiceField(choices=Priority, coerce=int, initial=Priority.NORMAL)
    first = forms.IntegerField(label="First claim", required=False, min_value=1)
    last = forms.IntegerField(label="Last claim", required=False, min_value=1)
    #: Absent from pages older than this field.
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, claims: int | None = None) -> None:
        """``claims`` is how many sentences the one article has; None for several articles."""
        super().__init__(data, initial={"key": uuid.uuid4()})
        people = User.objects.with_perm("reviews.add_review", include_superusers=False).order_by("username")
        self.known = {str(person.pk): person for person in people}
        choices = [(_ANYONE, "Anyone"), *((pk, str(person)) for pk, person in self.known.items())]
        self.fields["people"] = forms.MultipleChoiceField(
            label="Assign to",
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose at least one person, or anyone."},
        )
        self.claims = claims
        if claims is None:
            del self.fields["first"], self.fields["last"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first or last:
            cleaned["first"], cleaned["last"] = first or 1, last or self.claims
            if cleaned["first"] > cleaned["last"]:
                self.add_error("last", "The last claim comes before the first.")
            elif self.claims and cleaned["last"] > self.claims:
                self.add_error("last", f"The article has {self.claims} claims.")
        if (deadline := cleaned.get("deadline")) and deadline < timezone.now():
            self.add_error("deadline", "This deadline has passed; choose a later one.")
        return cleaned

    def chosen(self) -> list[User | None]:
        """The people; None for anyone."""
        return [self.known.get(pk) for pk in self.cleaned_data["people"]]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        of_one = [Row(Column("first"), Column("last"))] if self.claims is not None else []
        helper.layout = Layout(
            "people", Row(Column("deadline"), Column("priority")), *of_one, "key", Submit("", "Assign")
        )
        return helper
