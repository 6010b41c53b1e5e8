"""Signing in: also after a form was sent too late, and in place on a page that is still open."""

from __future__ import annotations

from copy import copy
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from factcheck.accounts.forms import SignInForm
from factcheck.accounts.kept_forms import KeptForm, keep_form, page_before, read_kept
from factcheck.accounts.rights import asked_by_the_page


class SignIn(LoginView):
    """allauth's, with the form that led here: whoever typed it sees it again once they are signed in."""

    @method_decorator([login_not_required, never_cache])
    def dispatch(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        """Whoever signed in in another tab meanwhile goes on from here."""
        kept = read_kept(request.POST.get("kept", ""))
        if kept is not None and request.user.is_authenticated:
            return _offer(request, kept)
        return super().dispatch(request, *args, **named)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        return _go_on(self.request, super().form_valid(form))

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        packed = self.request.POST.get("kept", "")
        kept = read_kept(packed)
        return super().get_context_data(**named) | {"kept": packed if kept else "", "kept_form": kept}


class SecondFactor(AuthenticateView):
    """allauth's, after the password: with the form that led here too, and in place on a page that is still open."""

    def get(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        """The page, or what a browser asks its passkey."""
        if not get_adapter().is_ajax(request):
            return super().get(request, *args, **named)
        options = self.get_context_data()["js_data"]["request_options"]
        has_passkey = bool(options["publicKey"].get("allowCredentials"))
        return JsonResponse({"passkey": options if has_passkey else None})

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if get_adapter().is_ajax(self.request):
            return JsonResponse({"location": response.get("Location", "")})
        return _go_on(self.request, response)

    def form_invalid(self, form: Any) -> HttpResponse:
        if get_adapter().is_ajax(self.request):
            errors = [error for listed in form.errors.values() for error in listed]
            return JsonResponse({"form": {"errors": errors}}, status=400)
        return super().form_invalid(form)

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        packed = self.request.POST.get("kept", "")
        return super().get_context_data(**named) | {"kept": packed if read_kept(packed) else ""}


def _go_on(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What was typed, once somebody is signed in; on the way to the second factor it is carried along."""
    kept = read_kept(request.POST.get("kept", ""))
    if kept is None:
        return response
    if request.user.is_authenticated:
        return _offer(request, kept)
    if response.get("Location") != reverse("mfa_authenticate"):
        return response
    page_request = copy(request)
    page_request.method = "GET"
    return SecondFactor.as_view()(page_request)


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
