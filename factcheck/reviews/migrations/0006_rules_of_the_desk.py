from django.db import migrations

#: The rules there were when this was written; one that comes later is as it comes until somebody adds a row.
RULES = [
    "attribution_dropped",
    "unnamed_source_alone",
    "unnamed_official_alone",
    "source_not_described",
    "not_said_how_they_know",
    "opinion_of_unnamed_source",
    "hedged_without_source",
    "needs_source",
    "quotation_without_speaker",
    "repeats_another_outlet",
    "second_hand",
    "verified_without_evidence",
    "unconfirmed_before_publication",
    "one_origin",
    "rests_on_an_article_loaded_here",
    "no_reason_for_anonymity",
    "attribution_far_away",
    "person_not_described",
]


def list_rules(apps, schema_editor):
    setting = apps.get_model("reviews", "RuleSetting")
    setting.objects.bulk_create([setting(rule=rule) for rule in RULES], ignore_conflicts=True)


class Migration(migrations.Migration):
    """The admin lists every rule, ready to be switched off."""

    dependencies = [("reviews", "0005_findings")]

    operations = [migrations.RunPython(list_rules, migrations.RunPython.noop)]
