from django.db import migrations, models
from django.db.models import Q

VERDICTS = ["pending", "verified", "unverified", "disputed", "not_checkable"]
ANSWERS = ["pending", "verified", "unverified", "disputed"]
SECOND_OPINIONS = ["", "asked", "differs", "settled"]


class Migration(migrations.Migration):
    """A claim's previous version, what changed since, and the counts of changes get the names of the glossary.

    What a review says and where the claim stands are checked apart, as their models are.
    """

    dependencies = [("claims", "0001_claims")]

    operations = [
        migrations.RemoveConstraint("claim", "claims_claim_follows_once"),
        migrations.RemoveConstraint("claim", "claims_claim_follows_or_new"),
        migrations.RemoveConstraint("claim", "claims_claim_verdict_known"),
        migrations.RemoveConstraint("claim", "claims_claim_answers_known"),
        migrations.RenameField("claim", "earlier", "previous"),
        migrations.AlterField(
            "claim",
            "previous",
            models.ForeignKey(
                null=True, on_delete=models.PROTECT, related_name="next_versions", to="claims.claim"
            ),
        ),
        migrations.RenameField("claim", "since_last", "change_since_previous"),
        migrations.RenameField("claim", "changed", "changed_seq"),
        migrations.RenameField("tally", "changes", "change_seq"),
        migrations.AddConstraint(
            "claim",
            models.UniqueConstraint(
                condition=Q(("whole", None)), fields=("article", "previous"), name="claims_claim_follows_once"
            ),
        ),
        migrations.AddConstraint(
            "claim",
            models.CheckConstraint(
                condition=Q(previous=None, change_since_previous__in=["", "new"])
                | Q(previous__isnull=False, change_since_previous__in=["unchanged", "changed"]),
                name="claims_claim_follows_or_new",
            ),
        ),
        migrations.AddConstraint(
            "claim",
            models.CheckConstraint(condition=Q(recommended__in=VERDICTS), name="claims_claim_recommended_known"),
        ),
        migrations.AddConstraint(
            "claim", models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="claims_claim_verdict_known")
        ),
        migrations.AddConstraint(
            "claim", models.CheckConstraint(condition=Q(said__in=ANSWERS), name="claims_claim_said_known")
        ),
        migrations.AddConstraint(
            "claim",
            models.CheckConstraint(
                condition=Q(second_opinion__in=SECOND_OPINIONS), name="claims_claim_second_opinion_known"
            ),
        ),
    ]
