from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from factcheck.accounts.models import User
from factcheck.accounts.requests import wants_fragment


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

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if not wants_fragment(request):
            return super().handle_no_permission(request, view_func)
        return HttpResponse("You are signed out.", status=401, content_type="text/plain")


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
        if request.user.has_role or (match is not None and match.view_name.startswith("account_")):
            return None
        administrators = User.objects.filter(is_superuser=True, is_active=True).order_by("username")
        return render(request, "accounts/no_role.html", {"administrators": administrators}, status=403)
