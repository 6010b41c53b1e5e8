"""Word documents."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.document import Document as Made
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.run import Run

from factcheck.readers.base import ImportedArticle, Limits, Note, RefusedFile
from factcheck.readers.sandbox import read_sandboxed
from tests.readers.builders import articles, only, refusal


def saved(document: object) -> bytes:
    data = io.BytesIO()
    document.save(data)  # type: ignore[attr-defined]
    return data.getvalue()


def bridge() -> bytes:
    document = Document()
    document.add_heading("Bridge closed", 0)
    first = document.add_paragraph("The  harbour master ")
    touched = first.add_run("closed the bridge")
    first.add_run(" on Monday.")
    document.add_comment(touched, text="Who says so?\nCall her.", author="Jane Doe", initials="JD")
    document.add_heading("What is known", 1)
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Cables: four."
    table.cell(0, 1).text = "وقال المسؤول"
    document.add_paragraph("Ferries run.")
    return saved(document)


def test_paragraphs_headings_and_tables_come_in_their_order() -> None:
    article = only(bridge(), "bridge.docx", "docx")
    assert article.title == "Bridge closed"
    assert article.text.split("\n\n") == [
        "The harbour master closed the bridge on Monday.",
        "What is known",
        "Cables: four.",
        "وقال المسؤول",
        "Ferries run.",
    ]


def test_margin_comment_keeps_the_words_it_touches() -> None:
    article = only(bridge(), "bridge.docx")
    (note,) = article.notes
    assert replace(note, at="") == Note(19, 36, "Jane Doe", "Who says so?\nCall her.")
    assert article.text[19:36] == "closed the bridge"


def test_kind_is_told_by_what_is_in_it() -> None:
    assert only(bridge(), "bridge.pdf").title == "Bridge closed"


def test_cut_short_is_a_sentence() -> None:
    assert "damaged or cut short" in refusal(bridge()[:3000], "bridge.docx")


def test_document_without_words_is_a_sentence() -> None:
    assert "text is empty" in refusal(saved(Document()), "empty.docx")


def with_body(inner: str) -> bytes:
    """The document with another body, written by hand."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bridge())) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                head = part.partition(b"<w:body>")[0]
                part = head + b"<w:body>" + inner.encode() + b"</w:body></w:document>"
            new.writestr(name, part)
    return data.getvalue()


def test_thousand_tables_in_one_another_are_a_sentence() -> None:
    opened, closed = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    hostile = with_body(opened * 1000 + "<w:p><w:r><w:t>Deep.</w:t></w:r></w:p>" + closed * 1000)
    assert "nested too deeply" in refusal(hostile, "deep.docx")


def test_bomb_is_refused_before_it_unfolds() -> None:
    hostile = with_body("<w:p><w:r><w:t>" + "a" * 300_000_000 + "</w:t></w:r></w:p>")
    assert "times its size" in refusal(hostile, "bomb.docx")


def test_what_was_deleted_is_gone_and_what_was_inserted_is_there() -> None:
    tracked = with_body(
        "<w:p><w:r><w:t>It is </w:t></w:r><w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>so.</w:t></w:r></w:ins></w:p>"
    )
    assert only(tracked, "t.docx").text == "It is so."


def test_field_codes_are_no_text() -> None:
    field = with_body(
        "<w:p><w:r><w:t>See </w:t></w:r><w:r><w:instrText>HYPERLINK evil</w:instrText></w:r>"
        "<w:r><w:t>here.</w:t></w:r></w:p>"
    )
    assert [article.text for article in articles(field, "f.docx")] == ["See here."]  # type: ignore[union-attr]


def test_text_box_written_twice_for_old_programs_is_there_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    alternatives = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    article = only(with_body(f"<w:p><w:r><w:t>Around it.</w:t></w:r><w:r>{alternatives}</w:r></w:p>"), "t.docx")
    assert article.text == "Around it.\n\nIn a box."


def test_what_was_moved_is_there_once_and_what_is_hidden_is_not() -> None:
    moved = with_body(
        "<w:p><w:moveFrom><w:r><w:t>Moved. </w:t></w:r></w:moveFrom><w:r><w:t>Stays. </w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden. </w:t></w:r>"
        "<w:moveTo><w:r><w:t>Moved.</w:t></w:r></w:moveTo></w:p>"
    )
    assert only(moved, "t.docx").text == "Stays. Moved."


