from django.db import migrations, models


class Migration(migrations.Migration):
    """A decision says which form made it, where one form decided on several claims."""

    dependencies = [
        ('reviews', '0008_rules_on_names_and_on_what_was_said'),
    ]

    operations = [
        migrations.AddField(
            model_name='review',
            name='batch',
            field=models.UUIDField(editable=False, null=True),
        ),
    ]
