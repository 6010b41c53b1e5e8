"""Whom the desk lets in, and what they may do."""

from __future__ import annotations

from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat

from factcheck.accounts.models import User
from factcheck.accounts.second_factor import FACTORS


class DeskBackend(AuthenticationBackend):
    """allauth's sign-in; a person comes with their rights and those of their groups, in one query.

    Every page and every save asks for them, so that a right that is withdrawn ends at once.
    """

    def get_user(self, user_id: int) -> Any:
        """Who is signed in, with their rights; None for somebody who left."""
        sql, values = _person_with_rights()
        people = User.objects.raw(sql, [user_id if value == _PERSON else value for value in values])
        user: Any = next(iter(people), None)
        if user is not None and not user.is_superuser:
            user._perm_cache = set(user.rights)
        return user

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """The rights by name, such as ``reviews.add_review``; none for somebody who left."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        known: set[str] | None = getattr(user_obj, "_perm_cache", None)
        if known is None:
            rights = Permission.objects.all()
            if not user_obj.is_superuser:
                rights = rights.filter(Q(user=user_obj) | Q(group__user=user_obj))
            names = rights.order_by().values_list("content_type__app_label", "codename")
            known = user_obj._perm_cache = {f"{app}.{codename}" for app, codename in names}
        return known


#: A key that no row has: the placeholder for the person in the query.
_PERSON = -1


@cache
def _person_with_rights() -> tuple[str, tuple[Any, ...]]:
    """The query and its values. Every request asks, and Django takes longer to write it than to answer it."""
    rights = Permission.objects.filter(Q(user=OuterRef("pk")) | Q(group__user=OuterRef("pk"))).order_by()
    named = rights.annotate(right=Concat(F("content_type__app_label"), Value("."), F("codename"))).values("right")
    factor = Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS))
    people = User.objects.annotate(rights=ArraySubquery(named), known_factor=factor).filter(pk=_PERSON, is_active=True)
    return people.query.sql_with_params()
