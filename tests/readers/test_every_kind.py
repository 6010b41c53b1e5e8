"""Every kind of file that is read, over a corpus of one: told by its bytes, read to its article, never outwitted.

A kind without a row in SAMPLES fails here, so that no reader is published untried.
"""

from __future__ import annotations

import codecs
import datetime as dt
import html as markup
import io
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import cache

import pytest
import typst
import xlsxwriter
from docx import Document

from factcheck.readers.base import ImportedArticle, RefusedFile
from factcheck.readers.dispatch import read
from factcheck.readers.kinds import KINDS, kind_of

WORDS = "The ferry sails again, the harbour master said on Monday."
#: A control character, and what a browser would run if anybody gave it away as markup.
CONTROL = "\x07"
SCRIPT = "<script>alert(1)</script>"
FERRY = ImportedArticle(text=WORDS, title="Ferry sails", byline="Ina Berg", published_on=dt.date(2024, 5, 6))


@dataclass(frozen=True)
class Samples:
    """Files of one kind.

    ``good`` holds ``article`` alone. ``hostile`` holds a script, and control characters where the kind can hold them;
    it becomes an article with this text, or a sentence with these words. A script that somebody typed as words stays
    words. ``empty`` is a whole file without an article, ``truncated`` one that breaks off; both end in a sentence with
    these words.
    """

    good: bytes
    article: ImportedArticle
    hostile: tuple[bytes, str]
    empty: tuple[bytes, str]
    truncated: tuple[bytes, str]


def docx(*paragraphs: str, title: str = "") -> bytes:
    document = Document()
    if title:
        document.add_heading(title, 0)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def xlsx(*rows: tuple[str, ...]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return data.getvalue()


def pdf(body: str, title: str = "Ferry sails") -> bytes:
    return typst.compile(f'#set document(title: "{title}", date: none)\n#set page(width: 15cm)\n{body}'.encode())


def packed(**members: bytes | str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def odt(body: str, styles: str = "") -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{what}:1.0"'
        for name, what in (("office", "office"), ("text", "text"), ("style", "style"))
    )
    content = (
        f'<office:document-content {names} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return packed(**{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def rtf(body: str) -> bytes:
    return rf"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f0 Arial;}}}}\f0 {body}}}".encode("cp1252")


def epub(body: str) -> bytes:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml"'
        ' media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
    )
    return packed(
        **{
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": (
                '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
                '<rootfile full-path="book.opf"/></rootfiles></container>'
            ),
            "book.opf": package,
            "a.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>',
        }
    )


def html(body: str) -> str:
    return f'<!doctype html><html lang="en"><head><title>Ferry sails</title></head><body>{body}</body></html>'


def mhtml(page: str) -> bytes:
    return (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://news.example.org/ferry\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; boundary="--b"\n\n----b\nContent-Type: text/html\n\n' + page + "\n----b--\n"
    ).encode()


def mail(body: str) -> bytes:
    return (
        "From: Ina Berg <ina@example.org>\nTo: desk@example.org\nSubject: Ferry sails\n"
        f"Date: Mon, 06 May 2024 08:00:00 +0200\nMIME-Version: 1.0\n\n{body}\n"
    ).encode()


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>Wire</title>{''.join(items)}</channel></rss>".encode()


def newsml(paragraph: str) -> bytes:
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="ferry-1"><contentMeta>'
        "<by>By Ina Berg</by><headline>Ferry sails</headline><contentCreated>2024-05-06</contentCreated></contentMeta>"
        '<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<body>{paragraph}</body></html></inlineXML></contentSet></newsItem>"
    ).encode()


