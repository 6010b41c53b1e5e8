from django.db import migrations

from factcheck.triggers import install_triggers


class Migration(migrations.Migration):
    """What refuses deletions lets go what an order erases."""

    dependencies = [('articles', '0001_articles')]

    operations = [install_triggers('articles')]
