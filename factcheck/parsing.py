"""What addresses and forms send, read without trust."""

from __future__ import annotations

#: Fewer digits than the largest bigint has: every such number fits the column.
_MAX_DIGITS = 18


def parse_pk(value: object) -> int | None:
    """A primary key from outside; None for anything that can't be one."""
    digits = "" if value is None else str(value)
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _MAX_DIGITS else None
