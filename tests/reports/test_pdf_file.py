"""The PDF as the programs see it that people open it with: pdfinfo, pdftotext and PDFium."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.sources import ListedSource
from factcheck.readers import report_stamp
from factcheck.reports.benchmarks import PUBLISHED, Desk
from factcheck.reports.build import Report
from factcheck.reports.formats.pdf_file import LABELS, PROSE, PdfFile, _fonts, shown
from factcheck.reports.text import is_rtl
from tests.reports.builders import HOSTILE, MINUTES, REVISION, make_report, make_reported_claim
from tests.reports.test_json_file import FULL

STAMP = f"Report 12 · SHA-256 {'a' * 64}"

#: What Typst would take for markup, code or a comment.
MARKUP = {
    "code": '#let x = 1; #import "@preview/evil:1.0.0"; #read("/etc/passwd")',
    "maths": "it costs $5 and $x^2$ more",
    "emphasis": "*bold* _slanted_ `raw` ```typ #panic()```",
    "references": "@ref <label> = Heading + item / term: said",
    "escapes": r"a \ backslash, \u{1F600}, ~ a tilde, -- and --- and ...",
    "comments": "https://example.org/a // no comment /* none */",
    "function": '#panic("no") #eval("1")',
}
SCRIPTS = {
    "Arabic": "قال المسؤول إن القرار نهائي",
    "Cyrillic": "Совет проголосовал за отсрочку.",
    "Chinese": "他说桥可以等，议会没有投票。",
    "Japanese": "橋は待てると市長は言った。",
    "Korean": "시장은 다리가 기다릴 수 있다고 말했다.",
    "Hebrew": "ראש העיר אמר שהגשר יכול לחכות",
    "Hindi": "महापौर ने कहा।",
    "Thai": "นายกเทศมนตรีกล่าว",
    "emoji": "👩 ruled 🇶🇦 that 🙂 counts ✓",
}


def pdf_of(report: Report) -> bytes:
    return b"".join(PdfFile().render(report))


def text_of(pdf: bytes, *options: str) -> str:
    run = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return run.stdout.decode()


def info_of(pdf: bytes) -> dict[str, str]:
    run = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True)
    pairs = (line.partition(":")[::2] for line in run.stdout.decode().splitlines())
    return {name: value.strip() for name, value in pairs}


def folded(text: str) -> str:
    """Without what a page adds: its line ends, marks of direction, and places to break a long word."""
    return "".join(re.sub("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", text).split())


@pytest.fixture(scope="module")
def full() -> bytes:
    """A frozen report with everything that a report may say."""
    claims = [replace(FULL, number=number, leads_to="Sources") for number in (1, 2, 3)]
    sources = (ListedSource("Sources", "people in the room", SourcingStatus.UNNAMED_SOURCE, ("1b", "2b", "3b"), "1"),)
    report = make_report(*claims, sources=sources, title="Bridge $x$")
    return pdf_of(replace(report, stamp=STAMP, desk=Desk(3, 10, 4), yardsticks=PUBLISHED))


def test_it_is_tagged_and_says_what_it_is(full: bytes) -> None:
    info = info_of(full)
    assert info["Title"] == "Bridge $x$"
    assert info["Author"] == "Rita Reyes, Ed Okafor"
    assert info["Tagged"] == "yes"
    assert info["Page size"].endswith("(A4)")
    assert info["CreationDate"].startswith("Mon Nov 23 09:40:00 2026")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in full
    assert b"/Lang(en)" in full.replace(b" ", b"")


def test_every_page_and_the_metadata_carry_the_stamp(full: bytes) -> None:
    stamp = report_stamp.STAMP.search(full)
    assert stamp
    assert stamp[1] == b"12"
    for number, page in enumerate(text_of(full).rstrip("\f").split("\f"), 1):
        assert STAMP in page
        assert f"Page {number} of {info_of(full)['Pages']}" in page


def test_one_that_is_not_frozen_says_so_on_every_page() -> None:
    pdf = pdf_of(make_report(*(make_reported_claim(number) for number in range(1, 40))))
    pages = text_of(pdf).rstrip("\f").split("\f")
    assert len(pages) > 1
    assert all("Not frozen: as of 23 Nov 2026 09:40:00 UTC" in page for page in pages)
    assert report_stamp.STAMP.search(pdf) is None


def test_bookmarks_lead_to_sections_and_claims(full: bytes) -> None:
    document = pypdfium2.PdfDocument(full)
    marks = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    document.close()
    assert marks == [
        (0, "Numbers"),
        (0, "Where the claims come from"),
        (0, "Verdicts by sourcing"),
        (0, "Reliance on unnamed sources"),
        (0, "Claim by claim"),
        (1, "Single-source passages"),
        (0, "Sources"),
        (0, "Findings"),
        (0, "Claims"),
        (1, "Claim 1b · Disputed"),
        (1, "Claim 2b · Disputed"),
        (1, "Claim 3b · Disputed"),
    ]


def test_everything_behind_a_claim_stands_there(full: bytes) -> None:
    text = " ".join(text_of(full).split())
    claim = text[text.index("Claim 2b · Disputed") : text.index("Claim 3b · Disputed")]
    for words in (
        "Sources say no.",
        "Serious Relies on an unnamed source alone, with neither name nor office given. Dismissed by Ed Okafor, "
        "23 Nov 2026 09:40:00 UTC: The minister said so on the record in paragraph 2.",
        "Sourcing Unnamed source",
        "Cue say",
        "Via CNN",
        "Why is the source not named? She may lose her job.",
        "Verdict Disputed (differs from the recommendation) by Ed Okafor, 23 Nov 2026 09:40:00 UTC",
        "Did the source say it Confirmed",
        "Recommended verdict Verified",
        "Reviewed by Rita Reyes, 23 Nov 2026 09:40:00 UTC",
        "Suggested sourcing Hedged, no source",
        "Second opinion Second opinion done",
        "Suggested wording Two sources say no.",
        "Note Called twice.",
        "Contradicts it (primary) minutes.pdf, page 3",
        "Quotation The council did not vote.",
        "Contact the clerk",
        "Added by Rita Reyes, 23 Nov 2026 09:40:00 UTC",
    ):
        assert words in claim


def test_what_changed_since_the_last_version_stands_there() -> None:
    text = " ".join(text_of(pdf_of(make_report(revision=REVISION))).split())
    assert "Since the last version Version 2; version 1 was loaded 23 Nov 2026 09:40 UTC" in text
    assert "Claim 1 changed Was claim 2: “The bridge can wait.”" in text
    assert "Removed: claim 9 of the last version “It rained.” – Document or data, Verified by Ed Okafor" in text


def test_figures_stand_there(full: bytes) -> None:
    text = " ".join(text_of(full).split())
    assert "Claims 1b–3b: 3 in a row rely on Sources alone." in text
    assert "The Clinton Crisis and the Press, 1998." in text
    assert "Claims 1b, 2b and 3b rely on an unnamed source alone" in text or "Claims 1b–3b rely on" in text


def test_pictures_are_told_in_words(full: bytes) -> None:
    """The text alternatives stand in the tags, as UTF-16 where a letter asks for it."""
    for words in ("Where the claims come from. ", "Verdicts by sourcing. ", "Share on unnamed sources. "):
        document = pypdfium2.PdfDocument(full)
        assert words in alternatives(document)
        document.close()


def alternatives(document: pypdfium2.PdfDocument) -> str:
    """The alternative texts of the first page's figures."""
    import ctypes

    from pypdfium2 import raw

    page = document[0]
    tree = raw.FPDF_StructTree_GetForPage(page)
    texts: list[str] = []

    def visit(element: object) -> None:
        size = raw.FPDF_StructElement_GetAltText(element, None, 0)
        if size:
            words = ctypes.create_string_buffer(size)
            raw.FPDF_StructElement_GetAltText(element, words, size)
            texts.append(words.raw.decode("utf-16-le").rstrip("\0"))
        for place in range(raw.FPDF_StructElement_CountChildren(element)):
            if child := raw.FPDF_StructElement_GetChildAtIndex(element, place):
                visit(child)

    for place in range(raw.FPDF_StructTree_CountChildren(tree)):
        visit(raw.FPDF_StructTree_GetChildAtIndex(tree, place))
    raw.FPDF_StructTree_Close(tree)
    return "\n".join(texts)


