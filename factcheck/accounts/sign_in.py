"""Signing in: also after a form was sent too late, and in place on a page that is still open."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from factcheck.accounts.forms import SignInForm
from factcheck.accounts.kept_forms import KeptForm, keep_form, page_before, read_kept
from factcheck.accounts.rights import asked_by_the_page


class SignIn(LoginView):
    """allauth's, with the form that led here: whoever typed it sees it again once they are signed in."""

    def form_valid(self, form: SignInForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        kept = read_kept(self.request.POST.get("kept", ""))
        if kept is None or not self.request.user.is_authenticated:
            return response
        return _offer(self.request, kept)

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        packed = self.request.POST.get("kept", "")
        kept = read_kept(packed)
        return super().get_context_data(**named) | {"kept": packed if kept else "", "kept_form": kept}


def refused_form(request: HttpRequest) -> HttpResponse | None:
    """The sign-in page for somebody whose form came too late, with what they typed in it; None if there is nothing."""
    packed = keep_form(request)
    if not packed:
        return None
    context = {
        "form": SignInForm(request=request),
        "kept": packed,
        "kept_form": read_kept(packed),
        "redirect_field": format_html('<input type="hidden" name="next" value="{}">', page_before(request)),
    }
    return render(request, "account/login.html", context, status=401)


def _offer(request: HttpRequest, kept: KeptForm) -> HttpResponse:
    """What was typed, to be sent; only to who typed it."""
    is_theirs = kept.owner == request.user.pk
    return render(request, "account/kept_form.html", {"kept": kept if is_theirs else None})


@never_cache
@require_safe
@asked_by_the_page
def session(request: HttpRequest) -> HttpResponseBase:
    """Whether who this page was drawn for (``X-Desk-User``) is still signed in: 204, or the middleware's 401."""
    return HttpResponse(status=204)
