"""The audit log, for administrators."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from factcheck.accounts.audit import Event
from factcheck.accounts.models import AuditEntry, User
from factcheck.accounts.pages.audit_words import SUBJECTS, in_words
from factcheck.accounts.requests import DeskRequest
from factcheck.accounts.rights import require_permission
from factcheck.keyset import beyond
from factcheck.parsing import parse_pk

#: Lines on one page.
PAGE = 100
#: Events by what they are about, as the filter lists them.
_KINDS = {
    "Signing in": "signed_in sign_in_failed locked_out factor_failed provider_refused signed_out session_expired "
    "sessions_ended",
    "Accounts and rights": "password_changed password_reset factor_added factor_removed factor_taken_away codes_made "
    "address_changed role_changed invited invitation_used invitation_withdrawn person_forgotten token_refused",
    "Read": "restricted_read evidence_read share_read share_file_taken",
    "Taken out": "exported share_made share_revoked",
    "Refused": "refused not_there",
    "Need to know": "restricted restriction_lifted editor_named editor_unnamed",
    "Administration": "admin_added admin_changed admin_deleted erased",
}


def _events() -> list[Any]:
    kinds = [(kind, [(name, Event(name).label) for name in names.split()]) for kind, names in _KINDS.items()]
    return [("", "Everything"), *kinds]


class FilterForm(forms.Form):
    """Who did what to what, and when. All of it may stay empty. A number comes with a link to one thing's entries."""

    person = forms.ModelChoiceField(
        label="Who", queryset=User.objects.order_by("username"), required=False, empty_label="Everybody"
    )
    event = forms.ChoiceField(label="What", choices=_events, required=False)
    since = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    subject = forms.ChoiceField(label="About", choices=[("", "Anything"), *SUBJECTS.items()], required=False)
    number = forms.IntegerField(
        label="Number", min_value=1, max_value=2**63 - 1, required=False, widget=forms.HiddenInput
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for field in self.fields.values():
            is_list = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select form-select-sm" if is_list else "form-control form-control-sm"

    def conditions(self) -> dict[str, Any]:
        """For AuditEntry; days are whole days of the desk's time zone."""
        cleaned = self.cleaned_data
        pairs = {
            "person_pk": cleaned["person"].pk if cleaned["person"] else None,
            "event": cleaned["event"],
            "at__gte": _midnight(cleaned["since"]),
            "at__lt": _midnight(cleaned["until"], days=1),
            "subject": cleaned["subject"],
            "subject_pk": cleaned["number"],
        }
        return {name: value for name, value in pairs.items() if value}


def _midnight(day: dt.date | None, *, days: int = 0) -> dt.datetime | None:
    if day is None or day == dt.date.max:
        return None
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=days), dt.time.min))


@require_safe
@require_permission("can_see_audit")
@never_cache
def audit_log(request: DeskRequest) -> HttpResponse:
    """The latest first, page by page."""
    form = FilterForm(request.GET)
    entries: list[AuditEntry] = []
    if is_valid := form.is_valid():
        log = AuditEntry.objects.filter(**form.conditions()).order_by("-at", "-pk")
        last = AuditEntry.objects.filter(pk=parse_pk(request.GET.get("before")) or 0).first()
        if last is not None:
            log = beyond(log, [F("at"), F("pk")], [last.at, last.pk], descending=True)
        entries = list(log[: PAGE + 1])
    query = request.GET.copy()
    query["before"] = str(entries[PAGE - 1].pk) if len(entries) > PAGE else ""
    lines = in_words(entries[:PAGE], reader=request.user)
    context = {
        "form": form,
        "lines": lines,
        "one": lines[0].subject if lines and form.cleaned_data.get("number") else None,
        "earlier": query.urlencode() if len(entries) > PAGE else "",
        "is_filtered": any(request.GET.values()),
    }
    return render(request, "accounts/audit_log.html", context, status=200 if is_valid else 422)