def test_text_is_only_text() -> None:
    texts = HOSTILE | MARKUP
    claims = [
        make_reported_claim(number, text, source=text, note=text, evidence=(replace(MINUTES, name=text),))
        for number, text in enumerate(texts.values(), 1)
    ]
    without_footer = ("-x", "0", "-y", "0", "-W", "595", "-H", "782")
    read = folded(text_of(pdf_of(make_report(*claims)), "-raw", *without_footer))
    claim = 0
    for name, text in texts.items():
        claim = read.index(f"Claim{list(texts).index(name) + 1}·", claim)
        if name not in {"bidi", "arabic"}:  # whose letters a page has in the order in which they are seen
            assert read[claim:].count(folded(shown(text))) >= 4, name


@pytest.mark.parametrize("name", MARKUP)
def test_markup_in_what_surrounds_the_claims(name: str) -> None:
    text = MARKUP[name]
    source = ListedSource(text, text, SourcingStatus.NAMED_PERSON, ("1",), "1")
    pdf = pdf_of(make_report(title=text, outlet=text, byline=text, detector=text, sources=(source,)))
    assert folded(text_of(pdf)).count(folded(shown(text))) == 6
    assert info_of(pdf)["Title"] == text


@pytest.mark.parametrize("script", SCRIPTS)
def test_any_script_comes_out_and_has_its_letters(script: str) -> None:
    text = SCRIPTS[script]
    pdf = pdf_of(make_report(make_reported_claim(1, text), title="Bridge"))
    assert folded(text) in folded(text_of(pdf))
    # PDF/UA refuses a letter that no font has.
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_fonts_are_embedded() -> None:
    pdf = pdf_of(make_report(*(make_reported_claim(number, text) for number, text in enumerate(SCRIPTS.values(), 1))))
    run = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True)
    fonts = run.stdout.decode().splitlines()[2:]
    assert {line.split()[-5] for line in fonts} == {"yes"}
    names = " ".join(line.split()[0] for line in fonts)
    for name in ("LibertinusSerif", "Amiri", "NotoSansCJKsc", "NotoEmoji", "NotoSansDevanagari"):
        assert name in names


