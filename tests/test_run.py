"""`make run` as a newcomer meets it: for real, in a copy of the project, with its own database."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from factcheck import embedded_postgres
from factcheck.checks import database_is_new_enough, detector_can_read, too_old

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(sys.prefix)


def environment(**more: str) -> dict[str, str]:
    """The shell of somebody who has set nothing."""
    ours = {"DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "TLS", "FACTCHECK_HOME", "DJANGO_SETTINGS_MODULE", "PORT"}
    return {name: value for name, value in os.environ.items() if name not in ours} | more


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def run_once(*, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """`make run` without make, for starts that have to fail."""
    return subprocess.run(
        [sys.executable, "-m", "factcheck.run"],
        cwd=cwd,
        env=environment(**env),
        capture_output=True,
        text=True,
        timeout=60,
    )


def assert_one_sentence(done: subprocess.CompletedProcess[str], words: str) -> None:
    assert done.returncode == 1
    said = done.stderr.strip()
    assert words in said
    assert said.count("\n") == 0
    assert "Traceback" not in said


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Path]:
    """The project as somebody has just cloned it."""
    folder = tmp_path / "factcheck"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    yield folder
    data = data_of(folder)
    if (data / "postmaster.pid").exists():
        embedded_postgres.Server(data).stop(at_once=True)
    if tmp_path not in data.parents:
        shutil.rmtree(data.parent, ignore_errors=True)


def data_of(folder: Path) -> Path:
    code = "from factcheck import embedded_postgres as e; print(e.server().data)"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment(), capture_output=True, text=True)
    return Path(done.stdout.strip())


class Desk:
    """A running `make run`."""

    def __init__(self, folder: Path, port: str) -> None:
        self.port = port
        self.process = subprocess.Popen(
            ["make", "run", f"VENV={VENV}", f"PORT={port}"],
            cwd=folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if line.startswith("Ctrl-C"):
                return
        raise AssertionError("".join(self.said))

    def passwords(self) -> dict[str, str]:
        return dict(
            re.findall(r"^\s+(?:administrator|editor|reviewer)\s+(\w+)\s+(\S+)$", "".join(self.said), re.MULTILINE)
        )

    def healthz(self) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
            return str(answer.read().decode())

    def interrupt(self) -> str:
        """What Ctrl-C in a terminal does; gives what was said on the way out."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.communicate(timeout=60)[0]


def decisions(data: Path) -> int:
    with psycopg.connect(embedded_postgres.Server(data).url) as link:
        found = link.execute("SELECT count(*) FROM claims_claim").fetchone()
        return int(found[0]) if found else 0


def test_run_keeps_everything_over_kill_and_stops_cleanly(copy: Path) -> None:
    port = free_port()
    desk = Desk(copy, port)
    assert desk.healthz() == "ok"
    first = desk.passwords()
    assert set(first) == {"admin", "ed", "rita"}
    assert len(set(first.values())) == 3
    data = data_of(copy)
    claims = decisions(data)
    assert claims >= 24
    secrets = [copy / ".local" / name for name in ("secret-key", "demo-people.json")]
    assert [stat.S_IMODE(path.stat().st_mode) for path in secrets] == [0o600, 0o600]

    assert_one_sentence(run_once(cwd=copy, PORT=port), "is taken by another program")

    # Everything dies at once, in the middle of it.
    server = psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))
    everything = [*psutil.Process(desk.process.pid).children(recursive=True), *server.children(), server]
    for process in everything:
        process.kill()
    desk.process.kill()
    psutil.wait_procs(everything, timeout=30)
    desk.process.wait(timeout=30)

    started = time.monotonic()
    again = Desk(copy, port)
    assert again.healthz() == "ok"
    assert again.passwords() == first
    assert decisions(data) == claims
    assert "Everything is kept" in again.interrupt()
    assert not embedded_postgres.Server(data).is_running()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(port))) != 0
    assert time.monotonic() > started


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1", "80 80"])
def test_nonsense_for_a_port_is_one_sentence(port: str) -> None:
    assert_one_sentence(run_once(PORT=port), "has to be a number from 1 to 65535")


def test_database_out_of_reach_is_one_sentence() -> None:
    done = run_once(PORT=free_port(), DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port()}/factcheck")
    assert_one_sentence(done, "can’t be reached")


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "x" * 60}, "ALLOWED_HOSTS is missing"),
        ({"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "desk.example.org"}, "TLS is missing"),
        ({"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "desk.example.org", "TLS": "maybe"}, "TLS is 'maybe'"),
        ({"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "desk.example.org", "TLS": "off", "TIME_ZONE": "Mars"}, "TIME_ZONE"),
        ({"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "desk.example.org", "TLS": "off", "EMAIL_PORT": "x"}, "EMAIL_PORT"),
    ],
)
def test_production_demands_what_it_needs(given: dict[str, str], missing: str) -> None:
    url = embedded_postgres.server().url
    assert_one_sentence(run_once(PORT=free_port(), DATABASE_URL=url, **given), missing)


def test_address_that_is_no_postgresql_is_one_sentence() -> None:
    done = run_once(PORT=free_port(), DATABASE_URL="mysql://x@127.0.0.1/x")
    assert_one_sentence(done, "DATABASE_URL")


def test_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("a file where a folder has to be")
    done = run_once(PORT=free_port(), FACTCHECK_HOME=str(tmp_path / "in-the-way"))
    assert_one_sentence(done, "can’t be")


def test_python_without_venv_is_one_sentence(tmp_path: Path) -> None:
    python = tmp_path / "python3"
    python.write_text(f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    done = subprocess.run(
        ["make", "install", f"VENV={tmp_path}/venv", f"PYTHON={python}"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert "apt install python3-venv" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_too_old_a_python_is_one_sentence(tmp_path: Path) -> None:
    python = tmp_path / "python3"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    done = subprocess.run(
        ["make", "install", f"VENV={tmp_path}/venv", f"PYTHON={python}"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert "Python 3.11 or newer" in done.stderr


def test_too_old_a_database_is_one_sentence() -> None:
    assert too_old(140000) is None
    assert "PostgreSQL 13" in (too_old(130011) or "")


@pytest.mark.django_db
def test_database_of_the_tests_is_new_enough() -> None:
    assert database_is_new_enough(databases=["default"]) == []


@pytest.mark.parametrize("path", ["factcheck.nowhere.Detector", "factcheck.urls.path", "builtins.str"])
def test_detector_that_cannot_read_is_found_at_start(settings: object, path: str) -> None:
    settings.ATTRIBUTION_DETECTOR = path  # type: ignore[attr-defined]
    assert [found.id for found in detector_can_read()] == ["factcheck.E002"]
