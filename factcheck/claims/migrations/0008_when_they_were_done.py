from django.db import migrations

# The last decision on the article; what was decided earlier and stood since has no other time.
FORWARD = """
UPDATE claims_tally SET done_at = last.at
FROM (
  SELECT article_id, max(greatest(verdict_at, reviewed_at)) AS at FROM claims_claim WHERE is_current GROUP BY article_id
) AS last
WHERE last.article_id = claims_tally.article_id
  AND claims_tally.claims > 0 AND claims_tally.claims = claims_tally.reviewed AND claims_tally.pending = 0
  AND claims_tally.done_at IS NULL
"""


class Migration(migrations.Migration):
    """When the articles that are done already were done."""

    dependencies = [("claims", "0007_when_done")]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
