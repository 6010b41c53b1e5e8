import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER reviews_opinion_only_grows BEFORE UPDATE OR DELETE ON reviews_opinion
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('the log of decisions only grows');
CREATE TRIGGER reviews_comment_only_grows BEFORE UPDATE OR DELETE ON reviews_comment
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('what was said stays');
CREATE TRIGGER reviews_mention_only_grows BEFORE UPDATE OR DELETE ON reviews_mention
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('what was said stays');
CREATE TRIGGER reviews_evidence_only_grows BEFORE UPDATE OR DELETE ON reviews_evidence
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('evidence is withdrawn, never changed');
CREATE TRIGGER reviews_evidenceuse_keep BEFORE UPDATE ON reviews_evidenceuse
  FOR EACH ROW WHEN (
    (OLD.article_id, OLD.evidence_id, OLD.claim_id, OLD.stance, OLD.by_id, OLD.at)
      IS DISTINCT FROM
    (NEW.article_id, NEW.evidence_id, NEW.claim_id, NEW.stance, NEW.by_id, NEW.at)
    OR OLD.withdrawn_at IS NOT NULL
  )
  EXECUTE FUNCTION factcheck_refuse('evidence is withdrawn, never changed');
CREATE TRIGGER reviews_evidenceuse_stays BEFORE DELETE ON reviews_evidenceuse
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('evidence is withdrawn, never changed');
"""

BACKWARD = """
DROP TRIGGER reviews_evidenceuse_stays ON reviews_evidenceuse;
DROP TRIGGER reviews_evidenceuse_keep ON reviews_evidenceuse;
DROP TRIGGER reviews_evidence_only_grows ON reviews_evidence;
DROP TRIGGER reviews_mention_only_grows ON reviews_mention;
DROP TRIGGER reviews_comment_only_grows ON reviews_comment;
DROP TRIGGER reviews_opinion_only_grows ON reviews_opinion;
"""


class Migration(migrations.Migration):
    """Evidence, talk, opinions, and how the work is shared out."""

    dependencies = [
        ("accounts", "0003_cache_table"),
        ("articles", "0001_initial"),
        ("claims", "0005_desk"),
        ("reviews", "0002_log_only_grows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.PositiveIntegerField(blank=True, null=True)),
                ("last", models.PositiveIntegerField(blank=True, null=True)),
                ("deadline", models.DateTimeField(blank=True, null=True)),
                (
                    "priority",
                    models.PositiveSmallIntegerField(choices=[(0, "Normal"), (1, "High"), (2, "Urgent")], default=0),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("said", "said"),
                            ("resolved", "resolved the thread"),
                            ("reopened", "opened the thread again"),
                        ],
                        default="said",
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=5000)),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.URLField(blank=True, max_length=2000)),
                ("file", models.CharField(blank=True, max_length=200)),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("content_type", models.CharField(blank=True, max_length=100)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("quotation", models.TextField(blank=True, max_length=5000)),
                ("is_primary", models.BooleanField(default=False)),
                ("contact", models.CharField(blank=True, max_length=200)),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name_plural": "evidence",
            },
        ),
        migrations.CreateModel(
            name="EvidenceUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("supports", "Supports it"),
                            ("contradicts", "Contradicts it"),
                            ("context", "Context"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Lease",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="lease",
                        serialize=False,
                        to="claims.claim",
                    ),
                ),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("named_official", "Named official"),
                            ("named_person", "Named person"),
                            ("organization", "Organization"),
                            ("document", "Document or data"),
                            ("media_report", "Another outlet"),
                            ("unnamed_official", "Unnamed official"),
                            ("unnamed_source", "Unnamed source"),
                            ("hedged", "Hedged, no source"),
                            ("unattributed", "No attribution"),
                        ],
                        max_length=20,
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=500)),
                ("cue", models.CharField(blank=True, max_length=200)),
                (
                    "unattributed_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("established", "Established fact or public record"),
                            ("witnessed", "Witnessed by the reporter"),
                            ("analysis", "The outlet’s own analysis"),
                            ("needs_source", "Needs a source"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "recommended",
                    models.CharField(
                        choices=[
                            ("pending", "Not checked"),
                            ("verified", "Verified"),
                            ("unverified", "Unverified"),
                            ("disputed", "Disputed"),
                            ("not_checkable", "Not checkable"),
                        ],
                        default="pending",
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=5000)),
                (
                    "said",
                    models.CharField(
                        choices=[
                            ("pending", "Not checked"),
                            ("verified", "Said so"),
                            ("unverified", "Not confirmed"),
                            ("disputed", "Said otherwise"),
                        ],
                        default="pending",
                        max_length=20,
                    ),
                ),
                ("wording", models.TextField(blank=True, max_length=2000)),
                ("anonymity_reason", models.CharField(blank=True, max_length=500)),
                ("how_source_knows", models.CharField(blank=True, max_length=500)),
                ("second_source", models.CharField(blank=True, max_length=500)),
                ("name_known_to", models.CharField(blank=True, max_length=150)),
                (
                    "second_opinion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not asked"),
                            ("asked", "Second opinion asked"),
                            ("differs", "Two opinions differ"),
                            ("settled", "Settled by two"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "cuts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("pending", "Not checked"),
                            ("verified", "Verified"),
                            ("unverified", "Unverified"),
                            ("disputed", "Disputed"),
                            ("not_checkable", "Not checkable"),
                        ],
                        default="pending",
                        max_length=20,
                    ),
                ),
                ("verdict_at", models.DateTimeField(null=True)),
                ("round", models.PositiveIntegerField()),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="presence",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ReadMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
        ),
        migrations.CreateModel(
            name="Skip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="review",
            name="anonymity_reason",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="review",
            name="cuts",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveIntegerField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="how_source_knows",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="review",
            name="kind",
            field=models.CharField(
                choices=[
                    ("decided", "decided"),
                    ("split", "split it into parts"),
                    ("joined", "joined its parts"),
                    ("asked", "asked for a second opinion"),
                    ("not_asked", "withdrew the request for a second opinion"),
                    ("agreed", "gave the same opinion"),
                    ("differed", "gave another opinion"),
                    ("settled", "settled two opinions"),
                    ("sent_back", "sent it back"),
                ],
                default="decided",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="name_known_to",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name="review",
            name="reason",
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name="review",
            name="said",
            field=models.CharField(
                choices=[
                    ("pending", "Not checked"),
                    ("verified", "Said so"),
                    ("unverified", "Not confirmed"),
                    ("disputed", "Said otherwise"),
                ],
                default="pending",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="second_opinion",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not asked"),
                    ("asked", "Second opinion asked"),
                    ("differs", "Two opinions differ"),
                    ("settled", "Settled by two"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="second_source",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="review",
            name="wording",
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["article", "-id"], name="reviews_article_latest"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("said__in", ["pending", "verified", "unverified", "disputed"]),
                    ("second_opinion__in", ["", "asked", "differs", "settled"]),
                ),
                name="reviews_review_answers_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("second_opinion__in", ["asked", "differs"]), _negated=True),
                    ("reviewed_at", None),
                    _connector="OR",
                ),
                name="reviews_review_open_while_asked",
                violation_error_message="A claim is open until both opinions are in and settled.",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "decided",
                            "split",
                            "joined",
                            "asked",
                            "not_asked",
                            "agreed",
                            "differed",
                            "settled",
                            "sent_back",
                        ],
                    )
                ),
                name="reviews_review_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["settled", "sent_back"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="reviews_review_reason_given",
                violation_error_message="Say why.",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="assignments", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="comments", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="claim",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="evidenceuse",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="evidenceuse",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="evidenceuse",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="evidence_uses", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="evidenceuse",
            name="evidence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="reviews.evidence"
            ),
        ),
        migrations.AddField(
            model_name="evidenceuse",
            name="withdrawn_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="lease",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="leases", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="mention",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="mentions", to="reviews.comment"
            ),
        ),
        migrations.AddField(
            model_name="mention",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="mentions", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="claim",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="reviewed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="verdict_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="presence",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="presence",
            name="claim",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="readmark",
            name="claim",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="claims.claim"),
        ),
        migrations.AddField(
            model_name="readmark",
            name="comment",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reviews.comment"
            ),
        ),
        migrations.AddField(
            model_name="readmark",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="skip",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="skips", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="skip",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="skips",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["person", "deadline", "-priority"],
                name="reviews_assignment_running",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("first", None), ("last", None)),
                    models.Q(("first__gte", 1), ("last__gte", models.F("first"))),
                    _connector="OR",
                ),
                name="reviews_assignment_range_runs_forwards",
                violation_error_message="The range ends before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__in", [0, 1, 2])), name="reviews_assignment_priority_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="reviews_assignment_end_signed",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["claim", "id"], name="reviews_comment_thread"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["said", "resolved", "reopened"])), name="reviews_comment_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "said"), ("text", ""), _negated=True), name="reviews_comment_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", ""), ("sha256", ""), models.Q(("url", ""), _negated=True)),
                    models.Q(
                        ("url", ""), models.Q(("file", ""), _negated=True), models.Q(("sha256", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="reviews_evidence_link_or_file",
                violation_error_message="Give a link or a file.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidenceuse",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("evidence", "claim"),
                name="reviews_evidenceuse_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidenceuse",
            constraint=models.CheckConstraint(
                condition=models.Q(("stance__in", ["supports", "contradicts", "context"])),
                name="reviews_evidenceuse_stance_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidenceuse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="reviews_evidenceuse_withdrawn_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(fields=("comment", "person"), name="reviews_mention_once"),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "named_official",
                            "named_person",
                            "organization",
                            "document",
                            "media_report",
                            "unnamed_official",
                            "unnamed_source",
                            "hedged",
                            "unattributed",
                        ],
                    )
                ),
                name="reviews_opinion_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recommended__in", ["pending", "verified", "unverified", "disputed", "not_checkable"]),
                    ("verdict__in", ["pending", "verified", "unverified", "disputed", "not_checkable"]),
                ),
                name="reviews_opinion_verdict_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "pending"), ("verdict_at", None), ("verdict_by", None)),
                    models.Q(
                        models.Q(("verdict", "pending"), _negated=True),
                        ("verdict_at__isnull", False),
                        ("verdict_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="reviews_opinion_verdict_signed",
                violation_error_message="A verdict needs both an editor and a time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewed_at", None), ("reviewed_by", None)),
                    models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                    _connector="OR",
                ),
                name="reviews_opinion_review_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unattributed_reason", ""),
                    models.Q(
                        ("status", "unattributed"),
                        ("unattributed_reason__in", ["established", "witnessed", "analysis", "needs_source"]),
                    ),
                    _connector="OR",
                ),
                name="reviews_opinion_reason_fits",
                violation_error_message="Only a claim without attribution has a reason for it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("said__in", ["pending", "verified", "unverified", "disputed"]),
                    ("second_opinion__in", ["", "asked", "differs", "settled"]),
                ),
                name="reviews_opinion_answers_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("second_opinion__in", ["asked", "differs"]), _negated=True),
                    ("reviewed_at", None),
                    _connector="OR",
                ),
                name="reviews_opinion_open_while_asked",
                violation_error_message="A claim is open until both opinions are in and settled.",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(fields=("claim", "round", "by"), name="reviews_opinion_one_each"),
        ),
        migrations.AddConstraint(
            model_name="readmark",
            constraint=models.UniqueConstraint(fields=("person", "claim"), name="reviews_readmark_one_each"),
        ),
        migrations.AddConstraint(
            model_name="skip",
            constraint=models.UniqueConstraint(fields=("person", "claim"), name="reviews_skip_once"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
