from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """The table in which sign-in's rate limits are counted: one count for all web processes."""

    dependencies = [("accounts", "0002_reviewers_and_editors")]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
