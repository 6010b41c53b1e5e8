"""The article for an editor's word processor, with a margin comment on every claim."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from docx import Document
from docx.document import Document as DocumentObject
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from factcheck.reports import wordml
from factcheck.reports.archives import deterministic_zip
from factcheck.reports.build import Report, ReportedClaim, ReportedComment
from factcheck.reports.text import (
    HEADINGS,
    LABELS,
    SENTENCES,
    Line,
    article_lines,
    claim_lines,
    drawn_line,
    evidence_words,
    finding_words,
    is_rtl,
    number_lines,
    previous_wording,
    revision_lines,
    stamp_of,
    visible,
)
from factcheck.reviews.models import Comment

#: Who signs a comment that nobody has reviewed yet.
AUTHOR = "Factcheck"
#: What Word allows for a property of a document.
_MAX_PROPERTY = 255


class DocxFile:
    """Title, where the text came from, the text with its comments, and what was found on the last pages."""

    slug = ending = "docx"
    label = "Word"
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def render(self, report: Report) -> Iterator[bytes]:
        document = Document()
        _describe(document, report)
        body = document.element.body
        # The last element holds the page's size and margins; everything comes before it.
        page = body[-1]
        colleagues = list(_colleagues_comments(report))
        for paragraph in (*_head(report), *_text(report, colleagues), *_summary(report)):
            page.addprevious(paragraph)
        comments = _comments_of(document)
        since = _since(report)
        comments.extend(
            _comment(number, claim, report, since.get(claim.label)) for number, claim in enumerate(report.claims)
        )
        if colleagues:
            comments.extend(_margin_comment(comment) for comment in colleagues)
            _thread(document, report, colleagues)
        _set_page(document)
        _foot(document, report)
        saved = io.BytesIO()
        document.save(saved)
        yield deterministic_zip(saved.getvalue(), report.drawn_at)


def _describe(document: DocumentObject, report: Report) -> None:
    properties = document.core_properties
    properties.title = visible(report.article.title)[:_MAX_PROPERTY]
    properties.author = properties.last_modified_by = AUTHOR
    properties.comments = properties.subject = stamp_of(report)
    # Without a zone, which is how python-docx wants UTC.
    properties.created = properties.modified = report.drawn_at.replace(tzinfo=None)
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):  # the picture of somebody else's empty page
            del package.rels[key]


def _head(report: Report) -> Iterator[BaseOxmlElement]:
    title = report.article.title
    yield wordml.paragraph(wordml.run(title), style="Title", rtl=is_rtl(title))
    for line in (*article_lines(report), drawn_line(report)):
        yield wordml.line(line.heading, line.words, style="NoSpacing")
    yield wordml.paragraph(wordml.run("Article"), style="Heading1", keep_with_next=True)


@dataclass(frozen=True, slots=True)
class _MarginComment:
    """A comment of a colleague, as a margin comment: its number, and that of the first one in its thread."""

    number: int
    first: int
    #: The place of its claim among all.
    claim: int
    comment: ReportedComment
    is_settled: bool


def _colleagues_comments(report: Report) -> Iterator[_MarginComment]:
    """What colleagues said, numbered after the comments on the claims themselves."""
    number = len(report.claims)
    for place, claim in enumerate(report.claims):
        settled = [comment.kind for comment in claim.comments if not comment.is_said]
        is_settled = bool(settled) and settled[-1] is Comment.Kind.RESOLVED
        first = number
        for comment in claim.comments:
            if comment.is_said:
                yield _MarginComment(number, first, place, comment, is_settled)
                number += 1


def _margin_comment(margin: _MarginComment) -> BaseOxmlElement:
    text = margin.comment.text
    paragraph = wordml.paragraph(wordml.run(text), rtl=is_rtl(text))
    return wordml.comment(margin.number, [paragraph], author=margin.comment.author, at=margin.comment.at)


def _thread(document: DocumentObject, report: Report, colleagues: list[_MarginComment]) -> None:
    """Beside the comment on each claim, what was said of it as one thread, settled or not."""
    reviews: list[wordml.Threaded] = [(number, None, False) for number in range(len(report.claims))]
    replies = (
        (margin.number, margin.first if margin.first != margin.number else None, margin.is_settled)
        for margin in colleagues
    )
    name = PackURI("/word/commentsExtended.xml")
    part = Part(name, wordml.THREADS_TYPE, wordml.threads([*reviews, *replies]), document.part.package)
    document.part.relate_to(part, wordml.THREADS_RELATION)


def _text(report: Report, colleagues: list[_MarginComment]) -> Iterator[BaseOxmlElement]:
    """The article, a paragraph for each of its lines, cut into runs wherever a claim begins or ends."""
    text = report.article.text
    begin: defaultdict[int, list[int]] = defaultdict(list)
    end: defaultdict[int, list[int]] = defaultdict(list)
    marks = [*enumerate(range(len(report.claims))), *((margin.number, margin.claim) for margin in colleagues)]
    for number, place in marks:
        claim = report.claims[place]
        begin[min(claim.start, len(text))].append(number)
        end[min(claim.end, len(text))].append(number)
    cuts = sorted({0, len(text), *begin, *end, *(place for place, letter in enumerate(text) if letter == "\n")})
    parts: list[BaseOxmlElement] = []
    first = 0
    for cut, following in zip(cuts, [*cuts[1:], len(text)], strict=True):
        # What ends here is closed first, so that two neighbours don't overlap.
        for number in end.get(cut, ()):
            parts.extend(wordml.comment_end(number))
        if text[cut : cut + 1] == "\n":
            yield _paragraph(parts, text[first:cut])
            parts, first = [], cut + 1
        parts.extend(wordml.comment_start(number) for number in begin.get(cut, ()))
        if piece := text[max(cut, first) : following]:
            parts.append(wordml.run(piece))
    if parts:
        yield _paragraph(parts, text[first:])


def _paragraph(parts: list[BaseOxmlElement], text: str) -> BaseOxmlElement:
    return wordml.paragraph(*parts, rtl=is_rtl(text))


def _comments_of(document: DocumentObject) -> BaseOxmlElement:
    list(document.comments)  # which makes the part, when there was none
    part = cast(XmlPart, document.part.part_related_by(RELATIONSHIP_TYPE.COMMENTS))
    return part.element


def _since(report: Report) -> dict[str, Line]:
    """What is to be said of a claim since the version before, by its label."""
    if report.revision is None:
        return {}
    changed = {sentence.label: Line("Changed", previous_wording(sentence)) for sentence in report.revision.changed}
    return changed | dict.fromkeys(report.revision.new, Line("New", f"Not in version {report.revision.version - 1}"))


def _comment(number: int, claim: ReportedClaim, report: Report, since: Line | None) -> BaseOxmlElement:
    title = wordml.paragraph(wordml.run(f"Claim {claim.label}", bold=True))
    lines = [
        *([since] if since else []),
        *claim_lines(claim),
        *(Line(LABELS["evidence"], evidence_words(evidence)) for evidence in claim.evidence),
        *(Line("Finding", finding_words(finding)) for finding in claim.findings),
    ]
    paragraphs = (wordml.line(line.heading, line.words) for line in lines)
    author = str(claim.reviewed_by or AUTHOR)
    return wordml.comment(number, (title, *paragraphs), author=author, at=claim.reviewed_at or report.drawn_at)


def _summary(report: Report) -> Iterator[BaseOxmlElement]:
    yield wordml.paragraph(wordml.element("w:r", wordml.element("w:br", type="page")))
    yield wordml.paragraph(wordml.run("Summary"), style="Heading1", keep_with_next=True)
    for name, count in number_lines(report):
        yield wordml.line(f"{name}:", str(count), style="NoSpacing")
    yield _heading("footing")
    footing = [
        (proportion.status.label, str(proportion.claims), f"{proportion.percent}%") for proportion in report.footing
    ]
    yield wordml.table([("Sourcing", "Claims", "Share"), *footing], widths=(4800, 1900, 1900))
    if since := revision_lines(report):
        yield _heading("revision")
        for line in since:
            yield wordml.line(line.heading, line.words, style="NoSpacing")
    yield _heading("findings")
    for finding in report.findings:
        yield wordml.paragraph(wordml.run(finding_words(finding)), style="ListBullet")
    if not report.findings:
        yield wordml.paragraph(wordml.run(SENTENCES["no_findings"]))
    yield _heading("sources")
    if report.sources:
        sources = [
            (source.name, source.described, source.status.label, ", ".join(source.claims)) for source in report.sources
        ]
        yield wordml.table(
            [("Source", "Described as", "Sourcing", "Claims"), *sources], widths=(2600, 2600, 1700, 1700)
        )
    else:
        yield wordml.paragraph(wordml.run(SENTENCES["no_sources"]))


def _heading(name: str) -> BaseOxmlElement:
    return wordml.paragraph(wordml.run(HEADINGS[name]), style="Heading2", keep_with_next=True)


def _set_page(document: DocumentObject) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)


def _foot(document: DocumentObject, report: Report) -> None:
    """The stamp and the page's number: the only field in the file, and it holds no word of the article."""
    foot = document.sections[0].footer.paragraphs[0]._p
    foot.append(wordml.run(f"{stamp_of(report)}\tpage ", points=7))
    foot.append(wordml.element("w:fldSimple", wordml.run("1", points=7), instr="PAGE"))
