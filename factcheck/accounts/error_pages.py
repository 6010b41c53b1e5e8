"""What a person is told when a request can't be answered."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponseBadRequest
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers


def unknown_host(request: HttpRequest, exception: Exception) -> HttpResponseBadRequest:
    """For a host that isn't ours; its name isn't repeated."""
    logging.getLogger("django.security.DisallowedHost").warning("%s", exception)
    why = "No desk is at this address. Ask an administrator for the right one."
    response = HttpResponseBadRequest(render_to_string("400.html", {"why": why}))
    add_never_cache_headers(response)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBadRequest:
    """Says what was wrong when it was the size, since that is what people meet: a text far too long."""
    why = ""
    if isinstance(exception, RequestDataTooBig):
        limit = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // 1024**2
        why = f"This is larger than {limit} MB. An article can have at most 1 MB; go back and load it in parts."
    if isinstance(exception, TooManyFilesSent):
        limit = settings.DATA_UPLOAD_MAX_NUMBER_FILES or 0
        why = f"These are more than {limit} files. Go back and load fewer, or pack them into one ZIP."
    return HttpResponseBadRequest(render_to_string("400.html", {"why": why}))