def test_title_is_found_in_a_document_of_another_language() -> None:
    document = Document()
    document.add_paragraph("Ganz oben steht ein Satz.")
    document.add_paragraph("Die Brücke", style="Heading 1").style.element.set(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}styleId", "berschrift1"
    )
    document.paragraphs[-1]._p.pPr.pStyle.val = "berschrift1"
    document.add_paragraph("Sie ist zu.")
    article = only(saved(document), "t.docx")
    assert article.title == "Die Brücke"
    assert article.text == "Ganz oben steht ein Satz.\n\nDie Brücke\n\nSie ist zu."


def test_title_without_a_style_is_the_first_line_and_the_byline_is_found() -> None:
    document = Document()
    for words in ("Bridge closed", "By Jane Doe", "It is closed, she said."):
        document.add_paragraph(words)
    article = only(saved(document), "t.docx")
    assert (article.title, article.byline) == ("Bridge closed", "Jane Doe")


def test_byline_has_a_style_of_its_own_in_some_newsrooms() -> None:
    document = Document()
    document.styles.add_style("Byline", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Jane Doe and Bo Lund", style="Byline")
    document.add_paragraph("It is closed, she said.")
    assert only(saved(document), "t.docx").byline == "Jane Doe and Bo Lund"


@pytest.mark.parametrize(
    ("created", "expected"),
    [
        (dt.datetime(2026, 5, 4, 9, 30), dt.date(2026, 5, 4)),
        (dt.datetime(2013, 12, 23, 23, 15), None),  # python-docx's template
        (dt.datetime(1601, 1, 1), None),
        (dt.datetime(2999, 1, 1), None),
    ],
)
def test_properties_are_taken_where_they_make_sense(created: dt.datetime, expected: dt.date | None) -> None:
    document = Document()
    document.add_paragraph("It is closed, she said.")
    document.core_properties.created = created
    document.core_properties.language = "en-GB"
    article = only(saved(document), "t.docx")
    assert (article.published_on, article.language) == (expected, "en-GB")


def commented(*paragraphs: str) -> Made:
    """Each paragraph with a comment on all its words."""
    document = Document()
    for words in paragraphs:
        run = document.add_paragraph(style="Title" if words == "Title" else None).add_run(words)
        document.add_comment(run, text=f"About {words}", author="Jo")
    return document


def test_comment_on_the_title_is_kept_at_the_beginning() -> None:
    article = only(saved(commented("Title", "", "It is closed.")), "t.docx")
    assert (article.title, article.text) == ("Title", "It is closed.")
    notes = [replace(note, at="") for note in article.notes]
    assert notes[0] == Note(0, 13, "Jo", "On the title: About Title")
    assert notes[-1] == Note(0, 13, "Jo", "About It is closed.")


@pytest.mark.parametrize("date", ["2026-05-04T11:30:00Z", "2026-05-04T11:30:00", "last week", None])
def test_a_comment_says_when_it_was_written(date: str | None) -> None:
    document = commented("It is closed.")
    (comment,) = (each._comment_elm for each in document.comments)
    del comment.attrib[qn("w:date")]
    if date is not None:
        comment.set(qn("w:date"), date)
    (note,) = only(saved(document), "t.docx").notes
    assert note.at == (date or "")


def test_comment_at_a_point_is_kept_with_its_paragraph() -> None:
    document = commented("First it was open.", "Then it was closed.")
    for kind in ("commentRangeStart", "commentRangeEnd"):
        for mark in document.element.body.xpath(f"//w:{kind}"):
            mark.getparent().remove(mark)
    article = only(saved(document), "t.docx")
    assert [article.text[note.start : note.end] for note in article.notes] == [
        "First it was open.",
        "Then it was closed.",
    ]


def test_comment_over_two_paragraphs_and_odd_spaces_keeps_its_words() -> None:
    document = Document()
    document.add_paragraph("\u200b It  is\xa0 so. ")
    first = document.add_paragraph(" And   ").add_run("so\u200b on.  ")
    second = document.add_paragraph("").add_run("\ttill   here")
    document.paragraphs[-1].add_run(" and not here.")
    document.add_comment([first, second], text="Why?", author="Jo")
    article = only(saved(document), "t.docx")
    assert article.text == "It is so.\n\nAnd so on.\n\ntill here and not here."
    (note,) = article.notes
    assert article.text[note.start : note.end] == "so on.\n\ntill here"


def with_footnotes(document: Made, footnotes: dict[int, str], kind: str = "footnote") -> bytes:
    """The document with notes as word processors write them; the library that makes it knows none."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = "".join(
        f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t> {words}</w:t></w:r></w:p></w:{kind}>'
        for number, words in footnotes.items()
    )
    rule = f'<w:{kind} w:id="0" w:type="separator"><w:p><w:r><w:t>Rule</w:t></w:r></w:p></w:{kind}>'
    part = Part(
        PackURI(f"/word/{kind}s.xml"),
        f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml",
        f"<w:{kind}s {w}>{rule}{notes}</w:{kind}s>".encode(),
        document.part.package,
    )
    document.part.relate_to(part, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s")
    return saved(document)


def mark(run: Run, number: int, kind: str = "footnote") -> None:
    run._r.append(OxmlElement(f"w:{kind}Reference", {qn("w:id"): str(number)}))


def touched(article: ImportedArticle) -> list[tuple[str, str, str]]:
    return [(note.kind, article.text[note.start : note.end], note.text) for note in article.notes]


def test_footnote_stands_with_the_word_before_its_mark_and_is_no_text() -> None:
    document = Document()
    document.add_heading("Bridge closed", 0)
    first = document.add_paragraph("It  is ")
    mark(first.add_run("closed"), 7)
    commented = first.add_run(" on Monday.")
    mark(commented, 3)
    document.add_comment(commented, text="Who says so?", author="Jo")
    mark(document.add_paragraph("Cars wait.").insert_paragraph_before().add_run(), 9)
    article = only(with_footnotes(document, {3: "Interview.", 7: "City of Holm, Report."}), "t.docx", "docx")
    assert article.text == "It is closed on Monday.\n\nCars wait."
    assert touched(article) == [
        ("Margin comment", " on Monday.", "Who says so?"),
        ("Footnote 1", "closed", "City of Holm, Report."),
        ("Footnote 2", "Monday.", "Interview."),
    ]


def test_endnote_on_the_title_is_kept_at_the_beginning() -> None:
    document = Document()
    mark(document.add_heading("Bridge closed", 0).runs[0], 1, "endnote")
    document.add_paragraph("It is closed.")
    article = only(with_footnotes(document, {1: "From a press release."}, "endnote"), "t.docx")
    assert touched(article) == [("Endnote 1", "It is closed.", "On the title: From a press release.")]


def test_footnote_comes_through_the_fence_as_one() -> None:
    document = Document()
    mark(document.add_paragraph("It is closed.").runs[0], 1)
    (item,) = read_sandboxed(with_footnotes(document, {1: "Interview."}), name="t.docx")
    assert isinstance(item, ImportedArticle)
    assert touched(item) == [("Footnote 1", "closed.", "Interview.")]


def test_footnotes_that_are_no_xml_are_a_sentence() -> None:
    document = Document()
    mark(document.add_paragraph("It is closed.").runs[0], 1)
    assert "damaged" in refusal(with_footnotes(document, {1: "<w:p>"}), "t.docx")


def test_long_comment_is_cut_and_says_so() -> None:
    document = Document()
    document.add_comment(document.add_paragraph().add_run("It is so."), text="x" * 9000, author="Jo")
    (note,) = only(saved(document), "t.docx").notes
    assert len(note.text) == 4500
    assert note.text.endswith("x…")


def test_more_memory_than_allowed_is_a_sentence_in_the_sandbox() -> None:
    many = with_body("<w:p><w:r/></w:p>" * 1_000_000)
    (item,) = read_sandboxed(many, name="t.docx", limits=Limits(memory_mb=200, ratio=10_000))
    assert isinstance(item, RefusedFile)
    assert "200 MB of memory" in item.sentence