# What makes files is called only when they are wanted: a PDF is typeset, a workbook packed.
SAMPLES: dict[str, Callable[[], Samples]] = {
    "text": lambda: Samples(
        good=f"Ferry sails\nBy Ina Berg\n6 May 2024\n\n{WORDS}".encode(),
        hostile=(f"{WORDS}{CONTROL}{SCRIPT}".encode(), "another program’s file"),
        article=replace(FERRY, text=f"Ferry sails\n\n{WORDS}"),
        empty=(b"\xef\xbb\xbf \n", "text is empty"),
        truncated=(codecs.BOM_UTF32_LE + WORDS.encode(), "characters can’t be read"),
    ),
    "markdown": lambda: Samples(
        good=f"---\nauthor: Ina Berg\ndate: 2024-05-06\n---\n# Ferry sails\n\n{WORDS}\n".encode(),
        article=replace(FERRY, text=f"Ferry sails\n\n{WORDS}"),
        hostile=(f"# Ferry sails\n\n{SCRIPT}\n\n{WORDS}\n".encode(), f"Ferry sails\n\n{WORDS}"),
        empty=(b"---\ntitle: Ferry sails\n---\n", "text is empty"),
        truncated=("## Ferry sails\n\n".encode("utf-32") + WORDS.encode(), "characters can’t be read"),
    ),
    "html": lambda: Samples(
        good=html(f"<article><p>By Ina Berg | 6 May 2024</p><p>{WORDS}</p></article>").encode(),
        article=replace(FERRY, language="en"),
        hostile=(html(f"<p onclick='alert(1)'>{WORDS}{CONTROL}{SCRIPT}</p>").encode(), WORDS),
        empty=(html(SCRIPT).encode(), "web page has no text"),
        truncated=(html(f"<p>{WORDS}</p>").encode()[:40], "web page has no text"),
    ),
    "mhtml": lambda: Samples(
        good=mhtml(html(f"<article><p>By Ina Berg | 6 May 2024</p><p>{WORDS}</p></article>")),
        article=replace(FERRY, language="en", url="https://news.example.org/ferry", outlet="news.example.org"),
        hostile=(mhtml(html(f"<p onclick='alert(1)'>{WORDS}{CONTROL}{SCRIPT}</p>")), WORDS),
        empty=(mhtml(html("")), "web page has no text"),
        truncated=(mhtml(html(WORDS))[:160], "not the page itself"),
    ),
    "docx": lambda: Samples(
        good=docx("By Ina Berg | 6 May 2024", WORDS, title="Ferry sails"),
        article=FERRY,
        hostile=(docx(WORDS + SCRIPT), WORDS + SCRIPT),
        empty=(docx(), "text is empty"),
        truncated=(docx(WORDS)[:3000], "damaged or cut short"),
    ),
    "pdf": lambda: Samples(
        good=pdf(f"Ferry sails\n\nBy Ina Berg | 6 May 2024\n\n{WORDS}"),
        article=replace(FERRY, text=f"Ferry sails\n\n{WORDS}", language="en"),
        hostile=(pdf(f"{WORDS} \\<script>alert(1)\\</script>"), f"{WORDS} {SCRIPT}"),
        empty=(pdf("#rect()"), "pictures of pages but no text"),
        truncated=(pdf(WORDS)[:200], "damaged or cut short"),
    ),
    "eml": lambda: Samples(
        good=mail(WORDS),
        article=FERRY,
        hostile=(mail(WORDS + CONTROL + SCRIPT), WORDS + SCRIPT),
        empty=(mail(""), "has no text"),
        truncated=(mail(WORDS)[:90], "has no text"),
    ),
    "feed": lambda: Samples(
        good=rss(
            f"<item><title>Ferry sails</title><author>Ina Berg</author><pubDate>Mon, 06 May 2024</pubDate>"
            f"<description>{WORDS}</description></item>"
        ),
        article=replace(FERRY, outlet="Wire", place="entry 1"),
        hostile=(rss(f"<item><description><![CDATA[<p>{WORDS}</p>{SCRIPT}]]></description></item>"), WORDS),
        empty=(rss(), "no article in this RSS or Atom feed"),
        truncated=(rss(f"<item><description>{WORDS}</description></item>")[:50], "no article in this RSS or Atom feed"),
    ),
    "newsml": lambda: Samples(
        good=newsml(f"<p>{WORDS}</p>"),
        article=replace(FERRY, place="ferry-1"),
        hostile=(newsml(f"<p>{WORDS}</p>{SCRIPT}"), WORDS),
        empty=(newsml(""), "has no text"),
        truncated=(newsml(f"<p>{WORDS}</p>")[:-30], "broken at line 1"),
    ),
    "json": lambda: Samples(
        good=f'{{"headline": "Ferry sails", "author": "Ina Berg", "date": "2024-05-06", "body": "{WORDS}"}}'.encode(),
        article=FERRY,
        hostile=(f'{{"body_html": "<p>{WORDS}\\u0007</p>{SCRIPT}"}}'.encode(), WORDS),
        empty=(b"[]", "no article in this ninjs or JSON Lines"),
        truncated=(f'{{"body": "{WORDS}"}}'.encode()[:-2], "not JSON, or it is cut short"),
    ),
    "csv": lambda: Samples(
        good=f'title,author,date,text\nFerry sails,Ina Berg,2024-05-06,"{WORDS}"\n'.encode(),
        article=replace(FERRY, place="row 2"),
        hostile=(f'title,text\nFerry sails,"{WORDS}{CONTROL}"\n'.encode(), "another program’s file"),
        empty=(b"title,text\n", "no article in this CSV table"),
        truncated=(b"title,text,aut", "no article in this CSV table"),
    ),
    "xlsx": lambda: Samples(
        good=xlsx(("Title", "Author", "Date", "Text"), ("Ferry sails", "Ina Berg", "2024-05-06", WORDS)),
        article=replace(FERRY, place="row 2"),
        hostile=(xlsx(("Text",), (WORDS + CONTROL + SCRIPT,)), f"{WORDS}_x0007_{SCRIPT}"),
        empty=(xlsx(), "sheets are empty"),
        truncated=(xlsx(("Text",), (WORDS,))[:-200], "damaged or cut short"),
    ),
    "subtitles": lambda: Samples(
        good=f"1\n00:00:01,000 --> 00:00:02,500\n{WORDS}\n".encode(),
        article=ImportedArticle(text=WORDS),
        hostile=(
            f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ina Berg>{WORDS}{SCRIPT}".encode(),
            f"Ina Berg: {WORDS}alert(1)",
        ),
        empty=(b"WEBVTT\n\nNOTE nothing\n", "no article in this subtitles"),
        truncated=(b"1\n00:00:01,000 --> 00:00:02,500\n", "text is empty"),
    ),
    "odt": lambda: Samples(
        good=odt(f"<text:p>Ferry sails</text:p><text:p>By Ina Berg | 6 May 2024</text:p><text:p>{WORDS}</text:p>"),
        article=replace(FERRY, text=f"Ferry sails\n\n{WORDS}"),
        hostile=(odt(f"<text:p>{markup.escape(SCRIPT)} {WORDS}</text:p>"), f"{SCRIPT} {WORDS}"),
        empty=(odt(""), "text is empty"),
        truncated=(odt(f"<text:p>{WORDS}</text:p>")[:-60], "damaged or cut short"),
    ),
    "rtf": lambda: Samples(
        good=rtf(rf"Ferry sails\par By Ina Berg | 6 May 2024\par {WORDS}\par"),
        article=replace(FERRY, text=f"Ferry sails\n\n{WORDS}"),
        hostile=(rtf(rf"{SCRIPT} {WORDS}\'01"), f"{SCRIPT} {WORDS}"),
        empty=(rtf(""), "text is empty"),
        truncated=(rtf(WORDS)[:9], "text is empty"),
    ),
    "epub": lambda: Samples(
        good=epub(f"<h1>Ferry sails</h1><p>By Ina Berg | 6 May 2024</p><p>{WORDS}</p>"),
        article=replace(FERRY, text=f"Ferry sails\n\n{WORDS}"),
        hostile=(epub(f"{SCRIPT}<p>{WORDS}</p>"), WORDS),
        empty=(epub(""), "no article in this e-book"),
        truncated=(epub(f"<p>{WORDS}</p>")[:-60], "damaged or cut short"),
    ),
    "zip": lambda: Samples(
        good=packed(**{"ferry.txt": f"Ferry sails\nBy Ina Berg\n6 May 2024\n\n{WORDS}"}),
        hostile=(packed(**{"../../etc/passwd.html": html(SCRIPT)}), "web page has no text"),
        article=replace(FERRY, text=f"Ferry sails\n\n{WORDS}", place="ferry.txt"),
        empty=(packed(), "no article in this ZIP archive"),
        truncated=(packed(**{"ferry.txt": WORDS})[:-20], "damaged or cut short"),
    ),
}


