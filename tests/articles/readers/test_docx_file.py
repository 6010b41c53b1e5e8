"""Word documents."""

from __future__ import annotations

import io
import zipfile

from docx import Document

from factcheck.articles.readers.base import Note
from tests.articles.readers.given import articles, only, refusal


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
    copy = only(bridge(), "bridge.docx", "docx")
    assert copy.title == "Bridge closed"
    assert copy.text.split("\n\n") == [
        "The harbour master closed the bridge on Monday.",
        "What is known",
        "Cables: four.",
        "وقال المسؤول",
        "Ferries run.",
    ]


def test_margin_comment_keeps_the_words_it_touches() -> None:
    copy = only(bridge(), "bridge.docx")
    assert copy.notes == (Note(19, 36, "Jane Doe", "Who says so?\nCall her."),)
    assert copy.text[19:36] == "closed the bridge"


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
    assert [one.text for one in articles(field, "f.docx")] == ["See here."]  # type: ignore[union-attr]
