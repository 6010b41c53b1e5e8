from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import DECIDED, Said, UnattributedReason, Verdict
from factcheck.claims.marked_text import Piece
from factcheck.claims.models import Claim
from factcheck.reviews.pages import article_text
from factcheck.reviews.pages.navigation import ReviewNavigation

register = template.Library()


@register.filter
def pieces(claim: Claim) -> list[Piece]:
    """The claim's words, cut where its source and cue begin and end."""
    return article_text.pieces(claim)


@register.filter
def words(claim: Claim) -> list[article_text.Word]:
    """The claim's words, each a place to split it at but the first."""
    return article_text.words(claim)


#: Every mark that the article may carry beside a claim, and what it means.
_MARKS = (
    ("Thin line", "Open: not reviewed yet. The color is the suggested sourcing"),
    ("Thick line", "Reviewed. The color is the sourcing"),
    *((verdict.mark, f"{verdict.label}: {verdict.definition}") for verdict in DECIDED),
    ("!", "After a verdict: it was set before the review changed"),
    ("?", "The suggestion is unsure"),
    ("Δ, +", "Changed or new since the last version of the article"),
    ("⇄, ⇄!", "Waiting for a second opinion; two opinions differ"),
    ("2", "In blue: comments you haven’t read"),
    ("A", "In black: a colleague who has this claim open now"),
    ("✎", "You typed something here that isn’t saved"),
    ("…", "Your save is waiting for the connection"),
)


@register.simple_tag
def marks_explained() -> tuple[tuple[str, str], ...]:
    """The marks beside claims, with what they mean."""
    return _MARKS


@register.filter
def is_heading(paragraph: list[list[Claim]]) -> bool:
    """Whether a paragraph of the article reads as a headline or subhead."""
    return article_text.is_heading(paragraph)


@register.simple_tag
def match_class(navigation: ReviewNavigation, claim: Claim) -> str:
    """The class of a claim that the navigation's filter lights, with a space before it."""
    return " fc-match" if navigation.lights(claim) else ""


@register.filter
def verdict_mark(claim: Claim) -> str:
    """The sign of the claim's verdict."""
    return Verdict(claim.verdict).mark


@register.filter
def percent(share: float) -> str:
    """A probability in whole percent, never 0 or 100: nothing is that sure."""
    return f"{min(max(round(100 * share), 1), 99)}%"


@register.simple_tag
@cache
def definitions() -> SafeString:
    """What each status means: the same for every claim, and so drawn once in each process."""
    return render_to_string("reviews/panel/status_definitions.html", {"statuses": list(SourcingStatus)})


@register.simple_tag
def status_choices(chosen: str | None) -> SafeString:
    """The nine statuses to choose from."""
    return _status_choices(chosen if chosen in _STATUSES else "")


@register.simple_tag
def verdict_choices(chosen: str | None) -> SafeString:
    """The verdicts to choose from; none is “not checked yet”."""
    return _verdict_choices(chosen if chosen in Verdict.values else Verdict.PENDING.value)


@register.simple_tag
def said_choices(chosen: str | None) -> SafeString:
    """Whether the source said it; none is “not checked yet”."""
    return _said_choices(chosen if chosen in Said.values else Said.PENDING.value)


@register.simple_tag
def reason_choices(chosen: str | None) -> SafeString:
    """Why a claim has no attribution; none is “not said”."""
    return _reason_choices(chosen if chosen in UnattributedReason.values else "")


_STATUSES = frozenset(status.value for status in SourcingStatus)


# Drawn once in each process for each choice: they stand in every panel, and drawing them took a quarter of a save.
@cache
def _status_choices(chosen: str) -> SafeString:
    return render_to_string("reviews/panel/status_choices.html", {"statuses": list(SourcingStatus), "chosen": chosen})


@cache
def _verdict_choices(chosen: str) -> SafeString:
    return render_to_string("reviews/panel/verdict_choices.html", {"decided": DECIDED, "chosen": chosen})


@cache
def _reason_choices(chosen: str) -> SafeString:
    return render_to_string(
        "reviews/panel/reason_choices.html", {"reasons": list(UnattributedReason), "chosen": chosen}
    )


@cache
def _said_choices(chosen: str) -> SafeString:
    answers = [answer for answer in Said if answer is not Said.PENDING]
    return render_to_string("reviews/panel/said_choices.html", {"answers": answers, "chosen": chosen})
