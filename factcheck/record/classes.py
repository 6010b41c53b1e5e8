"""What a quotation can be to a record, and what a difference can be: every class and kind in one table each."""

from __future__ import annotations

from enum import StrEnum


class QuoteClass(StrEnum):
    """How a quotation stands to the record. Values are stored, labels are shown."""

    VERBATIM = "verbatim"
    CLEANED = "cleaned"
    ALTERED = "altered"
    SPLICED = "spliced"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """The words a reader sees."""
        return _CLASSES[self][0]

    @property
    def definition(self) -> str:
        """One sentence that says when the class applies."""
        return _CLASSES[self][1]

    @property
    def sign(self) -> str:
        """One character that tells the class without color."""
        return _CLASSES[self][2]


class Kind(StrEnum):
    """What a difference between quotation and record is."""

    FILLER = "filler"
    SPELLING = "spelling"
    BRACKET = "bracket"
    ELLIPSIS = "ellipsis"
    NUMBER = "number"
    NEGATION = "negation"
    NAME = "name"
    MODAL = "modal"
    TENSE = "tense"
    WORD = "word"
    DROPPED = "dropped"
    ADDED = "added"

    @property
    def label(self) -> str:
        """The words a reader sees."""
        return _KINDS[self][0]

    @property
    def is_allowed(self) -> bool:
        """Whether most house rules let a quotation differ so."""
        return _KINDS[self][1]


#: Label, definition, sign. Tried in this order: verbatim, cleaned, spliced, absent; what is left is altered.
_CLASSES = {
    QuoteClass.VERBATIM: (
        "Word for word",
        "The same words in the same order; case, punctuation, hyphens and quotation marks don't count.",
        "=",
    ),
    QuoteClass.CLEANED: (
        "Cleaned up",
        "Every difference is one that most house rules allow: a hesitation or repetition left out, another spelling, a"
        " marked bracket or ellipsis.",
        "≈",
    ),
    QuoteClass.ALTERED: (
        "Altered",
        "A word was dropped, added or replaced, however small. Whether it matters is for the editor to decide.",
        "≠",
    ),
    QuoteClass.SPLICED: (
        "Spliced",
        "Two passages joined without a mark, although a sentence or ten words come between them, or they are in another"
        " order.",
        "⋯",
    ),
    QuoteClass.ABSENT: ("Not in the record", "No passage of the record has more than half of its own words.", "○"),
}
#: Label, and whether most house rules allow it.
_KINDS = {
    Kind.FILLER: ("hesitation or repetition", True),
    Kind.SPELLING: ("written another way", True),
    Kind.BRACKET: ("in brackets", True),
    Kind.ELLIPSIS: ("ellipsis", True),
    Kind.NUMBER: ("another number", False),
    Kind.NEGATION: ("a “not” put in or left out", False),
    Kind.NAME: ("another name", False),
    Kind.MODAL: ("“will”, “may” or the like replaced", False),
    Kind.TENSE: ("another tense", False),
    Kind.WORD: ("another word", False),
    Kind.DROPPED: ("left out", False),
    Kind.ADDED: ("added", False),
}
