"""Tables for spreadsheets: text that no program takes for a formula, and lines written as they come."""

from __future__ import annotations

import re

#: Excel takes a CSV file without it for Windows-1252; LibreOffice, Sheets and Python’s ``utf-8-sig`` skip it.
BOM = "\ufeff"

# A formula begins with one of these, full-width and small forms included. Spreadsheets may drop blanks, quotes and
# invisible characters before it; the four separators below are left out, so that no letter is looked at twice.
_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫"
_DROPPED = (
    " \"'`“”‘’„«»\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\xa0\\xad\\u061c\\u1680\\u180e"
    "\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff"
)
_FORMULA = re.compile(f"[\\t\\r\\n]|[{_DROPPED}]*[{_SIGNS}]")
# Where a list is separated by semicolons, as in much of Europe, a spreadsheet cuts this file at other places: at every
# semicolon, tab and line end, and a cell may begin there too.
_INNER_FORMULA = re.compile(f"([;\\t\\r\\n])(?=[{_DROPPED}]*[{_SIGNS}])")


def cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula: what could begin one gets an apostrophe in front."""
    guarded = _INNER_FORMULA.sub(r"\1'", text)
    return f"'{guarded}" if _FORMULA.match(guarded) else guarded


class Echo:
    """What csv writes to: gives each line straight back."""

    def write(self, line: str) -> str:
        return line


# The same question of a whole line, in the bytes of UTF-8 and in a few passes of C. What spreadsheets may drop is
# taken out, and with it every letter beyond ASCII; what separates cells becomes a comma and every sign “=”. The signs
# beyond ASCII all begin with one byte.
_REMOVED = bytes(sorted({*(ord(letter) for letter in " \"'`"), *range(9), 11, 12, *range(14, 32), *range(127, 256)}))
_CLASSES = bytes.maketrans(b";\t\r\n+-@", b",,,,===")
_SIGNS_BEYOND_ASCII = b"\xef"


def may_hold_formula(line: bytes) -> bool:
    """Whether ``cell`` could change a value in a line of a CSV file whose texts are in quotes; a yes may be mistaken.

    The line ends in one “\\n”.
    """
    return (
        b",=" in line.translate(_CLASSES, _REMOVED)
        or _SIGNS_BEYOND_ASCII in line
        # A text that begins with one of these; most lines have none at all, which shows at once.
        or (b"\t" in line and b'"\t' in line)
        or (b"\r" in line and b'"\r' in line)
        or (line.find(b"\n", 0, -1) >= 0 and line.find(b'"\n', 0, -1) >= 0)
    )
