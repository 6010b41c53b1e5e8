"""Copy as newsrooms have it: what comes of each kind of thing that stands in a file beside the text."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from email.message import EmailMessage

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from factcheck.readers.base import Dropped, ImportedArticle, RefusedFile
from factcheck.readers.furniture import furniture_of
from tests.readers.builders import articles, only, refusal
from tests.readers.test_every_kind import epub, odt, packed, rtf

BODY = "The ferry ran aground on Monday, officials said."
MORE = "Nobody was hurt, the captain said, and the harbor reopened at noon."


def rules(article: ImportedArticle) -> set[str]:
    return {item.rule for item in article.dropped}


# ---- Characters ------------------------------------------------------------------------------------------------------


def test_a_bad_byte_costs_one_character_of_a_page_that_declares_utf_8() -> None:
    page = f"<html><head><meta charset=utf-8></head><body><p>“{BODY}” Café.</p><p>A ! B. {MORE}</p></body></html>"

    article = only(page.encode().replace(b"!", b"\xe2"), "a.html")

    assert "“The ferry" in article.text
    assert "A � B." in article.text
    assert "One character of the file could not be read" in " ".join(
        item.text for item in only(b"Caf\xc3\xa9 \xe2 and \xc3\xa4 \xc3\xb6 \xc3\xbc too, it said.\n", "a.txt").dropped
    )


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("mac_roman", "“We won’t pay,” the mayor said – twice."),
        ("cp1252", "“We won’t pay,” the mayor said – twice. Málaga"),
        ("cp1251", "Совет остановил ремонт, сказал мэр."),
        ("koi8_r", "Совет остановил ремонт, сказал мэр."),
        ("gb18030", "市议会周一停止了桥梁维修。市长说成本翻了一番。"),
        ("cp932", "市議会は月曜日に橋の修理を中止した。"),
        ("cp1253", "Ο δήμαρχος είπε ότι το κόστος διπλασιάστηκε."),
    ],
)
def test_an_encoding_that_nobody_declared_is_guessed_and_told(encoding: str, text: str) -> None:
    article = only(text.encode(encoding), "a.txt")

    assert article.text == text
    assert ("characters" in rules(article)) is (encoding != "cp1252")


def test_text_encoded_twice_is_put_right() -> None:
    text = "“We won’t pay,” the mayor said – twice. She left for Málaga."

    assert only(text.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d").encode(), "a.txt").text == text


# ---- Furniture -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Jane Doe, Political Correspondent", "Jane Doe, Political Correspondent"),
        ("Jane Doe in Riverton", "Jane Doe in Riverton"),
        ("By Reuters", "Reuters"),
        ("By Staff", "Staff"),
        ("Analysis by Jane Doe, CNN", "Jane Doe, CNN"),
        ("By Jane Doe jane@example.org", "Jane Doe"),
        ("By Jane Doe @janedoe", "Jane Doe"),
        ("By Jane Doe | Example Times", "Jane Doe"),
        ("Posted on November 9, 2024 by Jane Doe", "Jane Doe"),
        ("Von Jana Meier", "Jana Meier"),
        ("Par Jeanne Dupont", "Jeanne Dupont"),
    ],
)
def test_a_byline_in_any_form_is_read(line: str, byline: str) -> None:
    furniture = furniture_of(["Ferry runs aground", line, BODY, MORE])

    assert (furniture.byline, furniture.lines) == (byline, {1: "byline"})


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published 9:41 AM EST, Sat November 9, 2024", dt.date(2024, 11, 9)),
        ("Sat., Nov. 9, 2024", dt.date(2024, 11, 9)),
        ("9 Nov 2024 | 10:15am", dt.date(2024, 11, 9)),
        ("Nov. 9, 2024Updated 4:12 p.m. ET", dt.date(2024, 11, 9)),
        ("2 hours ago", None),
        ("Published", None),
        ("Updated 10:31 PM GMT+1, November 9, 2024", None),
    ],
)
def test_a_line_that_says_when_is_no_text(line: str, day: dt.date | None) -> None:
    furniture = furniture_of(["Ferry runs aground", line, BODY, MORE])

    assert (furniture.published_on, furniture.lines) == (day, {1: "date"})


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Share", "button of a page"),
        ("Listen to this article · 4:12 min Learn more", "button of a page"),
        ("SKIP ADVERTISEMENT", "advertisement"),
        ("Image caption, The ferry on Monday", "caption"),
        ("Photo: Jo Lund/AP", "caption"),
        ("Getty Images", "credit of a picture"),
        ("Read more: The harbor of Holm", "pointer to another article"),
        ("###", "end mark"),
        ("___", "end mark"),
    ],
)
def test_furniture_within_the_text_goes_and_is_told(line: str, rule: str) -> None:
    lines = ["Ferry runs aground", BODY, line, MORE]

    assert furniture_of(lines).lines == {2: rule}
    assert furniture_of(lines).dropped_from(lines) == [Dropped(rule, line)]


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell on Monday.",
        "Save the ferry, residents demand",
        "Published figures show a loss.",
        "By Monday all ferries were back.",
        "The end of the line",
        "More than 100 people came.",
        "Regards from the harbor, a novel, sold out.",
        "About Holm",
        "Contacts with the owner broke off, the mayor said.",
        "Editors and writers met in Holm.",
        "Von der Leyen speaks in Holm",
        "Par for the course",
        "Jane Doe",
    ],
)
def test_a_line_that_may_be_text_stays(line: str) -> None:
    assert furniture_of(["Ferry runs aground", BODY, line, MORE]).lines == {}


def test_a_release_is_titled_by_its_headline_and_ends_where_it_says() -> None:
    article = only(
        "FOR IMMEDIATE RELEASE\nEMBARGOED UNTIL 00:01 9 NOVEMBER 2024\nContact: Jane Doe, jane@example.org\n\n"
        f"FERRY RUNS AGROUND\n\n{BODY}\n\n-ENDS-\n\nNotes to editors:\n1. The ferry was built in 1931.\n",
        "a.txt",
    )

    assert (article.title, article.text) == ("FERRY RUNS AGROUND", f"FERRY RUNS AGROUND\n\n{BODY}")
    assert rules(article) == {"embargo", "contact", "end mark", "notes to editors"}


def test_a_text_of_furniture_alone_stays() -> None:
    assert only("Share\n\nSave", "a.txt").text == "Share\n\nSave"


def test_the_head_of_a_pasted_page_leaves_deck_and_text_apart() -> None:
    article = only(f"Ferry runs aground\nNobody hurt\nJane Doe, Harbor Correspondent\n\n{BODY}", "a.txt")

    assert article.text == f"Ferry runs aground\nNobody hurt\n\n{BODY}"


def test_a_word_divided_at_the_end_of_a_line_is_whole() -> None:
    article = only(
        "Ferry runs aground\n\nThe ferry ran aground in the old harbor of Holm on Monday after the con-\n"
        "tractor had left a barge where no barge should ever have been left, and the\nharbor master had gone home.",
        "a.txt",
    )

    assert "after the contractor\nhad left" in article.text


# ---- Word ------------------------------------------------------------------------------------------------------------


def word(*paragraphs: str, change: tuple[bytes, bytes] | None = None, part: str = "[Content_Types].xml") -> bytes:
    """A document; ``change`` replaces words in one of its parts, or in all of them where ``part`` is empty."""
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    return _saved(document, change, part)


def _saved(document: object, change: tuple[bytes, bytes] | None = None, part: str = "") -> bytes:
    data = io.BytesIO()
    document.save(data)  # type: ignore[attr-defined]
    if change is None:
        return data.getvalue()
    changed = io.BytesIO()
    with zipfile.ZipFile(data) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(*change) if part in ("", name) else content)
    return changed.getvalue()


MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@pytest.mark.parametrize(
    "data",
    [
        word(BODY, MORE, change=(MAIN, b"application/vnd.ms-word.document.macroEnabled.main+xml")),
        word(BODY, MORE, change=(MAIN, MAIN.replace(b".document.main", b".template.main"))),
        word(
            BODY,
            MORE,
            change=(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/",
                b"http://purl.oclc.org/ooxml/wordprocessingml/",
            ),
            part="word/document.xml",
        ),
    ],
    ids=["with macros", "template", "strict"],
)
def test_word_in_another_form_is_read(data: bytes) -> None:
    if b"purl.oclc.org" in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"):
        data = _with_strict_relations(data)
    assert only(data, kind="docx").text == f"{BODY}\n\n{MORE}"


def _with_strict_relations(data: bytes) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "_rels/.rels":
                content = content.replace(
                    b"http://schemas.openxmlformats.org/officeDocument/2006/",
                    b"http://purl.oclc.org/ooxml/officeDocument/",
                )
            target.writestr(name, content)
    return changed.getvalue()


def test_word_whose_main_part_has_another_name_is_read() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(BODY, MORE))) as source, zipfile.ZipFile(data, "w") as target:
        for name in source.namelist():
            content = source.read(name).replace(b"word/document.xml", b"word/document2.xml")
            target.writestr(name.replace("document.xml", "document2.xml"), content)

    assert only(data.getvalue(), kind="docx").text == f"{BODY}\n\n{MORE}"


def test_line_breaks_in_word_part_lines() -> None:
    document = Document()
    run = document.add_paragraph().add_run("Ferry runs aground")
    for words in ("By Jane Doe", "", BODY, "", MORE):
        run.add_break()
        run.add_text(words)

    article = only(_saved(document), kind="docx")

    assert (article.title, article.byline) == ("Ferry runs aground", "Jane Doe")
    assert article.text == f"Ferry runs aground\n\n{BODY}\n\n{MORE}"


def test_what_is_struck_out_hidden_or_drawn_in_word() -> None:
    document = Document()
    paragraph = document.add_paragraph("It cost ")
    paragraph.add_run("$4 million ").font.strike = True
    paragraph.add_run("$8 million, ")
    paragraph.add_run("ask Ed ").font.hidden = True
    paragraph.add_run("the mayor said.")
    mark = paragraph.add_run("1")
    mark.font.superscript = True
    area = document.add_paragraph("The site has 300 m")
    area.add_run("2").font.superscript = True
    symbol = OxmlElement("w:sym")
    symbol.set(qn("w:font"), "Symbol")
    symbol.set(qn("w:char"), "F0D4")
    area.add_run(" of Example")._r.append(symbol)
    formula = parse_xml(
        f"<m:oMath {nsdecls('m')}><m:r><m:t>3.2</m:t></m:r></m:oMath>"
        if "m" in nsdecls("w")
        else '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>3.2</m:t></m:r></m:oMath>'
    )
    rose = document.add_paragraph("It rose by ")
    rose._p.append(formula)
    rose.add_run(" points.")

    article = only(_saved(document), kind="docx")

    assert article.text == (
        "It cost $8 million, the mayor said.\n\nThe site has 300 m² of Example™\n\nIt rose by 3.2 points."
    )
    assert [(item.rule, item.text) for item in article.dropped] == [
        ("struck out", "$4 million"),
        ("hidden", "ask Ed"),
        ("mark of a note", "1"),
    ]


# ---- Pages -----------------------------------------------------------------------------------------------------------


def page(body: str, head: str = "") -> str:
    head = f"<head><title>Ferry - Example Times</title>{head}</head>"
    return f'<!doctype html><html lang="en">{head}<body>{body}</body></html>'


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize(
    "skeleton",
    [
        "<main><article><header><h1>Ferry runs aground</h1><p>Nobody hurt</p></header><div>{}</div></article></main>",
        "<main><article><h1>Ferry runs aground</h1><div class=body>{}</div></article></main>",
        "<article><header><h1>Ferry runs aground</h1>"
        "<span class=author>Jane Doe</span><time>9 November 2024</time></header>{}</article>",
    ],
)
def test_the_paragraphs_of_a_short_page_stay_apart(skeleton: str, count: int) -> None:
    paragraphs = [f"{BODY} Part {number}." for number in range(count)]

    text = only(page(skeleton.format("".join(f"<p>{words}</p>" for words in paragraphs))), "a.html").text

    assert text.split("\n\n")[-count:] == paragraphs
    assert "Doe9" not in text


def test_what_a_page_strikes_out_or_hides_is_no_text() -> None:
    body = (
        f"<article><h1>Ferry</h1><p>{MORE}</p><p>It cost <del>$4</del> <s>$5</s> $8 million,"
        f" the mayor said, as a report"
        f'<span class="sr-only"> (opens in new tab)</span>'
        f" shows.<sup>1</sup></p><p>{BODY}</p><p>{BODY} Again.</p></article>"
    )

    article = only(page(body), "a.html")

    assert "It cost $8 million, the mayor said, as a report shows." in article.text
    assert {"struck out", "for screen readers", "mark of a note"} <= rules(article)


def test_comments_and_footnotes_of_a_word_processor_are_notes_on_their_sentence() -> None:
    body = (
        f'<p class="title">Ferry runs aground</p><p>{BODY}<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup> {MORE}'
        '<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><hr>'
        '<div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> Log of 3 May.</p></div>'
        '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Who says so?</span></p></div>'
    )

    article = only(page(body), "a.html")

    assert article.text.endswith(f"{BODY} {MORE}")
    assert [(note.kind, article.text[note.start : note.end], note.text) for note in article.notes] == [
        ("Margin comment", "said.", "Who says so?"),
        ("Footnote 1", "noon.", "Log of 3 May."),
    ]


def test_the_authors_of_a_page_are_people() -> None:
    author = '{"@type": "Person", "name": "Jane Doe"}'
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "author": [{author}]}}</script>'
    body = f"<article><h1>Ferry</h1><p>{BODY}</p><p>{MORE}</p><p>{BODY} Again.</p></article>"

    assert only(page(body, data + '<meta name="author" content="Admin">'), "a.html").byline == "Jane Doe"
    assert only(page(body, '<meta name="author" content="Admin">'), "a.html").byline == ""


# ---- Mail, releases, feeds -------------------------------------------------------------------------------------------


def mail(body: str, subject: str = "Ferry runs aground", subtype: str = "plain") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Jane Doe <jane@example.org>", "desk@example.org", subject
    message.set_content(body, subtype=subtype)
    return message


def test_each_mail_of_a_mailbox_is_an_article() -> None:
    box = b"".join(
        b"From desk@example.org Sat Nov  9 10:00:00 2024\n" + mail(f"{words}\n").as_bytes() + b"\n"
        for words in (BODY, MORE)
    )

    assert [(item.place, item.text) for item in articles(box, kind="eml") if isinstance(item, ImportedArticle)] == [
        ("email 1", BODY),
        ("email 2", MORE),
    ]


def test_an_answer_in_html_is_read_without_what_it_quotes() -> None:
    body = (
        f'<div>{BODY}</div><div class="gmail_quote"><div>On Fri, 8 Nov 2024 Ed &lt;ed@example.org&gt; wrote:<br></div>'
        '<blockquote class="gmail_quote"><div>Do you have it?</div></blockquote></div>'
    )

    assert only(mail(body, "Re: Ferry", "html").as_bytes(), kind="eml").text == BODY


def test_a_mail_ends_at_its_signature() -> None:
    article = only(
        mail(f"{BODY}\n\nKind regards\n\nJane Doe\nPress Officer\n\nSent from my iPhone\n").as_bytes(), kind="eml"
    )

    assert article.text == BODY


def test_a_mail_that_covers_rich_text_is_read_as_what_it_brings() -> None:
    message = mail("Please find the story attached.")
    message.add_attachment(
        rtf(rf"Ferry runs aground\par {BODY}"), maintype="application", subtype="rtf", filename="a.rtf"
    )

    assert only(message.as_bytes(), kind="eml").text == f"Ferry runs aground\n\n{BODY}"


def test_a_mail_that_covers_what_can_t_be_read_is_refused_with_its_name() -> None:
    message = mail("Please find the story attached.")
    message.add_attachment(b"\xd0\xcf\x11\xe0" + bytes(600), maintype="application", subtype="msword", filename="a.doc")

    (item,) = articles(message.as_bytes(), kind="eml")

    assert item == RefusedFile("This is an old Word or Excel file (.doc, .xls); save it as .docx or .xlsx.", "a.doc")


def test_a_release_is_read_from_its_body_and_not_from_the_first_part() -> None:
    def component(role: str, kind: str, content: str) -> str:
        return (
            f'<NewsComponent><Role FormalName="{role}"/><ContentItem><Format FormalName="{kind}"/>'
            f"<DataContent>{content}"
            "</DataContent></ContentItem></NewsComponent>"
        )

    parts = (
        component("StyleSheet", "CSS", ".c {text-align: center}")
        + component("SubHeadLine", "XHTML", "<p>Nobody hurt at all in the harbor of Holm on Monday</p>")
        + component("Body", "XHTML", f"<html><body><p>{BODY}</p></body></html>")
    )

    item = f"<NewsML><NewsItem><NewsComponent>{parts}</NewsComponent></NewsItem></NewsML>"

    assert only(item, kind="newsml").text == BODY


def test_a_json_feed_is_read() -> None:
    feed = (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Example Times",'
        ' "items": [{"id": "1", "title": "Ferry",'
        f' "content_html": "<p>{BODY}</p><p>{MORE}</p>", "authors": [{{"name": "Jane Doe"}}],'
        ' "date_published": "2024-11-09T10:00:00Z", "url": "https://example.org/1"}]}'
    )

    article = only(feed, kind="json")

    assert (article.text, article.byline, article.outlet) == (f"{BODY}\n\n{MORE}", "Jane Doe", "Example Times")
    assert article.published_on == dt.date(2024, 11, 9)


def test_comments_of_a_blog_s_export_are_no_articles() -> None:
    def entry(kind: str) -> str:
        return (
            f'<entry><category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#{kind}"/>'
            f"<title>Ferry</title><content type='html'>&lt;p&gt;{BODY}&lt;/p&gt;</content></entry>"
        )

    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry('post')}{entry('comment')}{entry('settings')}</feed>"

    assert [isinstance(item, ImportedArticle) for item in articles(feed, kind="feed")] == [True, False, False]


def test_an_archive_s_documents_are_articles_without_its_fields() -> None:
    document = "\n\n".join(
        f"  {number} of 2 DOCUMENTS\n\n  The Example Times\n\n  November 9, 2024 Saturday\n"
        f"  Main Edition\n\nFerry {number}\n\n"
        f"BYLINE: Jane Doe\n\nSECTION: NEWS; Pg. 1\n\nLENGTH: 450 words\n\n{BODY}\n\nLOAD-DATE: November 9, 2024\n\n"
        "LANGUAGE: ENGLISH\n\n  Copyright 2024 Example Ltd.\n  All Rights Reserved"
        for number in (1, 2)
    )

    first, second = articles(document, "a.txt")

    assert isinstance(first, ImportedArticle)
    assert isinstance(second, ImportedArticle)
    assert (first.title, first.text, first.place) == ("Ferry 1", f"Ferry 1\n\n{BODY}", "document 1")
    assert (second.byline, second.outlet, second.published_on, second.language) == (
        "Jane Doe",
        "The Example Times",
        dt.date(2024, 11, 9),
        "en",
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"[InternetShortcut]\r\nURL=https://example.org/story\r\n", "This is a link to a page, not the page"),
        (b"bplist00\xd1\x01\x02_", "web archive of Safari"),
        (
            packed(mimetype="application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": ""}),
            "OpenDocument table",
        ),
    ],
)
def test_what_holds_no_text_is_called_what_it_is(data: bytes, sentence: str) -> None:
    assert sentence in refusal(data)


# ---- Transcripts and documents ---------------------------------------------------------------------------------------


def test_subtitles_are_a_transcript_of_turns() -> None:
    article = only(
        "WEBVTT\n\n1\n00:01.000 --> 00:03.000\n<v Ann Lund>The ferry ran"
        "\n\n2\n00:03.500 --> 00:05.000\n<v Ann Lund>aground.\n\n"
        "3\n00:05.500 --> 00:06.000\n[applause]\n\n4\n00:06.000 --> 00:08.000\n<v Ed Roe>Nobody was hurt.\n",
        "a.vtt",
        kind="subtitles",
    )

    assert article.text == "Ann Lund: The ferry ran aground.\n\nEd Roe: Nobody was hurt."
    assert [(item.rule, item.text) for item in article.dropped] == [
        ("sound", "[applause]"),
        ("times", "4 times, 00:01.000 to 00:08.000"),
    ]


STRUCK = '<style:style style:name="T1"><style:text-properties style:text-line-through-style="solid"/></style:style>'
ODT_BODY = (
    "<text:p>Ferry runs aground</text:p><text:p>It cost <text:span text:style-name='T1'>$4 </text:span>$8 million."
    "<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>"
    "<text:note-body><text:p>Log of 3 May."
    "</text:p></text:note-body></text:note><office:annotation><dc:creator>Jo</dc:creator><text:p>Who says so?</text:p>"
    "</office:annotation></text:p><text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
)
RTF_BODY = (
    r"Ferry runs aground\par It cost {\strike $4 }$8 million.{\super\chftn}"
    r"{\footnote\pard {\super\chftn} Log of 3 May.}"
    r"{\*\atnauthor Jo}{\*\annotation Who says so?}{\deleted gone}{\*\unknown gone}\par"
)
EPUB_BODY = (
    "<h1>Ferry runs aground</h1><p>It cost <del>$4 </del>$8 million.<a href='#n1' id='r1' role='doc-noteref'>1</a></p>"
    "<aside id='n1'><p><a href='#r1'>1</a> Log of 3 May.</p></aside>"
)


@pytest.mark.parametrize(
    ("data", "kind"), [(odt(ODT_BODY, STRUCK), "odt"), (rtf(RTF_BODY), "rtf"), (epub(EPUB_BODY), "epub")]
)
def test_a_document_keeps_notes_and_loses_what_is_struck_out(data: bytes, kind: str) -> None:
    article = only(data, kind=kind)

    assert (article.title, article.text) == ("Ferry runs aground", "Ferry runs aground\n\nIt cost $8 million.")
    assert [(note.kind, article.text[note.start : note.end], note.text) for note in article.notes][:1] == [
        ("Footnote 1", "million.", "Log of 3 May.")
    ]
    assert "struck out" in rules(article)


def test_comments_in_rich_text_and_opendocument_say_who_wrote_them() -> None:
    for data in (odt(ODT_BODY, STRUCK), rtf(RTF_BODY)):
        assert [(note.author, note.text) for note in only(data).notes][1:] == [("Jo", "Who says so?")]


def test_markdown_knows_footnotes_struck_words_and_toml() -> None:
    article = only(
        f'+++\ntitle = "Ferry"\nauthor = "Jane Doe"\n+++\n\n{BODY}[^1] It cost ~~$4~~ $8. %%ask Ed%% '
        f"See [[harbor|the harbor]].\n\n"
        "[^1]: Log of 3 May.\n",
        "a.md",
    )

    assert (article.title, article.byline, article.text) == (
        "Ferry",
        "Jane Doe",
        f"{BODY} It cost $8. See the harbor.",
    )
    assert [(note.kind, note.text) for note in article.notes] == [("Footnote 1", "Log of 3 May.")]
    assert {"struck out", "remark of a note program"} <= rules(article)
