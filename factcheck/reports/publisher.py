"""Who publishes fact checks, where, and on which scale: what ClaimReview has to say of us, from the settings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings

from factcheck.claims.choices import Verdict

#: The verdicts that a reader is told. The others say that nothing was found out.
PUBLIC = (Verdict.DISPUTED, Verdict.UNVERIFIED, Verdict.VERIFIED)

_RATING = re.compile(r"(\w+) *= *(\d{1,3}) +(\S.*)")


class Misconfigured(ValueError):
    """A sentence that says which setting is wrong and what to write."""


@dataclass(frozen=True, slots=True)
class Rating:
    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Publisher:
    """The organization that signs, where its fact checks are published, and what its verdicts are called in public."""

    organization: str
    url: str
    ratings: dict[Verdict, Rating]

    def address_of(self, article: int, claim: str) -> str:
        """Where the check of a claim is published."""
        return self.url.replace("{article}", str(article)).replace("{claim}", quote(claim, safe=""))


def publisher() -> Publisher | None:
    """As it is set; None when nobody has named the organization. Raises Misconfigured."""
    organization, url = settings.CLAIMREVIEW_ORGANIZATION.strip(), settings.CLAIMREVIEW_URL.strip()
    if not organization and not url:
        return None
    if not organization:
        raise Misconfigured("CLAIMREVIEW_URL is set, but not CLAIMREVIEW_ORGANIZATION: say who publishes.")
    example = url.replace("{article}", "1").replace("{claim}", "1")
    if not re.fullmatch(r"https?://[^/\s{}]+\.[^/\s{}]+(/[^\s{}]*)?", example) or "{article}" not in url:
        raise Misconfigured(
            f"CLAIMREVIEW_URL is {url!r}, but must be where a fact check is published, with {{article}} in it and, "
            "if you like, {claim}: https://example.org/checks/{article}#claim-{claim}."
        )
    return Publisher(organization, url, _ratings(settings.CLAIMREVIEW_RATINGS))


def _ratings(text: str) -> dict[Verdict, Rating]:
    """“disputed=1 False, unverified=2 Unproven, verified=3 True” as ratings by verdict."""
    parts = [part.strip() for part in text.split(",")]
    matches = [_RATING.fullmatch(part) for part in parts]
    ratings = {match[1]: Rating(int(match[2]), match[3]) for match in matches if match}
    values = [ratings[verdict].value for verdict in PUBLIC] if ratings.keys() == {*PUBLIC} else []
    if not all(matches) or len(parts) != len(PUBLIC) or not values or not values[0] < values[1] < values[2]:
        raise Misconfigured(
            f"CLAIMREVIEW_RATINGS is {text!r}, but has to give each verdict a number and a label, from the worst to "
            "the best: disputed=1 False, unverified=2 Unproven, verified=3 True."
        )
    return {verdict: ratings[verdict] for verdict in PUBLIC}
