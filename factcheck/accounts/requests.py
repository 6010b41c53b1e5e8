"""Types for what middleware puts on a request."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from factcheck.accounts.models import User


class DeskRequest(HttpRequest):
    """A request as our views get it: somebody is signed in, and what htmx said of it was read."""

    user: User
    htmx: HtmxDetails
