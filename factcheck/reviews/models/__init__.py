"""What people do with claims: they decide, add evidence, comment, share out the work, and give opinions."""

from factcheck.reviews.models.assignments import Assignment, Priority
from factcheck.reviews.models.comments import Comment, Mention, ReadMark
from factcheck.reviews.models.decisions import Kind, Review
from factcheck.reviews.models.dismissals import Dismissal, RuleSetting
from factcheck.reviews.models.evidence import Evidence, EvidenceUse, Stance
from factcheck.reviews.models.opinions import Opinion
from factcheck.reviews.models.queue import Lease, Presence, Skip
from factcheck.reviews.models.records import HeldQuotation, Record

__all__ = [
    "Assignment",
    "Comment",
    "Dismissal",
    "Evidence",
    "EvidenceUse",
    "HeldQuotation",
    "Kind",
    "Lease",
    "Mention",
    "Opinion",
    "Presence",
    "Priority",
    "ReadMark",
    "Record",
    "Review",
    "RuleSetting",
    "Skip",
    "Stance",
]
