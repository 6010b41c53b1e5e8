from django.db import migrations


def let_editors_assign(apps, schema_editor):
    # Permissions are usually made after all migrations have run; here one is needed now.
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="reviews", model="assignment"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="add_assignment", defaults={"name": "Can add assignment"}
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    group.permissions.add(permission)


def let_nobody_assign(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="Editors"):
        group.permissions.remove(*group.permissions.filter(codename="add_assignment"))


class Migration(migrations.Migration):
    """Editors share out the work."""

    dependencies = [("accounts", "0003_cache_table"), ("reviews", "0003_desk")]

    operations = [migrations.RunPython(let_editors_assign, let_nobody_assign)]
