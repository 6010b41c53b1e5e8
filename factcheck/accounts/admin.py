from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest

from factcheck.accounts.models import User
from factcheck.accounts.token_admin import ApiTokenAdmin  # noqa: F401  registered by being there


@admin.register(User)
class DeskUserAdmin(UserAdmin):
    """People and what they may do: a group for reviewers and editors, “superuser” for administrators."""

    list_display = ["username", "first_name", "last_name", "email", "role", "is_active", "last_login"]
    list_filter = ["groups", "is_superuser", "is_active"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "email"]}),
        (
            "Role",
            {
                "fields": ["groups", "is_superuser", "is_active"],
                "description": "Reviewers annotate; editors also set verdicts, load, archive and export; superusers "
                "are administrators. Somebody who leaves is made inactive: what they decided keeps their name.",
            },
        ),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        ("Person", {"fields": ["first_name", "last_name", "email"]}),
        ("Role", {"fields": ["groups", "is_superuser"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_deleted_objects(self, objs: Sequence[User] | QuerySet[User], request: HttpRequest) -> Any:
        """Who is to be deleted and that what they did holds them; not its words, which may not be for whoever looks."""
        _, counts, missing_rights, holds = super().get_deleted_objects(objs, request)
        kept = ["What they decided and wrote, which stays. Make them inactive instead."] if holds else []
        return [str(person) for person in objs], counts, missing_rights, kept

    @admin.display(description="role")
    def role(self, user: User) -> str:
        if user.is_superuser:
            return "Administrator"
        return ", ".join(group.name for group in user.groups.all()) or "none yet"
