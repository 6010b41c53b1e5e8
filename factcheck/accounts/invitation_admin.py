"""Where administrators invite people."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from factcheck.accounts import invitations
from factcheck.accounts.forms import InvitationForm
from factcheck.accounts.models import Invitation, User


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    """Sent or shown once, withdrawn when it was a mistake; never changed and never deleted."""

    add_form_template = "accounts/invite.html"
    list_display = ["email", "role", "state", "made_by", "made_at", "expires_at"]
    list_select_related = ["group", "made_by"]
    list_per_page = 50
    ordering = ["-pk"]
    search_fields = ["email"]

    def get_fields(self, request: HttpRequest, obj: Invitation | None = None) -> Any:
        if obj is None:
            return ["email", "first_name", "last_name", "role"]
        return ["email", "role", "state", "made_by", "made_at", "expires_at", "used_by", "used_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Invitation | None = None) -> Any:
        return self.get_fields(request, obj) if obj else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **named: Any) -> Any:
        return super().get_form(request, obj, change, **named | ({} if obj else {"form": InvitationForm}))

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        """One that works can only be withdrawn."""
        return not (obj and obj.state != "Open") and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not settings.PASSWORD_SIGN_IN:
            name = settings.OIDC_NAME
            messages.info(
                request,
                f"Invitations aren’t used here: people sign in with {name}, and their groups decide their role.",
            )
            return redirect("admin:accounts_user_changelist")
        return super().add_view(request, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        by = cast(User, request.user)
        if change:
            if "_withdraw" in request.POST:
                invitations.withdraw(invitation=obj, by=by)
            return
        group, is_administrator = form.role_given()
        made, plain = invitations.invite(
            email=obj.email,
            first_name=obj.first_name,
            last_name=obj.last_name,
            group=group,
            is_administrator=is_administrator,
            by=by,
        )
        url = request.build_absolute_uri(reverse("account_invitation", args=[plain]))
        obj.__dict__.update(made.__dict__, url=url)

    def log_change(self, request: HttpRequest, obj: Invitation, message: Any) -> Any:
        return super().log_change(request, obj, "Withdrawn." if "_withdraw" in request.POST else message)

    def response_add(self, request: HttpRequest, obj: Invitation, post_url_continue: str | None = None) -> HttpResponse:
        """Send the link; where no letter can be sent, show it in this one answer. It is stored nowhere."""
        url = vars(obj)["url"]
        letter = {"url": url, "invitation": obj, "by": request.user}
        if get_adapter(request).send_invitation(obj.email, letter):
            messages.success(request, f"Invitation sent to {obj.email}.")
            return redirect("admin:accounts_invitation_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": "Pass this link on now",
            "invitation": obj,
            "url": url,
            "opts": self.opts,
        }
        response = TemplateResponse(request, "accounts/invitation_link.html", context)
        add_never_cache_headers(response)
        return response

    def response_change(self, request: HttpRequest, obj: Invitation) -> HttpResponse:
        if "_withdraw" in request.POST:
            messages.success(request, f"The invitation for {obj.email} is withdrawn.")
        return redirect("admin:accounts_invitation_changelist")
