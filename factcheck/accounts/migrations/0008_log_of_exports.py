from django.db import migrations


def grant(apps, schema_editor):
    # Permissions are usually made after all migrations have run; here it is needed now.
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="reports", model="export")
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="view_export", defaults={"name": "Can view export"}
    )
    apps.get_model("auth", "Group").objects.get_or_create(name="Editors")[0].permissions.add(permission)


def withdraw(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="Editors"):
        group.permissions.remove(
            *group.permissions.filter(content_type__app_label="reports", content_type__model="export")
        )


class Migration(migrations.Migration):
    """Who may read the log of exports."""

    dependencies = [("accounts", "0007_findings"), ("reports", "0002_exports_of_many")]

    operations = [migrations.RunPython(grant, withdraw)]
