from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from factcheck.accounts import second_factor, sessions
from factcheck.accounts.audit import Event, record
from factcheck.accounts.error_pages import unknown_host
from factcheck.accounts.kept_forms import page_before, remember_owner
from factcheck.accounts.models import User
from factcheck.accounts.requests import wants_fragment
from factcheck.accounts.sign_in import refused_form


class PolicyMiddleware:
    """What no page here needs, refused to all of them: parts of the machine, being part of another site.

    An address with NUL in it, which PostgreSQL takes nowhere, is told so where a page can't make sense of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _NOTHING)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """400 for an address with NUL in it that reached the database."""
        address = request.path_info + unquote(request.META.get("QUERY_STRING", ""))
        if "\x00" not in address or not isinstance(exception, ValueError | DataError):
            return None
        why = "The address contains an invalid character. Go back and type it again."
        return HttpResponseBadRequest(render_to_string("400.html", {"why": why}))


#: Of what browsers give pages, none: see https://www.w3.org/TR/permissions-policy/.
_NOTHING = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "bluetooth",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)


class KnownHostMiddleware(SecurityMiddleware):
    """Answers a host that isn't ours, with the headers that every answer has; redirecting is left to Django's own."""

    def process_request(self, request: HttpRequest) -> Any:
        if request.path_info == "/healthz":
            return None
        try:
            request.get_host()
        except DisallowedHost as exception:
            return unknown_host(request, exception)
        return None


class MethodNotAllowedPage:
    """An address that only takes forms says so, instead of the browser's own “This page isn’t working”."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content and not wants_fragment(request):
            response.content = render_to_string("405.html")
        return response


class SessionEndsMiddleware:
    """Signs out whose session wasn't used for long, or lasts for too long, and notes when a session is used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """What an open page asks by itself is no use of it: a machine left alone would stay signed in."""
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return
        if sessions.has_ended(request):
            record(Event.SESSION_EXPIRED, request=request)
            request.session.flush()
            request.user = AnonymousUser()
        elif not getattr(view, "asked_by_the_page", False):
            sessions.note_use(request)


class DeskLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Every page is closed unless it says otherwise.

    A request for part of a page is answered with 401 when nobody is signed in: the sign-in page would be swapped in
    where the form is, with everything typed in it. The page's script then says where to sign in.
    """

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> Any:
        """A page says whose it is (``X-Desk-User``), and gets no answer when somebody else has signed in since.

        What waits in a browser to be saved is sent in the name of whoever typed it, or not at all.
        """
        expected = request.headers.get("X-Desk-User")
        if expected and request.user.is_authenticated and expected != str(request.user.pk):
            return HttpResponse("Somebody else is signed in.", status=401, content_type="text/plain")
        return super().process_view(request, view_func, view_args, view_kwargs)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        remember_owner(request, response)
        return response

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """Keep what was typed in a form; where nothing was, signing in leads back to the page.

        The address of a form is no page: nothing is there to be opened after signing in.
        """
        if wants_fragment(request):
            return HttpResponse("You are signed out.", status=401, content_type="text/plain")
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        page = page_before(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
        return refused_form(request) or redirect_to_login(page)


class PasswordPagesMiddleware:
    """Where nobody signs in by password (PASSWORD_SIGN_IN), no page sets, changes or sends for one."""

    PAGES = ("account_reset_password", "account_change_password", "account_set_password")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if settings.PASSWORD_SIGN_IN or match is None or not match.view_name.startswith(self.PAGES):
            return None
        messages.info(request, f"Nobody has a password here; everybody signs in by {settings.OIDC_NAME}.")
        return redirect("account_page" if request.user.is_authenticated else "account_login")


class SecondFactorMiddleware:
    """Leads people who need a second factor and have none to where they set one up; until then they do nothing else."""

    #: Views of a person's own account, which stay open.
    OPEN = ("mfa_", "account_reauthenticate", "account_logout", "account_session", "account_page")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pages of an account show keys and codes: no browser keeps them."""
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and match.view_name.startswith(("mfa_", "account_")):
            add_never_cache_headers(response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if (match is not None and match.view_name.startswith(self.OPEN)) or not second_factor.is_missing(request):
            return None
        if wants_fragment(request):
            return HttpResponse("Set up a second factor first.", status=403, content_type="text/plain")
        if request.method in ("GET", "HEAD"):
            return redirect("mfa_index")
        return render(request, "accounts/factor_first.html", status=403)


class RoleRequiredMiddleware:
    """People without a role get a page that says whom to ask, instead of the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Views open to everyone (sign-in, /healthz) and people's own account pages stay open."""
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if request.user.has_role or (match is not None and match.view_name.startswith(("account_", "mfa_"))):
            return None
        administrators = User.objects.filter(is_superuser=True, is_active=True).order_by("username")
        return render(request, "accounts/no_role.html", {"administrators": administrators}, status=403)
