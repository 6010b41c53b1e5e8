from collections.abc import Sequence
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from factcheck.accounts import second_factor
from factcheck.accounts.audit import Event, record
from factcheck.accounts.forms import HandOverForm, PersonForm
from factcheck.accounts.invitation_admin import InvitationAdmin  # noqa: F401  registered by being there
from factcheck.accounts.models import User
from factcheck.accounts.token_admin import ApiTokenAdmin  # noqa: F401  registered by being there
from factcheck.refusals import Refused
from factcheck.reports import leavers


@admin.register(User)
class DeskUserAdmin(UserAdmin):
    """People and what they may do: a group for reviewers and editors, “superuser” for administrators."""

    form = PersonForm
    list_display = ["username", "first_name", "last_name", "email", "role", "is_active", "last_login"]
    list_filter = ["groups", "is_superuser", "is_active"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "email"]}),
        (
            "Role",
            {
                "fields": ["groups", "is_superuser", "no_access", "is_active"],
                "description": "Reviewers annotate; editors also set verdicts, load, archive and export; superusers "
                "are administrators. When somebody leaves, make them inactive with the button above: their "
                "decisions keep their name.",
            },
        ),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    #: Nobody is made inactive by a tick: what they hold would stay behind unseen.
    readonly_fields = ["is_active", "last_login", "date_joined"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/inactive/", view(self.make_inactive), name="accounts_user_inactive"),
            path("<int:pk>/second-factor/", view(self.take_factor_away), name="accounts_user_factor"),
            path("<int:pk>/active/", view(self.make_active), name="accounts_user_active"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """People are invited: nobody else ever knows their password."""
        return redirect("admin:accounts_invitation_add")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            address_changed(request, obj, form.initial.get("email", ""))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if {"groups", "is_superuser"} & set(form.changed_data):
            person = User.objects.get(pk=form.instance.pk)
            record(Event.ROLE_CHANGED, request=request, subject="user", subject_pk=person.pk, role=person.role)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        response = super().user_change_password(request, id, form_url)
        person = self.get_object(request, id)
        if request.method == "POST" and response.status_code == 302 and person is not None:
            record(Event.PASSWORD_CHANGED, request=request, subject="user", subject_pk=person.pk)
            get_adapter(request).send_notification_mail("account/email/password_changed", person)
        return response

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
                sentence = handed_over.sentence(person, heir) if handed_over else f"{person} is already inactive."
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
            messages.success(request, f"{person} is active again. Work handed to others stays with them.")
            return redirect("admin:accounts_user_change", person.pk)
        return self._page(request, person, "active", {"title": f"Make {person} active again"}, 200)

    def take_factor_away(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For somebody who lost their phone or key: they sign in with the password, and set up another."""
        person = self._person_to_change(request, pk)
        if request.method == "POST":
            if second_factor.take_away(person):
                record(Event.FACTOR_TAKEN_AWAY, request=request, subject="user", subject_pk=person.pk)
                self.log_change(request, person, "Second factor removed.")
                get_adapter(request).send_notification_mail("account/email/factor_taken_away", person)
            messages.success(request, f"{person} now signs in without a second factor, and can set up a new one.")
            return redirect("admin:accounts_user_change", person.pk)
        context = {"title": f"Remove {person}’s second factor", "has_factor": second_factor.has_one(person)}
        return self._page(request, person, "factor", context, 200)

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


def address_changed(request: HttpRequest, person: User, before: str) -> None:
    """Only the new address finds the account from now on; the one before is told so."""
    EmailAddress.objects.filter(user=person).delete()
    record(Event.ADDRESS_CHANGED, request=request, subject="user", subject_pk=person.pk)
    for address in filter(None, [before, person.email]):
        get_adapter(request).send_notification_mail("account/email/address_changed", person, email=address)


def _kept(count: int) -> str:
    """Why a person can't be deleted; ``count`` is how many rows hold them."""
    what = (
        "One decision, comment or assignment of theirs stays"
        if count == 1
        else (f"{count} decisions, comments and assignments of theirs stay")
    )
    return f"{what}. Make them inactive instead."
