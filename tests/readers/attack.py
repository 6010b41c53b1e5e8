"""What a file could do that has broken its reader, by native calls: run as ``python -m tests.readers.attack``.

Its standard input is JSON: ``confined``, ``landlock`` whether the kernel has it, ``uid`` to become first (0 to stay),
``home`` with the files ``secret`` and ``other``, ``port`` and ``socket`` where somebody listens. Prints of each attack
whether it got through.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource  # noqa: F401 - unconfined, before the code is out of an ordinary user's reach
import socket
import subprocess
import sys
import threading
from collections.abc import Callable

from factcheck.readers.base import Limits
from factcheck.readers.confinement import confine, missing
from factcheck.readers.sandboxed_process import limit
from tests.readers.lacking import take_landlock_away

libc = ctypes.CDLL(None, use_errno=True)
case = json.load(sys.stdin)
home = case["home"].encode()
secret, other = home + b"/secret", home + b"/other"
ATTACKS: list[Callable[[], bool]] = []


def attack(function: Callable[[], bool]) -> Callable[[], bool]:
    ATTACKS.append(function)
    return function


def opens(path: bytes, flags: int) -> bool:
    opened = libc.open(path, flags, 0o600)
    if opened >= 0:
        libc.close(opened)
    return bool(opened >= 0)


@attack
def read_a_secret() -> bool:
    return opens(secret, os.O_RDONLY)


@attack
def list_a_folder() -> bool:
    return opens(home, os.O_RDONLY | os.O_DIRECTORY)


@attack
def read_the_environment_of_the_parent() -> bool:
    return opens(b"/proc/%d/environ" % os.getppid(), os.O_RDONLY)


@attack
def read_the_environment_of_another_process() -> bool:
    return opens(b"/proc/%d/environ" % victim.pid, os.O_RDONLY)


@attack
def write_over_a_file() -> bool:
    return opens(other, os.O_WRONLY)


@attack
def make_a_file() -> bool:
    return opens(home + b"/new", os.O_WRONLY | os.O_CREAT)


@attack
def make_a_temporary_file() -> bool:
    return opens(b"/tmp", os.O_RDWR | os.O_TMPFILE)


@attack
def make_a_folder() -> bool:
    return bool(libc.mkdir(home + b"/folder", 0o700) == 0)


@attack
def let_others_read_a_secret() -> bool:
    return bool(libc.chmod(secret, 0o644) == 0)


@attack
def empty_a_file() -> bool:
    return bool(libc.truncate(other, ctypes.c_long(0)) == 0)


@attack
def rename_a_file() -> bool:
    return bool(libc.rename(other, home + b"/renamed") == 0)


@attack
def remove_a_file() -> bool:
    return bool(libc.unlink(home + b"/renamed") == 0)


@attack
def change_the_file_that_is_read() -> bool:
    return bool(libc.fchmod(file, 0o644) == 0)


@attack
def write_into_the_file_that_is_read() -> bool:
    return opens(b"/proc/self/fd/%d" % file, os.O_RDWR)


def reaches(family: int, address: object) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as link:
            link.connect(address)  # type: ignore[arg-type]
    except OSError:
        return False
    return True


@attack
def reach_a_server() -> bool:
    return reaches(socket.AF_INET, ("127.0.0.1", case["port"]))


@attack
def reach_a_database_by_its_socket() -> bool:
    return reaches(socket.AF_UNIX, case["socket"])


@attack
def make_a_pair_of_sockets() -> bool:
    return bool(libc.socketpair(socket.AF_UNIX, socket.SOCK_STREAM, 0, (ctypes.c_int * 2)()) == 0)


@attack
def start_a_process() -> bool:
    child = libc.fork()
    if child == 0:
        os._exit(0)
    return bool(child > 0 and os.waitpid(child, 0))


@attack
def start_a_thread() -> bool:
    thread = threading.Thread(target=lambda: None)
    try:
        thread.start()
    except RuntimeError:
        return False
    thread.join()
    return True


@attack
def start_a_program() -> bool:
    # Unconfined it takes the place of a process made for it; confined there is none, and it would take ours.
    child = libc.fork()
    if child <= 0:
        libc.execve(b"/bin/true", (ctypes.c_char_p * 2)(b"true"), (ctypes.c_char_p * 1)())
        return False
    return os.waitpid(child, 0)[1] == 0


@attack
def look_into_the_memory_of_another_process() -> bool:
    buffer = ctypes.create_string_buffer(8)
    vector = ctypes.c_void_p * 2
    source, target = vector(ctypes.addressof(buffer), 8), vector(ctypes.addressof(buffer), 8)
    result = libc.process_vm_readv(
        victim.pid, ctypes.byref(source), ctypes.c_ulong(1), ctypes.byref(target), ctypes.c_ulong(1), ctypes.c_ulong(0)
    )
    # EFAULT: it was let in, and that process has Page not found.
    return bool(result >= 0 or ctypes.get_errno() == 14)


@attack
def signal_another_process() -> bool:
    return bool(libc.kill(victim.pid, 0) == 0)


@attack
def signal_the_parent() -> bool:
    return bool(libc.kill(os.getppid(), 0) == 0)


@attack
def hold_another_process() -> bool:
    """PTRACE_ATTACH; the last, because it stops that process."""
    return bool(libc.ptrace(16, victim.pid, None, None) == 0)


@attack
def keep_memory_where_no_limit_counts_it() -> bool:
    return bool(libc.syscall(319 if os.uname().machine == "x86_64" else 279, b"aside", 0) >= 0)


@attack
def outlive_the_parent() -> bool:
    """PR_SET_PDEATHSIG: no signal when it ends."""
    return bool(libc.prctl(1, 0, 0, 0, 0) == 0)


@attack
def change_its_own_priority() -> bool:
    return bool(libc.setpriority(0, 0, 19) == 0)


def main() -> None:
    global file, victim
    if case["uid"]:
        os.setgroups([])
        os.setresgid(*[case["uid"]] * 3)
        os.setresuid(*[case["uid"]] * 3)
        libc.prctl(4, 1, 0, 0, 0)  # dumpable, as it would be had this user started it
    victim = subprocess.Popen(
        ["/bin/sleep", "60"],
        env={"SECRET_KEY": "hush"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: libc.prctl(1, 9),  # it ends with us
    )
    file = os.open(secret, os.O_RDONLY)
    if case["confined"]:
        limit(Limits())
        if not case["landlock"]:
            take_landlock_away()
        confine(strict=not missing())
    print(json.dumps({attempt.__name__: attempt() for attempt in ATTACKS}))
    sys.stdout.flush()
    os._exit(0)


file = -1
victim: subprocess.Popen[bytes]
if __name__ == "__main__":
    main()
