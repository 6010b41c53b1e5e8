"""PDF, made by a typesetter as an outlet's would be."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest
import typst

from tests.articles.readers.given import only, refusal

SENTENCE = (
    "Paragraph {} says that the municipal administration considered extraordinarily complicated responsibilities of "
    "infrastructure maintenance and decided otherwise."
)
PARAGRAPHS = [SENTENCE.format(number) for number in range(24)]


RUNNING = 'header: [Example Wire – Monday], numbering: "1",'


def typeset(body: str, page: str = "", title: str = "Bridge closed") -> bytes:
    source = f"""
#set document(title: "{title}", date: none)
#set page(width: 15cm, height: 12cm, {page})
#set text(size: 9pt, lang: "en", hyphenate: true)
#set par(justify: true)
{body}
"""
    return typst.compile(source.encode())


@pytest.mark.parametrize("page", [RUNNING, f"{RUNNING} columns: 2,"])
def test_columns_pages_and_hyphens_are_put_together_and_running_heads_are_dropped(page: str) -> None:
    copy = only(typeset("\n\n".join(PARAGRAPHS), page), "bridge.pdf", "pdf")
    assert copy.title == "Bridge closed"
    assert copy.text.replace("\n\n", " ") == " ".join(PARAGRAPHS)
    assert "Example Wire" not in copy.text


def test_paragraphs_stay_apart_on_a_page() -> None:
    copy = only(typeset("\n\n".join(PARAGRAPHS[:3])), "bridge.pdf")
    assert copy.text.split("\n\n") == PARAGRAPHS[:3]


@pytest.mark.parametrize("title", ["untitled", "Microsoft Word - bridge.docx", "bridge_final.indd"])
def test_title_that_no_person_gave_is_none(title: str) -> None:
    assert only(typeset("It is closed, she said.", title=title), "b.pdf").title == ""


def test_other_alphabets_come_out() -> None:
    assert "Мост закрыт" in only(typeset("Мост закрыт, сказала она."), "b.pdf").text


def test_scan_is_told_what_it_lacks() -> None:
    picture = typeset("#rect(width: 5cm, height: 5cm, fill: gray)")
    assert "pictures of pages and no text" in refusal(picture, "scan.pdf")


def test_broken_and_cut_short_are_sentences() -> None:
    good = typeset("It is closed, she said.")
    for broken in (good[:200], b"%PDF-1.7\n" + b"\x00garbage" * 100):
        assert "damaged or cut short" in refusal(broken, "b.pdf")


def test_too_many_pages_are_refused() -> None:
    many = pdfium.PdfDocument.new()
    for _ in range(501):
        many.new_page(100, 100)
    data = io.BytesIO()
    many.save(data)
    many.close()
    assert "501 pages" in refusal(data.getvalue(), "many.pdf")
