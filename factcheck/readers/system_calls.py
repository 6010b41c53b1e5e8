"""The system calls that a reader may make, by their numbers: what the filter in ``confinement`` is made of."""

from __future__ import annotations

from typing import NamedTuple


class Numbers(NamedTuple):
    """A call's number by the machine's name for itself; -1 where it has no such call."""

    x86_64: int
    aarch64: int


#: Reading, thinking, and writing into what is open already.
ALLOWED = {
    "read": Numbers(0, 63),
    "readv": Numbers(19, 65),
    "pread64": Numbers(17, 67),
    "write": Numbers(1, 64),
    "writev": Numbers(20, 66),
    "lseek": Numbers(8, 62),
    "close": Numbers(3, 57),
    "dup": Numbers(32, 23),
    "dup2": Numbers(33, -1),
    "dup3": Numbers(292, 24),
    "fstat": Numbers(5, 80),
    "newfstatat": Numbers(262, 79),
    "stat": Numbers(4, -1),
    "lstat": Numbers(6, -1),
    "statx": Numbers(332, 291),
    "access": Numbers(21, -1),
    "faccessat": Numbers(269, 48),
    "faccessat2": Numbers(439, 439),
    "readlink": Numbers(89, -1),
    "readlinkat": Numbers(267, 78),
    "getcwd": Numbers(79, 17),
    "getdents": Numbers(78, -1),
    "getdents64": Numbers(217, 61),
    "fadvise64": Numbers(221, 223),
    "poll": Numbers(7, -1),
    "ppoll": Numbers(271, 73),
    "select": Numbers(23, -1),
    "pselect6": Numbers(270, 72),
    "mmap": Numbers(9, 222),
    "mprotect": Numbers(10, 226),
    "munmap": Numbers(11, 215),
    "mremap": Numbers(25, 216),
    "madvise": Numbers(28, 233),
    "brk": Numbers(12, 214),
    "futex": Numbers(202, 98),
    "membarrier": Numbers(324, 283),
    "rseq": Numbers(334, 293),
    "set_robust_list": Numbers(273, 99),
    "rt_sigaction": Numbers(13, 134),
    "rt_sigprocmask": Numbers(14, 135),
    "rt_sigreturn": Numbers(15, 139),
    "sigaltstack": Numbers(131, 132),
    "restart_syscall": Numbers(219, 128),
    "getpid": Numbers(39, 172),
    "gettid": Numbers(186, 178),
    "getppid": Numbers(110, 173),
    "getuid": Numbers(102, 174),
    "geteuid": Numbers(107, 175),
    "getgid": Numbers(104, 176),
    "getegid": Numbers(108, 177),
    "getrlimit": Numbers(97, 163),
    "getrusage": Numbers(98, 165),
    "sched_getaffinity": Numbers(204, 123),
    "sched_yield": Numbers(24, 124),
    "getcpu": Numbers(309, 168),
    "uname": Numbers(63, 160),
    "sysinfo": Numbers(99, 179),
    "times": Numbers(100, 153),
    "time": Numbers(201, -1),
    "gettimeofday": Numbers(96, 169),
    "clock_gettime": Numbers(228, 113),
    "clock_getres": Numbers(229, 114),
    "clock_nanosleep": Numbers(230, 115),
    "nanosleep": Numbers(35, 101),
    "getrandom": Numbers(318, 278),
    "exit": Numbers(60, 93),
    "exit_group": Numbers(231, 94),
}

#: Calls of which the filter looks at one argument: open nothing for writing; set nothing on a file but whether a
#: program that is started would inherit it.
BOUNDED = {
    "open": Numbers(2, -1),
    "openat": Numbers(257, 56),
    "fcntl": Numbers(72, 25),
    "ioctl": Numbers(16, 29),
}

#: What binds the process, made before the filter is in force; the filter allows none of them.
BINDING = {
    "capset": Numbers(126, 91),
    "landlock_create_ruleset": Numbers(444, 444),
    "landlock_add_rule": Numbers(445, 445),
    "landlock_restrict_self": Numbers(446, 446),
}
