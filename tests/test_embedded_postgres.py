"""The embedded server: private, one at a time, and whole after a crash."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from factcheck import embedded_postgres
from factcheck.embedded_postgres import DatabaseUnavailable, Server


@pytest.fixture
def server() -> Iterator[Server]:
    """A server with data of its own, which is where `make run` and `manage.py` would look for it."""
    with embedded_postgres.temporary() as server:
        yield server


@pytest.fixture
def durable_server() -> Iterator[Server]:
    """One that keeps what it said it keeps, as `make run` has it."""
    with embedded_postgres.temporary(durable=True) as server:
        yield server


@pytest.fixture
def home(server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What `manage.py` takes for its own: the folder of the server, which is stopped."""
    server.stop()
    monkeypatch.setenv("FACTCHECK_HOME", str(server.data.parent))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return server.data.parent


def write(server: Server, word: str) -> None:
    with psycopg.connect(server.url) as link:
        link.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        link.execute("INSERT INTO kept VALUES (%s)", [word])


def words(server: Server) -> list[str]:
    with psycopg.connect(server.url) as link:
        return [word for (word,) in link.execute("SELECT word FROM kept ORDER BY word")]


def postmaster(server: Server) -> int:
    pid = server.process()
    assert pid is not None
    return pid


def kill(pid: int) -> None:
    """kill -9, and wait until the process is gone."""
    process = psutil.Process(pid)
    process.kill()
    process.wait(timeout=30)


def run_python(code: str, *arguments: str, **options: Any) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True, **options)


