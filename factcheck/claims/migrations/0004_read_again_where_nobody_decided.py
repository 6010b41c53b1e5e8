from django.db import migrations

FORWARD = """
UPDATE claims_claim SET suggested_with = articles_article.detector
  FROM articles_article WHERE articles_article.id = claims_claim.article_id;

DROP TRIGGER claims_claim_keep_suggestion ON claims_claim;

CREATE TRIGGER claims_claim_keep_place BEFORE UPDATE ON claims_claim
  FOR EACH ROW WHEN (
    (OLD.article_id, OLD.number, OLD.start, OLD."end", OLD.text)
      IS DISTINCT FROM
    (NEW.article_id, NEW.number, NEW.start, NEW."end", NEW.text)
  )
  EXECUTE FUNCTION factcheck_refuse('what the machine found is never changed');

CREATE TRIGGER claims_claim_keep_suggestion BEFORE UPDATE ON claims_claim
  FOR EACH ROW WHEN (
    ((OLD.suggested_status, OLD.suggested_why, OLD.suggested_probability, OLD.suggested_with)
      IS DISTINCT FROM
     (NEW.suggested_status, NEW.suggested_why, NEW.suggested_probability, NEW.suggested_with)
     OR (OLD.suggested_by_id IS NOT NULL AND OLD.suggested_by_id IS DISTINCT FROM NEW.suggested_by_id))
    AND (OLD.version > 0 OR current_setting('factcheck.redetect', true) IS DISTINCT FROM 'on')
  )
  EXECUTE FUNCTION factcheck_refuse('what the machine found is never changed');

CREATE TRIGGER claims_source_keep BEFORE UPDATE ON claims_source
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('what the machine found is never changed');
"""

BACKWARD = """
DROP TRIGGER claims_source_keep ON claims_source;
DROP TRIGGER claims_claim_keep_suggestion ON claims_claim;
DROP TRIGGER claims_claim_keep_place ON claims_claim;
CREATE TRIGGER claims_claim_keep_suggestion BEFORE UPDATE ON claims_claim
  FOR EACH ROW WHEN (
    (OLD.article_id, OLD.number, OLD.start, OLD."end", OLD.text, OLD.suggested_status, OLD.suggested_why)
      IS DISTINCT FROM
    (NEW.article_id, NEW.number, NEW.start, NEW."end", NEW.text, NEW.suggested_status, NEW.suggested_why)
    OR (OLD.suggested_by_id IS NOT NULL AND OLD.suggested_by_id IS DISTINCT FROM NEW.suggested_by_id)
  )
  EXECUTE FUNCTION factcheck_refuse('what the machine found is never changed');
"""


class Migration(migrations.Migration):
    """A newer detector may read an article again, but only where no person has decided: held by the database.

    Such a run says so itself: ``SET LOCAL factcheck.redetect = 'on'``, for its transaction alone.
    """

    dependencies = [("claims", "0003_sources_and_probability")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
