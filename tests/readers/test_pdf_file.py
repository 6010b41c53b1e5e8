"""PDF, made by a typesetter as an outlet's would be."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import typst

import factcheck.reports
from factcheck.readers.base import Limits, RefusedFile
from factcheck.readers.sandbox import read_sandboxed
from tests.readers.builders import only, refusal

SENTENCE = (
    "Paragraph {} says that the municipal administration considered extraordinarily complicated responsibilities of "
    "infrastructure maintenance and decided otherwise."
)
PARAGRAPHS = [SENTENCE.format(number) for number in range(24)]

WORDS = "will stay closed until the spring. According to people familiar with the matter, repairs cost a whole million."

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
    article = only(typeset("\n\n".join(PARAGRAPHS), page), "bridge.pdf", "pdf")
    assert article.title == "Bridge closed"
    assert article.text.replace("\n\n", " ") == " ".join(PARAGRAPHS)
    assert "Example Wire" not in article.text


def test_paragraphs_stay_apart_on_a_page() -> None:
    article = only(typeset("\n\n".join(PARAGRAPHS[:3])), "bridge.pdf")
    assert article.text.split("\n\n") == PARAGRAPHS[:3]


@pytest.mark.parametrize("spacing", ["0.65em", "1.4em"])
def test_short_paragraphs_stay_apart_where_most_are_of_two_lines(spacing: str) -> None:
    paragraphs = [f"Mayor Anna Berg said on Monday that bridge number {number} {WORDS}" for number in range(9)]
    body = "\n\n".join(paragraphs)
    article = only(
        typeset(f"#set par(leading: {spacing}, spacing: {spacing} + 0.8em, justify: false)\n{body}"), "b.pdf"
    )
    assert article.text.split("\n\n") == paragraphs


def test_head_is_read_and_no_paragraph() -> None:
    body = "\n\n".join(PARAGRAPHS[:3])
    article = only(typeset(f"= Bridge closed\n\nBy Jane Doe \\ 23 November 2026\n\n{body}"), "b.pdf")
    assert (article.byline, article.published_on) == ("Jane Doe", dt.date(2026, 11, 23))
    assert article.text.split("\n\n") == ["Bridge closed", *PARAGRAPHS[:3]]


@pytest.mark.parametrize("title", ["untitled", "Microsoft Word - bridge.docx", "bridge_final.indd"])
def test_title_that_no_person_gave_is_none(title: str) -> None:
    assert only(typeset("It is closed, she said.", title=title), "b.pdf").title == ""


def test_other_alphabets_come_out() -> None:
    assert "Мост закрыт" in only(typeset("Мост закрыт, сказала она."), "b.pdf").text


def test_a_magazine_s_own_address_is_not_its_articles() -> None:
    body = "\n\n".join(PARAGRAPHS)
    article = only(typeset(body, "footer: text(size: 7pt)[https:\\/\\/magazine.example.org],"), "b.pdf")
    assert (article.url, "magazine.example.org" in article.text) == ("", False)


def test_turned_letters_in_the_margin_are_no_text() -> None:
    credit = "#place(left, dx: -1cm, rotate(-90deg, reflow: true)[Picture by Somebody])"
    assert only(typeset(f"{credit}\n{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}"), "b.pdf").text.split("\n\n") == PARAGRAPHS[:2]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_is_read_however_it_is_turned(turned: int) -> None:
    body = "\n\n".join([*PARAGRAPHS[:2], "Short.", PARAGRAPHS[2]])
    source = f"#set page(width: 15cm, height: 15cm)\n#set text(size: 9pt)\n#rotate({turned}deg, reflow: true)[{body}]"
    assert only(typst.compile(source.encode()), "b.pdf").text.split() == body.split()


def test_chinese_lines_are_put_together_without_spaces() -> None:
    text = "市长安娜·伯格周一表示，由于维修工程比预期的时间更长，大桥将关闭到春季。" * 6
    fonts = str(Path(factcheck.reports.__file__).parent / "typesetting" / "fonts")
    source = f"#set page(width: 15cm, height: 12cm)\n#set text(font: 'Noto Sans SC')\n{text}".replace("'", '"')
    assert only(typst.compile(source.encode(), font_paths=[fonts]), "b.pdf").text == text


def test_scan_is_told_what_it_lacks() -> None:
    picture = typeset("#rect(width: 5cm, height: 5cm, fill: gray)")
    assert "pictures of pages but no text" in refusal(picture, "scan.pdf")


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


@pytest.mark.parametrize("columns", [2, 3])
def test_headline_and_quotation_across_the_columns_stand_where_they_stand(columns: int) -> None:
    def column_text(some: list[str]) -> str:
        return f"#block(columns({columns}, gutter: 14pt)[{'#parbreak() '.join(some)}], height: 6cm)"

    # Every line begins with a capital, as a paragraph does.
    upper, lower = ([paragraph.title() for paragraph in some] for some in (PARAGRAPHS[:5], PARAGRAPHS[5:10]))
    across = "This quotation stands all across the page, from the left margin to the right one, and parts it."
    headline = "#text(size: 18pt)[Bridge closed for months to come, says harbour master]"
    body = f"#set page(height: 24cm)\n{headline}\n\n{column_text(upper)}\n\n{across}\n\n{column_text(lower)}"
    article = only(typeset(body, title=""), "b.pdf")
    assert article.text.split("\n\n") == [
        "Bridge closed for months to come, says harbour master",
        *upper,
        across,
        *lower,
    ]
    assert article.title == "Bridge closed for months to come, says harbour master"


def test_short_lines_beside_a_quotation_are_no_column() -> None:
    answers = "\n\n".join(f"No{number}." for number in range(6))
    quotation = "#pad(left: 4cm)[He said this and that, \\ and something more, \\ and then no more.]"
    article = only(typeset(f"{answers}\n\n{quotation}\n\n{answers}"), "b.pdf")
    assert re.findall("No|He said", article.text) == ["No"] * 6 + ["He said"] + ["No"] * 6


def test_subheading_and_paragraphs_stay_apart_without_a_gap() -> None:
    some = [*PARAGRAPHS[:2], "What is known", *PARAGRAPHS[2:4]]
    article = only(typeset("#set par(spacing: 0.65em)\n" + "\n\n".join(some)), "b.pdf")
    assert article.text.split("\n\n") == some


def test_hyphen_of_the_word_itself_stays() -> None:
    body = "A well-known man said so, and a well- \\ known Anglo- \\ Saxon went out in 2024- \\ 2025 to see it."
    assert only(typeset(body), "b.pdf").text == (
        "A well-known man said so, and a well-known Anglo-Saxon went out in 2024-2025 to see it."
    )


def test_language_is_taken_from_the_file() -> None:
    assert only(typeset("It is closed, she said."), "b.pdf").language == "en"


def test_plain_page_has_no_headline() -> None:
    assert only(typeset("\n\n".join(PARAGRAPHS[:2]), title=""), "b.pdf").title == ""


def test_password_is_asked_for_by_a_sentence() -> None:
    secret = "00" * 32
    locked = f"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj
3 0 obj <</Filter/Standard/V 1/R 2/O<{secret}>/U<{secret}>/P -4>> endobj
trailer <</Root 1 0 R/Encrypt 3 0 R/ID[<{secret}><{secret}>]/Size 4>>
%%EOF"""
    assert "protected by a password" in refusal(locked, "secret.pdf")


def test_reading_that_takes_too_long_is_a_sentence_in_the_sandbox() -> None:
    (item,) = read_sandboxed(typeset("\n\n".join(PARAGRAPHS)), name="b.pdf", limits=Limits(seconds=0))
    assert isinstance(item, RefusedFile)
    assert "took longer than 0 seconds" in item.sentence
