"""What a page's words carry besides themselves: struck-out and hidden words, raised numbers, notes and comments.

Google Docs and Word write comments and footnotes below the text, with links to and fro; so do blogs and encyclopedias.
Each becomes a note on the words that its mark follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from factcheck.readers.base import Dropped, NoteText, note_mark, tidy
from factcheck.readers.lines import is_note_mark, raised

#: The tag of elements that are to be removed.
REMOVED = "x-gone"
_STRUCK = ("del", "s", "strike")
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.I)
#: A class whose words are struck out, and how much of a style sheet is looked at.
_STRUCK_CLASS = re.compile(r"\.([\w-]{1,60})\s*\{[^{}]{0,500}?line-through")
_MAX_CSS = 200_000
#: Classes of words that only programs for the blind read out: “opens in a new tab”.
_UNSEEN = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|a11y-hidden|offscreen|assistive-text)(?:$|[\s_-])",
    re.I,
)
_MARK = re.compile(r"\[?\(?(?:\d{1,3}|[a-zA-Z]{1,3}\d{0,3}|[ivxlc]{1,6}|[*†‡§]{1,3})\)?\]?")
_COMMENT = re.compile(r"cmnt|msocom|comment", re.I)
_NOTE = re.compile(r"cmnt|msocom|ftnt|ftn|edn|^_?fn|note|cite|ref", re.I)
_BLOCKS = frozenset(("p", "li", "div", "dd", "aside", "td", "section"))
_INLINE = frozenset(("span", "time", "b", "i", "em", "strong", "small", "a", "label", "cite"))
_END, _START = re.compile(r"(\w{2,})$"), re.compile(r"^(\w+)")


@dataclass(slots=True)
class Marks:
    """What was taken out of a tree: notes by their mark in the text, and what was left out."""

    notes: dict[str, NoteText] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)


def take_marks(tree: Any, *, with_notes: bool = True, css: str = "") -> Marks:
    """Take out of a tree all that isn't text as it reads; where a note was referred to, its mark is in the text.

    ``css`` are style sheets besides those in the page: word processors strike words out by a class of their own.
    """
    marks = Marks()
    sheets = "\n".join([css, *(sheet.text or "" for sheet in tree.iter("style"))])
    _remove(tree, marks.dropped, frozenset(_STRUCK_CLASS.findall(sheets[:_MAX_CSS])))
    if with_notes:
        _take_notes(tree, marks)
    _raise_numbers(tree, marks.dropped)
    etree.strip_elements(tree, REMOVED, with_tail=False)
    _part_neighbours(tree)
    return marks


def _remove(tree: Any, dropped: list[Dropped], struck: frozenset[str]) -> None:
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):
            continue
        rule = ""
        is_struck = element.tag in _STRUCK or bool(_LINE_THROUGH.search(element.get("style") or ""))
        if is_struck or (struck and not struck.isdisjoint((element.get("class") or "").split())):
            rule = "struck out"
        elif _UNSEEN.search(element.get("class") or "") and element.tag not in {"html", "body", "article", "main"}:
            rule = "for screen readers"
        if rule:
            if words := tidy("".join(element.itertext())):
                dropped.append(Dropped(rule, words))
            element.tag = REMOVED
    etree.strip_elements(tree, REMOVED, with_tail=False)


def _take_notes(tree: Any, marks: Marks) -> None:
    order = {element: number for number, element in enumerate(tree.iter())}
    places: dict[str, Any] = {}
    for element in order:
        for name in (element.get("id"), element.get("name")) if isinstance(element.tag, str) else ():
            if name:
                places.setdefault(name, element)
    counts = {"Footnote": 0, "Margin comment": 0}
    containers: list[Any] = []
    for link in list(tree.iter("a")):
        key = (link.get("href") or "")[1:] if (link.get("href") or "").startswith("#") else ""
        words = tidy("".join(link.itertext()))
        target = places.get(key, places.get(key.replace("_msocom_", "_com_"))) if key else None
        if target is None or not _MARK.fullmatch(words) or order[target] <= order[link]:
            continue
        container = _container(target)
        if container is None or not (_NOTE.search(key) or _leads_back(container, link)):
            continue
        text = _text_of(container)
        if not text:
            continue
        kind = "Margin comment" if _COMMENT.search(key) else "Footnote"
        counts[kind] += 1
        number = str(len(marks.notes))
        marks.notes[number] = NoteText(f"Footnote {counts[kind]}" if kind == "Footnote" else kind, "", text)
        _replace(link, note_mark(number))
        containers.append(container)
    for container in containers:
        container.tag = REMOVED


def _container(target: Any) -> Any:
    """The block that holds a note: the paragraph around its mark, or the box around that, if it holds nothing else."""
    element = target
    while element is not None and element.tag not in _BLOCKS:
        element = element.getparent()
    if element is None:
        return None
    parent = element.getparent()
    is_box = parent is not None and parent.tag in {"div", "li", "aside"}
    if is_box and sum(bool(other.get("href", "").startswith("#")) for other in parent.iter("a")) == 1:
        return parent
    return element


def _leads_back(container: Any, link: Any) -> bool:
    names = {link.get("id"), link.get("name")} | {
        around.get("id") for around in (link.getparent(), link.getparent().getparent()) if around is not None
    }
    return any((other.get("href") or "")[1:] in names - {None, ""} for other in container.iter("a"))


def _text_of(container: Any) -> str:
    """A note's words, without the mark that it begins with."""
    words = []
    for element in container.iter():
        if not isinstance(element.tag, str):
            continue
        is_back = element.tag == "a" and (element.get("href") or "").startswith("#")
        if not is_back and not _within_back_link(element, container):
            words.append(element.text or "")
        if element is not container:
            words.append(element.tail or "")
    return tidy(" ".join(words)).lstrip("^↑↩. ")


