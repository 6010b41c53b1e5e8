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
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from factcheck import embedded_postgres

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(sys.prefix)
SECRET = "nobody-knows-3kV7wQz0mXr9TfLb2HsYc8DgJn5Pu1EaRo6Ki4Wd"
PRODUCTION = {"SECRET_KEY": SECRET, "ALLOWED_HOSTS": "desk.example.org", "TLS": "off"}


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
    message = done.stderr.strip()
    assert words in message
    assert message.count("\n") == 0
    assert "Traceback" not in message


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
    embedded_postgres.Server(data).stop(at_once=True)
    if tmp_path not in data.parents:
        shutil.rmtree(data.parent, ignore_errors=True)


def data_of(folder: Path) -> Path:
    code = "from factcheck import embedded_postgres as e; print(e.server().data)"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment(), capture_output=True, text=True)
    return Path(done.stdout.strip())


class Desk:
    """A running `make run`; as a context it is killed if a test left it running."""

    def __init__(self, folder: Path, port: str, **env: str) -> None:
        self.port = port
        self.process = subprocess.Popen(
            ["make", "run", f"VENV={VENV}", f"PORT={port}"],
            cwd=folder,
            env=environment(**env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if line.startswith("Ctrl-C"):
                break
        self.everything = [psutil.Process(self.process.pid)]
        self.everything += self.everything[0].children(recursive=True)
        if "Ctrl-C stops it" not in self.said:
            self.kill()
            pytest.fail(f"`make run` did not serve: {self.said}")

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *error: object) -> None:
        self.kill()

    def passwords(self) -> dict[str, str]:
        return dict(re.findall(r"^\s+(?:administrator|editor|reviewer)\s+(\w+)\s+(\S+)$", self.said, re.MULTILINE))

    def healthz(self) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
            return str(answer.read().decode())

    def kill(self) -> None:
        """kill -9 of make, of what it runs, and of the web server with its workers."""
        for process in self.everything:
            with suppress(psutil.NoSuchProcess):  # the death of one takes others along
                process.kill()
        self.process.communicate(timeout=30)
        psutil.wait_procs(self.everything, timeout=30)

    def stop(self, number: signal.Signals) -> None:
        """Send a signal to `make` and all it runs in its terminal, as a terminal does, and wait for the end."""
        os.killpg(self.process.pid, number)
        rest = self.process.communicate(timeout=60)[0]
        assert "Your data is kept" in rest
        assert "Traceback" not in rest
        assert "Error" not in rest
        _, alive = psutil.wait_procs(self.everything, timeout=30)
        assert not alive


def claims_in(data: Path) -> int:
    with psycopg.connect(embedded_postgres.Server(data).url) as link:
        row = link.execute("SELECT count(*) FROM claims_claim").fetchone()
        return int(row[0]) if row else 0


def test_run_keeps_everything_over_kill_and_stops_cleanly(copy: Path) -> None:
    port = free_port()
    with Desk(copy, port) as desk:
        assert desk.healthz() == "ok"
        first = desk.passwords()
        assert set(first) == {"admin", "ed", "rita"}
        assert len(set(first.values())) == 3
        data = data_of(copy)
        server = embedded_postgres.Server(data)
        claims = claims_in(data)
        assert claims >= 24
        secrets = [copy / ".local" / name for name in ("secret-key", "demo-people.json")]
        assert [stat.S_IMODE(path.stat().st_mode) for path in secrets] == [0o600, 0o600]

        assert_one_sentence(run_once(cwd=copy, PORT=port), "is taken by another program")

        # Everything dies at once, in the middle of it.
        database = psutil.Process(server.process())
        database.kill()
        desk.kill()
        database.wait(timeout=30)

    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        with Desk(copy, port) as again:
            assert again.healthz() == "ok"
            assert again.passwords() == first
            assert claims_in(data) == claims
            again.stop(number)
        assert not server.is_running()
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", int(port))) != 0


def test_killed_worker_is_started_again_and_a_killed_run_takes_all_along(copy: Path) -> None:
    """Otherwise jobs would wait for ever, and the port would be taken for the next start."""
    with Desk(copy, free_port()) as desk:
        web, *_ = (process for process in desk.everything if "gunicorn" in process.cmdline())
        workers = [process for process in desk.everything if "work" in process.cmdline()]
        # One is free while the other makes a large export, and both let pages go first.
        assert len(workers) >= 2
        assert all(worker.nice() == min(19, web.nice() + 10) for worker in workers)
        workers[0].kill()
        assert desk.process.stdout is not None
        assert any("was restarted" in line for line in desk.process.stdout)
        desk.everything += desk.everything[0].children(recursive=True)
        run = next(process for process in desk.everything if "factcheck.run" in process.cmdline())
        run.kill()
        _, alive = psutil.wait_procs(desk.everything, timeout=30)
        assert not alive


def low_port() -> str:
    """A free port that root alone may open; any for others."""
    for port in range(1023, 600, -1) if not os.geteuid() else ():
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return str(port)
    return free_port()


def test_desk_of_root_runs_as_somebody_without_rights(copy: Path) -> None:
    """And takes over what root has kept until now."""
    home, evidence = copy / ".local", data_of(copy).parent / "evidence"
    for path in (home / "secret-key", evidence / "ab" / "minutes"):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text("kept as it is")
        path.chmod(0o600)
    home.chmod(0o755)
    evidence.parent.chmod(0o755)
    with Desk(copy, low_port()) as desk:
        assert desk.healthz() == "ok"
        run = next(process for process in desk.everything if "factcheck.run" in process.cmdline())
        serving = run.children(recursive=True)
        assert any("gunicorn" in process.cmdline() for process in serving)
        assert any("work" in process.cmdline() for process in serving)
        uid = (evidence / "ab").stat().st_uid
        assert uid != 0
        assert {number for process in serving for number in process.uids()} == {uid}
        assert (evidence / "ab" / "minutes").stat().st_uid == uid
        assert (home / "secret-key").stat().st_uid == uid
        assert (home / "secret-key").read_text() == "kept as it is"
        if not os.geteuid():
            assert f"run as the user “{embedded_postgres.SYSTEM_USER}”" in desk.said
            # Nothing of the program is theirs to change.
            for path in (copy, *copy.rglob("*")):
                status = path.lstat()
                is_kept = home in (path, *path.parents)
                is_writable = status.st_uid == uid or (status.st_mode & 0o002 and not path.is_symlink())
                assert is_kept or not is_writable, path
            # Here the code lies in a folder of root's own: what they got is the right to read, and no other.
            rights = {line for process in serving for line in rights_of(process)}
            assert rights <= {0, 1 << 2}
        # Nobody else of the same name learns the secrets; a worker may need a moment more than the web server.
        until = time.monotonic() + 60
        while open_to_their_own(serving, uid) and time.monotonic() < until:
            pass
        assert open_to_their_own(serving, uid) == []
        desk.stop(signal.SIGINT)


def rights_of(process: psutil.Process) -> list[int]:
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return [int(line.split()[1], 16) for line in lines if line.startswith(("CapEff", "CapPrm"))]


def open_to_their_own(processes: list[psutil.Process], uid: int) -> list[int]:
    """Which of them another process of the same user may look into."""
    pids = [process.pid for process in processes if process.is_running()]
    looks = {
        pid: subprocess.run(
            ["cat", f"/proc/{pid}/environ"],
            capture_output=True,
            cwd="/",
            user=None if os.geteuid() else uid,
            group=None if os.geteuid() else uid,
            extra_groups=None if os.geteuid() else [],
        )
        for pid in pids
    }
    return [pid for pid, look in looks.items() if look.stdout]


def test_database_of_ones_own_gets_neither_demo_people_nor_seeds(tmp_path: Path) -> None:
    with embedded_postgres.temporary() as server:
        env = PRODUCTION | {"DATABASE_URL": server.url, "STATIC_ROOT": str(tmp_path)}
        with Desk(ROOT, free_port(), **env) as desk:
            assert desk.healthz() == "ok"
            assert "createsuperuser" in desk.said
            assert not desk.passwords()
            with psycopg.connect(server.url) as link:
                assert link.execute("SELECT count(*) FROM accounts_user").fetchone() == (0,)
                assert link.execute("SELECT count(*) FROM articles_article").fetchone() == (0,)
            desk.stop(signal.SIGINT)
        assert server.is_running()


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1", "80 80"])
def test_nonsense_for_a_port_is_one_sentence(port: str) -> None:
    assert_one_sentence(run_once(PORT=port), "must be a number from 1 to 65535")


def test_database_out_of_reach_is_one_sentence() -> None:
    url = f"postgresql://nobody:hush@127.0.0.1:{free_port()}/factcheck"
    done = run_once(PORT=free_port(), **PRODUCTION | {"DATABASE_URL": url})
    assert_one_sentence(done, "can’t be reached")
    assert "hush" not in done.stderr


def test_database_that_refuses_its_tables_is_one_sentence() -> None:
    with embedded_postgres.temporary() as server:
        with psycopg.connect(server.url) as link:
            link.execute("CREATE ROLE guest LOGIN")
        done = run_once(PORT=free_port(), **PRODUCTION | {"DATABASE_URL": server.url.replace("postgres@", "guest@")})
    assert_one_sentence(done, "permission denied")


@pytest.mark.parametrize(
    ("variables", "missing"),
    [
        ({}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": SECRET}, "ALLOWED_HOSTS is missing"),
        ({"SECRET_KEY": SECRET, "ALLOWED_HOSTS": "desk.example.org"}, "TLS is missing"),
        ({"SECRET_KEY": SECRET, "ALLOWED_HOSTS": "desk.example.org", "TLS": "maybe"}, "TLS is 'maybe'"),
        ({"SECRET_KEY": SECRET, "ALLOWED_HOSTS": "desk.example.org", "TLS": "off", "TIME_ZONE": "Mars"}, "TIME_ZONE"),
        ({"SECRET_KEY": SECRET, "ALLOWED_HOSTS": "desk.example.org", "TLS": "off", "EMAIL_PORT": "x"}, "EMAIL_PORT"),
    ],
)
def test_production_demands_what_it_needs(variables: dict[str, str], missing: str) -> None:
    url = embedded_postgres.server().url
    assert_one_sentence(run_once(PORT=free_port(), DATABASE_URL=url, **variables), missing)


def test_address_that_is_no_postgresql_is_one_sentence() -> None:
    done = run_once(PORT=free_port(), **PRODUCTION | {"DATABASE_URL": "mysql://x:hush@127.0.0.1/x"})
    assert_one_sentence(done, "DATABASE_URL must look like")
    assert "hush" not in done.stderr


def test_host_that_is_not_this_machine_is_one_sentence() -> None:
    assert_one_sentence(run_once(PORT=free_port(), HOST="192.0.2.1"), "on 192.0.2.1 can’t be used")


def test_detector_that_is_not_there_is_one_sentence() -> None:
    with embedded_postgres.temporary() as server:
        env = PRODUCTION | {"DATABASE_URL": server.url, "ATTRIBUTION_DETECTOR": "factcheck.nowhere.Detector"}
        assert_one_sentence(run_once(PORT=free_port(), **env), "ATTRIBUTION_DETECTOR")


def test_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("a file where a folder has to be")
    done = run_once(PORT=free_port(), FACTCHECK_HOME=str(tmp_path / "in-the-way"))
    assert_one_sentence(done, "can’t be")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder to install in, where nothing has to be fetched."""
    shutil.copy2(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.txt").touch()
    return tmp_path


def install(folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "install", "VENV=.venv"],
        cwd=folder,
        env=environment(**env),
        capture_output=True,
        text=True,
        timeout=120,
    )


def fake_python(folder: Path, script: str) -> str:
    python = folder / "fake-python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    return str(python)


def test_python_without_venv_is_one_sentence(bare: Path) -> None:
    python = fake_python(bare, f'case "$2" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"')
    done = install(bare, PYTHON=python)
    assert done.returncode != 0
    assert "apt install python3-venv" in done.stderr
    assert not (bare / ".venv").exists()


def test_too_old_a_python_is_one_sentence(bare: Path) -> None:
    done = install(bare, PYTHON=fake_python(bare, "exit 1"))
    assert done.returncode != 0
    assert "Python 3.11 or newer" in done.stderr
    assert not (bare / ".venv").exists()


def test_half_made_environment_is_made_anew(bare: Path) -> None:
    (bare / ".venv" / "bin").mkdir(parents=True)
    (bare / ".venv" / "bin" / "python").write_text("half")
    first = install(bare)
    assert first.returncode == 0, first.stderr
    assert subprocess.run([bare / ".venv" / "bin" / "python", "-m", "pip", "--version"], capture_output=True).stdout
    second = install(bare)
    assert (second.returncode, second.stderr) == (0, "")
    assert "Installing" not in second.stdout

    # From here on the package index is away.
    (bare / "requirements.txt").write_text(f"nothing-of-the-kind==1 --hash=sha256:{'0' * 64}\n")
    away = {"PIP_INDEX_URL": "http://127.0.0.1:1/", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}
    for _ in range(2):  # the failed one leaves no stamp
        done = install(bare, **away)
        assert done.returncode != 0
        assert "Is the package index within reach?" in done.stderr


def look_for_programs(folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    make, id_ = shutil.which("make"), shutil.which("id")
    assert make
    assert id_
    (folder / "bin").mkdir()
    (folder / "bin" / "id").symlink_to(id_)  # and nothing else: neither Chromium nor apt-get
    env = environment(PATH=str(folder / "bin"), CHROMIUM="") | env
    return subprocess.run([make, "programs"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)


def test_machine_without_programs_says_what_to_install(tmp_path: Path) -> None:
    done = look_for_programs(tmp_path)
    assert done.returncode != 0
    assert "install chromium libreoffice-writer-nogui" in done.stderr


def test_chromium_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    done = look_for_programs(tmp_path, CHROMIUM="/nowhere/chromium")
    assert done.returncode != 0
    assert "CHROMIUM is /nowhere/chromium, but there is no such program." in done.stderr


def test_command_without_its_database_is_one_sentence() -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/factcheck"
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env=environment(DATABASE_URL=url, SECRET_KEY=SECRET, ALLOWED_HOSTS="desk.example.org", TLS="off"),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "The database can’t be used" in done.stderr
    assert "Traceback" not in done.stderr
