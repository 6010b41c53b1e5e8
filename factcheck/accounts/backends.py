"""Whom the desk lets in, and what they may do."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import Q


class DeskBackend(AuthenticationBackend):
    """allauth's sign-in, with a person's rights and those of their groups in one query instead of two.

    Every page and every save asks for them, so that a right that is withdrawn ends at once.
    """

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
