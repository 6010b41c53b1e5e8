from django.db import migrations

from factcheck.articles.addresses import key_of


def fill(apps, schema_editor):
    """The key of every URL that is there already."""
    articles = apps.get_model("articles", "Article").objects
    for pk, url in list(articles.exclude(url="").values_list("pk", "url")):
        articles.filter(pk=pk).update(url_key=key_of(url))


class Migration(migrations.Migration):
    """So that an article which was loaded before is known by its URL."""

    dependencies = [("articles", "0003_revisions")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
