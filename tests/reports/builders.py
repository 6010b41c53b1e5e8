"""Reports made by hand, for formats: no database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.sources import ListedSource
from factcheck.readers.text import fingerprint
from factcheck.reports.build import (
    Numbers,
    Person,
    Proportion,
    Report,
    ReportedArticle,
    ReportedClaim,
    ReportedComment,
    ReportedEvidence,
)
from factcheck.reports.revision import ChangedSentence, DroppedClaim, Revision
from factcheck.reviews.models import Comment, Stance
from factcheck.standards import Dismissal, findings_for_article

AT = dt.datetime(2026, 11, 23, 9, 40, tzinfo=dt.UTC)
RITA = Person("rita", "Rita Reyes")
ED = Person("ed", "Ed Okafor")

MINUTES = ReportedEvidence(
    stance=Stance.CONTRADICTS,
    name="minutes.pdf",
    url="",
    sha256="a" * 64,
    place="page 3",
    quotation="The council did not vote.",
    is_primary=True,
    contact="the clerk",
    by=RITA,
    at=AT,
)

REMARK = ReportedComment(Comment.Kind.SAID, "Call the clerk again.", "Ed Okafor", AT, ED)

DISMISSED = Dismissal("The minister said so on the record in paragraph 2.", "Ed Okafor", "ed", AT)

#: What an article may bring, and a note: nothing of it may be more than text.
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "closing": "</td></tr></table></main><h1>Gone</h1>",
    "image": '"><img src=x onerror=alert(1)>',
    "attribute": "' onmouseover='alert(1)' x='",
    "comment": "<!-- -->]]><![CDATA[&amp;&#60;&lt;",
    "template": "{{ report.article.text }}{% now 'Y' %}",
    "command": "=cmd|' /C calc'!A1",
    "link": '=HYPERLINK("https://example.org/?"&A1,"click")',
    "quotes": 'He said “no”, she said "yes", they said \'perhaps\', ""',
    "commas": "one, two; three\tfour",
    "lines": "first line\nsecond line\r\nthird line",
    "bidi": "the \u202egnitirw\u202c runs \u2066back\u2069 and \u200fforth",
    "arabic": "قال المسؤول إن القرار نهائي.",
    "emoji": "👩🏽‍⚖️ ruled 🇶🇦 that 𝔘nicode counts",
    "controls": "bell \x07 escape \x1b delete \x7f nel \x85",
    "separators": "line\u2028paragraph\u2029feed\x0cend",
    "long": "word " * 299 + "end.",
    "one word": "W" * 2000,
}


def make_reported_claim(number: int = 1, text: str = "The bridge can wait.", **overrides: Any) -> ReportedClaim:
    """A claim nobody has looked at, unless the overrides say otherwise."""
    fields: dict[str, Any] = {
        "start": 0,
        "end": len(text),
        "sourcing": SourcingStatus.UNATTRIBUTED,
        "suggested": SourcingStatus.UNATTRIBUTED,
        "source": "",
        "cue": "",
        "channel": "",
        "unattributed_reason": None,
        "recommended": None,
        "reviewed_by": None,
        "reviewed_at": None,
        "verdict": Verdict.PENDING,
        "verdict_by": None,
        "verdict_at": None,
        "note": "",
        "findings": (),
    }
    return ReportedClaim(number=number, text=text, **(fields | overrides))


#: A later version in which something of every kind has happened.
REVISION = Revision(
    version=2,
    before=6,
    before_loaded_at=AT,
    unchanged=20,
    changed=(ChangedSentence("1", "The bridge must wait.", "2", "The bridge can wait."),),
    new=("4",),
    dropped=(DroppedClaim("9", "It rained.", SourcingStatus.DOCUMENT, Verdict.VERIFIED, ED, AT),),
)


def make_report(*claims: ReportedClaim, **overrides: Any) -> Report:
    """A report of these claims; ``overrides`` are of its article, but for what the report has itself."""
    claims = claims or (make_reported_claim(),)
    text = overrides.pop("text", "\n".join(claim.text for claim in claims))
    sources = overrides.pop("sources", (ListedSource("Sources", "", SourcingStatus.UNNAMED_SOURCE, ("1",), "1"),))
    own = {
        name: overrides.pop(name) for name in ("revision", "desk", "yardsticks", "has_comments") if name in overrides
    }
    article: dict[str, Any] = {
        "id": 7,
        "title": "Council votes to delay harbour bridge",
        "outlet": "Example Wire",
        "byline": "Sam Writer",
        "url": "https://example.org/bridge",
        "published_on": dt.date(2026, 11, 20),
        "detector": "by-hand 1",
        "loaded_by": ED,
        "loaded_at": AT,
        "archived_at": None,
    }
    return Report(
        article=ReportedArticle(text=text, sha256=fingerprint(text), **(article | overrides)),
        drawn_at=AT,
        numbers=Numbers(len(claims), 0, 0, 0, 0, 0, len(claims), 0),
        footing=tuple(Proportion(status, 0, 0) for status in SourcingStatus),
        findings=tuple(findings_for_article((claim.label, claim.findings) for claim in claims)),
        claims=claims,
        sources=sources,
        **own,
    )
