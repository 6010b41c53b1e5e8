from __future__ import annotations

from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms

from factcheck.reports.bulk import Form
from factcheck.reports.formats import offered_formats
from factcheck.reports.pages.editions import EditionForm, TicksForm

#: The largest file that is looked at; a report is far smaller.
MAX_MB = 50


class FreezeForm(EditionForm):
    """What a report is frozen for. ``key`` makes a form that is sent twice freeze once."""

    occasion = forms.CharField(label="Purpose", max_length=200, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)


class VerifyForm(forms.Form):
    """A file that may be of a frozen report."""

    file = forms.FileField(
        label="File",
        help_text="In any format, exactly as it was downloaded. The file isn’t stored.",
        error_messages={"required": "Choose the file to check.", "empty": "This file is empty."},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_MB * 1024**2:
            raise forms.ValidationError(f"This file is larger than {MAX_MB} MB, which no report is; choose another.")
        return file

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.add_input(Submit("", "Verify"))
        return helper


class ShareForm(TicksForm):
    """Whom a link is for, for how long, and what it tells beside what everybody outside may know."""

    recipient = forms.CharField(label="Recipient", max_length=200, error_messages={"required": "Name the recipient."})
    days = forms.IntegerField(label="Valid for (days)", min_value=1, max_value=90, initial=7)
    key = forms.UUIDField(
        widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid"), "The page was out of date.")
    )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.layout = Layout("recipient", "days", "key")
        return helper


class BulkForm(EditionForm):
    """What an export of many articles comes as. ``key`` makes a form that is sent twice one job."""

    form = forms.ChoiceField(
        label="Format",
        choices=Form.choices,
        initial=Form.CSV,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a format.", "invalid_choice": "Choose one of the options."},
    )
    slug = forms.ChoiceField(
        label="Report format", required=False, error_messages={"invalid_choice": "Choose one of these formats."}
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        formats = cast(forms.ChoiceField, self.fields["slug"])
        formats.choices = [(file_format.slug, file_format.label) for file_format in offered_formats().values()]
        formats.initial = "pdf" if "pdf" in offered_formats() else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("form") != Form.ZIP:
            cleaned["slug"] = ""
        elif not cleaned.get("slug") and "slug" not in self.errors:
            self.add_error("slug", "Choose the format of the reports.")
        return cleaned

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout("form", "slug", "key")
        return helper
