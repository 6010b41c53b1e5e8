import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """How often somebody tried to sign in, in place of the counts in the cache."""

    dependencies = [
        ("accounts", "0004_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tries",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name_plural": "tries",
            },
        ),
    ]
