"""Words that a newsroom doesn't use, or that mean two things here, each with what to say instead; and British spelling.

What people read is told from code by ``in_template()``, ``in_python()`` and ``in_script()``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

#: A pattern, and what to say instead. Not for the words of articles, of people, or of other programs.
INSTEAD = {
    r"meanwhile": "in the meantime, since then",
    r"anew": "again",
    r"brought": "added",
    r"rests? on|rested on": "relies on, comes from",
    r"footings?": "sourcing",
    r"given to (?!the claim)|(claims?|nothing) (is |was |are )?given|taken from": "assigned",
    r"for whom\?|for what\?|as what\?|to whom\?": "a noun: recipient, purpose, format, assign to",
    r"whoever|whomever|whosoever": "anyone who, the person who",
    r"(report|reports|number) (was |were |is |could not be )?drawn|· drawn": "generated, made, counted",
    r"(?<!ti)stands?(?! for)": "is, applies, appears",
    r"took back|takes? back|taken back": "undo",
    r"raised? again|raised a finding": "reopen",
    r"(un)?tick|ticks|(is|are|was|were|you|[0-9]+) ticked|ticked ones": "select",
    r"(the|this|your|of the) house": "newsroom, organization, network",
    r"hostile": "unsafe",
    r"look(s|ed|ing)? through": "check",
    r"unaltered": "unchanged",
    r"logs? of exports": "export log",
    r"links? for (people|somebody|someone) outside": "shared link",
    r"for outside(?! readers)": "for outside readers",
    r"mails?": "email",
    r"divide it": "split it",
    r"(is|are) sought": "is searched for",
    r"(is|are) the most\b(?! [a-z])": "the limit is",
    r"go(es)? over(?= (into|unless|in))": "carries over",
    r"leans? on": "relies on",
    r"comes as|as it comes": "default",
    r"no (article|link|claim|worker)[.]": "say what to do",
    r"somebody outside|people outside": "shared link, outside readers",
    r"(is|are) lit": "shown",
    r"shelf|shelves": "list",
    r"the middle one": "median",
    r"alike": "the same",
    r"further (claims?|articles?|pages?)": "more",
    r"so many|of these alone": "a number",
    r"at hand|to hand(?! over)": "with you, available",
    r"the machine suggests|what the machine": "the automatic suggestion",
    r"in other words": "with different answers",
    r"once more": "again",
    r"(is|are) asked about|two people are asked": "second opinion requested",
    r"under way": "running, waiting",
    r"says? the same|say the same": "unchanged",
    r"in your hands": "you’re working on",
    r"not required": "optional",
    r"(to|and|can) go on": "continue",
    r"may not do": "don’t have access",
    r"no longer there": "no longer exists",
    r"it is kept": "saved",
    r"(is|are) nobody who": "can’t",
    r"make the file": "export",
    r"look again": "refresh, try again",
    r"how far it is": "progress",
    r"leads? back to": "comes from, traced to",
    r"article of its own": "separate article",
    r"counting (again|anew)": "updating",
    r"nobody behind": "no source",
    r"asked for by": "started by",
    r"the report as it stands": "the live report",
    # For those who build the desk, not for those who work at it.
    r"slugs?": "name",
    r"payloads?": "content",
    r"leases?": "claim in use",
    r"null": "empty",
    r"querysets?|booleans?|regex(es)?|stack ?traces?": "say what it means",
}

#: British, and how America spells it. Only what this project might write; sentences of articles are not ours.
AMERICAN = {
    "analyse": "analyze",
    "apologise": "apologize",
    "authorise": "authorize",
    "behaviour": "behavior",
    "cancelled": "canceled",
    "cancelling": "canceling",
    "catalogue": "catalog",
    "centre": "center",
    "colour": "color",
    "customise": "customize",
    "defence": "defense",
    "dialogue": "dialog",
    "emphasise": "emphasize",
    "favour": "favor",
    "finalise": "finalize",
    "flavour": "flavor",
    "fulfil": "fulfill",
    "grey": "gray",
    "honour": "honor",
    "initialise": "initialize",
    "judgement": "judgment",
    "labelled": "labeled",
    "labelling": "labeling",
    "labour": "labor",
    "learnt": "learned",
    "licence": "license",
    "modelling": "modeling",
    "neighbour": "neighbor",
    "normalise": "normalize",
    "optimise": "optimize",
    "organisation": "organization",
    "organise": "organize",
    "prioritise": "prioritize",
    "programme": "program",
    "recognise": "recognize",
    "rumour": "rumor",
    "serialise": "serialize",
    "spelt": "spelled",
    "summarise": "summarize",
    "synchronise": "synchronize",
    "theatre": "theater",
    "tokenise": "tokenize",
    "towards": "toward",
    "travelling": "traveling",
    "unrecognised": "unrecognized",
    "visualise": "visualize",
    "whilst": "while",
}

_INSTEAD = [
    (re.compile(rf"(?<![\w’'-])(?:{pattern})(?![\w’'-])", re.IGNORECASE), said) for pattern, said in INSTEAD.items()
]
_BRITISH = re.compile(rf"\b({'|'.join(AMERICAN)})(s|d|r|rs|ed|ly|al|ful|able|ist|ists)?\b", re.IGNORECASE)


class Words(NamedTuple):
    """Something that people read, and the line it is on."""

    line: int
    text: str


def unplain(text: str) -> list[str]:
    """“meanwhile: say in the meantime, since then”, for each word of the text that is in the table."""
    text = " ".join(text.split())
    return [f"{match[0]}: say {said}" for pattern, said in _INSTEAD for match in pattern.finditer(text)]


def british(text: str) -> list[str]:
    """“colour: spell color”, for each British word of the text."""
    return [f"{match[0]}: spell {AMERICAN[match[1].lower()]}" for match in _BRITISH.finditer(text)]


# ---- What people read -----------------------------------------------------------------------------------------------

_UNREAD = re.compile(
    r"{#.*?#}|{% *comment\b.*?endcomment *%}|<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE
)
#: Attributes that a browser or a screen reader shows, and what a template hands to another.
_SHOWN_ATTRIBUTE = re.compile(r"\b(?:title|aria-label|placeholder|alt|hx-confirm)=\"([^\"]*)\"")
_HANDED_ON = re.compile(r"{%[^%]*?\b(?:with|label|heading|fields)\b[^%]*%}", re.DOTALL)
_MARKUP = re.compile(r"{%.*?%}|{{.*?}}|<[^>]*>", re.DOTALL)
_QUOTED = re.compile(r"\"([^\"]*)\"")
_PARAGRAPH = re.compile(r"\S.*(?:\n.*\S.*)*")


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def in_template(source: str) -> Iterator[Words]:
    """What a page shows: its text between the tags, and the attributes that are read out."""
    source = _UNREAD.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source)
    for match in _SHOWN_ATTRIBUTE.finditer(source):
        yield Words(_line(source, match.start()), _MARKUP.sub(" ", match[1]))
    for tag in _HANDED_ON.finditer(source):
        for match in _QUOTED.finditer(tag[0]):
            if " " in match[1]:
                yield Words(_line(source, tag.start()), match[1])
    # A sentence goes over several lines; what is nothing but markup ends it.
    text = _MARKUP.sub(lambda match: re.sub(r"[^\n]+", " ", match[0]), source)
    for match in _PARAGRAPH.finditer(text):
        yield Words(_line(text, match.start()), match[0])


def in_python(source: str) -> Iterator[Words]:
    """String constants that are sentences or labels: not docstrings, not SQL, not patterns, not lists of names."""
    tree = ast.parse(source)
    unread = set(_unread(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            unread.update(id(value) for value in node.values)
            parts = (value.value if isinstance(value, ast.Constant) else "…" for value in node.values)
            text = "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unread:
            text = node.value
        else:
            continue
        if _is_read(text):
            yield Words(node.lineno, text)


def _unread(tree: ast.AST) -> Iterator[int]:
    """Docstrings, ``"some names".split()``, and the names that a module exports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) or (isinstance(node, ast.Attribute) and node.attr == "split"):
            yield id(node.value)
        elif isinstance(node, ast.Assign) and any(
            isinstance(name, ast.Name) and name.id == "__all__" for name in node.targets
        ):
            yield from (id(value) for value in ast.walk(node.value))


