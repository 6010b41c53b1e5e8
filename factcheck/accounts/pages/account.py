"""A person's own account: what it is, and where they are signed in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.views import IndexView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from factcheck.accounts import second_factor, sessions
from factcheck.accounts.audit import Event, record
from factcheck.accounts.requests import DeskRequest


@never_cache
@require_safe
def account(request: DeskRequest) -> HttpResponse:
    """Name, address and role; the ways to whatever else of it a person may change."""
    return render(request, "account/account.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_sessions(request: DeskRequest) -> HttpResponse:
    """Where this person is signed in; by POST they sign out everywhere but here."""
    if request.method == "POST":
        ended = sessions.end_sessions(request.user, but=request.session.session_key)
        record(Event.SESSIONS_ENDED, request=request, count=ended)
        sentence = {0: "You weren’t signed in anywhere else.", 1: "Signed out in one other place."}
        messages.success(request, sentence.get(ended, f"Signed out in {ended} other places."))
        return redirect("account_sessions")
    idle, end = sessions.limits(request.user)
    context = {
        "sessions": sessions.sessions_of(request.user),
        "current": request.session.session_key,
        "idle_hours": round(idle.total_seconds() / 3600),
        "end_days": end.days,
        "end_hours": round(end.total_seconds() / 3600),
    }
    return render(request, "account/sessions.html", context)


class Factors(IndexView):
    """allauth's page of second factors, with whether the desk waits for one."""

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        return super().get_context_data(**named) | {"needs_factor": second_factor.is_missing(self.request)}
