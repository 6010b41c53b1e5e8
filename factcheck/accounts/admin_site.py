from typing import Any

from django.contrib import admin
from django.contrib.admin import actions
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from factcheck.accounts.audit import Event, record
from factcheck.accounts.requests import safe_redirect_url


class DeskAdminSite(admin.AdminSite):
    """The admin for administrators, and for editors what they need to load articles.

    People sign in and out and change their password at the desk's own pages: its rate limits and second factors hold
    here too.
    """

    site_header = "Factcheck"
    site_title = "Factcheck"
    index_title = "Administration"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.add_action(delete_selected, "delete_selected")

    #: Secrets of second factors, links to a provider, and addresses by which accounts are found: not to be edited here.
    CLOSED = frozenset({"account", "mfa", "socialaccount"})

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        shown = [model for model in models if model._meta.app_label not in self.CLOSED]
        if shown:
            super().register(shown, admin_class, **options)

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

    def get_log_entries(self, request: HttpRequest) -> QuerySet[Any]:
        """Without articles: an entry keeps the title, also of one that was restricted since."""
        return super().get_log_entries(request).exclude(content_type__model="article")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")


@admin.action(description="Delete selected %(verbose_name_plural)s", permissions=["delete"])
def delete_selected(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
    """Django's, with each row in the audit log: many at once go into the admin's own log without a signal."""
    keys = list(queryset.values_list("pk", flat=True))
    response = actions.delete_selected(modeladmin, request, queryset)
    if response is None and len(keys) > 1:
        for key in keys:
            record(Event.ADMIN_DELETED, request=request, subject=modeladmin.opts.model_name, subject_pk=key)
    return response
