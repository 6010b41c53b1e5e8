"""The stamp that every file of a frozen report carries: “Report 12 · SHA-256 …”, told from whatever bytes hold it."""

from __future__ import annotations

import re

from factcheck.readers.parts import unpacked

# The dot between the two as UTF-8, as Windows-1252, as XML or JSON may escape it, and as PDF does.
STAMP = re.compile(rb"Report (\d{1,18}) (?:\xc2\xb7|\xb7|&#183;|&#[xX][bB]7;|\\u00[bB]7|\\267) SHA-256 [0-9a-f]{64}")
_TAG = re.compile(rb"<[^<>]*>")
_HEX = re.compile(rb"<([0-9A-Fa-f]{100,2000})>")


def report_number_in(content: bytes) -> int | None:
    """The number of the report that a file names, whatever program has written it since.

    For files of strangers use ``sandbox.report_number_sandboxed``.
    """
    for part in unpacked(content):
        for reading in _readings(part):
            if stamp := STAMP.search(reading):
                return int(stamp[1])
    return None


def _readings(part: bytes) -> tuple[bytes, ...]:
    """The bytes as they are; UTF-16 and what PDF writes as numbers as letters; and words that markup has cut."""
    wide = part.replace(b"\x00", b"").replace(b"\\000", b"")
    numbers = b" ".join(
        bytes.fromhex(digits.decode()).replace(b"\x00", b"") for digits in _HEX.findall(part) if len(digits) % 2 == 0
    )
    return part, wide, numbers, _TAG.sub(b"", part)
