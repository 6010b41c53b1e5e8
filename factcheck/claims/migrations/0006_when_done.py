from django.db import migrations, models

FORWARD = """
CREATE FUNCTION claims_tally_note_done() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.done_at := CASE WHEN NEW.done_at IS NULL THEN now() END;
  RETURN NEW;
END $$;
CREATE TRIGGER claims_tally_done BEFORE INSERT OR UPDATE ON claims_tally
  FOR EACH ROW WHEN (
    (NEW.claims > 0 AND NEW.claims = NEW.reviewed AND NEW.pending = 0) <> (NEW.done_at IS NOT NULL)
  )
  EXECUTE FUNCTION claims_tally_note_done();
"""

BACKWARD = """
DROP TRIGGER claims_tally_done ON claims_tally;
DROP FUNCTION claims_tally_note_done();
"""


class Migration(migrations.Migration):
    """Since when an article is done, and the overview by reviewer without reading every claim."""

    dependencies = [("claims", "0005_desk")]

    operations = [
        migrations.AddField(
            model_name="tally",
            name="done_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("is_current", True), ("reviewed_at__isnull", False)),
                fields=["reviewed_by", "reviewed_at"],
                include=["status", "verdict", "article"],
                name="claims_claim_of_reviewer",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
