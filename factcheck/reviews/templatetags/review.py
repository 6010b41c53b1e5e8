from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from factcheck.attribution.types import SourcingStatus
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


@register.simple_tag
@cache
def definitions() -> SafeString:
    """What each status means: the same for every claim, and so drawn once in each process."""
    return render_to_string("reviews/definitions.html", {"statuses": list(SourcingStatus)})
