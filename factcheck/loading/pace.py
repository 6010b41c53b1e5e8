"""What a page or a request may have read at once: a long text, or many in a minute, are the workers' to read.

A letter costs the detector a tenth of a millisecond and more, and colleagues' pages wait meanwhile.
"""

from __future__ import annotations

from django.core.cache import cache

#: A text of more letters is read by a worker; so is one that would make it more than that many in a minute.
MAX_LETTERS_AT_ONCE = 20_000
MAX_LETTERS_A_MINUTE = 60_000
#: So many requests a token may send in a minute.
MAX_REQUESTS_A_MINUTE = 60
MINUTE = 60


def may_be_read_at_once(who: str, letters: int) -> bool:
    """Whether a text of this many letters may be read while somebody waits. ``who`` gave it: “person 7”, “token 3”."""
    return letters <= MAX_LETTERS_AT_ONCE and counted(f"letters of {who}", letters) <= MAX_LETTERS_A_MINUTE


def may_ask_again(who: str) -> bool:
    return counted(f"requests of {who}", 1) <= MAX_REQUESTS_A_MINUTE


def counted(name: str, amount: int) -> int:
    """The sum of the amounts within a minute that began with the first of them, this one included."""
    key = f"pace:{name}".replace(" ", "-")
    cache.add(key, 0, MINUTE)
    try:
        return cache.incr(key, amount)
    except ValueError:  # the minute ended in between
        return amount
