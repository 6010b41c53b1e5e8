from django.db import migrations


def let_editors_dismiss(apps, schema_editor):
    # Permissions are usually made after all migrations have run; here one is needed now.
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="reviews", model="dismissal"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="add_dismissal", defaults={"name": "Can add dismissal"}
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    group.permissions.add(permission)


def let_nobody_dismiss(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="Editors"):
        group.permissions.remove(*group.permissions.filter(codename="add_dismissal"))


class Migration(migrations.Migration):
    """Editors dismiss findings of the standards desk."""

    dependencies = [("accounts", "0006_api_tokens"), ("reviews", "0005_findings")]

    operations = [migrations.RunPython(let_editors_dismiss, let_nobody_dismiss)]
