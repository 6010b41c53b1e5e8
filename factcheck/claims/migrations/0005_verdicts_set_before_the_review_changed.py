from django.db import migrations, models
from django.db.models import Case, F, Q, Value, When

from factcheck.triggers import install_triggers


class Migration(migrations.Migration):
    """An article isn't done while a verdict in it was set before the review changed; the tally counts these."""

    dependencies = [
        ("claims", "0004_index_what_is_asked"),
        # Which verdicts these are is read from the log.
        ("reviews", "0003_what_a_verdict_judges"),
    ]

    operations = [
        migrations.AddIndex(
            "claim",
            models.Index(
                fields=["risk", "-article", "number", "part"],
                condition=Q(is_current=True, is_verdict_stale=True),
                name="claims_claim_verdict_stale",
            ),
        ),
        migrations.AddField("tally", "stale", models.PositiveIntegerField(default=0)),
        # A generated column is made again to be another.
        migrations.RemoveIndex("tally", "claims_tally_state"),
        migrations.RemoveField("tally", "state"),
        migrations.AddField(
            "tally",
            "state",
            models.GeneratedField(
                expression=Case(
                    When(claims=F("reviewed"), pending=0, stale=0, then=Value("done")),
                    When(claims=F("reviewed") + F("differing"), then=Value("with_editor")),
                    When(
                        asked__gt=0,
                        claims=F("reviewed") + F("differing") + F("asked"),
                        then=Value("second_opinion"),
                    ),
                    When(reviewed=0, asked=0, differing=0, then=Value("loaded")),
                    default=Value("in_review"),
                ),
                output_field=models.CharField(max_length=20),
                db_persist=True,
            ),
        ),
        migrations.AddIndex("tally", models.Index(fields=["state", "-article"], name="claims_tally_state")),
        migrations.AddIndex(
            "tally", models.Index(fields=["-article"], condition=Q(stale__gt=0), name="claims_tally_has_stale")
        ),
        install_triggers("claims"),
        migrations.RunSQL(
            [
                "SET CONSTRAINTS ALL IMMEDIATE",  # a table with checks still to come can't be altered
                """
                UPDATE claims_tally SET stale = counted.stale
                  FROM (SELECT article_id, count(*) AS stale FROM claims_claim
                         WHERE is_current AND is_verdict_stale GROUP BY article_id) AS counted
                 WHERE counted.article_id = claims_tally.article_id
                """,
            ],
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            "tally",
            models.CheckConstraint(
                condition=Q(claims__gte=F("pending") + F("stale")), name="claims_tally_stale_within"
            ),
        ),
    ]
