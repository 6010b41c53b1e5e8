from django import template

from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim
from factcheck.reviews import prose

register = template.Library()


@register.filter
def pieces(claim: Claim) -> list[prose.Piece]:
    """The claim's words, cut where its source and cue begin and end."""
    return prose.pieces(claim)


@register.filter
def verdict_mark(claim: Claim) -> str:
    """The sign of the claim's verdict."""
    return Verdict(claim.verdict).mark


@register.filter
def dashed(value: str) -> str:
    """A stored value as the style sheet writes it: ``named_official`` is ``named-official``."""
    return value.replace("_", "-")
