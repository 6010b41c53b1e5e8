import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION articles_supersede() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE articles_article SET superseded_at = NULL WHERE id = OLD.revises_id;
  ELSE
    UPDATE articles_article SET superseded_at = NEW.loaded_at WHERE id = NEW.revises_id;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER articles_article_supersede AFTER INSERT ON articles_article
  FOR EACH ROW WHEN (NEW.revises_id IS NOT NULL) EXECUTE FUNCTION articles_supersede();
CREATE TRIGGER articles_article_back AFTER DELETE ON articles_article
  FOR EACH ROW WHEN (OLD.revises_id IS NOT NULL) EXECUTE FUNCTION articles_supersede();
CREATE TRIGGER articles_article_keep_versions BEFORE UPDATE OF revises_id, version ON articles_article
  FOR EACH ROW WHEN ((OLD.revises_id, OLD.version) IS DISTINCT FROM (NEW.revises_id, NEW.version))
  EXECUTE FUNCTION factcheck_refuse('which version follows which is never changed');
"""

BACKWARD = """
DROP TRIGGER articles_article_keep_versions ON articles_article;
DROP TRIGGER articles_article_back ON articles_article;
DROP TRIGGER articles_article_supersede ON articles_article;
DROP FUNCTION articles_supersede();
"""


class Migration(migrations.Migration):
    """A text that changed is a new article, which follows the old one; the database says which is the newest."""

    dependencies = [
        ("articles", "0002_api_loads"),
        ("claims", "0002_keep_what_was_found"),  # makes the function that refuses
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="article",
            name="articles_newest",
        ),
        migrations.RemoveIndex(
            model_name="article",
            name="articles_title",
        ),
        migrations.AddField(
            model_name="article",
            name="revises",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="revised_by",
                to="articles.article",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="superseded_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="article",
            name="url_key",
            field=models.CharField(blank=True, editable=False, max_length=1000),
        ),
        migrations.AddField(
            model_name="article",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("archived_at", None), ("superseded_at", None)),
                fields=["-newest", "-id"],
                name="articles_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                django.db.models.functions.text.Lower("title"),
                models.F("id"),
                condition=models.Q(("archived_at", None), ("superseded_at", None)),
                name="articles_title",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("superseded_at__isnull", False)),
                fields=["-newest", "-id"],
                name="articles_superseded",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=django.contrib.postgres.indexes.HashIndex(fields=["url_key"], name="articles_url_key"),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revises", None), ("version", 1)),
                    models.Q(("revises__isnull", False), ("version__gt", 1)),
                    _connector="OR",
                ),
                name="articles_article_first_or_revises",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
