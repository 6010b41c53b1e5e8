import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER reviews_dismissal_only_grows BEFORE UPDATE OR DELETE ON reviews_dismissal
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('the log of dismissed findings only grows');
"""

BACKWARD = "DROP TRIGGER reviews_dismissal_only_grows ON reviews_dismissal;"


class Migration(migrations.Migration):
    """Findings of the standards desk that people dismiss, and what a desk changes of the rules."""

    dependencies = [
        ("articles", "0001_initial"),
        ("claims", "0005_desk"),
        ("reviews", "0004_carried_over"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RuleSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=50, unique=True)),
                ("is_on", models.BooleanField(default=True, verbose_name="on")),
                (
                    "severity",
                    models.CharField(
                        blank=True,
                        choices=[("serious", "Serious"), ("concern", "Concern"), ("note", "Note")],
                        max_length=10,
                        verbose_name="weight",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule of the standards desk",
                "verbose_name_plural": "rules of the standards desk",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", ["", "serious", "concern", "note"])),
                        name="reviews_rulesetting_severity_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Dismissal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=50)),
                ("words", models.TextField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("dismissed", "dismissed a finding"), ("raised", "raised a finding again")],
                        default="dismissed",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=2000)),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dismissals",
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
                    "claim",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dismissals",
                        to="claims.claim",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["article", "-id"], name="reviews_dismissal_of_article")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["dismissed", "raised"])), name="reviews_dismissal_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "raised"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="reviews_dismissal_reason_given",
                        violation_error_message="Say why.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
