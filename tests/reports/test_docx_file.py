"""The DOCX file as a word processor reads it: the whole text, and a comment on exactly each claim."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from itertools import pairwise
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.reports.build import Report
from factcheck.reports.formats.docx_file import DocxFile
from factcheck.reports.text import visible
from factcheck.reviews.models import Comment
from factcheck.standards import findings_for_claim
from tests.reports.builders import AT, ED, HOSTILE, MINUTES, REMARK, REVISION, RITA, make_report, make_reported_claim

STAMP = f"Report 12 · SHA-256 {'a' * 64}"


def written(report: Report) -> bytes:
    return b"".join(DocxFile().render(report))


def read(report: Report) -> Any:
    return docx.Document(io.BytesIO(written(report)))


def report_of(*sentences: str, between: str = " ", **fields: Any) -> Report:
    """A report whose text is these sentences, each a claim at its place."""
    text, claims = "", []
    for number, sentence in enumerate(sentences, start=1):
        claims.append(make_reported_claim(number, sentence, start=len(text), end=len(text) + len(sentence), **fields))
        text += sentence + between
    return make_report(*claims, text=text)


def words_of(element: Any) -> str:
    """The text of an element, its breaks and tabs included."""
    signs = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(node.text or "" if node.tag == qn("w:t") else signs.get(node.tag, "") for node in element.iter())


def anchored(document: Any) -> dict[int, str]:
    """What each comment is on, by its number, as the marks in the text say."""
    words: dict[int, str] = {}
    within: set[int] = set()
    for node in document.element.body.iter():
        if node.tag == qn("w:commentRangeStart"):
            within.add(int(node.get(qn("w:id"))))
        elif node.tag == qn("w:commentRangeEnd"):
            within.discard(int(node.get(qn("w:id"))))
        elif node.tag == qn("w:r"):
            for number in within:
                words[number] = words.get(number, "") + words_of(node)
    assert not within
    return words


def test_a_comment_on_exactly_each_claim_and_the_text_between_is_kept() -> None:
    text = "Headline here.\n\nSources say no, and it is old. The bridge stands.\nLast words"
    places = [("Sources say no,", 1, 1), ("and it is old.", 1, 2), ("The bridge stands.", 2, 0), ("Last words", 3, 0)]
    claims = [
        make_reported_claim(number, words, start=text.index(words), end=text.index(words) + len(words), part=part)
        for words, number, part in places
    ]
    document = read(make_report(*claims, text=text))
    assert list(anchored(document).values()) == [words for words, *_ in places]
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    first = paragraphs.index("Headline here.")
    assert paragraphs[first : first + 4] == text.split("\n")
    titles = [comment.paragraphs[0].text for comment in document.comments]
    assert titles == ["Claim 1a", "Claim 1b", "Claim 2", "Claim 3"]


def test_a_comment_says_all_that_is_known() -> None:
    claim = make_reported_claim(
        1,
        "Sources say no.",
        sourcing=SourcingStatus.UNNAMED_SOURCE,
        source="Sources",
        cue="say",
        recommended=Verdict.VERIFIED,
        reviewed_by=RITA,
        reviewed_at=AT,
        verdict=Verdict.DISPUTED,
        verdict_by=ED,
        verdict_at=AT,
        note="Called twice.",
        wording="Two sources say no.",
        findings=tuple(findings_for_claim(status="unnamed_source")),
        evidence=(MINUTES,),
    )
    (comment,) = read(make_report(claim)).comments
    assert (comment.author, comment.initials, comment.timestamp) == ("Rita Reyes", "RR", AT)
    assert [paragraph.text for paragraph in comment.paragraphs] == [
        "Claim 1",
        "Sourcing: Unnamed source",
        "Source: Sources",
        "Cue: say",
        "Verdict: Disputed (differs from the recommendation) by Ed Okafor, 23 Nov 2026 09:40:00 UTC",
        "Recommended verdict: Verified",
        "Reviewed: by Rita Reyes, 23 Nov 2026 09:40:00 UTC",
        "Suggested sourcing: No attribution",
        "Suggested wording: Two sources say no.",
        "Note: Called twice.",
        "Evidence: Contradicts it (primary): minutes.pdf, page 3 – “The council did not vote.”",
        f"Finding: Serious: {claim.findings[0].sentence}",
    ]


W14, W15 = (f"{{http://schemas.microsoft.com/office/word/{year}/wordml}}" for year in (2010, 2012))


def threads_of(content: bytes) -> list[tuple[str, str | None, str]]:
    """Of each comment its last paragraph, that of the comment it answers, and whether the thread is settled."""
    with ZipFile(io.BytesIO(content)) as package:
        root = etree.fromstring(package.read("word/commentsExtended.xml"))
    return [(node.get(f"{W15}paraId"), node.get(f"{W15}paraIdParent"), node.get(f"{W15}done")) for node in root]


def test_what_colleagues_said_is_a_thread_on_the_claim() -> None:
    talk = (
        replace(REMARK, text="Who says so?", author="Ann Archer"),
        replace(REMARK, text="The clerk.\nTwice.", at=AT + dt.timedelta(hours=1)),
        replace(REMARK, kind=Comment.Kind.RESOLVED, at=AT + dt.timedelta(hours=2)),
    )
    other = (REMARK, replace(REMARK, kind=Comment.Kind.RESOLVED), replace(REMARK, kind=Comment.Kind.REOPENED))
    first, second = make_report(
        make_reported_claim(1, "It can wait.", comments=talk),
        make_reported_claim(2, "It is old.", start=13, end=23, comments=other),
        text="It can wait. It is old.",
    ).claims
    content = written(make_report(first, second, text="It can wait. It is old.", has_comments=True))
    document: Any = docx.Document(io.BytesIO(content))
    comments = {comment.comment_id: comment for comment in document.comments}
    signed = [(comment.author, comment.timestamp, comment.text) for comment in list(document.comments)[2:]]

    assert signed == [
        ("Ann Archer", AT, "Who says so?"),
        ("Ed Okafor", AT + dt.timedelta(hours=1), "The clerk.\nTwice."),
        ("Ed Okafor", AT, "Call the clerk again."),
    ]
    last = {
        comment._comment_elm[-1].get(f"{W14}paraId"): (comment.author, number) for number, comment in comments.items()
    }
    threads = [
        (last[own][1], last[answered][1] if answered else None, done) for own, answered, done in threads_of(content)
    ]
    assert threads == [(0, None, "0"), (1, None, "0"), (2, None, "1"), (3, 2, "1"), (4, None, "0")]
    assert anchored(document) == {
        0: "It can wait.",
        1: "It is old.",
        2: "It can wait.",
        3: "It can wait.",
        4: "It is old.",
    }


def test_without_comments_there_are_no_threads() -> None:
    with ZipFile(io.BytesIO(written(report_of("It can wait.")))) as package:
        assert "word/commentsExtended.xml" not in package.namelist()


def test_what_changed_stands_in_its_comment_and_in_the_summary() -> None:
    report = replace(report_of("The bridge must wait.", "It is old.", "It is.", "New here."), revision=REVISION)
    document = read(report)
    texts = [comment.text for comment in document.comments]
    assert "Changed: Was claim 2: “The bridge can wait.”" in texts[0]
    assert "New: Not in version 1" in texts[3]
    assert not any("Changed:" in text or "New:" in text for text in texts[1:3])
    body = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Since the last version" in body
    assert (
        "Removed: claim 9 of the last version: “It rained.” – Document or data, Verified by Ed Okafor, 23 Nov 2026"
        in body
    )


def test_what_nobody_reviewed_is_signed_by_the_program() -> None:
    (comment,) = read(make_report()).comments
    assert comment.author == "Factcheck"
    assert "(automatic suggestion, not reviewed)" in comment.text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    report = report_of(text, "After.", note=text, source=text, reviewed_by=replace(RITA, name=text), reviewed_at=AT)
    document = read(replace(report, article=replace(report.article, title=text, outlet=text)))
    assert anchored(document)[1] == "After."
    assert anchored(document)[0].replace("\n", "") == visible(text).replace("\n", "")
    assert document.paragraphs[0].text == visible(text)
    assert f"Note: {visible(text)}" in [paragraph.text for paragraph in next(iter(document.comments)).paragraphs]
    assert fields_of(document) == ["PAGE"]


def fields_of(document: Any) -> list[str | None]:
    """What Word would work out, follow or run, in every part of the file."""
    names = ("w:fldSimple", "w:instrText", "w:fldChar", "w:hyperlink", "w:object")
    parts = [part for part in document.part.package.iter_parts() if hasattr(part, "element")]
    return [field.get(qn("w:instr")) for part in parts for name in names for field in part.element.iter(qn(name))]


def test_right_to_left_is_marked() -> None:
    document = read(report_of("قال المسؤول إن القرار نهائي.", "The end.", between="\n"))
    marked = [
        paragraph.text for paragraph in document.paragraphs if paragraph._p.find(".//" + qn("w:bidi")) is not None
    ]
    assert marked == ["قال المسؤول إن القرار نهائي."]
    assert len(document.element.body.findall(".//" + qn("w:rtl"))) == 1


def test_the_stamp_stands_in_foot_and_properties() -> None:
    document = read(replace(make_report(title="x" * 300), stamp=STAMP))
    assert STAMP in document.sections[0].footer.paragraphs[0].text
    assert document.core_properties.comments == f"{STAMP} · for the desk"
    assert document.core_properties.title == "x" * 255
    assert document.core_properties.created == AT


def test_the_same_report_is_the_same_bytes() -> None:
    content = written(make_report())
    assert content == written(make_report())
    with ZipFile(io.BytesIO(content)) as file:
        assert {part.date_time for part in file.infolist()} == {AT.timetuple()[:6]}
        assert not [part for part in file.namelist() if "thumbnail" in part]


def test_five_hundred_claims_each_have_their_comment() -> None:
    document = read(report_of(*(f"Claim number {number} of many." for number in range(500))))
    assert len(document.comments) == len(anchored(document)) == 500
    numbers = [comment.comment_id for comment in document.comments]
    assert all(second == first + 1 for first, second in pairwise(numbers))


def test_an_article_without_claims_or_text_is_a_document() -> None:
    report = make_report()
    empty = replace(report, claims=(), sources=(), article=replace(report.article, text=""))
    assert len(read(empty).comments) == 0