def test_only_its_owner_can_reach_the_server(server: Server) -> None:
    for folder in (server.data, server.socket_folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with psycopg.connect(server.url) as link:
        assert link.execute("SHOW listen_addresses").fetchone() == ("",)


def test_what_failed_is_logged_for_the_owner_alone(server: Server) -> None:
    log = server.data.with_name("postgres.log")
    with psycopg.connect(server.url) as link, pytest.raises(psycopg.Error):
        link.execute("SELECT unpublished")
    assert "unpublished" in log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_port_of_the_shell_changes_nothing(server: Server, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "6543")
    with embedded_postgres.running(), psycopg.connect(server.url) as link:
        assert link.execute("SELECT 1").fetchone() == (1,)


def test_server_never_runs_as_root(server: Server) -> None:
    assert Path(f"/proc/{postmaster(server)}").stat().st_uid != 0


def test_killed_server_starts_again_with_everything(durable_server: Server) -> None:
    write(durable_server, "kept")
    kill(postmaster(durable_server))
    assert not durable_server.is_running()
    assert durable_server.start()
    assert words(durable_server) == ["kept"]


def test_second_start_uses_the_running_server(server: Server) -> None:
    write(server, "here")
    pid = postmaster(server)
    assert server.start() is False
    assert postmaster(server) == pid
    assert words(server) == ["here"]


def test_two_starts_at_once_make_one_server(server: Server) -> None:
    server.stop()
    code = (
        "import sys; from pathlib import Path; from factcheck.embedded_postgres import Server;"
        "print(Server(Path(sys.argv[1])).start())"
    )
    both = [run_python(code, str(server.data)) for _ in range(2)]
    assert sorted(process.communicate(timeout=60)[0].strip() for process in both) == ["False", "True"]


def test_number_of_a_killed_server_may_belong_to_another_process(durable_server: Server) -> None:
    """As after a crash of a container, where the same few numbers are given out again."""
    server = durable_server
    write(server, "kept")
    files = [server.data / "postmaster.pid", server.socket_folder / ".s.PGSQL.5432.lock"]
    kill(postmaster(server))
    user = server.data.stat().st_uid
    with subprocess.Popen(["tail", "-f", "/dev/null"], user=user if os.geteuid() == 0 else None) as stranger:
        try:
            for path in files:
                path.write_text(f"{stranger.pid}\n{path.read_text().split(maxsplit=1)[1]}")
            assert not server.is_running()
            assert server.start()
            assert words(server) == ["kept"]
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_temporary_server_goes_with_the_process_that_made_it() -> None:
    code = (
        "from factcheck.embedded_postgres import temporary\n"
        "with temporary() as server:\n"
        "    print(server.data, server.process(), flush=True)\n"
        "    input()"
    )
    with run_python(code, stdin=subprocess.PIPE) as maker:
        assert maker.stdout is not None
        data, pid = maker.stdout.readline().split()
        assert psutil.pid_exists(int(pid))
        maker.kill()
    until = time.monotonic() + 30
    while Path(data).parent.exists() or psutil.pid_exists(int(pid)):
        assert time.monotonic() < until, f"{data} is still there"


def test_interrupted_first_start_is_made_anew(server: Server) -> None:
    half = Server(server.data.with_name("other"))
    making = server.data.with_name("other-making")
    making.mkdir()
    (making / "PG_VERSION").write_text("18")
    try:
        assert half.start()
        assert not making.exists()
    finally:
        half.stop(at_once=True)


def test_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    long = Server(tmp_path / ("x" * 120) / "postgres")
    assert len(os.fsencode(long.socket_folder)) < embedded_postgres.MAX_SOCKET_FOLDER


def test_server_in_a_long_path_leaves_nothing_in_tmp(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_HOME", str(home / ("x" * 120)))
    socket_folder = embedded_postgres.server().socket_folder
    with embedded_postgres.running():
        assert stat.S_IMODE(socket_folder.stat().st_mode) == 0o700
        with psycopg.connect(embedded_postgres.server().url) as link:
            assert link.execute("SELECT 1").fetchone() == (1,)
    assert not socket_folder.exists()


def test_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DatabaseUnavailable, match="can’t be used"):
        Server(tmp_path / "file" / "postgres").start()


def test_no_permission_is_widened(tmp_path: Path) -> None:
    """A private folder above the data stays private; as root the data then goes elsewhere."""
    before = stat.S_IMODE(tmp_path.stat().st_mode)
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    may = embedded_postgres._may_be_reached(private / "postgres")
    assert may is (os.geteuid() != 0)
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert stat.S_IMODE(tmp_path.stat().st_mode) == before


def test_folder_of_somebody_else_is_one_sentence(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.stop()
    monkeypatch.setattr(embedded_postgres, "_owner", lambda: server.data.stat().st_uid + 1)
    with pytest.raises(DatabaseUnavailable, match="belongs to the user"):
        server.start()
    monkeypatch.undo()


def test_machine_without_useradd_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(DatabaseUnavailable, match="run this as an ordinary user"):
        embedded_postgres._make_user()


def test_strict_umask_does_not_move_the_data(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder root makes for the demo can be passed by the database's user, whatever root's umask."""
    monkeypatch.setenv("FACTCHECK_HOME", str(home / "new"))
    before = os.umask(0o077)
    try:
        data = embedded_postgres.server().data
        with embedded_postgres.running():
            assert embedded_postgres.server().is_running()
    finally:
        os.umask(before)
    assert embedded_postgres.server().data == data


def test_programs_out_of_reach_are_copied(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root with the environment in root's home: its permissions stay, the server is made and run from a copy."""
    reached = embedded_postgres._may_be_reached
    monkeypatch.setenv("FACTCHECK_HOME", str(home / "new"))
    monkeypatch.setattr(embedded_postgres, "SYSTEM_FOLDER", home / "system")
    monkeypatch.setattr(embedded_postgres, "_may_be_reached", lambda path: "bin" not in path.parts and reached(path))
    embedded_postgres._programs.cache_clear()
    try:
        with embedded_postgres.running():
            assert psutil.Process(postmaster(embedded_postgres.server())).exe().startswith(str(home / "system"))
    finally:
        embedded_postgres._programs.cache_clear()


def test_file_in_the_way_is_one_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").touch()
    monkeypatch.setenv("FACTCHECK_HOME", str(home / "file"))
    monkeypatch.setattr(embedded_postgres, "SYSTEM_FOLDER", home / "system")
    with pytest.raises(DatabaseUnavailable, match="Not a directory"), embedded_postgres.running():
        pass
    assert not (home / "system").exists()


def test_last_to_need_the_server_stops_it(server: Server, home: Path) -> None:
    """`make run` in one terminal, `manage.py` in another: neither stops it under the other."""
    with embedded_postgres.running():
        with embedded_postgres.running(["manage.py", "shell"]):
            assert server.is_running()
        assert server.is_running()
        first = postmaster(server)
    assert not server.is_running()
    with embedded_postgres.running(["manage.py", "shell"]):
        assert postmaster(server) != first


def test_server_left_behind_by_a_killed_command_is_used_and_then_stopped(server: Server, home: Path) -> None:
    code = (
        "from factcheck import embedded_postgres\n"
        "with embedded_postgres.running():\n"
        "    print('up', flush=True)\n"
        "    input()"
    )
    with run_python(code, stdin=subprocess.PIPE) as command:
        assert command.stdout is not None
        assert command.stdout.readline() == "up\n"
        command.kill()
    pid = postmaster(server)
    with embedded_postgres.running():
        assert postmaster(server) == pid
    assert not server.is_running()


def test_interrupted_start_leaves_nothing_running(server: Server, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(self: Server) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Server, "_make_database", interrupt)
    with pytest.raises(KeyboardInterrupt), embedded_postgres.running():
        pass
    assert not server.is_running()


def test_help_needs_no_server(server: Server, home: Path) -> None:
    for words in (["manage.py"], ["manage.py", "help"], ["manage.py", "collectstatic"]):
        with embedded_postgres.running(words):
            assert not server.is_running()


def test_a_secret_is_made_once_and_for_its_owner_alone(home: Path) -> None:
    assert embedded_postgres.kept("word", lambda: "first") == "first"
    assert embedded_postgres.kept("word", lambda: "second") == "first"
    assert stat.S_IMODE((home / "word").stat().st_mode) == 0o600
    embedded_postgres.keep("word", "third")
    assert embedded_postgres.kept("word", lambda: "second") == "third"
    assert stat.S_IMODE((home / "word").stat().st_mode) == 0o600
