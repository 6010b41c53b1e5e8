"""Tables for spreadsheets: text that no program takes for a formula, and lines written as they come."""

from __future__ import annotations

import re

#: Excel takes a CSV file without it for Windows-1252; LibreOffice, Sheets and Python’s ``utf-8-sig`` skip it.
BOM = "\ufeff"

# A formula begins with one of these, the full-width and small forms included. Before it, spreadsheets may drop blanks,
# quotes and what can't be seen; the four separators below are left out, so that no letter is looked at twice.
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
