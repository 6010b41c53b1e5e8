"""What leaves the building, kept: reports as they were, their files, whom they were shown, and who took what."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from factcheck.articles.models import Article
from factcheck.keys import words_field
from factcheck.reviews.editions import FOR_OUTSIDE, Edition, EditionChoice


class FrozenReport(models.Model):
    """A report as it stood at one moment. Its primary key is its number; the trigger
    ``reports_frozenreport_stays`` refuses any change."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="frozen_reports")
    #: All of it as JSON, see factcheck.reports.serialization; ``sha256`` is of its UTF-8.
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    #: What it was frozen for, such as “for the lawyer”.
    occasion = models.CharField(max_length=200, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    words_sha256 = words_field()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        permissions = [
            ("freeze_report", "Can freeze reports"),
            ("verify_report", "Can check files against frozen reports"),
            ("share_report", "Can share frozen reports with outside readers"),
            ("view_overview", "Can see the overview of the desk"),
        ]
        indexes = [
            # The reports of an article, the newest first.
            models.Index(fields=["article", "-id"], name="reports_frozen_of_article"),
        ]

    def __str__(self) -> str:
        return f"Report {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("reports:frozen", args=[self.pk])

    @property
    def stamp(self) -> str:
        """What every file of it carries."""
        return f"Report {self.pk} · SHA-256 {self.sha256}"


class ReportFile(models.Model):
    """A frozen report in one format, made when it was frozen and the same for ever."""

    report = models.ForeignKey(FrozenReport, on_delete=models.PROTECT, related_name="files")
    slug = models.CharField(max_length=30)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "slug"], name="reports_file_once")]
        indexes = [
            # Which report a file belongs to.
            models.Index(fields=["sha256"], name="reports_file_by_content"),
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.slug}"


class OutsideEdition(models.Model):
    """A frozen report's edition for outside, as it was cut: one for each set of ticks. The trigger
    ``reports_outsideedition_stays`` refuses any change."""

    report = models.ForeignKey(FrozenReport, on_delete=models.PROTECT, related_name="outside_editions")
    #: Values of ``Tick``, in their order.
    ticked = ArrayField(models.CharField(max_length=30), blank=True, default=list)
    #: As that of the report, without what stays inside.
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "ticked"], name="reports_outsideedition_once")]
        indexes = [
            # Which edition a document is.
            models.Index(fields=["sha256"], name="reports_outside_by_content"),
        ]

    def __str__(self) -> str:
        return f"Report {self.report_id}, {self.choice.words}"

    @property
    def choice(self) -> EditionChoice:
        return EditionChoice.of(Edition.OUTSIDE, self.ticked)

    @property
    def stamp(self) -> str:
        """What every file of it carries: the report's number, and its own fingerprint."""
        return f"Report {self.report_id} · SHA-256 {self.sha256}"


class OutsideFile(models.Model):
    """The edition for outside in one format, made when it was first taken and the same for ever."""

    edition = models.ForeignKey(OutsideEdition, on_delete=models.PROTECT, related_name="files")
    slug = models.CharField(max_length=30)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="reports_outsidefile_once")]
        indexes = [
            # Which edition a file belongs to.
            models.Index(fields=["sha256"], name="reports_outsidefile_by_content"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, {self.slug}"


class ShareLink(models.Model):
    """A link by which somebody outside may read a frozen report for a while. The token itself is not kept."""

    report = models.ForeignKey(FrozenReport, on_delete=models.PROTECT, related_name="shares")
    #: What it shows. Links from before the editions have none, and show what goes out without a tick.
    edition = models.ForeignKey(OutsideEdition, on_delete=models.PROTECT, null=True, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    #: Of the form that made it; links from before the forms had keys have none.
    key = models.UUIDField(null=True, unique=True, editable=False)
    words_sha256 = words_field()
    #: Whom it is meant for, in the words of who shared it.
    recipient = models.CharField(max_length=200)
    until = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    #: How many files were taken by it.
    files_taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="reports_share_ends_later", condition=Q(until__gt=F("at"))),
            models.CheckConstraint(
                name="reports_share_revoked_signed",
                condition=Q(revoked_by=None, revoked_at=None) | Q(revoked_by__isnull=False, revoked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} for {self.recipient}"

    @property
    def choice(self) -> EditionChoice:
        """The edition that it shows, without a query where it was fetched with the link."""
        return self.edition.choice if self.edition else FOR_OUTSIDE


class ExportQuerySet(models.QuerySet["Export"]):
    def of_person(self, person: int | None) -> ExportQuerySet:
        return self.filter(by=person) if person else self

    def of_article(self, article: int | None) -> ExportQuerySet:
        """What was taken of one article. An export of many isn't among it: it says its filter, not its articles."""
        return self.filter(article=article) if article else self


class Export(models.Model):
    """That somebody took something out of the house: who, what, when. It only grows.

    Either the report of one article, of which ``what`` may say what more is in it, or, without one, what ``what``
    says: many articles, claims, the overview.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    #: Empty for the report as it stood when it was taken.
    report = models.ForeignKey(FrozenReport, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    slug = models.CharField(max_length=30)
    what = models.CharField(max_length=300, blank=True)
    #: How much of it there was; empty for a single report.
    articles = models.PositiveBigIntegerField(null=True)
    claims = models.PositiveBigIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reports_export_says_what", condition=Q(article__isnull=False) | ~Q(what="") & Q(report=None)
            ),
        ]
        indexes = [
            # The log of one article's exports, the latest first.
            models.Index(fields=["article", "-id"], name="reports_export_of_article"),
            # The log of one person's.
            models.Index(fields=["by", "-id"], name="reports_export_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.report or self.article or self.what}, {self.slug}"


class Erasure(models.Model):
    """An order by which something was erased, see factcheck.reports.erasing. It only grows.

    Triggers let go the rows of these articles, evidence and reports in the transaction that adds this row, and no
    others: ``transaction`` is set by ``reports_erasure_opens``.
    """

    order = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    articles = ArrayField(models.BigIntegerField())
    evidence = ArrayField(models.BigIntegerField())
    reports = ArrayField(models.BigIntegerField())
    transaction = models.BigIntegerField(default=0, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(name="reports_erasure_ordered", condition=~Q(order=""))]
        indexes = [
            # Whether a transaction may delete, asked by triggers.
            models.Index(fields=["transaction"], name="reports_erasure_open"),
        ]

    def __str__(self) -> str:
        return self.order


class ErasedReport(models.Model):
    """What stays of a frozen report that was erased: that it existed, and by which its files are known."""

    number = models.BigIntegerField(primary_key=True)
    erasure = models.ForeignKey(Erasure, on_delete=models.PROTECT, related_name="erased_reports")
    sha256 = models.CharField(max_length=64, db_index=True)
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Report {self.number}, erased"


class ErasedFile(models.Model):
    """The fingerprint of one of its files."""

    erased = models.ForeignKey(ErasedReport, on_delete=models.PROTECT, related_name="files")
    slug = models.CharField(max_length=30)
    sha256 = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return f"{self.erased}, {self.slug}"


class ErasedLink(models.Model):
    """A link to it that worked when it was erased, by the hash of its token."""

    erased = models.ForeignKey(ErasedReport, on_delete=models.PROTECT, related_name="links")
    token_sha256 = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.erased}, a link"
