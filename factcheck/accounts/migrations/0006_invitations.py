import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def keep_administrators_addresses(apps, schema_editor):
    """Addresses that somebody added to an account by themselves no longer find it; the account's own still does."""
    addresses = apps.get_model("account", "EmailAddress").objects
    for address in addresses.select_related("user"):
        if address.email.casefold() != address.user.email.casefold():
            address.delete()


class Migration(migrations.Migration):
    """People are invited by a link, and administrators alone say by which address an account is found."""

    dependencies = [
        ("accounts", "0005_tries"),
        ("account", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="email address")),
                ("first_name", models.CharField(blank=True, max_length=150)),
                ("last_name", models.CharField(blank=True, max_length=150)),
                ("is_administrator", models.BooleanField(default=False, editable=False)),
                ("token_sha256", models.CharField(editable=False, max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("expires_at", models.DateTimeField(editable=False)),
                ("used_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("group", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, to="auth.group")),
                ("made_by", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("used_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("is_administrator", False), ("group", None), _connector="OR"), name="accounts_invitation_one_role")],
            },
        ),
        migrations.RunPython(keep_administrators_addresses, migrations.RunPython.noop),
    ]
