"""Whatever root starts runs as an ordinary user: the web server, its workers, and what these start."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from factcheck import embedded_postgres
from factcheck.readers import confinement


class Closed(RuntimeError):
    """That user could not read the program; the message is one sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the desk runs as. ``closed`` is a folder on the way to its files that this user may not enter, if any."""

    name: str
    uid: int
    gid: int
    closed: Path | None

    def take_on(self) -> None:
        """Become this user for good, in a process that is about to start a program. Raises OSError."""
        confinement.become(self.uid, self.gid, may_read_all=self.closed is not None, hand_on=True)

    def environment(self) -> dict[str, str]:
        """What tells a program whose it is, and where the database is."""
        told = {"HOME": "/", "USER": self.name, "LOGNAME": self.name}
        if embedded_postgres.is_embedded():
            told[embedded_postgres.DATA] = str(embedded_postgres.server().data)
        return told

    def sentence(self) -> str:
        """What whoever starts the desk has to know."""
        says = f"Started by root: the web server and its workers run as the user “{self.name}”."
        if self.closed:
            says += (
                f" {self.closed} is closed to it, so it gets the right to read every file, but to write only its own."
                " To avoid this, put Factcheck and Python in a folder that everybody may enter, such as /opt."
            )
        return says


def identity(*places: Path) -> Identity | None:
    """Who the desk runs as when we are root; None for others, who run it themselves.

    ``places`` are what the desk reads beside its code. Raises Closed, and DatabaseUnavailable when there is no such
    user and none can be made.
    """
    user = embedded_postgres.system_user()
    if user is None:
        return None
    closed = confinement.closed_folder(embedded_postgres.ROOT, sys.prefix, sys.base_prefix, *places)
    if closed and not confinement.may_read_all():
        raise Closed(
            f"{closed} is closed to the user “{user.pw_name}”, who runs the desk when root starts it; move Factcheck"
            " to a folder that everybody may enter, such as /opt, or run it as an ordinary user."
        )
    return Identity(user.pw_name, user.pw_uid, user.pw_gid, closed)


def give(folder: Path, owner: Identity) -> None:
    """Make the folder a private one of this user's, and theirs whatever root has made in it.

    Links are not followed, and a file that has another name elsewhere is left as it is: its user may have put it there.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chown(folder, owner.uid, owner.gid)
    for _, folders, files, inside in os.fwalk(folder):
        for name in (*folders, *files):
            status = os.stat(name, dir_fd=inside, follow_symlinks=False)
            is_ours = status.st_uid == 0 and (stat.S_ISDIR(status.st_mode) or status.st_nlink == 1)
            if is_ours:
                os.chown(name, owner.uid, owner.gid, dir_fd=inside, follow_symlinks=False)
