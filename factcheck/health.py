"""Whether the desk can work: for load balancers and for whoever starts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

#: Seconds the database has to answer.
PATIENCE = 2


@never_cache
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when it doesn't. Says nothing else to strangers."""
    try:
        with connected(patience=PATIENCE) as link:
            link.execute("SELECT 1")
    except psycopg.Error:
        return HttpResponse("The database cannot be reached.", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


@contextmanager
def connected(*, patience: int) -> Iterator[psycopg.Connection[Any]]:
    """A new connection outside of the pool: a pool waits for a database that is down, and for a free connection."""
    params = cast(DatabaseWrapper, connection).get_connection_params() | {"connect_timeout": patience}
    with psycopg.connect(**params) as link:
        yield link


class HealthMiddleware:
    """Answers /healthz whatever the host: a load balancer knows the machine by number, not by name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return healthz(request) if request.path_info == "/healthz" else self.get_response(request)
