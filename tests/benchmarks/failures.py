"""Everything fails while people save: what was acknowledged is stored, once. ``python -m tests.benchmarks.failures``.

Sixteen reviewers save on articles of their own and send each decision again, under its key, until it is acknowledged.
Meanwhile web workers, the web server and the database are killed with -9, the disk runs full, and connections are cut
after the request was sent. As root the database's disk is a small one of its own, so that it can run full; otherwise
that part is left out, and it says so.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from factcheck import embedded_postgres
from tests.benchmarks.desk import say
from tests.benchmarks.load import Place, Saved, check, claims_of_article

REVIEWERS = 16
DISK = "400m"


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.failures", description=__doc__)
    options.add_argument("--saves", type=int, default=500, help="of each reviewer")
    saves = options.parse_args().saves
    with small_disk() as disk, desk() as (server, people):
        from django.db import connections

        work = [claims_of_article(saves) for _ in range(REVIEWERS)]
        sessions = [session_of(person) for person in people]
        web = Web()
        with web:
            answers = [Saved() for _ in work]
            threads = [
                threading.Thread(target=review, args=(web, session, claims, saved))
                for session, claims, saved in zip(sessions, work, answers, strict=True)
            ]
            start = time.perf_counter()
            for thread in threads:
                thread.start()
            events = fail(web, server, disk, lambda: any(thread.is_alive() for thread in threads))
            for thread in threads:
                thread.join()
            spent = time.perf_counter() - start
        connections.close_all()  # ours were killed with the database
        check({article for claims in work for article, _, _ in claims}, answers)
        accepted = sum(len(saved.accepted) for saved in answers)
        assert accepted == saves * REVIEWERS, accepted
        retries = sum((saved.failures for saved in answers), Counter())
        say(f"{accepted} decisions acknowledged in {spent:.0f} s, stored once each", f"{dict(events)}")
        say("sent again, by what came instead of an answer", f"{dict(retries)}")


@contextlib.contextmanager
def small_disk() -> Iterator[Path | None]:
    """A disk of a few hundred megabytes for the database; None for somebody who may not have one made."""
    if os.geteuid() != 0:
        say("the disk is not filled: only root can have one made for it", "")
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="factcheck-disk-"))
    folder.chmod(0o755)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder], check=True)
    tempfile.tempdir = str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = None
        subprocess.run(["umount", "--lazy", folder], check=True)
        folder.rmdir()


@contextlib.contextmanager
def desk() -> Iterator[tuple[embedded_postgres.Server, list[object]]]:
    """A database with all tables and sixteen reviewers."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    with embedded_postgres.temporary(durable=True) as server:
        os.environ["FACTCHECK_HOME"] = str(server.data.parent)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        from tests.factories import make_user

        yield server, [make_user("reviewer", f"reviewer{number}") for number in range(REVIEWERS)]


def session_of(person: object) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


class Web:
    """gunicorn, which may be killed and was restarted on its port."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "python:factcheck.server", "factcheck.wsgi"],
            env=os.environ | {"PORT": str(self.port)},
            stderr=subprocess.DEVNULL,
        )

    def kill_worker(self) -> None:
        workers = psutil.Process(self.process.pid).children()
        if workers:
            random.choice(workers).kill()

    def kill(self) -> None:
        for process in [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children()]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait()
        self.process = self.start()

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait()


def fail(
    web: Web, server: embedded_postgres.Server, disk: Path | None, is_going_on: Callable[[], bool]
) -> Counter[str]:
    """One failure after another while people save; how many of each."""
    events: Counter[str] = Counter()
    kinds = ["web worker killed", "web server killed", "database killed", *(["disk full"] if disk else [])]
    time.sleep(8)  # the web server starts
    while is_going_on():
        kind = kinds[events.total() % len(kinds)]
        if kind == "web worker killed":
            web.kill_worker()
        elif kind == "web server killed":
            web.kill()
        elif kind == "database killed":
            kill_database(server)
        elif disk:
            fill(disk)
        events[kind] += 1
        time.sleep(4)
    return events


def kill_database(server: embedded_postgres.Server) -> None:
    pid = server.process()
    if pid is None:
        return
    for process in [psutil.Process(pid), *psutil.Process(pid).children()]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
    time.sleep(1)
    server.start()


def fill(disk: Path) -> None:
    ballast = disk / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb") as file:
        while True:
            file.write(b"0" * 1_000_000)
            file.flush()
    time.sleep(3)
    ballast.unlink()


def review(web: Web, session: str, claims: list[Place], saved: Saved) -> None:
    """Save a decision on each claim, and send it again until it is acknowledged; some answers are not waited for."""
    dice = random.Random(session)
    for article, number, claim in claims:
        key, status = uuid.uuid4(), dice.choice(("organization", "hedged", "unattributed"))
        form = {"status": status, "source": "", "version": 0, "claim": claim, "key": key, "note": f"Note {key}"}
        while key not in saved.accepted:
            outcome = send(web.port, session, f"/articles/{article}/claims/{number}/save/", form, dice)
            if outcome == 200:
                saved.accepted[key] = (number, status)
            else:
                saved.failures[outcome] += 1
                time.sleep(0.2)


def send(port: int, session: str, path: str, form: dict[str, object], dice: random.Random) -> int:
    """The status; 0 for no connection, 1 for one that was cut after the request."""
    token = "b" * 32
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={token}",
        "Host": "localhost",
        "X-CSRFToken": token,
        "HX-Request-Type": "partial",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        link.request("POST", path, body=urllib.parse.urlencode(form), headers=headers)
        if dice.random() < 0.1:
            return 1
        answer = link.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        link.close()


if __name__ == "__main__":
    main()
