from django.db import migrations, models
from django.db.models import Q

VERDICTS = ["pending", "verified", "unverified", "disputed", "not_checkable"]
ANSWERS = ["pending", "verified", "unverified", "disputed"]
SECOND_OPINIONS = ["", "asked", "differs", "settled"]


class Migration(migrations.Migration):
    """An opinion has no verdict, no second opinion and no parts: these columns were never used."""

    dependencies = [("reviews", "0001_reviews")]

    operations = [
        migrations.RemoveConstraint("opinion", "reviews_opinion_verdict_known"),
        migrations.RemoveConstraint("opinion", "reviews_opinion_verdict_signed"),
        migrations.RemoveConstraint("opinion", "reviews_opinion_answers_known"),
        migrations.RemoveConstraint("opinion", "reviews_opinion_open_while_asked"),
        migrations.RemoveField("opinion", "cuts"),
        migrations.RemoveField("opinion", "second_opinion"),
        migrations.RemoveField("opinion", "verdict"),
        migrations.RemoveField("opinion", "verdict_at"),
        migrations.RemoveField("opinion", "verdict_by"),
        migrations.AddConstraint(
            "opinion",
            models.CheckConstraint(condition=Q(recommended__in=VERDICTS), name="reviews_opinion_recommended_known"),
        ),
        migrations.AddConstraint(
            "opinion", models.CheckConstraint(condition=Q(said__in=ANSWERS), name="reviews_opinion_said_known")
        ),
        migrations.RemoveConstraint("review", "reviews_review_verdict_known"),
        migrations.RemoveConstraint("review", "reviews_review_answers_known"),
        migrations.AddConstraint(
            "review",
            models.CheckConstraint(condition=Q(recommended__in=VERDICTS), name="reviews_review_recommended_known"),
        ),
        migrations.AddConstraint(
            "review", models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="reviews_review_verdict_known")
        ),
        migrations.AddConstraint(
            "review", models.CheckConstraint(condition=Q(said__in=ANSWERS), name="reviews_review_said_known")
        ),
        migrations.AddConstraint(
            "review",
            models.CheckConstraint(
                condition=Q(second_opinion__in=SECOND_OPINIONS), name="reviews_review_second_opinion_known"
            ),
        ),
    ]
