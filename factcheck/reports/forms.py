from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

#: The largest file that is looked at; a report is far smaller.
LARGEST_MB = 50


class FreezeForm(forms.Form):
    """What a report is frozen for. ``key`` makes a form that is sent twice freeze once."""

    occasion = forms.CharField(label="For what?", max_length=200, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)


class VerifyForm(forms.Form):
    """A file that may be of a frozen report."""

    file = forms.FileField(
        label="A file of a report",
        help_text="In any format, as it was downloaded. It is looked at and not kept.",
        error_messages={"required": "Choose the file to check.", "empty": "This file is empty."},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_MB * 1024**2:
            raise forms.ValidationError(f"This file is larger than {LARGEST_MB} MB; no report is.")
        return file

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.add_input(Submit("", "Check it"))
        return helper


class ShareForm(forms.Form):
    """Whom a link is for, and for how long."""

    recipient = forms.CharField(label="For whom?", max_length=200, error_messages={"required": "Say for whom it is."})
    days = forms.IntegerField(label="For how many days?", min_value=1, max_value=90, initial=7)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        return helper
