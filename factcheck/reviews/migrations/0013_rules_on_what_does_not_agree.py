from django.db import migrations


class Migration(migrations.Migration):
    """The desk's list of rules has those that hold an article against itself.

    Two numbers for one thing are told apart too seldom from two things: a desk switches that rule on for itself.
    """

    dependencies = [("reviews", "0012_records_of_articles")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO reviews_rulesetting (rule, is_on, severity) VALUES "
            "('age', true, ''), ('count', true, ''), ('date', true, ''), ('headline', true, ''), "
            "('name_variant', true, ''), ('percentage', true, ''), ('quantity', false, ''), ('quotation', true, ''), "
            "('role', true, ''), ('second_reference', true, ''), ('sum', true, ''), ('unit', true, '') "
            "ON CONFLICT DO NOTHING",
            "DELETE FROM reviews_rulesetting WHERE rule IN ('age', 'count', 'date', 'headline', 'name_variant', "
            "'percentage', 'quantity', 'quotation', 'role', 'second_reference', 'sum', 'unit')",
        ),
    ]
