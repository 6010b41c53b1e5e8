"""NITF: a file of its own, or within NewsML and ninjs."""

from __future__ import annotations

from typing import Any

from factcheck.readers import agency
from factcheck.readers.base import BY, ImportedArticle, RefusedFile, clean_article, tidy
from factcheck.readers.text import Unreadable
from factcheck.readers.xml import LANG, in_a_sentence, parser, words

_DOCDATA = "{*}head/{*}docdata"
#: Who signs, and not what they are or where they were.
_NO_NAMES = frozenset(("byttl", "location", "virtloc"))


def item(nitf: Any, place: str) -> ImportedArticle | RefusedFile:
    """The article of a ``nitf`` element that stands for itself."""
    docdata = nitf.find(_DOCDATA)
    if why := agency.in_the_way(_attribute(docdata, "management-status")):
        return RefusedFile(why, place)
    said = says(nitf)
    paragraphs, line = agency.bare(paragraphs_in(nitf), said["title"])
    if not paragraphs:
        return RefusedFile(agency.without_text(""), place)
    said["byline"] = agency.signed(said["byline"], line)
    try:
        return clean_article(paragraphs, place=place, **said)
    except Unreadable as why:
        return RefusedFile(str(why), place)


def says(nitf: Any) -> dict[str, Any]:
    """What it says of itself besides the text, by our names."""
    body = "{*}body/{*}body.head/{*}"
    return {
        "title": words(nitf.find(".//{*}hedline/{*}hl1"))
        or words(nitf.find(".//{*}hl1"))
        or words(nitf.find("{*}head/{*}title")),
        "byline": ", ".join(filter(None, map(_byline, nitf.findall(body + "byline")))),
        "outlet": words(nitf.find(body + "distributor"))
        or _attribute(nitf.find(_DOCDATA + "/{*}doc.copyright"), "holder")
        or words(nitf.find(body + "rights/{*}rights.owner")),
        "published_on": _attribute(nitf.find(_DOCDATA + "/{*}date.issue"), "norm")
        or _attribute(nitf.find("{*}head/{*}pubdata"), "date.publication")
        or _attribute(nitf.find(body + "dateline/{*}story.date"), "norm"),
        "language": nitf.get(LANG) or nitf.get("baselang") or "",
    }


def paragraphs_in(nitf: Any) -> list[str]:
    body = nitf.find("{*}body/{*}body.content")
    return [] if body is None else agency.paragraphs_in(body)


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of NITF that is a text within another format; none where it is broken."""
    try:
        with in_a_sentence():
            whole = parser()
            whole.feed(text)
            return paragraphs_in(whole.close())
    except (Unreadable, ValueError):
        return []


def _byline(byline: Any) -> str:
    """The names in a byline; what else it says where there are none."""
    names = [byline.text or ""]
    for child in byline:
        if str(child.tag).rpartition("}")[2] not in _NO_NAMES:
            names.append(words(child))
        names.append(child.tail or "")
    return BY.sub("", tidy(" ".join(names)).rstrip(" ,")) or words(byline)


def _attribute(element: Any, name: str) -> str:
    return (element.get(name) or "") if element is not None else ""
