from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode


class DeskAdminSite(admin.AdminSite):
    """The admin for administrators, and for editors what they need to load articles.

    People sign in at the desk's own page: its rate limits and second factors hold here too.
    """

    site_header = "Factcheck"
    site_title = "Factcheck"
    index_title = "Administration"

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and user.is_authenticated and (user.is_staff or user.can_load)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("articles:list")
        goal = request.GET.get("next", reverse("admin:index"))
        return redirect(f"{reverse('account_login')}?{urlencode({'next': goal})}")

