"""What agencies send around the text of an item, whatever the format: it is taken off, or said to be in the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from factcheck.readers import html
from factcheck.readers.base import BY, tidy
from factcheck.readers.head import head_of

#: Words that are written as HTML, whatever they are called.
IS_HTML = re.compile(r"</(?:p|div|h[1-6]|li|a|b|i|em|strong|span|ul|blockquote)\s*>|<(?:br|p)\s*/?>", re.I)
_ESCAPED = re.compile(r"</[a-z]\w*\s*>|&(?:#\d{1,6}|#x[\da-f]{1,5}|amp|quot|apos|nbsp|lt|gt);", re.I)
# An item says in fields of its own what the head of a page says again: headline, byline, time, keywords.
_NEVER = frozenset(
    """
    script style noscript template iframe object embed applet svg math canvas audio video head title meta
    header footer nav dialog figcaption media media-caption table-caption
    """.split()  # noqa: SIM905
)
_IN_FIGURES = frozenset(("table", "blockquote", "pre"))
_LETTER = re.compile(r"[^\W_]")
#: How a wire says that no more follows, or that it does; or the initials of whoever wrote and edited it.
_END = re.compile(r"[\W_]*(?i:ends?|more|30)[\W_]*|(?=[^/]{1,15}/)[^\W\d_A-Z]{1,4}(?:[-/ ][^\W\d_A-Z]{1,4}){1,6}")
#: How an editor is known to a system: a login, initials. People sign with more.
_LOGIN = re.compile(r"[\w./@:-]+", re.ASCII)
#: The widest line that somebody wrapped, and how much of it the lines before the last take.
_WIDEST = 100
_FULL = 0.6


def in_the_way(status: str) -> str:
    """What forbids to load an item, by what its provider calls its status: a sentence, or nothing."""
    said = status.lower()
    if "cancel" in said:
        return "Its provider has cancelled this item."
    if "withheld" in said:
        return "Its provider withholds this item; load it when it is released."
    return ""


def without_text(kind: str) -> str:
    """The sentence for an item without text; ``kind`` is what it calls itself."""
    if kind and kind != "text":
        return f"This item has no text: its class is “{kind}”; load the text that goes with it."
    return "This item has no text; have it sent with its body."


def paragraphs_of(words: str) -> list[str]:
    """The paragraphs of a body written as HTML."""
    return html.paragraphs_of(words, paragraphs_in)


def paragraphs_in(root: Any) -> list[str]:
    """The paragraphs of a body that is a tree, without its head and its pictures' captions.

    One paragraph may be a whole text as it went over the wire, which shows by its lines.
    """
    for figure in list(root.iter()):
        if _tag(figure) == "figure" and not any(_tag(child) in _IN_FIGURES for child in figure):
            tail = figure.tail
            figure.clear()
            figure.tail = tail
    found = html.paragraphs_in(root, _NEVER) or html.paragraphs_in(root)
    body = root.find(".//{*}body")
    if len(found) == 1 and tidy(words := "".join((root if body is None else body).itertext())) == found[0]:
        return [" ".join(block) for block in _blocks(words)]
    return found


def paragraphs_by_line(words: str) -> list[str]:
    """The paragraphs of a text without markup: lines that were wrapped belong together, others stand alone."""
    return [one for block in _blocks(words) for one in ([" ".join(block)] if _is_wrapped(block) else block)]


def bare(paragraphs: list[str], title: str) -> tuple[list[str], str]:
    """A text without the headline and byline above it and the sign that it ends, and that byline.

    Also without rules (“___”), and with markup read that was escaped once too often.
    """
    said = [one for paragraph in paragraphs for one in _unfolded(paragraph) if _LETTER.search(one)]
    if len(said) > 1 and letters(said[0]) == letters(title):
        del said[0]
    head = head_of(said, is_titled=bool(title))
    said = head.left_of(said)
    if len(said) > 1 and _END.fullmatch(said[-1]):
        del said[-1]
    return said, head.byline


def signed(named: str, line: str) -> str:
    """One byline of the item's own and of the line above its text, so that nobody is lost or named twice."""
    named = BY.sub("", named)
    if not named or named.lower() in line.lower():
        return line
    return named if line.lower() in named.lower() else f"{line}, {named}"


def people(names: Iterable[str]) -> str:
    """A byline of those who made an item, as far as they are named as people are."""
    return ", ".join(name for name in map(tidy, names) if name and not _LOGIN.fullmatch(name))


def letters(words: str) -> str:
    """The letters and digits alone: what two writings of the same words have in common."""
    return "".join(_LETTER.findall(words)).casefold()


def _unfolded(paragraph: str) -> list[str]:
    return html.paragraphs_of(paragraph) if _ESCAPED.search(paragraph) else [paragraph]


def _blocks(words: str) -> Iterator[list[str]]:
    """Lines that blank ones part, or an indent, as the wire has it before each paragraph.

    Where all lines are indented, somebody set the markup out, and it says nothing.
    """
    lines = words.expandtabs(4).split("\n")
    margins = [len(line) - len(line.lstrip()) for line in lines]
    # The first line stands behind a tag, wherever that is.
    is_set = all(margins[at] for at in range(1, len(lines)) if lines[at].strip())
    block: list[str] = []
    for line, indent in zip(lines, margins, strict=True):
        if block and (not line.strip() or (indent > 1 and not is_set)):
            yield block
            block = []
        if line.strip():
            block.append(tidy(line))
    if block:
        yield block


def _is_wrapped(block: list[str]) -> bool:
    widest = max(map(len, block))
    return widest <= _WIDEST and all(len(line) >= _FULL * widest for line in block[:-1])


def _tag(element: Any) -> str:
    # Comments and instructions have a function for a tag.
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
