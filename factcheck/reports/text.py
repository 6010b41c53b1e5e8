"""A report in words: the labels, lines and sentences that its page and every file for people say alike."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import NamedTuple

from factcheck.claims.choices import DIFFERS_FROM_RECOMMENDATION, SET_BEFORE, Said, Verdict
from factcheck.reports.build import STORED_FIELDS, Report, ReportedClaim, ReportedComment, ReportedEvidence
from factcheck.reports.clock import day_of, exact_time_of, time_of
from factcheck.reports.editions import choice_of
from factcheck.reports.revision import ChangedSentence
from factcheck.reviews.editions import Edition
from factcheck.reviews.review_fields import FIELDS_BY_NAME, REVIEW_FIELDS
from factcheck.standards import ArticleFinding, Finding

#: What a reader is told of a claim, by the field of ReportedClaim.
LABELS = {field.name: field.label for field in REVIEW_FIELDS} | {
    "sourcing": FIELDS_BY_NAME["status"].label,
    "leads_to": "Traced to",
    "channel": "Via",
    "about_source": "About the unnamed source",
    "verdict_by": "Verdict by",
    "is_verdict_stale": "About the verdict",
    "reviewed_by": "Reviewed by",
    "suggested": "Suggested sourcing",
    "second_opinion": "Second opinion",
    "evidence": "Evidence",
    "comments": "Comments",
    "findings": "Findings",
}
#: What people wrote beside a claim: the fields of a review that belong to neither its source nor its verdict.
BESIDE_FIELDS = tuple(field for field in STORED_FIELDS if field.name not in ("source", "cue"))
#: What a reader is told of a piece of evidence, by the field of ReportedEvidence.
EVIDENCE_LABELS = {
    "stance": "Stance",
    "is_primary": "Primary",
    "name": "Name",
    "place": "Place",
    "quotation": "Quotation",
    "link": "Link",
    "contact": "Contact",
    "by": "By",
    "sha256": "Fingerprint of the file",
}
HEADINGS = {
    "numbers": "Numbers",
    "footing": "Where the claims come from",
    "verdicts": "Verdicts by sourcing",
    "leaning": "Reliance on unnamed sources",
    "course": "Claim by claim",
    "passages": "Single-source passages",
    "sources": "Sources",
    "revision": "Since the last version",
    "findings": "Findings",
    "claims": "Claims",
}
SENTENCES = {
    "course": "One column for each claim: the higher it is, the stronger the sourcing.",
    "no_passages": "No run of three or more claims relies on a single source.",
    "yardsticks": "Published studies counted different things, so compare with care:",
    "no_sources": "No sources: every claim is in the outlet’s own voice or names no source.",
    "no_findings": "No findings: nothing in this article goes against the desk’s rules.",
    "no_claims": "This article has no claims.",
}


class Line(NamedTuple):
    """A name and what is said under it."""

    name: str
    words: str
    #: Where the words lead, if anywhere.
    link: str = ""
    #: Whether the words are a fingerprint, to be read letter by letter.
    is_code: bool = False
    #: Whether only somebody who checks the report itself asks for it.
    is_technical: bool = False

    @property
    def heading(self) -> str:
        """The name as it introduces the words on the same line."""
        return self.name if self.name.endswith("?") else f"{self.name}:"


#: What XML has no place for, and what nobody would see: shown as a picture of itself.
_SHOWN = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n"},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd"),
}


def visible(text: str) -> str:
    """Text that XML can hold: lines end in ``\\n``, and a control character is shown by a sign instead of kept."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_SHOWN)


def is_rtl(text: str) -> bool:
    """Whether text runs from right to left: its first letter with a direction decides, as in browsers."""
    for letter in text:
        if (direction := unicodedata.bidirectional(letter)) in ("L", "R", "AL"):
            return direction != "L"
    return False


# ---- The report -----------------------------------------------------------------------------------------------------


def stamp_of(report: Report) -> str:
    """The number and fingerprint or, of a report that was not frozen, when it was drawn; and for whom it is."""
    stamp = report.stamp or f"Not frozen: as of {exact_time_of(report.drawn_at)}"
    return f"{stamp} · {report.edition.label.lower()}"


def edition_line(report: Report) -> Line:
    """For whom the report is, and what an editor added for outside."""
    if report.edition is Edition.DESK:
        return Line("Edition", f"{report.edition.label}: everything the desk knows; do not pass on")
    ticked = choice_of(report).ticked_words
    return Line("Edition", report.edition.label + (f", with {ticked}" if ticked else ""))


