"""What people give: where a text comes from, the text itself, and what they look for in the list."""

from __future__ import annotations

import re
from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import ProhibitNullCharactersValidator
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from factcheck.articles.listing import EARLIER, Sort, choose
from factcheck.articles.models import Article, ArticleQuerySet, Outlet
from factcheck.articles.readers.plain_text import PlainText
from factcheck.articles.services import Provenance, find_loaded, newest_of
from factcheck.articles.text import Unreadable, clean_text, heading
from factcheck.claims.choices import STATUS_CHOICES
from factcheck.claims.models import Tally


class OutletInput(forms.TextInput):
    """A text field that suggests the outlets known already."""

    template_name = "articles/widgets/outlet_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, {**(attrs or {}), "list": "known-outlets"})
        return context | {"outlets": Outlet.objects.values_list("name", flat=True).order_by("name")[:500]}


class ProvenanceForm(forms.ModelForm):
    """Where a text comes from. This may be corrected at any time; the text may not."""

    outlet_name = forms.CharField(
        label="Outlet",
        required=False,
        max_length=Outlet._meta.get_field("name").max_length,
        widget=OutletInput(attrs={"size": 40}),
        help_text="Who published it. A new name is added to the known ones.",
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
            refuse_no_characters(field)

    def provenance(self) -> Provenance:
        """What a valid form says of the text."""
        said = self.cleaned_data
        return Provenance(
            title=said["title"],
            outlet=said["outlet_name"],
            byline=said["byline"],
            url=said["url"],
            published_on=said["published_on"],
        )


_GONE = "The article of which this is a newer version is gone; load the text as an article of its own."


class LoadForm(ProvenanceForm):
    """A new article: its text pasted or as a file, and where it comes from."""

    text = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "cols": 100}),
        help_text="Paste the article here, or choose a file below.",
    )
    file = forms.FileField(
        label="Text file",
        required=False,
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
        help_text="A .txt file of up to 1 MB, in any usual encoding.",
    )

    #: The article of which this is a newer version, where the editor came from it.
    revises = forms.ModelChoiceField(
        Article.objects.without_text(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _GONE},
    )
    as_new = forms.BooleanField(
        label="An article of its own",
        required=False,
        help_text="Otherwise, where the URL is known, the text becomes a newer version of the article there.",
    )

    class Meta(ProvenanceForm.Meta):
        fields = [*ProvenanceForm.Meta.fields, "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if revised := self._named():
            self.fields["as_new"].help_text = format_html(
                "Otherwise the text becomes version {} of “{}”, and what was decided on unchanged claims goes over.",
                newest_of(revised).version + 1,
                revised.title,
            )
        self.fields["title"].required = False
        self.fields["title"].help_text = "Left empty, the text’s first line is taken when it is a heading."
        # clean_text says it in words that fit a whole text.
        self.fields["text"].validators = []

    def _named(self) -> Article | None:
        """The article that the address or the form sent names."""
        named = str(self.data.get(self.add_prefix("revises")) or self.initial.get("revises") or "")
        is_number = named.isascii() and named.isdecimal() and len(named) < 19
        return Article.objects.without_text().filter(pk=named).first() if is_number else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        pasted, file = said.get("text") or "", said.get("file")
        if file and pasted.strip():
            raise ValidationError({"file": "Paste the text or choose a file, not both; which of the two is meant?"})
        if not file and not pasted:
            raise ValidationError({"text": "There is no text yet; paste the article or choose a file."})
        place = "file" if file else "text"
        try:
            said["text"] = read_upload(file) if file else clean_text(pasted)
        except Unreadable as why:
            raise ValidationError({place: str(why)}) from None
        if loaded := find_loaded(said["text"]):
            link = format_html(
                'This text was loaded before, as “<a href="{}">{}</a>”.', loaded.get_absolute_url(), loaded.title
            )
            raise ValidationError({place: link})
        if not said.get("title") and "title" not in self.errors:
            self._take_title(said)
        return said

    def _take_title(self, said: dict[str, Any]) -> None:
        said["title"] = self.instance.title = heading(said["text"])
        if not said["title"]:
            raise ValidationError({"title": "Give a title; the text doesn’t begin with one."})


class Words(forms.CharField):
    """Words to look for. Whatever was typed becomes a search; nothing is an error."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\x00", " ").strip()[:200]


_SHELVES = [("", "Current"), (EARLIER, "Earlier versions"), ("yes", "Archived")]


class FilterForm(forms.Form):
    """What to show in the list. Nonsense in the address is ignored, so that old links keep working."""

    FILTERS = ("q", "outlet", "state", "sourcing", "archived")

    q = Words(
        label="Words in title and text",
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "id": "search", "placeholder": "Words in title and text", "aria-keyshortcuts": "/"}
        ),
    )
    outlet = forms.ChoiceField(required=False)
    state = forms.ChoiceField(required=False, choices=[("", "Any state"), *Tally.State.choices])
    sourcing = forms.ChoiceField(required=False, choices=[("", "Any sourcing"), *STATUS_CHOICES])
    archived = forms.ChoiceField(label="Shelf", required=False, choices=_SHELVES)
    sort = forms.ChoiceField(label="Order", required=False, choices=Sort.choices)

    def __init__(self, query: QueryDict, *, outlets: list[Outlet]) -> None:
        super().__init__(query)
        choices = [("", "Any outlet"), *((str(outlet.pk), outlet.name) for outlet in outlets)]
        self.fields["outlet"] = forms.ChoiceField(required=False, choices=choices)
        self.is_valid()
        self.helper = self._helper()

    @property
    def order(self) -> Sort:
        return Sort(self.cleaned_data.get("sort") or Sort.NEWEST)

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the order was asked for."""
        return any(self.cleaned_data.get(name) for name in self.FILTERS)

    def articles(self) -> ArticleQuerySet:
        """What was asked for."""
        return choose(**{name: self.cleaned_data.get(name) or "" for name in self.FILTERS})

    def key(self, name: str) -> int | None:
        """The article a page goes on from; None for anything that can't be one."""
        value = self.data.get(name, "")
        return int(value) if re.fullmatch(r"[0-9]{1,18}", value) else None

    def query(self) -> str:
        """The filters alone, as the query of an address; empty when nothing is asked for."""
        said = {name: value for name in self.FILTERS if (value := self.cleaned_data.get(name))}
        return f"?{urlencode(said)}" if said else ""

    def url(self, **page: int | None) -> str:
        """This list's address without empty parts: every filter, the order, and the page when one is given."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        if said.get("sort") == Sort.NEWEST:
            del said["sort"]
        said |= {name: key for name, key in page.items() if key is not None}
        return f"{reverse('articles:list')}?{urlencode(said)}" if said else reverse("articles:list")

    def _helper(self) -> FormHelper:
        # Each list by its name: the search field fires “change” too, when it is left, after it has been searched.
        selects = [f"change from:#id_{name}" for name in self.fields if name != "q"]
        helper = FormHelper()
        helper.form_method = "get"
        helper.form_action = reverse("articles:list")
        helper.form_id = "filters"
        helper.form_class = "fc-filters"
        helper.label_class = "visually-hidden"
        helper.disable_csrf = True
        helper.attrs = {
            "role": "search",
            "hx-get": reverse("articles:list"),
            "hx-target": "#results",
            "hx-trigger": f"input changed delay:300ms from:#search, submit, {', '.join(selects)}",
            "hx-sync": "this:replace",
        }
        helper.layout = Layout(*self.fields, StrictButton("Show", type="submit", css_class="btn-outline-secondary"))
        return helper


def read_upload(file: UploadedFile) -> str:
    """The text of an uploaded file; one far too large is refused before it is read into memory."""
    reader = PlainText()
    reader.check_size(file.size or 0)
    file.seek(0)
    return reader.read(file.read())


def refuse_no_characters(field: forms.Field) -> None:
    """Django's own message names a null character, which means nothing to somebody who pasted a title."""
    others = [one for one in field.validators if not isinstance(one, ProhibitNullCharactersValidator)]
    field.validators = [*others, only_characters]


def only_characters(value: object) -> None:
    """Refuses what PostgreSQL can't store in a text: NUL, and halves of a character from a broken file."""
    if any(one == "\x00" or "\ud800" <= one <= "\udfff" for one in str(value)):
        raise ValidationError("This contains NUL or broken characters, which no text has; type it anew.")
