from django import template
from django.template import Context

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.reviews import comments

register = template.Library()


@register.simple_tag
def unread_mentions(person: User) -> int:
    """How many comments that name this person they haven't read."""
    return comments.unread_mentions(person)


@register.simple_tag(takes_context=True)
def unread_on(context: Context, claim: Claim) -> int:
    """How many comments on the claim are unread, by the ``unread`` of the page; 0 where nobody counted."""
    counts: dict[int, int] = context.get("unread") or {}
    return counts.get(claim.pk, 0)
