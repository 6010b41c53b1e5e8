"""A kernel that lacks Landlock, as far as this process and what it starts can tell."""

from __future__ import annotations

import ctypes

from factcheck.readers import confinement


def take_landlock_away() -> None:
    """Has the kernel answer to one system call as one that doesn't have it."""
    number = getattr(confinement.BINDING["landlock_create_ruleset"], confinement._machine())
    refuse, allow = (confinement._RETURN, 0, 0, confinement._REFUSE), (confinement._RETURN, 0, 0, confinement._ALLOW)
    lines = [(confinement._LOAD, 0, 0, 0), (confinement._IF_EQUAL, 0, 1, number), refuse, allow]
    program = confinement._Program(len(lines), (confinement._Instruction * len(lines))(*lines))
    confinement._prctl(confinement._SET_NO_NEW_PRIVS, 1)
    confinement._prctl(confinement._SET_SECCOMP, confinement._FILTER, ctypes.addressof(program))
