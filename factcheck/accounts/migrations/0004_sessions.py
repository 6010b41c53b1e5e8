import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations, models


def take_over(apps, schema_editor):
    """Nobody is signed out by this: sessions go on, and count as begun today."""
    Session = apps.get_model("accounts", "Session")
    people = set(apps.get_model("accounts", "User").objects.values_list("pk", flat=True))
    for old in apps.get_model("sessions", "Session").objects.filter(expire_date__gt=django.utils.timezone.now()):
        owner = SessionStore().decode(old.session_data).get(SESSION_KEY)
        if owner is not None and int(owner) in people:
            Session.objects.create(
                pk=old.pk, session_data=old.session_data, expire_date=old.expire_date, user_id=int(owner)
            )
    apps.get_model("sessions", "Session").objects.all().delete()


class Migration(migrations.Migration):
    """Sessions that say whose they are, since when and when they were used."""

    dependencies = [
        ("accounts", "0003_audit_log"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("session_key", models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key")),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("address", models.GenericIPAddressField(null=True)),
                ("browser", models.CharField(blank=True, max_length=60)),
                ("user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
