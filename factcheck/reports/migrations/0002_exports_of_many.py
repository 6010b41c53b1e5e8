import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The log of exports also knows what was taken of many articles, and how much."""

    dependencies = [("articles", "0001_initial"), ("reports", "0001_frozen")]

    operations = [
        migrations.AlterField(
            model_name="export",
            name="article",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.article",
            ),
        ),
        migrations.AddField(
            model_name="export",
            name="what",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(model_name="export", name="articles", field=models.PositiveBigIntegerField(null=True)),
        migrations.AddField(model_name="export", name="claims", field=models.PositiveBigIntegerField(null=True)),
        migrations.AddIndex(
            model_name="export",
            index=models.Index(fields=["by", "-id"], name="reports_export_of_person"),
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("article__isnull", False),
                    models.Q(models.Q(("what", ""), _negated=True), ("report", None)),
                    _connector="OR",
                ),
                name="reports_export_says_what",
            ),
        ),
    ]
