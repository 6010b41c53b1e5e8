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
    """Since when an article is done."""

    dependencies = [("claims", "0006_what_a_claim_follows")]

    operations = [
        migrations.AddField(
            model_name="tally",
            name="done_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
