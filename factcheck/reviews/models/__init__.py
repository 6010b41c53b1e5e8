"""What people do with claims: they decide, bring evidence, talk, share out the work, and give opinions."""

from factcheck.reviews.models.desk import Assignment, Lease, Presence, Priority, Skip
from factcheck.reviews.models.evidence import Evidence, EvidenceUse, Stance
from factcheck.reviews.models.opinion import Opinion
from factcheck.reviews.models.review import Kind, Review
from factcheck.reviews.models.talk import Comment, Mention, ReadMark

__all__ = [
    "Assignment",
    "Comment",
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
    "Skip",
    "Stance",
]
