from django.db import migrations

FORWARD = """
CREATE TRIGGER reviews_review_only_grows BEFORE UPDATE OR DELETE ON reviews_review
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('the log of decisions only grows');
"""

BACKWARD = "DROP TRIGGER reviews_review_only_grows ON reviews_review;"


class Migration(migrations.Migration):
    """People's decisions can't be changed or deleted, not even by a mistake in our own code."""

    dependencies = [("reviews", "0001_initial"), ("claims", "0002_keep_what_was_found")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
