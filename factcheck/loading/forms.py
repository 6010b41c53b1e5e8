"""What an editor brings, and what they may correct before it is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.safestring import SafeString

from factcheck.articles.models import Article
from factcheck.articles.services import find_loaded, newest_of
from factcheck.loading.provenance import ProvenanceForm, reject_invalid_characters
from factcheck.readers.kinds import KINDS
from factcheck.readers.text import Unreadable, clean_text

_GONE = "The article of which this is a newer version is gone; load the text as an article of its own."
#: For the browser's choice of files; what a file really is, its content says.
ENDINGS = ",".join(sorted({ending for kind in KINDS.values() for ending in kind.endings}))


class FilesInput(forms.FileInput):
    """A place to drop files on, which is a plain choice of files without scripts."""

    allow_multiple_selected = True
    template_name = "articles/widgets/files_input.html"


class FilesField(forms.FileField):
    """Any number of files; empty ones are taken, and said to be empty when they are read."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [super(FilesField, self).clean(one, initial) for one in data or []]


def revised_field() -> forms.ModelChoiceField:
    """The article of which this is a newer version, where the editor came from it."""
    return forms.ModelChoiceField(
        Article.objects.without_text(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _GONE},
    )


class BringForm(forms.Form):
    """Files, a pasted text, or a URL where the desk may fetch: one of them."""

    file = FilesField(
        label="Files",
        required=False,
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": ENDINGS, "class": "form-control", "aria-describedby": "file-help"}),
    )
    text = forms.CharField(
        label="Or paste the text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "form-control fc-serif"}),
    )
    url = forms.CharField(
        label="Or give its URL",
        required=False,
        max_length=1000,
        widget=forms.URLInput(attrs={"class": "form-control", "placeholder": "https://", "autocomplete": "off"}),
    )
    revises = revised_field()

    def __init__(self, *args: Any, is_too_much: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_too_much = is_too_much
        self.fields["text"].validators = []  # clean_text says it in words that fit a whole text
        reject_invalid_characters(self.fields["url"])
        if not settings.FETCH_URLS:
            del self.fields["url"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.is_too_much:
            raise ValidationError({"file": too_much()})
        given = [name for name in ("file", "text", "url") if said.get(name) and (name != "text" or said[name].strip())]
        if len(given) > 1:
            raise ValidationError({given[0]: "Bring it in one way, not in several; which of them is meant?"})
        if not given and not self.errors:
            if said.get("text"):
                given = ["text"]
            else:
                raise ValidationError({"text": "There is no text yet; choose files, or paste the article."})
        if given == ["text"]:
            try:
                said["text"] = clean_text(said["text"])
            except Unreadable as why:
                raise ValidationError({"text": str(why)}) from None
            if there := find_loaded(said["text"]):
                raise ValidationError({"text": already_loaded(there)})
        self.way = given[0] if given else ""
        return said


class _BroughtForm(ProvenanceForm):
    """As wide as its column, and within a form of the page's own."""

    rows: Sequence[str | Row] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("size", None)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(*self.rows)
        return helper


class PreviewForm(_BroughtForm):
    """Where a text that was brought comes from, corrected by the editor."""

    revises = revised_field()
    as_new = forms.BooleanField(label="An article of its own", required=False)
    rows = (
        "title",
        Row(Column("outlet_name", css_class="col-sm-7"), Column("published_on", css_class="col-sm-5")),
        "byline",
        "url",
        "as_new",
        "revises",
    )

    class Meta(ProvenanceForm.Meta):
        pass

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text
        self.fields["title"].error_messages["required"] = "Give a title; the text doesn’t begin with one."
        help_text: str = "Otherwise, where the URL is known, the text becomes a newer version of the article there."
        if revised := self._named():
            help_text = format_html(
                "Otherwise the text becomes version {} of “{}”, and what was decided on unchanged claims goes over.",
                newest_of(revised).version + 1,
                revised.title,
            )
        self.fields["as_new"].help_text = help_text

    def _named(self) -> Article | None:
        """The article that the draft or the form sent names."""
        named = str(self.data.get(self.add_prefix("revises")) or self.initial.get("revises") or "")
        is_number = named.isascii() and named.isdecimal() and len(named) < 19
        return Article.objects.without_text().filter(pk=named).first() if is_number else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if there := find_loaded(self.text):
            raise ValidationError(already_loaded(there))
        return said


class DefaultsForm(_BroughtForm):
    """Where many articles come from that don't say it themselves."""

    rows = ("outlet_name", "byline", "published_on")

    class Meta(ProvenanceForm.Meta):
        fields = ["byline", "published_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["url"]

    def unsaid(self) -> dict[str, str]:
        """What a valid form says, as JSON has it; empty for an empty one."""
        said = self.cleaned_data
        day = said["published_on"]
        given = {"outlet": said["outlet_name"], "byline": said["byline"], "published_on": day and day.isoformat()}
        return {name: value for name, value in given.items() if value}


def already_loaded(there: Article) -> SafeString:
    return format_html('This text was loaded before, as “<a href="{}">{}</a>”.', there.get_absolute_url(), there.title)


def refusals(refused: Sequence[tuple[str, str]]) -> list[SafeString]:
    """One sentence for each that can't be read, a few of them."""
    said = [format_html("<bdi>{}</bdi>: {}", name, sentence) for name, sentence in refused[:10]]
    more = len(refused) - len(said)
    return [*said, format_html("… and {} more.", more)] if more > 0 else said


def too_much() -> str:
    return f"This is more than {settings.LOAD_MAX_MB} MB at once; load it in parts."
