from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0010_plain_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='evidenceuse',
            name='key',
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='evidenceuse',
            name='words_sha256',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=64),
        ),
    ]
