"""Repairs to a page's tree before its article is looked for.

trafilatura goes by tags and links, and mistakes some words of an article for what is around it.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

#: The tag of elements that are to be removed.
_REMOVED = "x-gone"
#: Tags that pages use within sentences, and around articles for what nobody reads.
_IN_SENTENCES = ("time", "label", "output")
_SENTENCE = re.compile(r"[.!?…][\"”’»'“)\]]*$")
_QUOTES = "\"“”„‟«»‘’‚'‹›「『"
#: How deep a link to the same page may be within the paragraph that it fills.
_MAX_WRAPPINGS = 3
_INLINE = frozenset(("a", "abbr", "b", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "u"))
_LEAVES = ("p", "h2", "h3", "h4", "h5", "h6")
# “Read more: …” in the languages in which most of the world's news is written. Only these words may come before the
# link: “Related companies said: no comment” is a claim.
_FIRST = r"read|see|watch|listen|related|more|lire|[àa] lire|voir|lesen|lees|lea|leer|leia|leggi|læs|les|läs|czytaj"
_NEXT = (
    r"(?:more|also|next|now|here|stories|story|articles?|coverage|from|on|about|this|topic|to|aussi|sie|auch|zum|thema"
    r"|ook|meer|también|más|também|mais|anche|også|också|mer|mere|też|również|więcej)"
)
_POINTER = re.compile(
    rf"(?:(?:{_FIRST}|mehr)(?: {_NEXT}){{0,4}} ?[:|] ?"
    r"|(?:read (?:more|also|next)|see also|lire aussi|voir aussi|lesen sie auch|lees ook|lea también|leia também"
    r"|leggi anche|læs også|les også|läs också|czytaj też)\b[: ]*)",
    re.I,
)


def repair(tree: Any) -> None:
    """Repair a page's tree, so that its article is found whole and without links that lead away from it."""
    _mark_around(tree)
    _open_shadows(tree)
    _mark_skip_links(tree)
    _strip(tree)
    write_quotes(tree)
    _split_at_breaks(tree)
    for tag in _LEAVES:
        for element in list(tree.iter(tag)):
            _repair_paragraph(element)
    _strip(tree)


def _strip(tree: Any) -> None:
    """Remove what was marked, but not the text after it: all at once, as one by one takes too long."""
    etree.strip_elements(tree, _REMOVED, with_tail=False)


def _mark_around(tree: Any) -> None:
    """Mark what is around the article. The article's own footer stays: it may say who wrote it."""
    around, within = [], 0
    for event, element in etree.iterwalk(
        tree, events=("start", "end"), tag=("article", "main", "nav", "footer", "dialog")
    ):
        if element.tag in {"article", "main"}:
            within += 1 if event == "start" else -1
        elif event == "start" and not (element.tag == "footer" and within):
            around.append(element)
    for element in around:
        element.tag = _REMOVED


def _open_shadows(tree: Any) -> None:
    """Custom elements keep what they show in templates, if a page was saved as seen; nobody saw any other template."""
    for template in list(tree.iter("template")):
        if template.get("shadowrootmode") or template.get("shadowmode"):
            template.tag = "div"
        else:
            template.tag = _REMOVED


def write_quotes(tree: Any) -> None:
    """Write the marks that a browser draws around a quotation; without them nobody knows that it is one."""
    for quotation in list(tree.iter("q")):
        words = "".join(quotation.itertext()).strip()
        quotation.tag = "span"
        if words and words[0] not in _QUOTES:
            quotation.text = f"“{quotation.text or ''}"
            quotation.tail = f"”{quotation.tail or ''}"


def _split_at_breaks(tree: Any) -> None:
    """Old pages separate paragraphs by two line breaks in a row."""
    # From the end, so that what follows a break is moved once and not once for each break before it.
    for line_break in reversed(list(tree.iter("br"))):
        paragraph, after = line_break.getparent(), line_break.getnext()
        if (
            paragraph is None
            or paragraph.tag != "p"
            or after is None
            or after.tag != "br"
            or (line_break.tail or "").strip()
        ):
            continue
        new = paragraph.makeelement("p", dict(paragraph.attrib))
        new.text, new.tail = after.tail, paragraph.tail
        new.extend(list(after.itersiblings()))
        paragraph.tail = None
        paragraph.addnext(new)
        paragraph.remove(after)
        paragraph.remove(line_break)


def _mark_skip_links(tree: Any) -> None:
    """A link into the page itself, alone in its paragraph, is no text: “Continue reading the main story”."""
    for link in list(tree.iter("a")):
        # One around a picture stays: a box of pictures is recognised by it.
        is_inward = (link.get("href") or "").startswith("#") and "".join(link.itertext()).strip()
        if is_inward and _is_alone(link):
            link.tag = _REMOVED


def _is_alone(element: Any) -> bool:
    """Whether nothing comes before or after it in its paragraph."""
    for _ in range(_MAX_WRAPPINGS):
        parent, before, after = element.getparent(), element.getprevious(), element.getnext()
        if parent is None:
            return False
        beside = (before.tail if before is not None else parent.text) or ""
        if (beside + (element.tail or "")).strip() or any(
            sibling is not None and sibling.tag in _INLINE for sibling in (before, after)
        ):
            return False
        if parent.tag not in _INLINE:
            return True
        element = parent
    return False


def _repair_paragraph(element: Any) -> None:
    words = " ".join("".join(element.itertext()).split())
    if not words:
        return
    links = list(element.iter("a"))
    linked = " ".join(" ".join("".join(link.itertext()).split()) for link in links)
    if linked and _is_pointer(words, linked):
        element.tag = _REMOVED
    elif _SENTENCE.search(words) and len(linked) < len(words) - 1:
        # A short sentence of linked names would pass for navigation, a time or a label in it for decoration.
        for inner in [*links, *element.iter(*_IN_SENTENCES)]:
            inner.tag = "span"


def _is_pointer(words: str, linked: str) -> bool:
    """Whether a paragraph only leads to another page: all of it is a link, but for brackets and words that say so."""
    bare = words.strip("[]()<>›»→▶• ")
    if len(words) > len(linked) and words[0] + words[-1] in {"[]", "()"} and bare == linked.strip("[]() "):
        return True
    pointer = _POINTER.match(bare)
    return pointer is not None and (bare[pointer.end() :] in linked or linked.strip("[]() ") == bare)
