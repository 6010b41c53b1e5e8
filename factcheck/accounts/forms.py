from __future__ import annotations

from typing import Any, cast

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.db.models import Q

from factcheck.accounts import tries
from factcheck.accounts.models import ADMINISTRATORS, Invitation, User

#: The choice that somebody may do nothing yet.
NO_ROLE = "none"


class SignInForm(LoginForm):
    """Sign-in, with a label that says what may be typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Username or email"
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs.pop("placeholder", None)


class SlowsGuesses:
    """Codes of a second factor: whoever guesses waits, and locks nobody out but themselves, see ``tries.py``."""

    user: User

    def clean_code(self) -> str:
        taken = tries.take_code(context.request, self.user)
        if not isinstance(taken, tries.Taken):
            raise forms.ValidationError(f"Too many wrong codes. Try again in {tries.in_words(taken)}.", code="wait")
        code: str = super().clean_code()  # type: ignore[misc]
        taken.give_back()
        return code


class CodeForm(SlowsGuesses, AuthenticateForm):
    """After the password."""


class CodeAgainForm(SlowsGuesses, ReauthenticateForm):
    """Before what is asked about once more."""


def roles() -> list[tuple[str, str]]:
    """What somebody may be, for a choice in which nothing is chosen yet."""
    groups = [(name, name) for name in Group.objects.order_by("name").values_list("name", flat=True)]
    return [("", "Choose…"), *groups, (ADMINISTRATORS, "Administrator"), (NO_ROLE, "No access yet")]


class InvitationForm(forms.ModelForm):
    """Whom an administrator invites, and as what. Nobody comes without a role by oversight: “no access yet” is one."""

    role = forms.ChoiceField(help_text="Reviewers annotate; editors also set verdicts, load, archive and export.")

    class Meta:
        model = Invitation
        fields = ["email", "first_name", "last_name"]

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        cast(forms.ChoiceField, self.fields["role"]).choices = roles()

    def clean_email(self) -> str:
        return free_address(self.cleaned_data["email"], of=None)

    def role_given(self) -> tuple[Group | None, bool]:
        """The group, or that it is an administrator."""
        role = self.cleaned_data["role"]
        return Group.objects.filter(name=role).first(), role == ADMINISTRATORS


class AcceptForm(forms.ModelForm):
    """What an invited person says of themselves."""

    password1 = forms.CharField(
        label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )
    password2 = forms.CharField(
        label="Repeat password", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name"]
        help_texts = {"username": "You sign in with it, such as “mira” or “m.vance”."}

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["password1"].help_text = password_validators_help_text_html()

    def clean_username(self) -> str:
        """Capital letters don’t make it another name, and nobody goes by a colleague's address."""
        username = str(self.cleaned_data["username"])
        if User.objects.filter(Q(username__iexact=username) | Q(email__iexact=username)).exists():
            raise forms.ValidationError("This username is taken; choose another.")
        return username

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password1")
        if password and "password2" in cleaned and password != cleaned["password2"]:
            self.add_error("password2", "The two passwords differ.")
        return cleaned

    def _post_clean(self) -> None:
        """The password is looked at last, beside the names that were given."""
        super()._post_clean()  # type: ignore[misc]
        if password := self.cleaned_data.get("password1"):
            try:
                validate_password(password, self.instance)
            except forms.ValidationError as problem:
                self.add_error("password1", problem)


def free_address(email: str, *, of: User | None) -> str:
    """An address that nobody else has: two people of one address could not both be found by it."""
    people = User.objects.filter(email__iexact=email)
    if of is not None:
        people = people.exclude(pk=of.pk)
    if email and (person := people.first()):
        raise forms.ValidationError(f"{person} already has this address.")
    return email


class PersonForm(UserChangeForm):
    """A person in the administration: with a role, or plainly with none."""

    no_access = forms.BooleanField(
        label="No access yet", required=False, help_text="They can sign in, but see only their own account."
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if self.instance.pk and not self.instance.is_superuser:
            self.initial["no_access"] = not self.instance.groups.exists()

    def clean_email(self) -> str:
        return free_address(self.cleaned_data["email"], of=self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_role = bool(cleaned.get("is_superuser") or cleaned.get("groups"))
        if has_role and cleaned.get("no_access"):
            self.add_error("no_access", "Choose either a role or no access: deselect this, or remove the role.")
        if not has_role and not cleaned.get("no_access"):
            self.add_error("no_access", "Choose a group or superuser, or select “No access yet”.")
        return cleaned


class HandOverForm(forms.Form):
    """To whom goes what somebody who leaves was given, and whether their links go on working."""

    heir = forms.ChoiceField(label="Their open claims go to", required=True)
    links = forms.ChoiceField(
        label="Their shared links",
        choices=[("keep", "Keep them until they expire"), ("revoke", "Revoke them now")],
        initial="keep",
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, person: User) -> None:
        super().__init__(data)
        people = User.objects.with_perm("reviews.add_review", include_superusers=False)
        self.known = {str(each.pk): each for each in people.exclude(pk=person.pk).order_by("username")}
        field = cast(forms.ChoiceField, self.fields["heir"])
        field.choices = [("anyone", "Anyone"), *((pk, str(each)) for pk, each in self.known.items())]

    def chosen(self) -> User | None:
        """None for anyone."""
        return self.known.get(self.cleaned_data["heir"])