def notice(report: Report) -> str:
    """What has to be said first where claims are not reviewed, or verdicts judged another review; else nothing."""
    numbers = report.numbers
    sentences = []
    if not numbers.reviewed:
        sentences.append("No claim has been reviewed yet: the sourcing below is the automatic suggestion.")
    elif numbers.reviewed < numbers.claims:
        sentences.append("Claims not reviewed yet show the automatic suggestion for their sourcing.")
    if stale := [claim.label for claim in report.claims if claim.is_verdict_stale]:
        claims = f"claim{'s' if len(stale) > 1 else ''} {', '.join(stale)}"
        nouns, were = ("verdicts", "were") if len(stale) > 1 else ("verdict", "was")
        sentences.append(f"The {nouns} on {claims} {were} {SET_BEFORE}.")
    return " ".join(sentences)


def article_lines(report: Report) -> list[Line]:
    """Where the text came from and what read it: what is unknown is left out."""
    article = report.article
    lines = [
        Line("Outlet", article.outlet),
        Line("Byline", article.byline),
        Line("Published", day_of(article.published_on)),
        Line("URL", article.url, link=article.link),
        Line("Loaded", time_of(article.loaded_at) + (f" by {article.loaded_by}" if article.loaded_by else "")),
        Line("Archived", time_of(article.archived_at)),
        edition_line(report),
        Line("Frozen as", report.stamp, is_code=True, is_technical=True),
        Line("Fingerprint of the text", article.sha256, is_code=True, is_technical=True),
        Line("Suggestions by", article.detector, is_technical=True),
    ]
    return [line for line in lines if line.words]


def drawn_line(report: Report) -> Line:
    return Line("Generated", exact_time_of(report.drawn_at))


def number_lines(report: Report) -> list[tuple[str, int]]:
    """How many claims there are, and how they stand."""
    numbers = report.numbers
    return [
        ("Claims", numbers.claims),
        ("Reviewed", numbers.reviewed),
        *((verdict.label, count) for verdict, count in _verdicts(report)),
        ("On unnamed sources alone", numbers.unnamed_alone),
    ]


def tiles(report: Report) -> list[Line]:
    """The same numbers as a row of tiles, each with what it counts below."""
    numbers = report.numbers
    return [
        Line(f"claim{'' if numbers.claims == 1 else 's'} reviewed", f"{numbers.reviewed} of {numbers.claims}"),
        *(Line(verdict.label.lower(), str(count)) for verdict, count in _verdicts(report)),
        Line("on unnamed sources alone", str(numbers.unnamed_alone)),
    ]


def _verdicts(report: Report) -> list[tuple[Verdict, int]]:
    """What is decided first, what nobody has checked last."""
    verdicts = [*(verdict for verdict in Verdict if verdict is not Verdict.PENDING), Verdict.PENDING]
    return [(verdict, getattr(report.numbers, verdict.value)) for verdict in verdicts]


def revision_lines(report: Report) -> list[Line]:
    """What changed since the version before; nothing for a first version."""
    revision = report.revision
    if revision is None:
        return []
    before = revision.version - 1
    lines = [
        Line("Version", f"{revision.version}; version {before} was loaded {time_of(revision.before_loaded_at)}"),
        Line("Unchanged claims", str(revision.unchanged)),
    ]
    lines += [Line(f"Claim {sentence.label} changed", previous_wording(sentence)) for sentence in revision.changed]
    if revision.new:
        lines.append(Line("New", f"Claim{'s' if len(revision.new) > 1 else ''} {', '.join(revision.new)}"))
    for claim in revision.dropped:
        state = f"{claim.sourcing.label}, {claim.verdict.label}{_signed(claim.verdict_by, claim.verdict_at)}"
        lines.append(Line(f"Removed: claim {claim.label} of the last version", f"“{claim.text}” – {state}"))
    return lines


def previous_wording(sentence: ChangedSentence) -> str:
    """What a changed sentence said before, and what it was called."""
    return f"Was claim {sentence.label_before}: “{sentence.text_before}”"


# ---- A claim --------------------------------------------------------------------------------------------------------


def claim_lines(claim: ReportedClaim) -> list[Line]:
    """What is known of a claim but for its findings and evidence; what nobody said is left out."""
    return [
        Line(LABELS["sourcing"], claim.sourcing.label + ("" if claim.is_reviewed else _NOT_REVIEWED)),
        *sourcing_lines(claim),
        Line(LABELS["verdict"], f"{verdict_words(claim)}{_signed(claim.verdict_by, claim.verdict_at)}"),
        *verdict_lines(claim),
        *([Line("Reviewed", _signed(claim.reviewed_by, claim.reviewed_at).strip())] if claim.is_reviewed else []),
        *review_lines(claim),
        *beside_lines(claim),
    ]


