"""The form that accepts recommendations: which claims were ticked, and what the person saw of them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, cast

from django import forms
from django.http import QueryDict

from factcheck.parsing import parse_pk
from factcheck.reviews.pages.forms.review import LAST_SECOND

_TICKED = re.compile(r"([0-9]{1,19})\.([0-9]{1,9})")


class AcceptForm(forms.Form):
    key = forms.UUIDField()
    #: When it was drawn, in seconds since 1970: evidence that changed later was not seen.
    drawn_at = forms.FloatField(min_value=0, max_value=LAST_SECOND)

    def clean(self) -> dict[str, Any]:
        """``claims``: the versions of the claims that were ticked, by row."""
        cleaned: dict[str, Any] = super().clean() or {}
        claims: dict[int, int] = {}
        for ticked in cast(QueryDict, self.data).getlist("claims"):
            match = _TICKED.fullmatch(ticked)
            pk = parse_pk(match[1]) if match else None
            if match is None or pk is None:
                self.add_error("key", "out of date")
            else:
                claims[pk] = int(match[2])
        return cleaned | {"claims": claims}

    @property
    def seen_at(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.cleaned_data["drawn_at"], dt.UTC)
