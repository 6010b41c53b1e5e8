from django.db import migrations

FORWARD = """
CREATE FUNCTION factcheck_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION articles_keep_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM claims_claim WHERE article_id = OLD.id) THEN
    RAISE EXCEPTION 'The text of an article stands still once claims point into it'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER articles_article_keep_text BEFORE UPDATE OF text ON articles_article
  FOR EACH ROW WHEN (OLD.text IS DISTINCT FROM NEW.text) EXECUTE FUNCTION articles_keep_text();

CREATE TRIGGER claims_claim_keep_suggestion BEFORE UPDATE ON claims_claim
  FOR EACH ROW WHEN (
    (OLD.article_id, OLD.number, OLD.start, OLD."end", OLD.text, OLD.suggested_status, OLD.suggested_why)
      IS DISTINCT FROM
    (NEW.article_id, NEW.number, NEW.start, NEW."end", NEW.text, NEW.suggested_status, NEW.suggested_why)
    OR (OLD.suggested_by_id IS NOT NULL AND OLD.suggested_by_id IS DISTINCT FROM NEW.suggested_by_id)
  )
  EXECUTE FUNCTION factcheck_refuse('what the machine found is never changed');

CREATE TRIGGER claims_attribution_keep BEFORE UPDATE ON claims_attribution
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('what the machine found is never changed');
"""

BACKWARD = """
DROP TRIGGER claims_attribution_keep ON claims_attribution;
DROP TRIGGER claims_claim_keep_suggestion ON claims_claim;
DROP TRIGGER articles_article_keep_text ON articles_article;
DROP FUNCTION articles_keep_text();
DROP FUNCTION factcheck_refuse();
"""


class Migration(migrations.Migration):
    """The text, and what the machine found in it, stand still: held by the database, whoever writes."""

    dependencies = [("claims", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
