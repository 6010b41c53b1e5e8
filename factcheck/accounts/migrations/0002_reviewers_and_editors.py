from django.db import migrations

REVIEWERS = [("articles", "article", "view_article"), ("reviews", "review", "add_review")]
EDITORS = [
    *REVIEWERS,
    ("articles", "article", "add_article"),
    ("articles", "article", "change_article"),
    ("articles", "article", "delete_article"),
    ("articles", "article", "export_report"),
    ("claims", "claim", "set_verdict"),
]


def make_groups(apps, schema_editor):
    # Permissions are usually made after all migrations have run; here they are needed now.
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    names = {"export_report": "Can export review reports", "set_verdict": "Can set verdicts"}
    for group_name, rights in (("Reviewers", REVIEWERS), ("Editors", EDITORS)):
        group, _ = Group.objects.get_or_create(name=group_name)
        for app, model, codename in rights:
            kind, _ = ContentType.objects.get_or_create(app_label=app, model=model)
            name = names.get(codename, f"Can {codename.replace('_', ' ')}")
            permission, _ = Permission.objects.get_or_create(
                content_type=kind, codename=codename, defaults={"name": name}
            )
            group.permissions.add(permission)


def drop_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=["Reviewers", "Editors"]).delete()


class Migration(migrations.Migration):
    """Who may do what: the two groups of a desk."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("articles", "0001_initial"),
        ("claims", "0001_initial"),
        ("reviews", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, drop_groups)]
