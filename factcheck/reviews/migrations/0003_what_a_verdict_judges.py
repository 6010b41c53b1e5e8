from django.db import migrations, models
from django.db.models import Q

#: What a review says, as it was when this migration was written.
OPINION = """
({0}.status, {0}.unattributed_reason, {0}.source, {0}.cue, {0}.anonymity_reason, {0}.how_source_knows,
 {0}.second_source, {0}.name_known_to, {0}.said, {0}.recommended, {0}.wording, {0}.note)
"""
#: The last decision of whoever signs the verdict that had this verdict and wasn't taken back: their form carried it.
#: Otherwise the first decision that has it, such as one carried over from an earlier version of the article.
JUDGED = """
UPDATE reviews_review AS entry SET verdict_version = coalesce(
    (SELECT max(judging.version) FROM reviews_review AS judging
      WHERE judging.claim_id = entry.claim_id AND judging.version <= entry.version
        AND judging.verdict_at = entry.verdict_at AND judging.by_id = entry.verdict_by_id
        AND judging.undoes_id IS NULL AND judging.kind IN ('decided', 'settled')
        AND NOT EXISTS (
            SELECT FROM reviews_review AS undo JOIN reviews_review AS undone ON undone.id = undo.undoes_id
             WHERE undo.claim_id = entry.claim_id AND undo.version <= entry.version
               AND undone.version <= judging.version AND undo.version > judging.version)),
    (SELECT min(first.version) FROM reviews_review AS first
      WHERE first.claim_id = entry.claim_id AND first.verdict_at = entry.verdict_at))
 WHERE entry.verdict <> 'pending'
"""
STALE = f"""
UPDATE reviews_review AS entry SET is_verdict_stale = true FROM reviews_review AS judged
 WHERE judged.claim_id = entry.claim_id AND judged.version = entry.verdict_version
   AND {OPINION.format("judged")} IS DISTINCT FROM {OPINION.format("entry")}
"""  # noqa: S608 - own names
CLAIMS = """
UPDATE claims_claim AS claim SET
    verdict_version = entry.verdict_version,
    is_verdict_stale = entry.is_verdict_stale OR EXISTS (
        SELECT FROM reviews_evidenceuse AS used
         WHERE used.claim_id = claim.id
           AND (used.at > claim.verdict_at AND used.withdrawn_at IS NULL
                OR used.at <= claim.verdict_at AND used.withdrawn_at > claim.verdict_at))
  FROM reviews_review AS entry
 WHERE entry.claim_id = claim.id AND entry.version = claim.version AND entry.verdict_at = claim.verdict_at
"""


class Migration(migrations.Migration):
    """The log says of each verdict which decision it judged, and so do the claims.

    The trigger that keeps the log as it is rests while the new columns are filled; nothing else is written.
    """

    dependencies = [
        ("claims", "0003_what_a_verdict_judges"),
        ("reviews", "0002_opinions_hold_what_a_review_says"),
    ]

    operations = [
        migrations.AddField("review", "verdict_version", models.PositiveIntegerField(null=True)),
        migrations.AddField("review", "is_verdict_stale", models.BooleanField(default=False)),
        migrations.RunSQL(
            [
                "SET CONSTRAINTS ALL IMMEDIATE",  # a table with checks still to come can't be altered
                "ALTER TABLE reviews_review DISABLE TRIGGER reviews_review_only_grows",
                JUDGED,
                STALE,
                "ALTER TABLE reviews_review ENABLE TRIGGER reviews_review_only_grows",
                CLAIMS,
            ],
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            "review",
            models.CheckConstraint(
                condition=Q(verdict="pending", verdict_version=None, is_verdict_stale=False)
                | Q(Q(verdict="pending", _negated=True), verdict_version__isnull=False),
                name="reviews_review_verdict_judges",
                violation_error_message="A verdict needs the version of the claim that it judges.",
            ),
        ),
    ]
