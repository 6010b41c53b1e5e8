from django.db import migrations


class Migration(migrations.Migration):
    """The desk's list of rules has those on names that are missing, and on claims verified but not as said."""

    dependencies = [("reviews", "0007_rule_on_verdicts")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO reviews_rulesetting (rule, is_on, severity) "
            "VALUES ('verified_though_not_said', true, ''), ('named_without_name', true, '') ON CONFLICT DO NOTHING",
            "DELETE FROM reviews_rulesetting WHERE rule IN ('verified_though_not_said', 'named_without_name')",
        ),
    ]
