"""Binds the process in which a stranger's file is read, for good: what the kernel refuses, no fault in a parser undoes.

Landlock leaves the code and the libraries to be read, and nothing to be written. A filter of system calls leaves
reading, thinking and writing into what is open: no socket, no program, no process, no signal to another one, no file
opened for writing. A reader that root starts gives up being root. Where the kernel offers less, ``missing`` says what,
and ``confine`` does the rest.

What stays: a reader may ask whether a path exists, how large and how old it is; and it may use up its own limits.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from factcheck.readers.system_calls import ALLOWED, BINDING, BOUNDED, Numbers

_PACKAGE = Path(__file__).resolve().parents[1]
#: Whoever owns no file. Readers that root starts become this user.
NOBODY = 65534

# As in the kernel's prctl.h.
_SET_PDEATHSIG = 1
_SET_DUMPABLE, _SET_KEEPCAPS, _GET_SECCOMP, _SET_SECCOMP, _SET_NO_NEW_PRIVS = 4, 8, 21, 22, 38
_CAP_AMBIENT, _CAP_AMBIENT_RAISE, _CAP_AMBIENT_CLEAR_ALL = 47, 2, 4
_CAP_DAC_READ_SEARCH = 2
_MAY_READ_ALL = 1 << _CAP_DAC_READ_SEARCH
_CAPABILITY_VERSION_3 = 0x20080522

NO_FILES = (
    "This system has no Landlock (Linux 5.13 or newer has it, unless it is switched off), so a file that breaks its"
    " reader could read whatever the web server may read"
)
NO_FILTER = (
    "This system filters no system calls, so a file that breaks its reader could reach the network and start programs"
)


class Unconfined(RuntimeError):
    """The process could not be bound as it has to be; the message is one sentence that says what is missing."""


def missing() -> tuple[str, ...]:
    """What this system lacks to confine a reader, a clause for each; nothing is bound by asking."""
    clauses = ((NO_FILES, _landlock_version() < 1), (NO_FILTER, not _filters_calls()))
    return tuple(clause for clause, is_missing in clauses if is_missing)


def confine(*, strict: bool = False, parent: int = 0) -> None:
    """Bind this process, which has to have one thread only. ``strict``: raises Unconfined where anything fails.

    Otherwise whatever the system offers is used. With a ``parent``, by its number, the process ends when that one does.
    """
    if strict and (clauses := missing()):
        raise Unconfined(f"{clauses[0]}; SANDBOX=required refuses to read files here.")
    if not _machine():
        return
    end_with_parent = partial(_end_with, parent)  # another user's process is no longer bound to its parent
    for bind in (give_up_rights, end_with_parent, hide_memory, _gain_nothing, _leave_reading_alone, _filter_calls):
        try:
            bind()
        except OSError as why:
            if strict:
                raise Unconfined(f"A reader could not be confined ({why.strerror}), and so it reads nothing.") from None


def hide_memory() -> None:
    """No other process of the same user may look into this one, its environment and its memory; it leaves no core.

    Does nothing where the system isn't Linux. A program that is started afterwards is open again.
    """
    if sys.platform == "linux":
        _prctl(_SET_DUMPABLE, 0)


def _end_with(parent: int) -> None:
    """Be killed when the parent's only thread ends; at once where it ended before."""
    if parent:
        _prctl(_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


# Rights


def _gain_nothing() -> None:
    """No program that is started has more rights than this one, and so a filter is let in force."""
    _prctl(_SET_NO_NEW_PRIVS, 1)


def give_up_rights() -> None:
    """Nobody's user and group instead of root's, and no capability.

    Where the code lies in a folder that is closed to others, one is kept: to read it. Landlock bounds what is read.
    """
    if not os.geteuid():
        become(NOBODY, NOBODY, may_read_all=closed_folder(_PACKAGE, sys.prefix, sys.base_prefix) is not None)
    else:
        _set_capabilities(_own_capabilities() & _MAY_READ_ALL)


def become(uid: int, gid: int, *, may_read_all: bool, hand_on: bool = False) -> None:
    """Another user for good, in this thread's process; root alone may call it. Raises OSError.

    ``may_read_all`` keeps the one right to read whatever there is, and ``hand_on`` gives it to programs that are
    started.
    """
    capabilities = _MAY_READ_ALL if may_read_all and _machine() else 0
    if capabilities:
        _prctl(_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if _machine():
        _set_capabilities(capabilities, hand_on=hand_on)


def _set_capabilities(capabilities: int, *, hand_on: bool = False) -> None:
    with suppress(OSError):  # a kernel without ambient ones
        _prctl(_CAP_AMBIENT, _CAP_AMBIENT_CLEAR_ALL)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    inheritable = capabilities if hand_on else 0
    # Effective, permitted, inheritable; the lower 32 bits of each, then the upper ones.
    _call("capset", header, (ctypes.c_uint32 * 6)(capabilities, capabilities, inheritable, 0, 0, 0))
    if capabilities and hand_on:
        _prctl(_CAP_AMBIENT, _CAP_AMBIENT_RAISE, _CAP_DAC_READ_SEARCH)


def may_read_all() -> bool:
    """Whether this process has the right to read whatever there is."""
    return bool(_machine()) and bool(_own_capabilities() & _MAY_READ_ALL)


def _own_capabilities() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("CapEff:"):
            return int(line.split()[1], 16)
    return 0


def closed_folder(*places: str | Path) -> Path | None:
    """The outermost folder on the way to one of these places that not everybody may enter."""
    for place in map(Path, places):
        for folder in reversed((place, *place.parents)):
            if folder.is_dir() and not folder.stat().st_mode & 0o001:
                return folder
    return None


# Files: Landlock

# As in the kernel's landlock.h, with the version that brought each.
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
_NET_RIGHTS = {4: 0b11}
_SCOPES = {6: 0b11}
_PATH_BENEATH = 1

#: Where the system keeps libraries, and what they ask for. The code's own places are added.
_SYSTEM = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/nix/store", "/gnu/store"),
    *("/usr/share/zoneinfo", "/etc/localtime", "/etc/ld.so.cache", "/etc/mime.types"),
    *("/dev/null", "/dev/urandom"),
)


def readable_places() -> Iterator[Path]:
    """The files and folders that a reader may read, as far as they are there. The project's own folder isn't among
    them, only its package: beside that lie the database and the secrets of the demo."""
    own = (str(_PACKAGE), *sys.path, f"{sys.prefix}/lib", f"{sys.base_prefix}/lib")
    for name in dict.fromkeys((*own, *_SYSTEM)):
        place = Path(name)
        is_too_much = place.resolve() in (_PACKAGE.parent, Path("/"))
        if place.is_absolute() and not is_too_much and os.path.exists(place):
            yield place


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("place", ctypes.c_int32))


