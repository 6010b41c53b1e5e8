import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
DROP TRIGGER claims_claim_keep_place ON claims_claim;
CREATE TRIGGER claims_claim_keep_place BEFORE UPDATE ON claims_claim
  FOR EACH ROW WHEN (
    (OLD.article_id, OLD.number, OLD.whole_id, OLD.start, OLD."end", OLD.text, OLD.earlier_id, OLD.since_last)
      IS DISTINCT FROM
    (NEW.article_id, NEW.number, NEW.whole_id, NEW.start, NEW."end", NEW.text, NEW.earlier_id, NEW.since_last)
  )
  EXECUTE FUNCTION factcheck_refuse('what the machine found is never changed');
"""

BACKWARD = """
DROP TRIGGER claims_claim_keep_place ON claims_claim;
CREATE TRIGGER claims_claim_keep_place BEFORE UPDATE ON claims_claim
  FOR EACH ROW WHEN (
    (OLD.article_id, OLD.number, OLD.whole_id, OLD.start, OLD."end", OLD.text)
      IS DISTINCT FROM
    (NEW.article_id, NEW.number, NEW.whole_id, NEW.start, NEW."end", NEW.text)
  )
  EXECUTE FUNCTION factcheck_refuse('what the machine found is never changed');
"""


class Migration(migrations.Migration):
    """Which claim of the last version each claim follows, and whether it says the same."""

    dependencies = [
        ("articles", "0003_revisions"),
        ("claims", "0005_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="earlier",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="later", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="since_last",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "No earlier version"),
                    ("unchanged", "Unchanged"),
                    ("changed", "Changed"),
                    ("new", "New"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("whole", None)), fields=("article", "earlier"), name="claims_claim_follows_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("earlier", None), ("since_last__in", ["", "new"])),
                    models.Q(("earlier__isnull", False), ("since_last__in", ["unchanged", "changed"])),
                    _connector="OR",
                ),
                name="claims_claim_follows_or_new",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
