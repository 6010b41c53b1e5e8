import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER reports_frozenreport_stays BEFORE UPDATE OR DELETE ON reports_frozenreport
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('a frozen report never changes');
CREATE TRIGGER reports_reportfile_stays BEFORE UPDATE OR DELETE ON reports_reportfile
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('a frozen report never changes');
CREATE TRIGGER reports_export_only_grows BEFORE UPDATE OR DELETE ON reports_export
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('the log of exports only grows');
CREATE TRIGGER reports_share_stays BEFORE DELETE ON reports_share
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('a link is revoked, never deleted');
"""

BACKWARD = """
DROP TRIGGER reports_share_stays ON reports_share;
DROP TRIGGER reports_export_only_grows ON reports_export;
DROP TRIGGER reports_reportfile_stays ON reports_reportfile;
DROP TRIGGER reports_frozenreport_stays ON reports_frozenreport;
"""


class Migration(migrations.Migration):
    """Frozen reports with their files, links for somebody outside, and the log of exports."""

    initial = True

    dependencies = [
        ("articles", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("claims", "0005_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="FrozenReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("occasion", models.CharField(blank=True, max_length=200)),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frozen_reports",
                        to="articles.article",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("freeze_report", "Can freeze reports"),
                    ("verify_report", "Can check files against frozen reports"),
                    ("share_report", "Can share frozen reports outside the house"),
                    ("view_overview", "Can see the overview of the desk"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=30)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.article",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.frozenreport",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=30)),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="reports.frozenreport"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                ("recipient", models.CharField(max_length=200)),
                ("until", models.DateTimeField()),
                ("at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("opened", models.PositiveIntegerField(default=0)),
                ("opened_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="reports.frozenreport"
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="frozenreport",
            index=models.Index(fields=["article", "-id"], name="reports_frozen_of_article"),
        ),
        migrations.AddIndex(
            model_name="export",
            index=models.Index(fields=["article", "-id"], name="reports_export_of_article"),
        ),
        migrations.AddIndex(
            model_name="reportfile",
            index=models.Index(fields=["sha256"], name="reports_file_by_content"),
        ),
        migrations.AddConstraint(
            model_name="reportfile",
            constraint=models.UniqueConstraint(fields=("report", "slug"), name="reports_file_once"),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("at"))), name="reports_share_ends_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at", None), ("revoked_by", None)),
                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                    _connector="OR",
                ),
                name="reports_share_revoked_signed",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
