from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("claims", "0003_what_a_verdict_judges")]

    operations = [
        migrations.AddIndex(
            "claim", models.Index(fields=["id"], condition=Q(second_opinion="asked"), name="claims_claim_asked")
        )
    ]
