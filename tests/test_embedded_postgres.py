"""The embedded server: private, one at a time, and whole after a crash."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from factcheck import embedded_postgres
from factcheck.embedded_postgres import DatabaseUnavailable, Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server with data of its own; the folders above stay as pytest made them."""
    with embedded_postgres.temporary() as one:
        yield one


def write(server: Server, word: str) -> None:
    with psycopg.connect(server.url) as link:
        link.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        link.execute("INSERT INTO kept VALUES (%s)", [word])


def words(server: Server) -> list[str]:
    with psycopg.connect(server.url) as link:
        return [word for (word,) in link.execute("SELECT word FROM kept ORDER BY word")]


def postmaster(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])


def kill(pid: int) -> None:
    """kill -9, and wait until the process is gone."""
    os.kill(pid, signal.SIGKILL)
    subprocess.run(["tail", f"--pid={pid}", "-f", "/dev/null"], check=True, timeout=30)


def test_only_its_owner_can_reach_the_server(server: Server) -> None:
    for folder in (server.data, server.socket_folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with psycopg.connect(server.url) as link:
        assert link.execute("SHOW listen_addresses").fetchone() == ("",)


def test_server_never_runs_as_root(server: Server) -> None:
    assert Path(f"/proc/{postmaster(server)}").stat().st_uid != 0


def test_killed_server_starts_again_with_everything(server: Server) -> None:
    settled = Server(server.data)  # with fsync, as `make run` has it
    server.stop()
    settled.start()
    write(settled, "kept")
    kill(postmaster(settled))
    assert not settled.is_running()
    assert settled.start()
    assert words(settled) == ["kept"]


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
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(server.data)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert sorted(one.communicate(timeout=60)[0].strip() for one in both) == ["False", "True"]


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
    assert len(os.fsencode(long.socket_folder)) < embedded_postgres.LONGEST_SOCKET_FOLDER


def test_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DatabaseUnavailable, match="can’t be made"):
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


def test_manage_leaves_a_running_server_running(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_HOME", str(server.data.parent))
    with embedded_postgres.running(["manage.py", "shell"]):
        assert server.is_running()
    assert server.is_running()


def test_manage_starts_and_stops_the_server_it_needs(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.stop()
    monkeypatch.setenv("FACTCHECK_HOME", str(server.data.parent))
    with embedded_postgres.running(["manage.py", "help"]):
        assert not server.is_running()
    with embedded_postgres.running(["manage.py", "shell"]):
        assert server.is_running()
    assert not server.is_running()
