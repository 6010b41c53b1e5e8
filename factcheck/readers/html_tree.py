"""What of a page's tree is put right before its article is looked for.

Whoever looks for articles goes by tags and links, and takes some words of an article for its surroundings.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

#: What is marked to be taken out.
_GONE = "x-gone"
#: What pages write into sentences, and what around articles nobody reads.
_IN_SENTENCES = ("time", "label", "output")
_SENTENCE = re.compile(r"[.!?…][\"”’»'“)\]]*$")
_QUOTES = "\"“”„‟«»‘’‚'‹›「『"
#: How deep the text of a link to the same page may stand in the paragraph that it is.
_WRAPPINGS = 3
_INLINE = frozenset(("a", "abbr", "b", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "u"))
_LEAVES = ("p", "h2", "h3", "h4", "h5", "h6")
# “Read more: …”, as the languages say it in which most of the world's news is written. Nothing but these words may
# stand before the link: “Related companies said: no comment” is a claim.
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


def mend(tree: Any) -> None:
    """Put a page's tree right, so that its article is found whole and without what leads away from it."""
    _mark_around(tree)
    _open_shadows(tree)
    _mark_skip_links(tree)
    _strip(tree)
    write_quotes(tree)
    _part_at_breaks(tree)
    for tag in _LEAVES:
        for element in list(tree.iter(tag)):
            _mend_paragraph(element)
    _strip(tree)


def _strip(tree: Any) -> None:
    """Take out what was marked, but not what is written behind it: all at once, as each for itself takes too long."""
    etree.strip_elements(tree, _GONE, with_tail=False)


def _mark_around(tree: Any) -> None:
    """Take the surroundings out. The foot of the article itself stays: it may say who wrote it."""
    around, within = [], 0
    for event, one in etree.iterwalk(tree, events=("start", "end"), tag=("article", "main", "nav", "footer", "dialog")):
        if one.tag in {"article", "main"}:
            within += 1 if event == "start" else -1
        elif event == "start" and not (one.tag == "footer" and within):
            around.append(one)
    for one in around:
        one.tag = _GONE


def _open_shadows(tree: Any) -> None:
    """What a page's own elements show stands in templates, if it was saved as it was seen; nobody saw any other one."""
    for one in list(tree.iter("template")):
        if one.get("shadowrootmode") or one.get("shadowmode"):
            one.tag = "div"
        else:
            one.tag = _GONE


def write_quotes(tree: Any) -> None:
    """A browser draws the marks around a quotation; without them nobody knows that it is one."""
    for one in list(tree.iter("q")):
        words = "".join(one.itertext()).strip()
        one.tag = "span"
        if words and words[0] not in _QUOTES:
            one.text = f"“{one.text or ''}"
            one.tail = f"”{one.tail or ''}"


def _part_at_breaks(tree: Any) -> None:
    """Two line breaks in a row are how old pages part paragraphs."""
    # From the end, so that what follows a break is moved once and not once for each break before it.
    for one in reversed(list(tree.iter("br"))):
        paragraph, after = one.getparent(), one.getnext()
        if paragraph is None or paragraph.tag != "p" or after is None or after.tag != "br" or (one.tail or "").strip():
            continue
        new = paragraph.makeelement("p", dict(paragraph.attrib))
        new.text, new.tail = after.tail, paragraph.tail
        new.extend(list(after.itersiblings()))
        paragraph.tail = None
        paragraph.addnext(new)
        paragraph.remove(after)
        paragraph.remove(one)


def _mark_skip_links(tree: Any) -> None:
    """“Continue reading the main story”: a link into the page itself that stands alone is no part of the text."""
    for one in list(tree.iter("a")):
        # One around a picture stays: by it a box of pictures is known for what it is.
        is_inward = (one.get("href") or "").startswith("#") and "".join(one.itertext()).strip()
        if is_inward and _stands_alone(one):
            one.tag = _GONE


def _stands_alone(element: Any) -> bool:
    """Whether nothing is written before or behind it in its paragraph."""
    for _ in range(_WRAPPINGS):
        parent, before, after = element.getparent(), element.getprevious(), element.getnext()
        if parent is None:
            return False
        beside = (before.tail if before is not None else parent.text) or ""
        if (beside + (element.tail or "")).strip() or any(
            one is not None and one.tag in _INLINE for one in (before, after)
        ):
            return False
        if parent.tag not in _INLINE:
            return True
        element = parent
    return False


def _mend_paragraph(element: Any) -> None:
    words = " ".join("".join(element.itertext()).split())
    if not words:
        return
    links = list(element.iter("a"))
    linked = " ".join(" ".join("".join(one.itertext()).split()) for one in links)
    if linked and _is_pointer(words, linked):
        element.tag = _GONE
    elif _SENTENCE.search(words) and len(linked) < len(words) - 1:
        # A short sentence of linked names is taken for navigation, a time or a label in it for decoration.
        for one in [*links, *element.iter(*_IN_SENTENCES)]:
            one.tag = "span"


def _is_pointer(words: str, linked: str) -> bool:
    """Whether a paragraph only leads to another page: all of it is a link, but for brackets and words that say so."""
    bare = words.strip("[]()<>›»→▶• ")
    if len(words) > len(linked) and words[0] + words[-1] in {"[]", "()"} and bare == linked.strip("[]() "):
        return True
    said = _POINTER.match(bare)
    return said is not None and (bare[said.end() :] in linked or linked.strip("[]() ") == bare)
