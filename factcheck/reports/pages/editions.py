"""Which edition of a report a page or a form asks for, and who may tick something for outside."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict

from factcheck.accounts.models import User
from factcheck.accounts.requests import DeskRequest
from factcheck.reviews.editions import Edition, EditionChoice, Tick


def asked_edition(request: DeskRequest) -> EditionChoice:
    """The edition that an address asks for, the desk's unless it says otherwise.

    404 for one that there is not; raises PermissionDenied for ticks of somebody who may not share.
    """
    try:
        choice = EditionChoice.of(request.GET.get("edition", Edition.DESK), request.GET.getlist("tick"))
    except ValueError as problem:
        raise Http404 from problem
    check_ticks(choice, request.user)
    return choice


def check_ticks(choice: EditionChoice, person: User) -> None:
    """Raises PermissionDenied where something is ticked by somebody who may not let people outside read reports."""
    if choice.ticked and not person.can_share:
        raise PermissionDenied


class TicksForm(forms.Form):
    """What leaves beside what everybody outside may know."""

    tick = forms.MultipleChoiceField(
        choices=Tick.choices, required=False, error_messages={"invalid_choice": "Choose from the list."}
    )

    @property
    def choice(self) -> EditionChoice:
        """What was chosen, also in a form that is shown again; what makes no sense chooses nothing."""
        data = cast(QueryDict, self.data) if self.is_bound else None
        ticked = data.getlist("tick") if data is not None else self.initial.get("tick", ())
        return EditionChoice.of(self._edition(), (tick for tick in ticked if tick in Tick.values))

    def _edition(self) -> str:
        return Edition.OUTSIDE


class EditionForm(TicksForm):
    """For whom something is made. The desk's own edition unless somebody says otherwise."""

    edition = forms.ChoiceField(
        choices=Edition.choices, required=False, error_messages={"invalid_choice": "Choose an edition."}
    )

    def _edition(self) -> str:
        value: Any = (self.data if self.is_bound else self.initial).get("edition")
        return value if value in Edition.values else Edition.DESK
