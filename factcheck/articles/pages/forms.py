"""The filters of the list of articles."""

from __future__ import annotations

from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from factcheck.accounts.models import User
from factcheck.articles.listing import EARLIER, Sort, choose
from factcheck.articles.models import ArticleQuerySet, Outlet
from factcheck.claims.choices import STATUS_CHOICES
from factcheck.claims.models import STATE_FILTERS
from factcheck.parsing import parse_pk


class Words(forms.CharField):
    """Words to search for. Whatever is typed becomes a search; nothing is an error."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\x00", " ").strip()[:200]


_SHELVES = [("", "Current"), (EARLIER, "Earlier versions"), ("yes", "Archived")]


class FilterForm(forms.Form):
    """What to show in the list. Nonsense in the address is ignored, so that old links keep working."""

    FILTERS = ("q", "outlet", "state", "sourcing", "archived")

    q = Words(
        label="Search titles and text",
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "id": "search", "placeholder": "Search titles and text", "aria-keyshortcuts": "/"}
        ),
    )
    outlet = forms.ChoiceField(required=False)
    state = forms.ChoiceField(required=False, choices=[("", "Any state"), *STATE_FILTERS])
    sourcing = forms.ChoiceField(required=False, choices=[("", "Any sourcing"), *STATUS_CHOICES])
    archived = forms.ChoiceField(label="Which articles", required=False, choices=_SHELVES)
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
        """Whether anything but the order is chosen."""
        return any(self.cleaned_data.get(name) for name in self.FILTERS)

    def articles(self, person: User) -> ArticleQuerySet:
        """The articles that fit the filters, of those that this person may find."""
        return choose(**{name: self.cleaned_data.get(name) or "" for name in self.FILTERS}).visible_to(person)

    def key(self, name: str) -> int | None:
        """The key from which a page goes on; None for anything that is no key."""
        return parse_pk(self.data.get(name))

    def query(self) -> str:
        """The filters alone, as the query of an address; empty when nothing is filtered."""
        filters = {name: value for name in self.FILTERS if (value := self.cleaned_data.get(name))}
        return f"?{urlencode(filters)}" if filters else ""

    def url(self, **page: int | None) -> str:
        """This list's address without empty parts: the filters, the order, and the page if there is one."""
        query = {name: value for name, value in self.cleaned_data.items() if value}
        if query.get("sort") == Sort.NEWEST:
            del query["sort"]
        query |= {name: key for name, key in page.items() if key is not None}
        return f"{reverse('articles:list')}?{urlencode(query)}" if query else reverse("articles:list")

    def _helper(self) -> FormHelper:
        # Each select by its name: the search field fires “change” too, on leaving it, after it has been searched.
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
