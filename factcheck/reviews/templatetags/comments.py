from django import template

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.reviews import comments

register = template.Library()


@register.simple_tag
def unread_mentions(person: User) -> int:
    """How many comments that name this person they haven't read."""
    return comments.unread_mentions(person)


@register.filter
def unread_on(counts: dict[int, int], claim: Claim) -> int:
    """How many comments on the claim are unread, by the counts of the page."""
    return counts.get(claim.pk, 0)
