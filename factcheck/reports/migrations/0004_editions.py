import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The edition for outside of a frozen report, its files, and which one a link shows."""

    dependencies = [("reports", "0003_words_beside_keys")]

    operations = [
        migrations.CreateModel(
            name="OutsideEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ticked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), blank=True, default=list, size=None
                    ),
                ),
                ("document", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside_editions",
                        to="reports.frozenreport",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sha256"], name="reports_outside_by_content")],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "ticked"), name="reports_outsideedition_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=30)),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="reports.outsideedition",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sha256"], name="reports_outsidefile_by_content")],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "slug"), name="reports_outsidefile_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="sharelink",
            name="edition",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reports.outsideedition",
            ),
        ),
        migrations.AddField(
            model_name="sharelink",
            name="files_taken",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
