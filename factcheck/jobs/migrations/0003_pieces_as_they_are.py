from django.db import migrations


class Migration(migrations.Migration):
    """Pieces of files are stored as they come: compressing each costs more than making it, and most are a ZIP anyway."""

    dependencies = [("jobs", "0002_drafts")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE jobs_piece ALTER COLUMN content SET STORAGE EXTERNAL",
            "ALTER TABLE jobs_piece ALTER COLUMN content SET STORAGE EXTENDED",
        )
    ]
