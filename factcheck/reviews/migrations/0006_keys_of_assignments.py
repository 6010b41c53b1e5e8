import uuid

import django.contrib.postgres.functions
from django.db import migrations, models


class Migration(migrations.Migration):
    """Each row that is there gets a key of its own from the database."""

    dependencies = [
        ('reviews', '0005_who_wrote_a_comment'),
    ]

    operations = [
        migrations.AddField(
            model_name='assignment',
            name='key',
            field=models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name='assignment',
            name='words_sha256',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=64),
        ),
    ]