#: SQL, patterns, and lists of words for the detector.
_CODE = re.compile(
    r"\\[bsdwWA]|\(\?|\b[A-Z]{4,} [A-Z]+\b|^[A-Z]{4,} |%\(|\w_\w|[=(]%s|::\w|^[a-z’'-]+( [a-z’'.-]+){9,}$", re.MULTILINE
)


def _is_read(text: str) -> bool:
    is_label = re.fullmatch(r"[A-Z][a-z’]+\??", text.strip()) is not None
    return (is_label or " " in text.strip()) and not _CODE.search(text)


_SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
_SCRIPT_STRING = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|`((?:[^`\\]|\\.)*)`|'(?:[^'\\\n]|\\.)*'")


def in_script(source: str) -> Iterator[Words]:
    """Strings of several words."""
    source = _SCRIPT_COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source)
    for match in _SCRIPT_STRING.finditer(source):
        text = re.sub(r"\${[^}]*}", "…", match[1] or match[2] or "")
        if " " in text.strip():
            yield Words(_line(source, match.start()), text)


def on_page(html: str) -> str:
    """The text of a page that is drawn, without its markup."""
    return unescape(_MARKUP.sub(" ", _UNREAD.sub(" ", html)))


def all_unplain(words: Iterable[Words], where: str) -> list[str]:
    """“templates/desk/board.html:4: meanwhile: say …”"""
    return [f"{where}:{line}: {fault}" for line, text in words for fault in [*unplain(text), *british(text)]]
