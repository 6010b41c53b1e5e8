from __future__ import annotations

from typing import Any, cast

from allauth.account.forms import LoginForm
from django import forms

from factcheck.accounts.models import User


class SignInForm(LoginForm):
    """Sign-in, with a label that says what may be typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Username or email"
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs.pop("placeholder", None)


class HandOverForm(forms.Form):
    """To whom goes what somebody who leaves was given, and whether their links go on working."""

    heir = forms.ChoiceField(label="Their open claims go to", required=True)
    links = forms.ChoiceField(
        label="Links they made for people outside",
        choices=[("keep", "Go on working until they end"), ("revoke", "Stop working now")],
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
