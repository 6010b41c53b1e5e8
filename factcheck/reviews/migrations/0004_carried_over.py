import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The log of a newer version begins with what was carried over from the one before."""

    dependencies = [
        ("articles", "0003_revisions"),
        ("claims", "0006_what_a_claim_follows"),
        ("reviews", "0003_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="review",
            name="reviews_review_kind_known",
        ),
        migrations.AddField(
            model_name="review",
            name="carries",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reviews.review",
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="kind",
            field=models.CharField(
                choices=[
                    ("decided", "decided"),
                    ("split", "split it into parts"),
                    ("joined", "joined its parts"),
                    ("asked", "asked for a second opinion"),
                    ("not_asked", "withdrew the request for a second opinion"),
                    ("agreed", "gave the same opinion"),
                    ("differed", "gave another opinion"),
                    ("settled", "settled two opinions"),
                    ("sent_back", "sent it back"),
                    ("carried", "carried it over from the earlier version"),
                ],
                default="decided",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "decided",
                            "split",
                            "joined",
                            "asked",
                            "not_asked",
                            "agreed",
                            "differed",
                            "settled",
                            "sent_back",
                            "carried",
                        ],
                    )
                ),
                name="reviews_review_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("kind", "carried"), _negated=True), ("carries", None)),
                    models.Q(("kind", "carried"), ("undoes", None), ("version", 1)),
                    _connector="OR",
                ),
                name="reviews_review_carried_is_first",
            ),
        ),
    ]
