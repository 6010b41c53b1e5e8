"""Bytes become text, or one sentence says why not."""

from __future__ import annotations

import codecs

import pytest

from factcheck.readers.base import RefusedFile
from factcheck.readers.dispatch import read
from factcheck.readers.text import MAX_TEXT_BYTES, Unreadable, clean_text, fingerprint, heading


def text_of(data: bytes) -> str:
    """What a file called a text holds. Raises Unreadable."""
    (item,) = read(data, name="story.txt")
    if isinstance(item, RefusedFile):
        raise Unreadable(item.sentence)
    return item.text


TEXT = "“Café” costs 5 €, Berg said.\nNobody paid."


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode("utf-8"), id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="utf-8 with mark"),
        pytest.param(TEXT.encode("utf-16"), id="utf-16 with mark"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), id="utf-16 big endian with mark"),
        pytest.param(TEXT.encode("utf-16-le"), id="utf-16 without mark"),
        pytest.param(TEXT.encode("utf-16-be"), id="utf-16 big endian without mark"),
        pytest.param(TEXT.encode("utf-32"), id="utf-32"),
        pytest.param(TEXT.encode("cp1252"), id="windows-1252"),
    ],
)
def test_any_sensible_encoding_gives_the_same_text(data):
    assert text_of(data) == TEXT


def test_emoji_survive_utf_16():
    assert text_of("A 🙂 day in Doha.".encode("utf-16")) == "A 🙂 day in Doha."


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\x85", "\u2028", "\u2029", "\x0c", "\v"])
def test_every_line_end_is_one(line_end):
    assert clean_text(f"One.{line_end}Two.") == "One.\nTwo."


def test_no_break_spaces_are_spaces_and_the_invisible_goes():
    assert clean_text("\ufeffThe U.S.\u00a0said\u202fso\u200b hap\u00adpily. \n\n") == "The U.S. said so happily."


def test_a_zero_width_joiner_stays_because_emoji_need_it():
    assert clean_text("A 👩\u200d🚒 came.") == "A 👩\u200d🚒 came."


def test_the_same_words_in_another_encoding_have_the_same_fingerprint():
    crlf = text_of(TEXT.replace("\n", "\r\n").encode("cp1252"))

    assert fingerprint(crlf) == fingerprint(clean_text(TEXT))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t \n", "empty"),
        ("\ufeff".encode(), "empty"),
        ("\u00a0\u200b\n".encode(), "empty"),
        (b"Berg\x00said", "invalid characters"),
        (b"Berg\x07said", "program"),
        (b"Berg\x1fsaid", "program"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "Word"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x81\x8d\x8f\x90\x9d", "characters"),
        (codecs.BOM_UTF16_LE + b"a", "characters"),
        (b"a" * (MAX_TEXT_BYTES + 1), "1 MB"),
        (b"a" * (4 * MAX_TEXT_BYTES + 1), "4 MB"),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(data, words):
    with pytest.raises(Unreadable) as refused:
        text_of(data)

    assert words in str(refused.value)
    assert str(refused.value).count(".") <= 2
    assert "\n" not in str(refused.value)


def test_a_megabyte_is_counted_in_utf_8():
    assert len(clean_text("é" * (MAX_TEXT_BYTES // 2))) == MAX_TEXT_BYTES // 2
    with pytest.raises(Unreadable, match="1 MB"):
        clean_text("é" * (MAX_TEXT_BYTES // 2 + 1))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Council delays bridge\nThe council met.", "Council delays bridge"),
        ("Will it hold?\nThe council met.", "Will it hold?"),
        ("The council met.\nIt voted.", ""),
        ("He said: “We won.”\nIt voted.", ""),
        ("Council delays bridge", ""),
        ("w" * 201 + "\nThe council met.", ""),
    ],
)
def test_a_heading_is_a_short_first_line_without_a_full_stop(text, title):
    assert heading(text) == title
