"""What root starts runs as somebody else, to whom belongs what they write, and nothing more."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from factcheck import embedded_postgres, unprivileged
from factcheck.readers import confinement
from factcheck.unprivileged import Identity

ROOT = Path(__file__).resolve().parent.parent
IS_ROOT = not os.geteuid()


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="factcheck-evidence-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def us() -> Identity:
    """The desk's user where we are root, else ourselves."""
    return unprivileged.identity() or Identity("us", os.geteuid(), os.getegid(), None)


def test_root_becomes_the_desks_user_and_others_stay_who_they_are(tmp_path: Path) -> None:
    user = unprivileged.identity(tmp_path)
    if not IS_ROOT:
        assert user is None
        return
    assert user is not None
    assert user.uid == pwd.getpwnam(embedded_postgres.SYSTEM_USER).pw_uid
    assert user.closed is not None  # pytest's folder is its owner's alone
    assert f"{user.closed} is closed to it" in user.sentence()


def test_folder_is_closed_where_not_everybody_may_enter(folder: Path) -> None:
    (folder / "private" / "deep").mkdir(parents=True)
    (folder / "private").chmod(0o750)
    assert confinement.closed_folder(folder) is None
    assert confinement.closed_folder(folder, folder / "private" / "deep") == folder / "private"
    assert confinement.closed_folder(folder / "private") == folder / "private"


def test_what_is_given_is_theirs_and_links_lead_nowhere(folder: Path) -> None:
    kept, outside = folder / "evidence", folder / "outside"
    outside.mkdir()
    (kept / "ab").mkdir(parents=True)
    for path in (kept / "ab" / "minutes", outside / "linked", outside / "hard"):
        path.write_text("x")
    (kept / "link").symlink_to(outside)
    (kept / "ab" / "link").symlink_to(outside / "linked")
    os.link(outside / "hard", kept / "hard")
    unprivileged.give(kept, us())
    assert {path.stat().st_uid for path in (kept, kept / "ab", kept / "ab" / "minutes")} == {us().uid}
    assert {path.stat().st_uid for path in (outside, *outside.iterdir())} == {os.geteuid()}


def test_a_folder_that_is_not_there_is_made_for_them_alone(folder: Path) -> None:
    unprivileged.give(folder / "new" / "evidence", us())
    status = (folder / "new" / "evidence").stat()
    assert (status.st_uid, status.st_mode & 0o777) == (us().uid, 0o700)


@pytest.mark.parametrize("may_read_all", [False, True])
def test_whoever_root_becomes_writes_nothing_of_roots(folder: Path, may_read_all: bool) -> None:
    """With a closed folder on the way they read, and still write nothing. Others can become nobody."""
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    (closed / "secret").write_text("hush")
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from factcheck.unprivileged import Identity\n"
        f"Identity('x', 54321, 54321, Path('/') if {may_read_all} else None).take_on()\n"
        "os.execv('/bin/sh', ['sh', '-c', sys.argv[1]])\n"
    )
    attempt = f"cat {closed}/secret; touch {closed}/new {folder}/new; id -u; id -G"
    done = subprocess.run([sys.executable, "-c", code, attempt], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert not (closed / "new").exists()
    assert not (folder / "new").exists()
    if IS_ROOT:
        assert done.stdout == ("hush" if may_read_all else "") + "54321\n54321\n"
    else:
        assert done.stdout == ""
        assert "PermissionError" in done.stderr
