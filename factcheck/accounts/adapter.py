import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from factcheck.accounts import tries
from factcheck.accounts.audit import Event, client_address, record
from factcheck.accounts.models import User
from factcheck.accounts.sessions import browser_name

logger = logging.getLogger(__name__)


class ClosedRegistration(DefaultAccountAdapter):
    """Administrators create the accounts; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    # Guessing: our own count, see tries.py, instead of allauth's, by which strangers lock people out.

    _taken: tries.Taken | None = None

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if not settings.PASSWORD_SIGN_IN:
            raise ValidationError(f"Sign in with {settings.OIDC_NAME}; passwords are switched off here.", code="closed")
        login = credentials.get("email") or credentials.get("username", "")
        taken = tries.take(request, login)
        if not isinstance(taken, tries.Taken):
            person = tries.account_of(login)
            record(
                Event.LOCKED_OUT,
                request=request,
                subject="user" if person else "",
                subject_pk=person.pk if person else None,
            )
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
            logger.exception("An email could not be sent; see EMAIL_HOST.")
            messages.error(self.request, "We can’t send email at the moment; ask an administrator instead.")

    def send_invitation(self, email: str, context: dict[str, Any]) -> bool:
        """Whether the letter was sent."""
        if not settings.HAS_MAIL:
            return False
        try:
            super().send_mail("account/email/invitation", email, context)
        except (OSError, SMTPException):
            logger.exception("An invitation could not be sent; see EMAIL_HOST.")
            return False
        return True

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Whoever comes by single sign-on alone has no password, and gets none by a letter."""
        if settings.PASSWORD_SIGN_IN and user.has_usable_password():
            super().send_password_reset_mail(user, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """What was changed about somebody's account, when and from where. Nothing hangs on its arriving."""
        address = email or user.email
        if not (settings.HAS_MAIL and address):
            return
        where = {
            "user": user,
            "timestamp": timezone.now(),
            "ip": client_address(self.request),
            "user_agent": browser_name(self.request.META.get("HTTP_USER_AGENT", "")),
        }
        try:
            super().send_mail(template_prefix, address, where | (context or {}))
        except (OSError, SMTPException):
            logger.exception("A notice about somebody's account could not be sent; see EMAIL_HOST.")
