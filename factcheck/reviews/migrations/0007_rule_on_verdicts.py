from django.db import migrations


class Migration(migrations.Migration):
    """The desk's list of rules has the one on verdicts that were set before the review changed."""

    dependencies = [("reviews", "0006_keys_of_assignments")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO reviews_rulesetting (rule, is_on, severity) "
            "VALUES ('verdict_set_before_review_changed', true, '') ON CONFLICT DO NOTHING",
            "DELETE FROM reviews_rulesetting WHERE rule = 'verdict_set_before_review_changed'",
        ),
    ]