def _within_back_link(element: Any, container: Any) -> bool:
    for around in element.iterancestors():
        if around is container:
            return False
        if around.tag == "a" and (around.get("href") or "").startswith("#"):
            return True
    return False


def _replace(link: Any, mark: str) -> None:
    """Put a mark in the place of a link, and of the raised or bracketed element that holds nothing else."""
    element = link
    while (
        (parent := element.getparent()) is not None
        and parent.tag in {"sup", "span"}
        and len(parent) == 1
        and not tidy((parent.text or "") + (element.tail or "")).strip("[]")
    ):
        element = parent
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = "span", mark, tail


def _raise_numbers(tree: Any, dropped: list[Dropped]) -> None:
    for element in list(tree.iter("sup")):
        words = tidy("".join(element.itertext()))
        if not re.search(r"\d|^[*†‡§]+$", words) or len(words) > 12:
            continue
        if is_note_mark(_text_before(element), words):
            dropped.append(Dropped("mark of a note", words))
            element.tag = REMOVED
        elif re.fullmatch(r"[\d+−-]{1,6}", words):
            tail = element.tail
            element.clear()
            element.tag, element.text, element.tail = "span", raised(words), tail


def _text_before(element: Any) -> str:
    """The words just before an element, in its paragraph."""
    before = element.getprevious()
    words = (before.tail if before is not None else element.getparent().text) or ""
    if not words.strip() and before is not None:
        words = "".join(before.itertext()) + words
    return words[-40:]


def _part_neighbours(tree: Any) -> None:
    """Put a space between a name and a time that stand side by side with nothing between but the page's layout."""
    for element in tree.iter(*_INLINE):
        following = element.getnext()
        if following is None or following.tag not in _INLINE or element.tail:
            continue
        if "time" not in {element.tag, following.tag} and not {element.tag, following.tag} <= {
            "span",
            "small",
            "label",
        }:
            continue
        end, start = _END.search(_last_words(element)), _START.search(_first_words(following))
        if (
            end
            and start
            and end[1][-1].isdigit() | end[1][-1].islower()
            and (start[1][0].isdigit() or start[1][0].isupper())
        ):
            element.tail = " "


def _last_words(element: Any) -> str:
    return "".join(element.itertext())[-40:]


def _first_words(element: Any) -> str:
    return "".join(element.itertext())[:40]


def headings_before(blocks: list[tuple[str, str]], kept: set[str]) -> Iterator[tuple[str, str]]:
    """The headings that were lost: each with the kept paragraph that it is above, at most three blocks below it."""
    for number, (tag, words) in enumerate(blocks):
        if tag not in {"h2", "h3", "h4"} or words in kept:
            continue
        for below_tag, below in blocks[number + 1 : number + 4]:
            if below_tag in {"h1", "h2", "h3", "h4"}:
                break
            if below in kept:
                yield words, below
                break
