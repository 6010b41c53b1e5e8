import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from factcheck.accounts import tries

logger = logging.getLogger(__name__)


class ClosedRegistration(DefaultAccountAdapter):
    """Administrators create the accounts; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    # Guessing: our own count, see tries.py, instead of allauth's, by which strangers lock people out.

    _taken: tries.Taken | None = None

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        taken = tries.take(request, credentials.get("email") or credentials.get("username", ""))
        if not isinstance(taken, tries.Taken):
            raise ValidationError(f"Too many wrong passwords. Try again in {tries.in_words(taken)}.", code="wait")
        self._taken = taken

    def _rollback_login_failed_rl_usage(self) -> None:
        """The password was right."""
        if self._taken:
            self._taken.give_back()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        tries.forget_old()

    # Mail

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Without a working mail server the page still answers, and says that no mail will come."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            logger.exception("A mail could not be sent; see EMAIL_HOST.")
            messages.error(self.request, "The desk can’t send mail at the moment; ask an administrator instead.")
