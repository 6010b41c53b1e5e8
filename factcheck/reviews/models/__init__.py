"""What people do with claims: they decide, bring evidence, talk, share out the work, and give opinions."""

from factcheck.reviews.models.desk import Assignment, Lease, Presence, Priority, Skip
from factcheck.reviews.models.evidence import Evidence, EvidenceUse, Stance
from factcheck.reviews.models.opinion import Opinion
from factcheck.reviews.models.review import Kind, Review
from factcheck.reviews.models.standards import Dismissal, RuleSetting
from factcheck.reviews.models.talk import Comment, Mention, ReadMark

__all__ = [
    "Assignment",
    "Comment",
    "Dismissal",
    "Evidence",
    "EvidenceUse",
    "Kind",
    "Lease",
    "Mention",
    "Opinion",
    "Presence",
    "Priority",
    "ReadMark",
    "Review",
    "RuleSetting",
    "Skip",
    "Stance",
]