def _landlock_version() -> int:
    """The version of the kernel's Landlock; 0 where there is none."""
    if not _machine():
        return 0
    try:
        return _call("landlock_create_ruleset", None, 0, 1)
    except OSError:
        return 0


def _leave_reading_alone() -> None:
    version = _landlock_version()
    if not version:
        return
    files, net, scopes = (
        sum(right for since, right in rights.items() if since <= version)
        for rights in (_FILE_RIGHTS, _NET_RIGHTS, _SCOPES)
    )
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    rules = _Ruleset(files, net, scopes)
    ruleset = _call("landlock_create_ruleset", ctypes.byref(rules), size, 0)
    try:
        for place in readable_places():
            opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
            try:
                allowed = _READ_FILE | (_READ_DIR if place.is_dir() else 0)
                rule = _PathBeneath(allowed, opened)
                _call("landlock_add_rule", ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
            finally:
                os.close(opened)
        _call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


# System calls: seccomp

# As in the kernel's bpf_common.h, seccomp.h and audit.h.
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
# As if the kernel had never heard of it: libraries know what to do then.
_REFUSE = 0x00050000 | errno.ENOSYS
_REFUSE_WRITING = 0x00050000 | errno.EACCES
_REFUSE_SETTING = 0x00050000 | errno.ENOTTY
_FILTER = 2
_MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
#: Where seccomp_data has the call's number, the machine, and the lower half of each argument.
_NUMBER, _MACHINE, _SECOND, _THIRD = 0, 4, 24, 32
#: From this number on x86-64 has calls of 32-bit programs.
_X32 = 0x40000000
#: Write-only, read and write, create, empty: alike on both machines.
_FOR_WRITING = 0o1 | 0o2 | 0o100 | 0o1000
#: F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC
_FCNTL = (0, 1, 2, 3, 1030)
#: FIOCLEX, FIONCLEX
_IOCTL = (0x5451, 0x5450)


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def _machine() -> str:
    """The machine as the tables call it; empty for one that they don't know, and for 32-bit programs."""
    is_known = sys.platform == "linux" and sys.maxsize > 2**32 and sys.byteorder == "little"
    return platform.machine() if is_known and platform.machine() in _MACHINES else ""


def _filters_calls() -> bool:
    if not _machine():
        return False
    try:
        _prctl(_GET_SECCOMP)
    except OSError:
        return False
    return True


def filter_program(machine: str) -> list[tuple[int, int, int, int]]:
    """The filter as instructions: what to do, where to go if so, where if not, and the value."""

    def number(numbers: Numbers) -> int:
        return int(getattr(numbers, machine))

    def known(table: dict[str, Numbers]) -> dict[str, int]:
        return {name: number(numbers) for name, numbers in table.items() if number(numbers) >= 0}

    program = [
        (_LOAD, 0, 0, _MACHINE),
        (_IF_EQUAL, 1, 0, _MACHINES[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_IF_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _REFUSE),
    ]
    for value in known(ALLOWED).values():
        program += [(_IF_EQUAL, 0, 1, value), (_RETURN, 0, 0, _ALLOW)]
    bounded = known(BOUNDED)
    for name, flags in (("open", _SECOND), ("openat", _THIRD)):
        if name in bounded:
            program += [
                (_IF_EQUAL, 0, 4, bounded[name]),
                (_LOAD, 0, 0, flags),
                (_IF_ANY_BIT, 0, 1, _FOR_WRITING),
                (_RETURN, 0, 0, _REFUSE_WRITING),
                (_RETURN, 0, 0, _ALLOW),
            ]
    for name, commands in (("fcntl", _FCNTL), ("ioctl", _IOCTL)):
        program += [(_IF_EQUAL, 0, 2 * len(commands) + 2, bounded[name]), (_LOAD, 0, 0, _SECOND)]
        for command in commands:
            program += [(_IF_EQUAL, 0, 1, command), (_RETURN, 0, 0, _ALLOW)]
        program.append((_RETURN, 0, 0, _REFUSE_SETTING))
    program.append((_RETURN, 0, 0, _REFUSE))
    return program


def _filter_calls() -> None:
    if not _filters_calls():
        return
    instructions = [_Instruction(*line) for line in filter_program(_machine())]
    program = _Program(len(instructions), (_Instruction * len(instructions))(*instructions))
    _prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(program))


# The kernel

_libc = ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, *arguments: int) -> int:
    values = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    return _checked(int(_libc.prctl(option, *values)))


def _call(name: str, *arguments: object) -> int:
    """A system call for which the C library has no function. Raises OSError."""
    number = getattr(BINDING[name], _machine())
    values = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    return _checked(int(_libc.syscall(ctypes.c_long(number), *values)))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
