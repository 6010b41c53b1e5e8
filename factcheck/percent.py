"""A part of a whole in whole percent, as every page and report rounds it."""

from __future__ import annotations


def percent(count: int, total: int) -> int:
    """Rounded, but 0 only for none and 100 only for all."""
    if count in (0, total):
        return 100 if count else 0
    return min(max(round(100 * count / total), 1), 99)
