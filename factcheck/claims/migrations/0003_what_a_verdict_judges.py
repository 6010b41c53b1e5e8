from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A verdict says which version of the claim it judges, and whether that still stands.

    Until the log of decisions is read for the verdicts there are (reviews 0003), each judges the claim as it is.
    """

    dependencies = [("claims", "0002_names_of_the_glossary")]

    operations = [
        migrations.AddField("claim", "verdict_version", models.PositiveIntegerField(null=True)),
        migrations.AddField("claim", "is_verdict_stale", models.BooleanField(default=False)),
        migrations.RunSQL(
            "UPDATE claims_claim SET verdict_version = version WHERE verdict <> 'pending'", migrations.RunSQL.noop
        ),
        migrations.AddConstraint(
            "claim",
            models.CheckConstraint(
                condition=Q(verdict="pending", verdict_version=None, is_verdict_stale=False)
                | Q(Q(verdict="pending", _negated=True), verdict_version__isnull=False),
                name="claims_claim_verdict_judges",
                violation_error_message="A verdict needs the version of the claim that it judges.",
            ),
        ),
    ]
