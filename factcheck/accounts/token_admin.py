"""Where administrators issue and revoke API tokens."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from factcheck.accounts import tokens
from factcheck.accounts.models import ApiToken, User


class TokenForm(forms.ModelForm):
    """A new token: for which program, in whose name, for how long."""

    days = forms.TypedChoiceField(
        label="Valid for",
        coerce=int,
        initial=365,
        choices=[(30, "30 days"), (90, "90 days"), (365, "a year"), (0, "until somebody revokes it")],
    )

    class Meta:
        model = ApiToken
        fields = ["name", "owner"]

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if ApiToken.objects.filter(name=name, revoked_at=None).exists():
            raise forms.ValidationError("A token already has this name; revoke it first, or choose another name.")
        return name

    def expires_at(self) -> dt.datetime | None:
        days = self.cleaned_data["days"]
        return timezone.now() + dt.timedelta(days=days) if days else None


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    """Issued once, shown once, revoked when no longer wanted; never changed and never deleted."""

    list_display = ["name", "owner", "scope", "begins", "state", "created_at", "expires_at", "last_used_at"]
    list_select_related = ["owner"]
    list_per_page = 50
    ordering = ["-pk"]
    search_fields = ["name", "owner__username"]

    def get_fields(self, request: HttpRequest, obj: ApiToken | None = None) -> Any:
        if obj is None:
            return ["name", "owner", "days"]
        signed = ["revoked_at", "revoked_by"] if obj.revoked_at else []
        return [*self.list_display[:5], "created_at", "created_by", "expires_at", "last_used_at", *signed]

    def get_readonly_fields(self, request: HttpRequest, obj: ApiToken | None = None) -> Any:
        return self.get_fields(request, obj) if obj else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs | ({} if obj else {"form": TokenForm}))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only people who may load articles can lend that right to a program; accounts are created elsewhere."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "owner" and field is not None:
            field.queryset = User.objects.with_perm("articles.add_article").order_by("username")
            field.widget = field.widget.widget
        return field

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        """A token can only be changed by revoking it."""
        return not (obj and obj.revoked_at) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    @admin.display(description="begins with", ordering="prefix")
    def begins(self, token: ApiToken) -> str:
        return f"{token.prefix}…"

    # What is saved

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        try:
            return super().add_view(request, form_url, extra_context)
        except IntegrityError:
            # The same form was sent twice in one instant. Validated again, it finds the name taken and says so.
            return super().add_view(request, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        by = cast(User, request.user)
        if change:
            if "_revoke" in request.POST:
                tokens.revoke(token=obj, by=by)
            return
        issued, plain = tokens.issue(
            name=obj.name,
            owner=obj.owner,
            scope=ApiToken.Scope.LOAD_ARTICLES,
            by=by,
            expires_at=form.expires_at(),
        )
        obj.__dict__.update(issued.__dict__, plain=plain)

    def log_change(self, request: HttpRequest, obj: ApiToken, message: Any) -> Any:
        return super().log_change(request, obj, "Revoked." if "_revoke" in request.POST else message)

    def response_add(self, request: HttpRequest, obj: ApiToken, post_url_continue: str | None = None) -> HttpResponse:
        """Show the token itself, in this one answer: it is stored nowhere, not even in the session."""
        context = {
            **self.admin_site.each_context(request),
            "title": "Copy this token now",
            "token": obj,
            "plain": vars(obj)["plain"],
            "endpoint": request.build_absolute_uri(reverse("api:load")),
            "opts": self.opts,
        }
        response = TemplateResponse(request, "admin/accounts/apitoken/issued.html", context)
        add_never_cache_headers(response)
        return response

    def response_change(self, request: HttpRequest, obj: ApiToken) -> HttpResponse:
        if "_revoke" in request.POST:
            messages.success(request, f"The token “{obj.name}” no longer works.")
        return redirect("admin:accounts_apitoken_changelist")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiToken]:
        return super().get_queryset(request).select_related("owner", "created_by", "revoked_by")
