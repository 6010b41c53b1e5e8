"""Bytes as text, in whatever encoding they are: a bad byte costs one character, and a guess is told as one."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

from factcheck.readers.text import Unreadable

# UTF-32 first: its little-endian mark begins with UTF-16's.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: The encoding that programs use when they declare a smaller one; browsers read them so, too.
ACTUAL_ENCODINGS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
ACTUAL_ENCODINGS |= {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
}
#: The encodings of languages in Latin letters, likeliest first, and of others.
_LATIN = ("cp1252", "mac_roman", "cp1250")
_OTHERS = ("cp1251", "koi8_r", "gb18030", "big5", "cp932", "cp949", "euc_jp", "cp1253", "cp1256", "cp1255", "cp866")
#: From this share of bytes beyond ASCII on, a text isn't in Latin letters.
_MANY = 0.5
#: With fewer bytes than this, nothing tells one alphabet from another.
_FEWEST_TO_GUESS = 8
#: In a text of fewer characters one that can't be read is too much.
_FEWEST_READABLE = 20
#: How much of a file is looked at to guess.
_LOOKED_AT = 200_000
_NAMES = {
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese (Big5)",
    "cp932": "Japanese (Shift JIS)",
    "euc_jp": "EUC-JP",
}
_NAMES |= {"mac_roman": "Mac Roman", "koi8_r": "KOI8-R", "cp949": "Korean (949)", "cp866": "Cyrillic (866)"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what has to be told of how its characters were read: a sentence, mostly none."""

    text: str
    remark: str = ""


def decode(data: bytes, declared: str = "") -> str:
    """The bytes as text. Raises Unreadable when no encoding fits."""
    return decoded(data, declared).text


def decoded(data: bytes, declared: str = "") -> Decoded:
    """The bytes as text: by their mark, else as what declares itself to be read, else by what they look like.

    Text that was written in UTF-8 twice over is mended. Raises Unreadable when no encoding fits.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _replacing(data, encoding)
    if guess := unmarked_utf16(data):
        return _replacing(data, guess)
    if _is_utf_8(data):
        return _mended(_replacing(data, "utf-8"))
    if (as_declared := _as_declared(data, declared)) is not None:
        return as_declared
    return _guessed(data)


def decode_start(head: bytes) -> str:
    """The beginning of a file as text, to look at: a character cut in two at its end does no harm."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return head.decode(encoding, "replace").lstrip("\ufeff")
    if guess := unmarked_utf16(head[: len(head) // 2 * 2]):
        return head.decode(guess, "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return head.decode("utf-8" if _is_utf_8(head) else "cp1252", "replace")


def unmarked_utf16(data: bytes) -> str | None:
    """The name of UTF-16 without a mark. Western text shows it: every second byte is zero, and none of the others."""
    if len(data) < 4 or len(data) % 2:
        return None
    even, odd = data[0:2000:2], data[1:2000:2]
    mostly = 0.7
    if odd.count(0) > mostly * len(odd) and not even.count(0):
        return "utf-16-le"
    if even.count(0) > mostly * len(even) and not odd.count(0):
        return "utf-16-be"
    return None


def _is_utf_8(data: bytes) -> bool:
    """Whether nearly all characters beyond ASCII are UTF-8: other encodings hold such sequences by chance alone."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        bad = text.count("\ufffd")
        return sum(character > "\x7f" for character in text) - bad > 2 * bad
    return True


def _as_declared(data: bytes, declared: str) -> Decoded | None:
    encoding = ACTUAL_ENCODINGS.get(declared.lower(), declared.lower())
    # What can be read as ASCII at all isn't UTF-16.
    if not encoding or encoding.startswith(("utf-16", "utf16", "utf-32", "utf32", "ucs")):
        return None
    try:
        text = str(data, encoding, "replace")
    except (LookupError, ValueError):
        return None
    bad = text.count("\ufffd")
    # Far from being what it says it is: a server declares one encoding for all pages, whoever wrote them.
    if bad > 1 and 2 * bad > sum(character > "\x7f" for character in text) - bad:
        return None
    return Decoded(text, _unreadable(bad))


def _replacing(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    bad = text.count("\ufffd") - (data.count("\ufffd".encode()) if encoding.startswith("utf-8") else 0)
    if bad > max(len(text) > _FEWEST_READABLE, len(text) // 10):
        raise Unreadable("The file’s characters can’t be read; save it as plain text in UTF-8 and try again.")
    return Decoded(text, _unreadable(max(bad, 0)))


def _unreadable(bad: int) -> str:
    count = "One character" if bad == 1 else f"{bad:,} characters"
    return f"{count} of the file could not be read and shows as �." if bad else ""


def _mended(plain: Decoded) -> Decoded:
    """The text, with the lines mended that were taken for Windows-1252 and written in UTF-8 a second time."""
    if "\u00c3" not in plain.text and "\u00e2" not in plain.text and "\u00c2" not in plain.text:
        return plain
    # Only now: each file is read by a process of its own, and these take as long to load as a small file.
    from ftfy import fix_encoding
    from ftfy.badness import badness

    lines = plain.text.split("\n")
    mended = [fix_encoding(line) if badness(line) > 1 else line for line in lines]
    remark = "Its characters had been encoded twice; they were put right." if mended != lines else plain.remark
    return Decoded("\n".join(mended), remark)


def _guessed(data: bytes) -> Decoded:
    looked_at = data[:_LOOKED_AT]
    high = sum(byte > 127 for byte in looked_at)
    letters = high + sum(65 <= byte < 128 for byte in looked_at)
    if high > _MANY * letters:
        encoding = (_other(looked_at) if high >= _FEWEST_TO_GUESS else "") or "cp1252"
    else:
        encoding = min(_LATIN, key=lambda name: _oddness(looked_at, name))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") > max(len(text) > _FEWEST_READABLE, high // 10):
            raise Unreadable(
                "The file’s characters can’t be read; save it as plain text in UTF-8 and try again."
            ) from None
    if encoding == "cp1252":
        return Decoded(text, _unreadable(text.count("\ufffd")))
    name = _NAMES.get(encoding, encoding.replace("cp", "Windows-"))
    return Decoded(text, f"The file doesn’t say how its characters are encoded; they were read as {name}. Check them.")


def _other(data: bytes) -> str:
    """The likeliest encoding of a text that isn't in Latin letters; empty where none fits."""
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=list(_OTHERS), preemptive_behaviour=False).best()
    return best.encoding if best is not None else ""


def _oddness(data: bytes, encoding: str) -> int:
    """How much of a text in this encoding no language writes: capitals and signs within words, unassigned bytes."""
    text = data.decode(encoding, "replace")
    odd = 0
    for before, character, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if character < "\x80":
            continue
        kind = unicodedata.category(character)
        if character == "\ufffd" or kind == "Cc":
            odd += 3
        elif kind == "Lu" and before.islower():
            odd += 2
        elif kind == "Lu" and not after.isalpha() and not before.isupper():
            odd += 1
        elif kind[0] in "SNP" and character not in "’‘'-–—‑·" and before.isalpha() and after.isalpha():
            odd += 2
    return odd
