"""The verdicts for the public as schema.org's ClaimReview, to be put into the page that publishes the fact check.

One for each claim that an editor has called verified, unverified or disputed, as it stands: a verdict that was set
before the review changed is no fact check until an editor has judged again. What the desk keeps to itself stays
out: notes, evidence, who reviewed. It helps whoever reads schema.org; search engines may show nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from factcheck.attribution.types import SourcingStatus
from factcheck.reports.build import Report, ReportedArticle, ReportedClaim
from factcheck.reports.clock import at_desk
from factcheck.reports.editions import for_outside
from factcheck.reports.jsonld import address_of, iri, report_name, time_of, written
from factcheck.reports.publisher import PUBLIC, Misconfigured, Publisher, publisher
from factcheck.reports.text import stamp_of

CONTEXT = "https://schema.org"

#: Who can be named as the author of a claim, by what it rests on. Of the others nobody knows, or nobody may say.
_AUTHORS = {
    SourcingStatus.NAMED_OFFICIAL: "Person",
    SourcingStatus.NAMED_PERSON: "Person",
    SourcingStatus.ORGANIZATION: "Organization",
    SourcingStatus.MEDIA_REPORT: "Organization",
}


class ClaimReviewFile:
    """A graph: the report it is of, then the reviews in reading order. Offered once the organization is set."""

    slug = "claimreview"
    ending = "claimreview.jsonld"
    is_for_outside = True
    label = "ClaimReview"
    content_type = "application/ld+json"

    @property
    def is_offered(self) -> bool:
        """Whether the settings say who publishes; a system check tells of a mistake in them."""
        try:
            return publisher() is not None
        except Misconfigured:
            return False

    def render(self, report: Report) -> Iterator[str]:
        report = for_outside(report)
        if (us := publisher()) is None:
            raise Misconfigured(
                "CLAIMREVIEW_ORGANIZATION and CLAIMREVIEW_URL are missing: say who publishes, and where."
            )
        reviewed = [claim for claim in report.claims if claim.verdict in PUBLIC and not claim.is_verdict_stale]
        source = {
            "@type": "CreativeWork",
            "@id": report_name(report),
            "name": f"Review report on “{report.article.title}”",
            "identifier": stamp_of(report),
            "dateCreated": time_of(report.drawn_at),
        }
        yield written({"@context": CONTEXT, "@graph": [source, *(_review(claim, report, us) for claim in reviewed)]})


def _review(claim: ReportedClaim, report: Report, us: Publisher) -> dict[str, Any]:
    rating = us.ratings[claim.verdict]
    scale = [step.value for step in us.ratings.values()]
    return {
        "@type": "ClaimReview",
        "url": iri(us.address_of(report.article.id, claim.label)),
        "claimReviewed": claim.text,
        "datePublished": at_desk(claim.verdict_at).date().isoformat() if claim.verdict_at else None,
        "author": {"@type": "Organization", "name": us.organization},
        "itemReviewed": {
            "@type": "Claim",
            "author": _author(claim, report.article),
            "datePublished": report.article.published_on.isoformat() if report.article.published_on else None,
            "appearance": _appearance(report.article),
        },
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": rating.value,
            "bestRating": max(scale),
            "worstRating": min(scale),
            "alternateName": rating.label,
        },
        "isBasedOn": {"@id": report_name(report)},
    }


def _author(claim: ReportedClaim, article: ReportedArticle) -> dict[str, str] | None:
    if claim.sourcing is SourcingStatus.UNATTRIBUTED:  # the outlet's own voice
        return {"@type": "Organization", "name": article.outlet} if article.outlet else None
    kind, name = _AUTHORS.get(claim.sourcing), claim.leads_to or claim.source
    return {"@type": kind, "name": name} if kind and name else None


def _appearance(article: ReportedArticle) -> dict[str, Any]:
    """The article we read. Not ``firstAppearance``: the claim may be older than any article."""
    return {
        "@type": "NewsArticle",
        "@id": address_of(article),
        "url": iri(article.link) if article.link else None,
        "headline": article.title,
        "datePublished": article.published_on.isoformat() if article.published_on else None,
        "publisher": {"@type": "Organization", "name": article.outlet} if article.outlet else None,
    }
