from django.db import migrations


class Migration(migrations.Migration):
    """The link by which somebody outside reads a report gets the name of the glossary."""

    dependencies = [("reports", "0001_frozen_reports")]

    operations = [migrations.RenameModel("Share", "ShareLink")]
