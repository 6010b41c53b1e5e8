from django.db import migrations

RIGHTS = {
    "freeze_report": ("Can freeze reports", ["Editors"]),
    "share_report": ("Can share frozen reports outside the house", ["Editors"]),
    "view_overview": ("Can see the overview of the desk", ["Editors"]),
    "verify_report": ("Can check files against frozen reports", ["Editors", "Reviewers"]),
}


def grant(apps, schema_editor):
    # Permissions are usually made after all migrations have run; here they are needed now.
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="reports", model="frozenreport"
    )
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    for codename, (name, groups) in RIGHTS.items():
        permission, _ = Permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": name})
        for group in groups:
            Group.objects.get_or_create(name=group)[0].permissions.add(permission)


def withdraw(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=["Editors", "Reviewers"]):
        group.permissions.remove(*group.permissions.filter(codename__in=RIGHTS))


class Migration(migrations.Migration):
    """Who may freeze, share and verify reports and see the overview."""

    dependencies = [("accounts", "0004_editors_assign"), ("reports", "0001_frozen")]

    operations = [migrations.RunPython(grant, withdraw)]
