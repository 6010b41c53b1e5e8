"""One word for “this can't be done, and here is why”, in every room."""

from __future__ import annotations


class Refused(ValueError):
    """This can't be done; the message is one sentence for the person who asked."""
