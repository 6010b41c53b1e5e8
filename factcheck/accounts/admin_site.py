from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from factcheck.accounts.requests import safe_redirect_url


class DeskAdminSite(admin.AdminSite):
    """The admin for administrators, and for editors what they need to load articles.

    People sign in and out and change their password at the desk's own pages: its rate limits and second factors hold
    here too.
    """

    site_header = "Factcheck"
    site_title = "Factcheck"
    index_title = "Administration"

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and user.is_authenticated and (user.is_staff or user.can_load)

    @method_decorator([never_cache, login_not_required])
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        goal = safe_redirect_url(request, request.GET.get("next", "")) or reverse("admin:index")
        if self.has_permission(request):
            return redirect(goal)
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect(f"{reverse('account_login')}?{urlencode({'next': goal})}")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")
