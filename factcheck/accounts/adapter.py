import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest

logger = logging.getLogger(__name__)


class ClosedRegistration(DefaultAccountAdapter):
    """Administrators create the accounts; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Without a working mail server the page still answers, and says that no mail will come."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            logger.exception("A mail could not be sent; see EMAIL_HOST.")
            messages.error(self.request, "The desk can’t send mail at the moment; ask an administrator instead.")
