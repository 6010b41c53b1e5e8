from collections.abc import Sequence
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from factcheck.accounts.forms import HandOverForm
from factcheck.accounts.models import User
from factcheck.accounts.token_admin import ApiTokenAdmin  # noqa: F401  registered by being there
from factcheck.refusals import Refused
from factcheck.reports import leavers


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
                "are administrators. Somebody who leaves is made inactive, by the button above: what they decided "
                "keeps their name.",
            },
        ),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        ("Person", {"fields": ["first_name", "last_name", "email"]}),
        ("Role", {"fields": ["groups", "is_superuser"]}),
    ]
    #: Nobody is made inactive by a tick: what they hold would stay behind unseen.
    readonly_fields = ["is_active", "last_login", "date_joined"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/inactive/", view(self.make_inactive), name="accounts_user_inactive"),
            path("<int:pk>/active/", view(self.make_active), name="accounts_user_active"),
            *super().get_urls(),
        ]

    def make_inactive(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What somebody who leaves holds, to whom it goes, and the handing over."""
        person, by = self._person_to_change(request, pk), cast(User, request.user)
        form = HandOverForm(request.POST if request.method == "POST" else None, person=person)
        status = 422 if form.is_bound else 200
        if form.is_bound and form.is_valid():
            heir = form.chosen()
            try:
                handed_over = leavers.make_inactive(
                    person=person, by=by, heir=heir, revoke_links=form.cleaned_data["links"] == "revoke"
                )
            except Refused as problem:
                form.add_error(None, str(problem))
                status = 409
            else:
                sentence = handed_over.sentence(person, heir) if handed_over else f"{person} is inactive already."
                if handed_over:
                    self.log_change(request, person, sentence)
                messages.success(request, sentence)
                return redirect("admin:accounts_user_change", person.pk)
        context = {"form": form, "holdings": leavers.holdings(person), "title": f"Make {person} inactive"}
        return self._page(request, person, "inactive", context, status)

    def make_active(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let somebody in again, after a page that says what doesn't come back."""
        person = self._person_to_change(request, pk)
        if request.method == "POST":
            if leavers.make_active(person=person):
                self.log_change(request, person, "Made active again.")
            messages.success(request, f"{person} is active again. Nothing that was handed over has come back.")
            return redirect("admin:accounts_user_change", person.pk)
        return self._page(request, person, "active", {"title": f"Make {person} active again"}, 200)

    def _person_to_change(self, request: HttpRequest, pk: int) -> User:
        person = self.get_queryset(request).filter(pk=pk).first()
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if person is None:
            raise Http404
        return person

    def _page(
        self, request: HttpRequest, person: User, name: str, context: dict[str, Any], status: int
    ) -> TemplateResponse:
        context |= {**self.admin_site.each_context(request), "person": person, "opts": self.opts} | context
        return TemplateResponse(request, f"admin/accounts/user/{name}.html", context, status=status)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_deleted_objects(self, objs: Sequence[User] | QuerySet[User], request: HttpRequest) -> Any:
        """Who is to be deleted and that what they did holds them; not its words, which may not be for whoever looks."""
        _, counts, missing_rights, holds = super().get_deleted_objects(objs, request)
        kept = [_kept(len(holds))] if holds else []
        return [str(person) for person in objs], counts, missing_rights, kept

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:  # they decided something since the page was asked for
            return redirect("admin:accounts_user_delete", object_id)

    @admin.display(description="role")
    def role(self, user: User) -> str:
        return user.role


def _kept(count: int) -> str:
    """Why a person can't be deleted; ``count`` is how many rows hold them."""
    what = (
        "One thing they decided, wrote or were given stays"
        if count == 1
        else (f"{count} things they decided, wrote or were given stay")
    )
    return f"{what}. Make them inactive instead."