@cache
def samples_of(slug: str) -> Samples:
    if slug not in SAMPLES:
        pytest.fail(
            f"The kind of file “{slug}” has no row in SAMPLES: add a good file with its article, and a hostile, an"
            " empty and a truncated one with the words of what comes of them."
        )
    return SAMPLES[slug]()


def the_one(data: bytes) -> ImportedArticle | RefusedFile:
    (item,) = read(data)
    return item


@pytest.mark.parametrize("slug", KINDS)
def test_it_is_told_by_its_bytes_without_a_name(slug: str) -> None:
    assert kind_of(io.BytesIO(samples_of(slug).good)).slug == slug


@pytest.mark.parametrize("slug", KINDS)
def test_it_is_read_to_its_article(slug: str) -> None:
    item = the_one(samples_of(slug).good)
    assert isinstance(item, ImportedArticle)
    assert replace(item, dropped=()) == samples_of(slug).article


@pytest.mark.parametrize("slug", KINDS)
def test_a_script_and_control_characters_end_in_a_sentence_or_are_left_out(slug: str) -> None:
    data, outcome = samples_of(slug).hostile
    item = the_one(data)

    assert kind_of(io.BytesIO(data)).slug == slug
    if isinstance(item, RefusedFile):
        assert_one_sentence(item, outcome)
    else:
        assert item.text == outcome
    letters = "".join(str(value) for value in asdict(item).values())
    assert not [letter for letter in letters if unicodedata.category(letter) == "Cc" and letter != "\n"]


@pytest.mark.parametrize("slug", KINDS)
@pytest.mark.parametrize("name", ["empty", "truncated"])
def test_without_an_article_it_ends_in_one_sentence(slug: str, name: str) -> None:
    data, words = getattr(samples_of(slug), name)
    item = the_one(data)

    assert isinstance(item, RefusedFile), item
    assert_one_sentence(item, words)


def assert_one_sentence(item: RefusedFile, words: str) -> None:
    assert words in item.sentence
    assert item.sentence.endswith(".")
    assert "\n" not in item.sentence
    assert item.sentence.count(". ") == 0


def test_a_kind_without_samples_is_told_what_to_add() -> None:
    with pytest.raises(pytest.fail.Exception, match="“tiff” has no row in SAMPLES: add a good file"):
        samples_of("tiff")
