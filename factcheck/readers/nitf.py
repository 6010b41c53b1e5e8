"""NITF: a file of its own, or within NewsML and ninjs."""

from __future__ import annotations

from typing import Any

from factcheck.readers import agency
from factcheck.readers.base import BY, ImportedArticle, RefusedFile, clean_article, tidy
from factcheck.readers.text import Unreadable
from factcheck.readers.xml import LANG, make_parser, words_in, xml_errors_as_unreadable

_DOCDATA = "{*}head/{*}docdata"
#: Elements of a byline that are no names: what people are, and where they were.
_NO_NAMES = frozenset(("byttl", "location", "virtloc"))


def item(nitf: Any, place: str) -> ImportedArticle | RefusedFile:
    """The article of a ``nitf`` element that is an item by itself."""
    docdata = nitf.find(_DOCDATA)
    if why := agency.why_withheld(_attribute(docdata, "management-status")):
        return RefusedFile(why, place)
    fields = fields_of(nitf)
    body = agency.body_of(paragraphs_in(nitf), fields["title"])
    if not body.paragraphs:
        return RefusedFile(agency.why_without_text(""), place)
    fields["byline"] = agency.join_bylines(fields["byline"], body.byline)
    try:
        return clean_article(body.paragraphs, place=place, dropped=body.dropped, **fields)
    except Unreadable as why:
        return RefusedFile(str(why), place)


def fields_of(nitf: Any) -> dict[str, Any]:
    """What it says of itself besides the text, by our names."""
    body = "{*}body/{*}body.head/{*}"
    return {
        "title": words_in(nitf.find(".//{*}hedline/{*}hl1"))
        or words_in(nitf.find(".//{*}hl1"))
        or words_in(nitf.find("{*}head/{*}title")),
        "byline": ", ".join(filter(None, map(_byline, nitf.findall(body + "byline")))),
        "outlet": words_in(nitf.find(body + "distributor"))
        or _attribute(nitf.find(_DOCDATA + "/{*}doc.copyright"), "holder")
        or words_in(nitf.find(body + "rights/{*}rights.owner")),
        "published_on": _attribute(nitf.find(_DOCDATA + "/{*}date.issue"), "norm")
        or _attribute(nitf.find("{*}head/{*}pubdata"), "date.publication")
        or _attribute(nitf.find(body + "dateline/{*}story.date"), "norm"),
        "language": nitf.get(LANG) or nitf.get("baselang") or "",
    }


def paragraphs_in(nitf: Any) -> list[str]:
    body = nitf.find("{*}body/{*}body.content")
    return [] if body is None else agency.paragraphs_in(body)


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of NITF that is text within another format; none where it is broken."""
    try:
        with xml_errors_as_unreadable():
            parser = make_parser()
            parser.feed(text)
            return paragraphs_in(parser.close())
    except (Unreadable, ValueError):
        return []


def _byline(byline: Any) -> str:
    """The names in a byline; without names, whatever it says."""
    names = [byline.text or ""]
    for child in byline:
        if str(child.tag).rpartition("}")[2] not in _NO_NAMES:
            names.append(words_in(child))
        names.append(child.tail or "")
    return BY.sub("", tidy(" ".join(names)).rstrip(" ,")) or words_in(byline)


def _attribute(element: Any, name: str) -> str:
    return (element.get(name) or "") if element is not None else ""
