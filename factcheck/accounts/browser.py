"""What a browser may keep of the desk: no page, and nothing to go back to once somebody has signed out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control


class NothingKeptMiddleware:
    """No answer of ours is kept by a browser or a proxy, whatever the view says; static files never get here.

    Whoever signs out takes with them what the browser still has of before: its cache, and the pages to go back to.
    What waits there to be sent stays: it is sealed (``User.seals``).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        patch_cache_control(response, no_store=True, private=True)
        if getattr(request, "has_signed_out", False):
            response["Clear-Site-Data"] = '"cache"'
        return response


@receiver(user_logged_out)
def _note(sender: Any, request: HttpRequest | None, **named: Any) -> None:
    if request is not None:
        request.has_signed_out = True  # type: ignore[attr-defined]