def verdict_words(claim: ReportedClaim) -> str:
    """“Verified (set before the review changed)”"""
    remarks = verdict_remarks(claim)
    return f"{claim.verdict.label} ({'; '.join(remarks)})" if remarks else str(claim.verdict.label)


def verdict_remarks(claim: ReportedClaim) -> list[str]:
    """What a reader has to know beside a verdict, the graver first."""
    remarks = [SET_BEFORE] if claim.is_verdict_stale else []
    return [*remarks, DIFFERS_FROM_RECOMMENDATION] if claim.differs_from_recommendation else remarks


_NOT_REVIEWED = " (automatic suggestion, not reviewed)"


def sourcing_lines(claim: ReportedClaim, *, briefly: bool = False) -> list[Line]:
    """What is said of a claim's source; ``briefly``: beside a list of sources, which says whom each leads back to."""
    return _known(
        ("unattributed_reason", claim.unattributed_reason.label if claim.unattributed_reason else ""),
        ("source", claim.source),
        ("leads_to", claim.leads_to if claim.leads_to != claim.source and not briefly else ""),
        ("cue", claim.cue),
        ("channel", claim.channel),
    ) + [Line(question, answer) for question, answer in claim.about_source]


def verdict_lines(claim: ReportedClaim, *, briefly: bool = False) -> list[Line]:
    """What belongs to a claim's verdict; ``briefly``: without a recommendation that says the same."""
    is_followed = claim.recommended is claim.verdict
    return _known(
        ("said", claim.said.label if claim.said is not Said.PENDING else ""),
        ("recommended", claim.recommended.label if claim.recommended and not (is_followed and briefly) else ""),
    )


def review_lines(claim: ReportedClaim) -> list[Line]:
    """What belongs to a claim's review."""
    is_corrected = claim.is_reviewed and claim.sourcing is not claim.suggested
    return _known(
        ("suggested", claim.suggested.label if is_corrected else ""),
        ("second_opinion", claim.second_opinion.label if claim.second_opinion else ""),
    )


def beside_lines(claim: ReportedClaim) -> list[Line]:
    """What people wrote beside a claim."""
    return _known(*((field.name, field.shown(claim)) for field in BESIDE_FIELDS))


def _known(*fields: tuple[str, str]) -> list[Line]:
    return [Line(LABELS[name], words) for name, words in fields if words]


def finding_line(finding: Finding | ArticleFinding) -> Line:
    """A remark under its weight; of a dismissed one, who let the text stand and, if it is told, why."""
    words = finding.sentence
    if dismissal := finding.dismissed:
        reason = f": {dismissal.reason}" if dismissal.reason else "."
        words += f" Dismissed{_signed(dismissal.by, dismissal.at)}{reason}"
    return Line(finding.severity.label, words)


def finding_words(finding: Finding | ArticleFinding) -> str:
    """The same in one line."""
    line = finding_line(finding)
    return f"{line.heading} {line.words}"


def evidence_words(evidence: ReportedEvidence) -> str:
    """“Contradicts it (primary): minutes.pdf, page 3 – “The council did not vote.””"""
    line = evidence_lines(evidence)[0]
    quotation = f" – “{evidence.quotation}”" if evidence.quotation else ""
    return f"{line.heading} {line.words}{quotation}"


def evidence_lines(evidence: ReportedEvidence) -> list[Line]:
    """All that is known of a piece of evidence."""
    stance = f"{evidence.stance.label}{' (primary)' if evidence.is_primary else ''}"
    lines = [
        Line(stance, ", ".join(filter(None, (evidence.name, evidence.place))), link=evidence.link),
        Line(EVIDENCE_LABELS["quotation"], evidence.quotation),
        Line(EVIDENCE_LABELS["contact"], evidence.contact),
        Line(EVIDENCE_LABELS["sha256"], evidence.sha256, is_code=True),
        Line("Added", _signed(evidence.by, evidence.at).strip()),
    ]
    return [line for line in lines if line.words]


def comment_line(comment: ReportedComment) -> Line:
    """“Comment by Ed Okafor, 23 Nov 2026 09:40:00 UTC: Call the clerk.”, or that the thread was settled."""
    if not comment.is_said:
        return Line("Thread", f"{comment.author} {comment.kind.label}, {exact_time_of(comment.at)}")
    return Line(f"Comment{_signed(comment.author, comment.at)}", comment.text)


def comment_words(comment: ReportedComment) -> str:
    """The same in one piece."""
    line = comment_line(comment)
    return f"{line.heading} {line.words}"


def _signed(by: object, at: dt.datetime | None) -> str:
    return f"{f' by {by}' if by else ''}{f', {exact_time_of(at)}' if at else ''}"
