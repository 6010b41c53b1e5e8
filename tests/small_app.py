"""A web application that says what came, for the tests of the web server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} {len(body)}".encode()
