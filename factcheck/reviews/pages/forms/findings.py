"""The form that dismisses a finding, or raises it again."""

from __future__ import annotations

from typing import Any

from django import forms


class DismissForm(forms.Form):
    """Which finding, on which claims (their rows; none for the article as a whole), and why."""

    rule = forms.CharField(max_length=50)
    words = forms.CharField(max_length=5000, strip=False)
    claims = forms.TypedMultipleChoiceField(coerce=int, required=False)
    key = forms.UUIDField()
    #: Instead of dismissing, let it stand again; that needs no reason.
    again = forms.BooleanField(required=False)
    reason = forms.CharField(
        label="Why is this acceptable?",
        max_length=2000,
        required=False,
        error_messages={"max_length": "The reason has %(show_value)d characters; the limit is %(limit_value)d."},
    )

    def __init__(self, *args: Any, claims: list[int], **named: Any) -> None:
        """``claims`` are those it may speak of."""
        super().__init__(*args, **named)
        field = self.fields["claims"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(pk, pk) for pk in claims]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("again") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say why in a sentence; it appears in the report.")
        return cleaned

    @property
    def is_out_of_date(self) -> bool:
        """Whether something is wrong that the person didn't type."""
        return any(name != "reason" for name in self.errors)