def test_every_font_that_is_named_is_there() -> None:
    assert set(PROSE) | set(LABELS) <= set(_fonts().families())


def test_a_letter_that_no_font_has_leaves_a_box_and_the_rest_as_it_is() -> None:
    pdf = pdf_of(make_report(make_reported_claim(1, "Private \U0010fff0 letter.")))
    assert "letter." in text_of(pdf)
    assert info_of(pdf)["Tagged"] == "yes"
    assert b"pdfuaid" not in pdf


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_only_web_addresses_are_links(url: str) -> None:
    claim = make_reported_claim(1, evidence=(replace(MINUTES, name=url, url=url),))
    assert links(pdf_of(make_report(claim, url=url))) == []


def test_web_addresses_are_links() -> None:
    claim = make_reported_claim(1, evidence=(replace(MINUTES, url="https://example.org/minutes"),))
    assert links(pdf_of(make_report(claim))) == [b"https://example.org/bridge", b"https://example.org/minutes"]


def links(pdf: bytes) -> list[bytes]:
    return re.findall(rb"/URI ?\(([^)]*)\)", pdf)


def test_500_claims_stand_in_their_order() -> None:
    claims = [
        make_reported_claim(number, HOSTILE["long"] if number == 250 else f"Claim {number} is so.")
        for number in range(1, 501)
    ]
    text = text_of(pdf_of(make_report(*claims)), "-raw").replace("\f", "")
    headings = re.findall(r"^Claim (\d+) · Not checked$", text, re.MULTILINE)
    assert headings == [str(number) for number in range(1, 501)]
    assert folded(HOSTILE["long"]) in folded(text)


def test_nothing_runs_off_the_page() -> None:
    """A word of two thousand letters is broken, everywhere it stands."""
    word = HOSTILE["one word"]
    pdf = pdf_of(make_report(make_reported_claim(1, word, source=word, note=word), title=word, byline=word))
    run = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    assert max(map(float, re.findall(rb'<word [^>]*xMax="([\d.]+)"', run.stdout))) < 595 - 50


def test_the_same_report_is_the_same_file(full: bytes) -> None:
    report = make_report(make_reported_claim(1))
    assert pdf_of(report) == pdf_of(report)


def test_an_article_without_claims(tmp_path: Path) -> None:
    report = make_report()
    empty = replace(report, claims=(), sources=(), numbers=replace(report.numbers, claims=0))
    assert "This article has no claims." in text_of(pdf_of(empty))


@pytest.mark.parametrize(
    ("text", "right_to_left"),
    [("", False), ("12 and", False), ("“قال”", True), ("12 שלום", True), ("CNN قال", False), ("他", False)],
)
def test_which_way_a_text_runs(text: str, right_to_left: bool) -> None:
    assert is_rtl(text) is right_to_left


@pytest.mark.parametrize(
    ("text", "as_set"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("bell \x07 nul \x00", "bell \ufffd nul \ufffd"),
        ("W" * 40, "\u200b".join(["W" * 10] * 4)),
        ("W" * 39, "W" * 39),
        ("他" * 60, "他" * 60),
    ],
)
def test_text_as_it_can_be_set(text: str, as_set: str) -> None:
    assert shown(text) == as_set
