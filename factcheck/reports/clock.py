"""The desk's clock: how every page and file that people read shows a time.

It is that of ``settings.TIME_ZONE``, and it is always named, so that two files of one report never seem to contradict
each other. Tables, which programs read too, have UTC beside it; files for programs alone have UTC.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.utils import timezone

# Of our own: strftime would ask the machine's language.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: Sets a time to a clock on the wall.
Clock = Callable[[dt.datetime], dt.datetime]


def at_desk(at: dt.datetime) -> dt.datetime:
    """The same moment, as the desk's clock shows it."""
    return at.astimezone(timezone.get_default_timezone())


def in_utc(at: dt.datetime) -> dt.datetime:
    return at.astimezone(dt.UTC)


def desk_zone() -> str:
    """The name of the desk's time zone, such as “Europe/London”."""
    return settings.TIME_ZONE


def clocks() -> dict[str, Clock]:
    """The clocks of a table by the name of their zone: the desk's and, where that is another one, UTC.

    A cell holds a time without a zone, and when clocks are put back the desk's shows one hour twice: the order is
    UTC's.
    """
    return {desk_zone(): at_desk, "UTC": in_utc}


def time_of(at: dt.datetime | None) -> str:
    """“23 Nov 2026 09:40 GMT”, in the same words whatever the machine's language; empty for None."""
    return f"{day_of(at)} {at_desk(at):%H:%M} {_zone_of(at)}" if at else ""


def exact_time_of(at: dt.datetime | None) -> str:
    """“23 Nov 2026 09:40:05 GMT”, for what is told by its order: decisions, evidence, reports."""
    return f"{day_of(at)} {at_desk(at):%H:%M:%S} {_zone_of(at)}" if at else ""


def day_of(at: dt.datetime | dt.date | None) -> str:
    """“23 Nov 2026”; of a time, the day it is at the desk."""
    if at is None:
        return ""
    day = at_desk(at) if isinstance(at, dt.datetime) else at
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _zone_of(at: dt.datetime) -> str:
    """“GMT” or “BST”; some zones have no letters and are named by their hours, “UTC+04”."""
    name = at_desk(at).tzname() or desk_zone()
    return f"UTC{name}" if name.startswith(("+", "-")) else name
