"""``make run``: prepare the desk and serve it, saying what is being done.

Every problem a person can meet ends in one sentence on standard error and exit code 1.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from types import FrameType

from factcheck import embedded_postgres, unprivileged
from factcheck.embedded_postgres import ROOT, DatabaseUnavailable
from factcheck.readers import confinement
from factcheck.unprivileged import Closed, Identity

#: Seconds the web server has to answer after it was started.
PATIENCE = 60
#: Two: an export of a thousand reports may keep one busy for minutes, and articles that come in don't wait for it.
WORKERS = 2
#: How much nicer workers are than the web server: where both want the processor, pages come before jobs.
NICENESS = 10
#: The file with the passwords of the demo's people.
PASSWORDS_FILE = "demo-people.json"
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CannotRun(RuntimeError):
    """The desk can't be served; the message is one sentence that says why and what to do."""


class Stopped(KeyboardInterrupt):
    """Somebody asked us to stop: Ctrl-C, a closed terminal, or ``kill``. No ``except Exception`` may swallow it."""


def main() -> int:
    for number in STOPPING:
        signal.signal(number, _stop)
    os.chdir(ROOT)
    if not os.geteuid():
        os.umask(0o022)  # what root makes here the desk's user reads; secrets are closed by their own mode
    try:
        host, port = address()
        claim_port(host, port)
        with database():
            prepare()
            serve(host, port, hand_over())
    except Stopped:
        say("Stopped. Your data is kept; `make run` starts it again.")
        return 0
    except (CannotRun, Closed, DatabaseUnavailable) as error:
        print(f"Factcheck cannot run: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def say(sentence: str) -> None:
    # When the terminal was closed nobody reads this; stopping goes on.
    with suppress(OSError):
        print(sentence, flush=True)  # noqa: T201


def address() -> tuple[str, int]:
    """HOST and PORT, or 127.0.0.1:8000."""
    port = os.environ.get("PORT") or "8000"
    if not (port.isascii() and port.isdecimal()) or not 1 <= int(port) <= 65535:
        raise CannotRun(f"PORT is {port!r}, but must be a number from 1 to 65535.")
    return os.environ.get("HOST") or "127.0.0.1", int(port)


def claim_port(host: str, port: int) -> None:
    """Find out now, not after a minute of work, that the port can't be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            is_taken = error.errno == errno.EADDRINUSE
            why = "is taken by another program" if is_taken else f"can’t be used ({error.strerror})"
            raise CannotRun(
                f"port {port} on {host} {why}; stop that program, or choose another: PORT={port % 65535 + 1} make run."
            ) from None


@contextmanager
def database() -> Iterator[None]:
    """The database for as long as we serve: the embedded one, started and stopped, or the one of DATABASE_URL."""
    if embedded_postgres.is_embedded():
        say("Starting the database …")
        with embedded_postgres.running():
            set_up()
            yield
    else:
        set_up()
        say("Connecting to the database of DATABASE_URL …")
        check_database()
        yield


@contextmanager
def one_sentence() -> Iterator[None]:
    """Errors of Django and of the machine become CannotRun."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.core.management.base import SystemCheckError
    from django.db import Error as DatabaseError

    try:
        yield
    except (ImproperlyConfigured, SystemCheckError, CommandError) as error:
        raise CannotRun(joined(error)) from None
    except DatabaseError as error:
        raise CannotRun(f"the database refuses: {joined(error)}") from None
    except OSError as error:
        raise CannotRun(f"{error.filename or 'a file'} can’t be written ({error.strerror}).") from None


def joined(error: Exception) -> str:
    """The error's words on one line."""
    return " ".join(str(error).split())


def set_up() -> None:
    """Read the settings. Raises CannotRun when one is missing or makes no sense."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    import django

    with one_sentence():
        django.setup()


def check_database() -> None:
    """Raises CannotRun when the database can't be reached or is too old."""
    import psycopg

    from factcheck.checks import too_old
    from factcheck.health import connected

    try:
        with connected(patience=5) as link:
            version = link.info.server_version
    except psycopg.Error as error:
        raise CannotRun(
            f"the database of DATABASE_URL can’t be reached ({joined(error)}); check that it runs and the address."
        ) from None
    if sentence := too_old(version):
        raise CannotRun(sentence)


def prepare() -> None:
    """Tables and static files; on the embedded database also the seeds and the demo's people."""
    from django.core.checks import run_checks
    from django.core.management import call_command
    from django.db import connections

    with one_sentence():
        if problems := [message.msg for message in run_checks(databases=["default"]) if message.is_serious()]:
            raise CannotRun(" ".join(problems))
        say("Bringing the tables up to date …")
        call_command("migrate", verbosity=0, interactive=False)
        say("Collecting static files …")
        call_command("collectstatic", verbosity=0, interactive=False)
        if embedded_postgres.is_embedded():
            say("Loading the sample articles of seeds/ …")
            call_command("load_article", *map(str, sorted(Path("seeds").glob("*.txt"))))
            introduce(people())
        else:
            say("Create the first account with `manage.py createsuperuser`.")
        connections.close_all()


def people() -> dict[str, str | None]:
    """The demo's people with their passwords, created once; None for somebody who has chosen another since.

    Passwords are random and kept in a file that only its owner can read, so that each start prints the same.
    """
    from django.core.management import call_command

    from factcheck.accounts.models import User

    names = ("admin", "ed", "rita")
    passwords = json.loads(embedded_postgres.kept(PASSWORDS_FILE, lambda: "{}"))
    if not User.objects.filter(username__in=names).exists():
        call_command("loaddata", "demo_people", verbosity=0)
        passwords = {}
    if not passwords:
        for user in User.objects.filter(username__in=names).order_by("username"):
            passwords[user.username] = new_password()
            user.set_password(passwords[user.username])
            user.save(update_fields=["password"])
        embedded_postgres.keep(PASSWORDS_FILE, json.dumps(passwords))
    current = {user.username: user for user in User.objects.filter(username__in=passwords)}
    return {
        name: password if name in current and current[name].check_password(password) else None
        for name, password in passwords.items()
    }


def hand_over() -> Identity | None:
    """Where root started us: whom the rest runs as, to whom now belongs what the desk writes to."""
    from django.conf import settings

    user = unprivileged.identity(settings.STATIC_ROOT, embedded_postgres.home())
    if user is not None:
        say(user.sentence())
        with one_sentence():
            embedded_postgres.take_over()
            unprivileged.give(settings.EVIDENCE_ROOT, user)
    for clause in confinement.missing():
        say(f"{clause}.")
    return user


_introductions: list[str] = []


def new_password() -> str:
    """Twelve letters and digits that nobody confuses when typing them from a terminal: 59 bits."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(12))


def introduce(passwords: dict[str, str | None]) -> None:
    """Keep the lines that name the demo's people; they are printed last, where people look for them."""
    roles = {"admin": "administrator", "ed": "editor", "rita": "reviewer"}
    for name, password in passwords.items():
        _introductions.append(f"  {roles[name]:<14} {name:<6} {password or '(password has been changed)'}")


def serve(host: str, port: int, user: Identity | None = None) -> None:
    """Run gunicorn and workers until somebody stops us or gunicorn ends by itself. Raises Stopped or CannotRun.

    Run by root they are ``user``, who is handed the socket: only root may open port 80.
    """
    say("Starting the web server and its workers …")
    command = ("-m", "gunicorn", "-c", "python:factcheck.server", "factcheck.wsgi")
    with listening(host, port) if user else nullcontext() as link:
        env = {"HOST": host, "PORT": str(port)} | ({"FACTCHECK_SOCKET": str(link.fileno())} if link else {})
        gunicorn = start(*command, user=user, link=link, **env)
    workers = [start_worker(user) for _ in range(WORKERS)]
    try:
        wait_for(f"{url('127.0.0.1' if host == '0.0.0.0' else host, port)}/healthz", gunicorn)  # noqa: S104
        say(f"\nFactcheck is at {url(host, port)}")
        if _introductions:
            say("Sign in as one of the demo users:")
            for line in _introductions:
                say(line)
        say("Ctrl-C stops it.\n")
        while (code := ended(gunicorn)) is None:
            for place, worker in enumerate(workers):
                if worker.poll() is not None:
                    say(
                        f"A worker ended with code {worker.returncode} and was restarted; it continues where "
                        "it stopped."
                    )
                    workers[place] = start_worker(user)
        raise CannotRun(f"the web server ended by itself with code {code}; its last lines above say why.")
    except Stopped:
        say("\nStopping …")
        raise
    finally:
        end(*workers, gunicorn)


def listening(host: str, port: int) -> socket.socket:
    """The socket of the web server. Raises CannotRun."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise CannotRun(f"port {port} on {host} can’t be used ({error.strerror}).") from None


def start_worker(user: Identity | None = None) -> subprocess.Popen[bytes]:
    """A worker, which gives way to the web server."""
    worker = start("manage.py", "work", user=user)
    niceness = min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)  # never less than ours, which few may set
    with suppress(ProcessLookupError):  # it ended at once, and is started again
        os.setpriority(os.PRIO_PROCESS, worker.pid, niceness)
    return worker


def start(
    *command: str, user: Identity | None = None, link: socket.socket | None = None, **env: str
) -> subprocess.Popen[bytes]:
    """One of our programs, in a process beside this one, run by ``user`` where we are root, with an open socket.

    In a session of its own: Ctrl-C reaches only us, and we stop it after it has answered what is under way.
    """
    told = user.environment() if user else {}
    return subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | told | env | {"DJANGO_SETTINGS_MODULE": "factcheck.settings"},
        start_new_session=True,
        pass_fds=[link.fileno()] if link else [],
        preexec_fn=partial(_become, user, os.getpid()),
    )


def ended(process: subprocess.Popen[bytes]) -> int | None:
    """The program's exit code; None when it still runs after some seconds. Workers are not restarted more often."""
    try:
        return process.wait(timeout=3)
    except subprocess.TimeoutExpired:
        return None


def end(*processes: subprocess.Popen[bytes]) -> None:
    """Stop the programs that still run: all are asked to, then each has half a minute."""
    running = [process for process in processes if process.poll() is None]
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()


def url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the address answers; raise CannotRun when the process ends first or time runs out."""
    until = time.monotonic() + PATIENCE
    request = urllib.request.Request(address, headers={"Host": "localhost", "X-Forwarded-Proto": "https"})  # noqa: S310
    while time.monotonic() < until:
        if process.poll() is not None:
            raise CannotRun(f"the web server ended at once with code {process.returncode}; its lines above say why.")
        try:
            with urllib.request.urlopen(request, timeout=5):  # noqa: S310
                return
        except urllib.error.HTTPError:
            return  # it answers; what it says doesn't matter here
        except OSError:
            time.sleep(0.1)
    raise CannotRun(f"the web server did not answer within {PATIENCE} seconds.")


def _become(user: Identity | None, parent: int) -> None:
    """In a process that is about to start a program. In this order: whoever becomes another user is told no more."""
    if user is not None:
        user.take_on()
    _die_with(parent)


def _die_with(parent: int) -> None:
    """On Linux, a killed `make run` takes its web server with it instead of leaving the port in use."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1: PR_SET_PDEATHSIG
        if os.getppid() != parent:  # it was killed before this process could ask to be told
            os._exit(1)


def _stop(number: int, frame: FrameType | None) -> None:
    for ours in STOPPING:
        signal.signal(ours, signal.SIG_IGN)  # stopping once is enough
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
