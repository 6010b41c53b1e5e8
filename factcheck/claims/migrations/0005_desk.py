import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

# The letter of a part may change when its neighbour is split; its words may not.
FORWARD = """
DROP TRIGGER claims_claim_keep_place ON claims_claim;
CREATE TRIGGER claims_claim_keep_place BEFORE UPDATE ON claims_claim
  FOR EACH ROW WHEN (
    (OLD.article_id, OLD.number, OLD.whole_id, OLD.start, OLD."end", OLD.text)
      IS DISTINCT FROM
    (NEW.article_id, NEW.number, NEW.whole_id, NEW.start, NEW."end", NEW.text)
  )
  EXECUTE FUNCTION factcheck_refuse('what the machine found is never changed');
"""

BACKWARD = """
DROP TRIGGER claims_claim_keep_place ON claims_claim;
CREATE TRIGGER claims_claim_keep_place BEFORE UPDATE ON claims_claim
  FOR EACH ROW WHEN (
    (OLD.article_id, OLD.number, OLD.start, OLD."end", OLD.text)
      IS DISTINCT FROM
    (NEW.article_id, NEW.number, NEW.start, NEW."end", NEW.text)
  )
  EXECUTE FUNCTION factcheck_refuse('what the machine found is never changed');
"""


class Migration(migrations.Migration):
    """Parts of sentences, two answers, second opinions, and what a desk of several people counts."""

    dependencies = [
        ("articles", "0001_initial"),
        ("claims", "0004_read_again_where_nobody_decided"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="claim",
            name="claims_claim_numbered_once",
        ),
        migrations.RemoveConstraint(
            model_name="tally",
            name="claims_tally_reviewed_within",
        ),
        migrations.AddField(
            model_name="claim",
            name="anonymity_reason",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="claim",
            name="changed",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="claim",
            name="cuts",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveIntegerField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="how_source_knows",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="claim",
            name="is_current",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="name_known_to",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name="claim",
            name="part",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="claim",
            name="whole",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parts",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="claim",
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
            model_name="claim",
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
            model_name="claim",
            name="second_source",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="claim",
            name="wording",
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name="tally",
            name="asked",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="tally",
            name="changes",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="tally",
            name="differing",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="tally",
            name="divided",
            field=models.PositiveIntegerField(default=0),
        ),
        # A generated column can't be altered.
        migrations.RemoveIndex(model_name="tally", name="claims_tally_state"),
        migrations.RemoveField(model_name="tally", name="state"),
        migrations.AddField(
            model_name="tally",
            name="state",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(claims=models.F("reviewed"), pending=0, then=models.Value("done")),
                    models.When(
                        claims=django.db.models.expressions.CombinedExpression(
                            models.F("reviewed"), "+", models.F("differing")
                        ),
                        then=models.Value("with_editor"),
                    ),
                    models.When(
                        asked__gt=0,
                        claims=django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("reviewed"), "+", models.F("differing")
                            ),
                            "+",
                            models.F("asked"),
                        ),
                        then=models.Value("second_opinion"),
                    ),
                    models.When(asked=0, differing=0, reviewed=0, then=models.Value("loaded")),
                    default=models.Value("in_review"),
                ),
                output_field=models.CharField(max_length=20),
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="risk",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(status__in=["unnamed_official", "unnamed_source", "hedged"], then=models.Value(0)),
                    models.When(suggested_probability__lt=0.6, then=models.Value(1)),
                    default=models.Value(2),
                ),
                output_field=models.PositiveSmallIntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="tally",
            index=models.Index(fields=["state", "-article"], name="claims_tally_state"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("is_current", True), ("reviewed_at", None)),
                fields=["risk", "-article", "number", "part"],
                name="claims_claim_unreviewed",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("is_current", True), ("reviewed_at__isnull", False), ("verdict", "pending")),
                fields=["risk", "-article", "number", "part"],
                name="claims_claim_without_verdict",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("said__in", ["pending", "verified", "unverified", "disputed"]),
                    ("second_opinion__in", ["", "asked", "differs", "settled"]),
                ),
                name="claims_claim_answers_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("second_opinion__in", ["asked", "differs"]), _negated=True),
                    ("reviewed_at", None),
                    _connector="OR",
                ),
                name="claims_claim_open_while_asked",
                violation_error_message="A claim is open until both opinions are in and settled.",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("whole", None)), fields=("article", "number"), name="claims_claim_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)),
                fields=("article", "number", "part"),
                name="claims_claim_called_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("whole__isnull", False)),
                fields=("whole", "start", "end"),
                name="claims_claim_part_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("part", 0), ("whole", None)),
                    models.Q(("part__gt", 0), ("whole__isnull", False)),
                    _connector="OR",
                ),
                name="claims_claim_part_of_a_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cuts", []), ("is_current", True), ("whole", None)),
                    models.Q(("cuts__len__gt", 0), ("is_current", False), ("whole", None)),
                    models.Q(("cuts", []), ("whole__isnull", False)),
                    _connector="OR",
                ),
                name="claims_claim_split_or_current",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "claims__gte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("reviewed"), "+", models.F("asked")
                            ),
                            "+",
                            models.F("differing"),
                        ),
                    )
                ),
                name="claims_tally_reviewed_within",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
