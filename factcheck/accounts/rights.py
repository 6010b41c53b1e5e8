"""Closing a view to everybody without the permission it needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def require_permission(right: str) -> Callable[[View], View]:
    """Answers 403 to people without this right, one of User’s ``can_…``. Nobody gets here without signing in."""

    def close(view: View) -> View:
        @wraps(view)
        def closed(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
            if not getattr(request.user, right):
                raise PermissionDenied
            return view(request, *args, **named)

        return closed

    return close
