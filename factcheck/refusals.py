"""One word for “this can't be done, and here is why”, in every room."""

from __future__ import annotations


class Refused(ValueError):
    """This can't be done; the message is one sentence for the person who asked."""


class KeyReused(Refused):
    """A form came again with its key and other words than before; what it did before stays, and nothing else is done.

    Whoever sends again what they sent already gets the earlier answer. This is somebody who typed on while the first
    answer was lost, and neither their first words nor their second ones may go without a word. The message says what
    is stored.
    """
