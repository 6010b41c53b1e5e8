"""Who has which claim in hand: the queue’s leases and skips, and who is looking at what."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from factcheck.articles.models import Article
from factcheck.claims.models import Claim


class Lease(models.Model):
    """A claim that the queue handed to somebody; nobody else is given it before ``until``."""

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, primary_key=True, related_name="lease")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="leases")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.claim} · {self.person}"


class Skip(models.Model):
    """A claim that somebody passed over; the queue gives it to them again only after ``until``."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="skips")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="skips", db_index=False)
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "claim"], name="reviews_skip_once")]

    def __str__(self) -> str:
        return f"{self.claim} · {self.person}"


class Presence(models.Model):
    """Which claim somebody has open, one row for each person; it counts while ``seen_at`` is recent."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="presence"
    )
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+", db_index=False)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person} · {self.claim}"
