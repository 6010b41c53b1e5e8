"""What a view says of itself: its permission, who asks it, and whether it looks by itself for its article."""

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


def asked_by_the_page(view: View) -> View:
    """For what an open page asks every few seconds: nobody has to sit in front of it."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        return view(request, *args, **named)

    vars(asked)["asked_by_the_page"] = True
    return asked


def finds_by_itself(view: View) -> View:
    """For a view that finds out with the row it locks whether this person may find its article, and else answers 404.

    A save waits for the database as seldom as can be.
    """

    @wraps(view)
    def finding(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        return view(request, *args, **named)

    vars(finding)["finds_by_itself"] = True
    return finding
