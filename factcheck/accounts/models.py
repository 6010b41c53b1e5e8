"""Who people are, and which role may do what."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser

#: The groups a migration makes, with their rights.
REVIEWERS = "Reviewers"
EDITORS = "Editors"


class User(AbstractUser):
    """Somebody at the desk. What they may do comes from their group; administrators are superusers and may do all."""

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def has_role(self) -> bool:
        """Whether the desk is open to this person at all."""
        return self.has_perm("articles.view_article")

    @property
    def can_review(self) -> bool:
        return self.has_perm("reviews.add_review")

    @property
    def can_set_verdict(self) -> bool:
        return self.has_perm("claims.set_verdict")

    @property
    def can_load(self) -> bool:
        return self.has_perm("articles.add_article")

    @property
    def can_archive(self) -> bool:
        return self.has_perm("articles.change_article")

    @property
    def can_export(self) -> bool:
        return self.has_perm("articles.export_report")

    @property
    def can_assign(self) -> bool:
        return self.has_perm("reviews.add_assignment")

    @property
    def can_dismiss(self) -> bool:
        """Whether this person may say that a finding of the standards desk is to stand aside."""
        return self.has_perm("reviews.add_dismissal")

    @property
    def can_freeze(self) -> bool:
        return self.has_perm("reports.freeze_report")

    @property
    def can_verify(self) -> bool:
        return self.has_perm("reports.verify_report")

    @property
    def can_share(self) -> bool:
        return self.has_perm("reports.share_report")

    @property
    def can_see_overview(self) -> bool:
        return self.has_perm("reports.view_overview")
