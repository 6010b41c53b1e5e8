"""What an editor uploads, and what they may correct before it is loaded."""

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

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import LOADED_ELSEWHERE, find_loaded, newest_of
from factcheck.loading.provenance import ProvenanceForm, reject_invalid_characters
from factcheck.parsing import parse_pk
from factcheck.readers.kinds import KINDS
from factcheck.readers.text import Unreadable, clean_text

_GONE = "The earlier version no longer exists; load the text as a separate article."
#: For the browser's choice of files; what a file really is, its content tells.
ENDINGS = ",".join(sorted({ending for kind in KINDS.values() for ending in kind.endings}))


class FilesInput(forms.FileInput):
    """A place to drop files on, which is a plain choice of files without scripts."""

    allow_multiple_selected = True
    template_name = "loading/widgets/files_input.html"


class FilesField(forms.FileField):
    """Any number of files; an empty one is accepted here, and refused when it is read."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [super(FilesField, self).clean(file, initial) for file in data or []]


def restricted_field() -> forms.BooleanField:
    return forms.BooleanField(
        label="Restricted",
        required=False,
        help_text="Only you, the people it is assigned to, editors you add and administrators can see it.",
    )


def revises_field() -> forms.ModelChoiceField:
    """The article of which this is a newer version, where the editor came from it."""
    return forms.ModelChoiceField(
        Article.objects.none(),  # the form knows whose articles
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _GONE},
    )


def _let_revise(form: forms.Form | forms.ModelForm, person: User) -> None:
    """Lets the form take what this person may find for the article that is revised."""
    field = form.fields["revises"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = Article.objects.visible_to(person).without_text()


class UploadForm(forms.Form):
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
    revises = revises_field()

    def __init__(self, *args: Any, by: User, is_too_much: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        _let_revise(self, by)
        self.is_too_much = is_too_much
        self.fields["text"].validators = []  # clean_text says it in words that fit a whole text
        reject_invalid_characters(self.fields["url"])
        if not settings.FETCH_URLS:
            del self.fields["url"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_too_much:
            raise ValidationError({"file": too_much()})
        ways = [
            name for name in ("file", "text", "url") if cleaned.get(name) and (name != "text" or cleaned[name].strip())
        ]
        if len(ways) > 1:
            raise ValidationError({ways[0]: "Choose one way to load the article: files, text or URL."})
        if not ways and not self.errors:
            if not cleaned.get("text"):
                raise ValidationError({"text": "Nothing to load yet: choose files, or paste the article."})
            ways = ["text"]  # only blanks, of which clean_text says that they are empty
        if ways == ["text"]:
            try:
                cleaned["text"] = clean_text(cleaned["text"])
            except Unreadable as why:
                raise ValidationError({"text": str(why)}) from None
            if existing := find_loaded(cleaned["text"]):
                raise ValidationError({"text": already_loaded(existing, self.by)})
        self.way = ways[0] if ways else ""
        return cleaned


class _ColumnForm(ProvenanceForm):
    """As wide as its column, within a form element that the page draws."""

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


class PreviewForm(_ColumnForm):
    """Where a text comes from, corrected by the editor."""

    revises = revises_field()
    as_new = forms.BooleanField(label="Separate article", required=False)
    restricted = restricted_field()
    rows = (
        "title",
        Row(Column("outlet_name", css_class="col-sm-7"), Column("published_on", css_class="col-sm-5")),
        "byline",
        "url",
        "restricted",
        "as_new",
        "revises",
    )

    class Meta(ProvenanceForm.Meta):
        pass

    def __init__(self, *args: Any, text: str, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text, self.by = text, by
        _let_revise(self, by)
        self.fields["title"].error_messages["required"] = "Give a title; the text doesn’t begin with one."
        help_text: str = "If not selected, a text from a known URL becomes a newer version of that article."
        if revised := article_by_pk(self.data.get(self.add_prefix("revises")) or self.initial.get("revises"), by):
            help_text = format_html(
                "If not selected, the text becomes version {} of “{}”, and decisions on unchanged claims carry over.",
                newest_of(revised).version + 1,
                revised.title,
            )
        self.fields["as_new"].help_text = help_text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if existing := find_loaded(self.text):
            raise ValidationError(already_loaded(existing, self.by))
        return cleaned


class DefaultsForm(_ColumnForm):
    """Where many articles come from that don't say it themselves."""

    restricted = restricted_field()
    rows = ("outlet_name", "byline", "published_on", "restricted")

    class Meta(ProvenanceForm.Meta):
        fields = ["byline", "published_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["url"]

    def defaults(self) -> dict[str, str]:
        """What a valid form says, as JSON has it; empty for an empty one."""
        cleaned = self.cleaned_data
        published_on = cleaned["published_on"]
        defaults = {
            "outlet": cleaned["outlet_name"],
            "byline": cleaned["byline"],
            "published_on": published_on and published_on.isoformat(),
        }
        return {name: value for name, value in defaults.items() if value}


def article_by_pk(value: object, person: User) -> Article | None:
    """The article whose primary key this person sent; None for anything that is none, and for one they may not find."""
    pk = parse_pk(value)
    return Article.objects.visible_to(person).without_text().filter(pk=pk).first() if pk is not None else None


def already_loaded(article: Article, person: User) -> SafeString:
    """That a text is there, and where, unless this person may not find it."""
    if not article.is_visible_to(person):
        return format_html("{}", LOADED_ELSEWHERE)
    return format_html(
        'This text is already loaded, as “<a href="{}">{}</a>”.', article.get_absolute_url(), article.title
    )


def refusals(refused: Sequence[tuple[str, str]]) -> list[SafeString]:
    """A sentence for each of the first ten that can't be read, and how many more there are."""
    sentences = [format_html("<bdi>{}</bdi>: {}", name, sentence) for name, sentence in refused[:10]]
    more = len(refused) - len(sentences)
    return [*sentences, format_html("… and {} more.", more)] if more > 0 else sentences


def too_much() -> str:
    return f"This is more than {settings.LOAD_MAX_MB} MB at once; load it in parts."
