from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class AccountsConfig(AppConfig):
    name = "factcheck.accounts"
    verbose_name = "People"
    default = True

    def ready(self) -> None:
        from factcheck import checks  # noqa: F401  registers the project's own system checks
        from factcheck.accounts import (
            audit_signals,  # noqa: F401  connects what it listens to
            signals,  # noqa: F401  connects what follows on a sign-in
        )


class DeskAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our own door: see DeskAdminSite."""

    default = False
    default_site = "factcheck.accounts.admin_site.DeskAdminSite"
