"""Where a text comes from: what an editor says of it when it is loaded, and may correct later."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from factcheck.articles.models import Article, Outlet
from factcheck.articles.services import Provenance
from factcheck.readers.base import web_address


class OutletInput(forms.TextInput):
    """A text field that suggests the known outlets."""

    template_name = "loading/widgets/outlet_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, {**(attrs or {}), "list": "known-outlets"})
        return context | {"outlets": Outlet.objects.openly_known().values_list("name", flat=True)[:500]}


class ProvenanceForm(forms.ModelForm):
    """Where a text comes from. This may be corrected at any time; the text may not."""

    outlet_name = forms.CharField(
        label="Outlet",
        required=False,
        max_length=Outlet._meta.get_field("name").max_length,
        widget=OutletInput(attrs={"size": 40}),
        help_text="Who published it. New names are added to the list.",
    )
    url = forms.URLField(
        label="URL",
        required=False,
        max_length=Article._meta.get_field("url").max_length,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"size": 60}),
    )
    published_on = forms.DateField(
        label="Publication date",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    class Meta:
        model = Article
        fields = ["title", "byline", "url", "published_on"]
        widgets = {"title": forms.TextInput(attrs={"size": 80}), "byline": forms.TextInput(attrs={"size": 40})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.outlet:
            self.initial["outlet_name"] = self.instance.outlet.name
        for field in self.fields.values():
            reject_invalid_characters(field)

    def clean_url(self) -> str:
        """On the web, and without a name or password: everybody at the desk reads it, and reports carry it out."""
        url = str(self.cleaned_data["url"])
        if url and not web_address(url):
            raise ValidationError(
                "Enter an address that begins with http:// or https://, without a username or password."
            )
        return url

    def provenance(self) -> Provenance:
        """What a valid form says of the text."""
        cleaned = self.cleaned_data
        return Provenance(
            title=cleaned["title"],
            outlet=cleaned["outlet_name"],
            byline=cleaned["byline"],
            url=cleaned["url"],
            published_on=cleaned["published_on"],
        )


def reject_invalid_characters(field: forms.Field) -> None:
    """Django's own message names a null character, which means nothing to somebody who pasted a title."""
    others = [validator for validator in field.validators if not isinstance(validator, ProhibitNullCharactersValidator)]
    field.validators = [*others, validate_characters]


def validate_characters(value: object) -> None:
    """Reject what PostgreSQL can't store as text: NUL, and halves of a character from a broken file."""
    if any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in str(value)):
        raise ValidationError("This contains invalid characters; type it again.")
