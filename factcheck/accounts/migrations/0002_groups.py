from django.db import migrations

#: What the groups may do, by model; rights that Django doesn't name by itself have their name here.
NAMES = {
    "export_report": "Can export review reports",
    "set_verdict": "Can set verdicts",
    "freeze_report": "Can freeze reports",
    "share_report": "Can share frozen reports outside the house",
    "view_overview": "Can see the overview of the desk",
    "verify_report": "Can check files against frozen reports",
}
REVIEWERS = [
    ("articles", "article", "view_article"),
    ("reviews", "review", "add_review"),
    ("reports", "frozenreport", "verify_report"),
]
EDITORS = [
    *REVIEWERS,
    ("articles", "article", "add_article"),
    ("articles", "article", "change_article"),
    ("articles", "article", "delete_article"),
    ("articles", "article", "export_report"),
    ("claims", "claim", "set_verdict"),
    ("reviews", "assignment", "add_assignment"),
    ("reviews", "dismissal", "add_dismissal"),
    ("reports", "frozenreport", "freeze_report"),
    ("reports", "frozenreport", "share_report"),
    ("reports", "frozenreport", "view_overview"),
    ("reports", "export", "view_export"),
]


def make_groups(apps, schema_editor):
    """The groups with their rights; those that a group has already stay."""
    # Permissions are usually made after all migrations have run; here they are needed now.
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    for group_name, rights in (("Reviewers", REVIEWERS), ("Editors", EDITORS)):
        group, _ = Group.objects.get_or_create(name=group_name)
        for app, model, codename in rights:
            kind, _ = ContentType.objects.get_or_create(app_label=app, model=model)
            name = NAMES.get(codename, f"Can {codename.replace('_', ' ')}")
            permission, _ = Permission.objects.get_or_create(
                content_type=kind, codename=codename, defaults={"name": name}
            )
            group.permissions.add(permission)


def drop_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=["Reviewers", "Editors"]).delete()


class Migration(migrations.Migration):
    """Who may do what: the two groups of a desk."""

    replaces = [
        ("accounts", "0002_reviewers_and_editors"),
        ("accounts", "0004_editors_assign"),
        ("accounts", "0005_reports"),
        ("accounts", "0007_findings"),
        ("accounts", "0008_log_of_exports"),
    ]

    dependencies = [
        ("accounts", "0001_people"),
        ("articles", "0001_articles"),
        ("claims", "0001_claims"),
        ("reviews", "0001_reviews"),
        ("reports", "0001_frozen_reports"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, drop_groups)]
