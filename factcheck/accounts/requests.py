"""Requests: a type with what middleware adds to them, and where they may be redirected to."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from factcheck.accounts.models import User


class DeskRequest(HttpRequest):
    """A request as our views get it: somebody is signed in, and the headers of htmx are read."""

    user: User
    htmx: HtmxDetails


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx will swap the answer into the page. Going back in the browser asks for the whole page instead."""
    return request.headers.get("HX-Request-Type") == "partial"


def safe_redirect_url(request: HttpRequest, address: str) -> str:
    """The address if it is a page of this desk, else nothing: it may come from anybody."""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    # Without a slash it is no address: redirect() would take it for the name of a view.
    return address if is_ours and "/" in address else ""
