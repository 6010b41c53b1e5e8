"""What every benchmark needs: a database of its own, the web server as it runs in earnest, and people signed in."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from factcheck import embedded_postgres

if TYPE_CHECKING:
    from factcheck.accounts.models import User

#: Asks for a path, or sends a form to it: the seconds it took, the status, the text.
Ask = Callable[..., tuple[float, int, str]]


def say(what: str, figure: str) -> None:
    print(f"{what:<66} {figure}", flush=True)


def milliseconds(times: list[float]) -> str:
    ordered = sorted(times)
    return f"p50 {1000 * statistics.median(ordered):6.1f} ms   p95 {1000 * ordered[int(0.95 * len(ordered))]:6.1f} ms"


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def database() -> Iterator[None]:
    """A PostgreSQL that waits for the disk, with all tables, Django set up to use it, and the scripts as bundles."""
    for name in ("DATABASE_URL", "DEBUG", "TLS"):
        os.environ.pop(name, None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    with embedded_postgres.temporary(durable=True) as server:
        os.environ["FACTCHECK_HOME"] = str(server.data.parent)
        os.environ["STATIC_ROOT"] = str(server.data.parent / "static")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        yield


@contextmanager
def web() -> Iterator[int]:
    """The desk behind gunicorn as ``make run`` has it; gives its port."""
    from django.db import connections

    connections.close_all()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    gunicorn = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "python:factcheck.server", "factcheck.wsgi"],
        env=os.environ | {"PORT": str(port)},
    )
    try:
        until = time.monotonic() + 60
        while not _answers(port):
            if gunicorn.poll() is not None or time.monotonic() > until:
                raise RuntimeError("The web server did not start.")
            time.sleep(0.1)
        yield port
    finally:
        gunicorn.terminate()
        gunicorn.wait()


def _answers(port: int) -> bool:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        link.request("GET", "/healthz", headers={"Host": "localhost"})
        return link.getresponse().status == 200
    except OSError:
        return False
    finally:
        link.close()


@contextmanager
def signed_in(user: User, port: int) -> Iterator[Ask]:
    """Somebody's browser, as far as the server can tell."""
    from django.conf import settings
    from django.db import connections
    from django.test import Client

    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    connections.close_all()
    token = "b" * 32
    cookies = f"sessionid={session}; csrftoken={token}"
    idle = [0.0]
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(
        path: str,
        form: dict[str, object] | bytes | None = None,
        content_type: str = "application/x-www-form-urlencoded",
    ) -> tuple[float, int, str]:
        headers = {"Cookie": cookies, "Host": "localhost", "HX-Request": "true", "HX-Request-Type": "partial"}
        body: bytes | None = None
        if form is not None:
            headers |= {"X-CSRFToken": token, "Content-Type": content_type}
            body = form if isinstance(form, bytes) else urllib.parse.urlencode(form).encode()
        if time.monotonic() > idle[0] + 1:
            link.close()  # the server has hung up by now; a new connection is made below
        idle[0] = time.monotonic()
        start = time.perf_counter()
        link.request("POST" if body else "GET", path, body=body, headers=headers)
        answer = link.getresponse()
        text = answer.read().decode()
        return time.perf_counter() - start, answer.status, text

    try:
        yield ask
    finally:
        link.close()
