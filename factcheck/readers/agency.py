"""What agencies put around the text of an item, in any format: it is stripped, or a reason to refuse the item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from factcheck.readers import html
from factcheck.readers.base import BY, Dropped, tidy
from factcheck.readers.furniture import furniture_of

#: Text that is HTML, whatever its item calls it.
IS_HTML = re.compile(r"</(?:p|div|h[1-6]|li|a|b|i|em|strong|span|ul|blockquote)\s*>|<(?:br|p)\s*/?>", re.I)
_ESCAPED = re.compile(r"</[a-z]\w*\s*>|&(?:#\d{1,6}|#x[\da-f]{1,5}|amp|quot|apos|nbsp|lt|gt);", re.I)
# An item has fields of its own for what the head of a page repeats: headline, byline, time, keywords.
_NEVER = frozenset(
    """
    script style noscript template iframe object embed applet svg math canvas audio video head title meta
    header footer nav dialog figcaption media media-caption table-caption
    """.split()  # noqa: SIM905
)
_IN_FIGURES = frozenset(("table", "blockquote", "pre"))
_LETTER = re.compile(r"[^\W_]")
#: How agencies say that no more follows, or that it does; or the initials of whoever wrote and edited it.
_END = re.compile(r"[\W_]*(?i:ends?|more|30)[\W_]*|(?=[^/]{1,15}/)[^\W\d_A-Z]{1,4}(?:[-/ ][^\W\d_A-Z]{1,4}){1,6}")
#: How a system knows an editor: a login, initials. A byline has more.
_LOGIN = re.compile(r"[\w./@:-]+", re.ASCII)
#: The widest line of wrapped text, and how much of that width all lines but the last fill at least.
_WIDEST = 100
_FULL = 0.6


def why_withheld(status: str) -> str:
    """Why an item may not be loaded, by what its provider calls its status: a sentence, or nothing."""
    status = status.lower()
    if "cancel" in status:
        return "Its provider has canceled this item."
    if "withheld" in status:
        return "Its provider withholds this item; load it when it is released."
    return ""


def why_without_text(kind: str) -> str:
    """The sentence for an item without text; ``kind`` is what the item calls itself."""
    if kind and kind != "text":
        return f"This item has no text: its class is “{kind}”; load the text that goes with it."
    return "This item has no text; have it sent with its body."


def paragraphs_of(words: str) -> list[str]:
    """The paragraphs of a body written as HTML."""
    return html.paragraphs_of(words, paragraphs_in)


def paragraphs_in(root: Any) -> list[str]:
    """The paragraphs of a body that is a tree, without its head and its pictures' captions.

    A single paragraph may be a whole text as agencies transmit it, which its lines show.
    """
    for figure in list(root.iter()):
        if _tag(figure) == "figure" and not any(_tag(child) in _IN_FIGURES for child in figure):
            tail = figure.tail
            figure.clear()
            figure.tail = tail
    paragraphs = html.paragraphs_in(root, _NEVER) or html.paragraphs_in(root)
    body = root.find(".//{*}body")
    if len(paragraphs) == 1 and tidy(words := "".join((root if body is None else body).itertext())) == paragraphs[0]:
        return [" ".join(block) for block in _blocks(words)]
    return paragraphs


def paragraphs_by_line(words: str) -> list[str]:
    """The paragraphs of a text without markup: wrapped lines belong together, any other line is a paragraph."""
    return [paragraph for block in _blocks(words) for paragraph in ([" ".join(block)] if _is_wrapped(block) else block)]


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of an item, the byline above them, and what was left out."""

    paragraphs: list[str]
    byline: str
    dropped: list[Dropped]


def body_of(paragraphs: list[str], title: str) -> Body:
    """The paragraphs without headline and byline above them, furniture and the end mark below.

    Markup that was escaped once too often is read as markup.
    """
    paragraphs = [line for paragraph in paragraphs for line in unescaped(paragraph) if _LETTER.search(line)]
    if len(paragraphs) > 1 and letters(paragraphs[0]) == letters(title):
        del paragraphs[0]
    furniture = furniture_of(paragraphs, is_titled=bool(title))
    dropped = furniture.dropped_from(paragraphs)
    paragraphs = furniture.removed_from(paragraphs)
    if len(paragraphs) > 1 and _END.fullmatch(paragraphs[-1]):
        dropped.append(Dropped("end mark", paragraphs.pop()))
    return Body(paragraphs, furniture.byline, dropped)


def join_bylines(own: str, above_text: str) -> str:
    """One byline from the item's own and the line above its text: nobody is lost and nobody named twice."""
    own = BY.sub("", own)
    if not own or own.lower() in above_text.lower():
        return above_text
    return own if above_text.lower() in own.lower() else f"{above_text}, {own}"


def byline_of(names: Iterable[str]) -> str:
    """A byline of an item's creators, as far as these are names of people."""
    return ", ".join(name for name in map(tidy, names) if name and not _LOGIN.fullmatch(name))


def letters(words: str) -> str:
    """Only the letters and digits: the same for two spellings of the same words."""
    return "".join(_LETTER.findall(words)).casefold()


def unescaped(paragraph: str) -> list[str]:
    return html.paragraphs_of(paragraph) if _ESCAPED.search(paragraph) else [paragraph]


def _blocks(words: str) -> Iterator[list[str]]:
    """Groups of lines, separated by blank lines or by an indent, which agencies put before each paragraph.

    Where all lines are indented, that is the layout of the markup and means nothing.
    """
    lines = words.expandtabs(4).split("\n")
    margins = [len(line) - len(line.lstrip()) for line in lines]
    # The first line follows a tag, wherever that is.
    is_indented = all(margins[at] for at in range(1, len(lines)) if lines[at].strip())
    block: list[str] = []
    for line, indent in zip(lines, margins, strict=True):
        if block and (not line.strip() or (indent > 1 and not is_indented)):
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
