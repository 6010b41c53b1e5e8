"""What somebody is answered who asks for a page that shows an answer which they are yet to give themselves."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from factcheck.accounts.requests import wants_fragment
from factcheck.reviews.second_opinions import Withheld


class WithheldMiddleware:
    """One sentence, whichever page raised Withheld; what is typed there stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Withheld):
            return None
        if wants_fragment(request):
            return respond_withheld(request, str(exception))
        response = render(request, "reviews/opinions/withheld.html", {"withheld": exception}, status=403)
        response["Cache-Control"] = "no-store, private"
        return response


def respond_withheld(request: HttpRequest, message: str) -> HttpResponse:
    """The sentence in the place for messages, and the page as it is."""
    response = render(request, "reviews/panel/refusal.html", {"message": message})
    response["HX-Retarget"] = "#connection"
    return response
