"""Who people are, and which role may do what."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

#: The groups a migration makes, with their rights.
REVIEWERS = "Reviewers"
EDITORS = "Editors"
#: No group: what superusers are called.
ADMINISTRATORS = "Administrators"
_SEALS = "factcheck.accounts.seals"
#: Which of AUTHENTICATION_BACKENDS knows people's rights.
DESK_BACKEND = "factcheck.accounts.backends.DeskBackend"


class User(AbstractUser):
    """Somebody at the desk. What they may do comes from their group; administrators are superusers and may do all."""

    #: Whether they use single keys, and which in the place of those that the desk comes with: see ``keyboard.ACTIONS``.
    uses_keys = models.BooleanField(default=True)
    own_keys = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def role(self) -> str:
        """In a word or two, for pages."""
        if self.is_superuser:
            return "Administrator"
        return ", ".join(group.name for group in self.groups.all()) or "None yet"

    @property
    def keys_for_scripts(self) -> str:
        """As JSON: their own keys by those they replace, null for no single keys; empty where nothing is changed."""
        if not self.uses_keys:
            return "null"
        return json.dumps(self.own_keys) if self.own_keys else ""

    @property
    def has_role(self) -> bool:
        """Whether the desk is open to this person at all."""
        return self.has_perm("articles.view_article")

    @property
    def seals(self) -> str:
        """The keys by which this person's pages seal what is typed and not sent yet, for nobody else to read there.

        Each is 32 bytes as hexadecimal, with spaces between. The first one seals; those that follow, of
        SECRET_KEY_FALLBACKS, open what was sealed before. They are given to this person's pages and kept nowhere.
        """
        secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        seals = [salted_hmac(_SEALS, str(self.pk), secret=secret, algorithm="sha256") for secret in secrets]
        return " ".join(seal.hexdigest() for seal in seals)

    @property
    def can_review(self) -> bool:
        return self.has_perm("reviews.add_review")

    @property
    def can_set_verdict(self) -> bool:
        return self.has_perm("claims.set_verdict")

    @property
    def can_load(self) -> bool:
        return self.has_perm("articles.add_article")

    @property
    def can_archive(self) -> bool:
        return self.has_perm("articles.change_article")

    @property
    def can_restrict(self) -> bool:
        """Whether this person may keep an article to those who need to know of it, and be named among them."""
        return self.has_perm("articles.change_article")

    @property
    def can_export(self) -> bool:
        return self.has_perm("articles.export_report")

    @property
    def can_assign(self) -> bool:
        return self.has_perm("reviews.add_assignment")

    @property
    def can_dismiss(self) -> bool:
        """Whether this person may say that a finding of the standards desk is to stand aside."""
        return self.has_perm("reviews.add_dismissal")

    @property
    def can_freeze(self) -> bool:
        return self.has_perm("reports.freeze_report")

    @property
    def can_verify(self) -> bool:
        return self.has_perm("reports.verify_report")

    @property
    def can_share(self) -> bool:
        return self.has_perm("reports.share_report")

    @property
    def can_see_overview(self) -> bool:
        return self.has_perm("reports.view_overview")

    @property
    def can_see_exports(self) -> bool:
        return self.has_perm("reports.view_export")

    @property
    def can_see_audit(self) -> bool:
        return self.has_perm("accounts.view_auditentry")


class Session(AbstractBaseSession):
    """What somebody's browser holds the key to; ``sessions.py`` says how long it lasts.

    ``user`` is None as long as nobody has signed in. ``address`` and ``browser`` are those of the sign-in.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=60, blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> Any:
        from factcheck.accounts.sessions import SessionStore

        return SessionStore


class Tries(models.Model):
    """How often somebody tried to sign in; ``key`` is the SHA-256 of who and on which account, see ``tries.py``."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name_plural = "tries"

    def __str__(self) -> str:
        return f"{self.count} up to {self.last_at:%Y-%m-%d %H:%M}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Neither used nor withdrawn, and not too old."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """To whom an administrator gave a link, and with which role; the link’s secret is kept as its SHA-256 alone."""

    email = models.EmailField("email address")
    first_name = models.CharField(max_length=150, blank=True)
    last_name = models.CharField(max_length=150, blank=True)
    group = models.ForeignKey("auth.Group", on_delete=models.CASCADE, null=True, editable=False)
    is_administrator = models.BooleanField(default=False, editable=False)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    expires_at = models.DateTimeField(editable=False)
    used_at = models.DateTimeField(null=True, editable=False)
    used_by = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+", editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_invitation_one_role", condition=Q(is_administrator=False) | Q(group=None)
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.email}"

    @property
    def role(self) -> str:
        if self.is_administrator:
            return "Administrator"
        return self.group.name if self.group else "No access yet"

    @property
    def state(self) -> str:
        """In a word, for lists."""
        if self.used_at:
            return "Accepted"
        if self.withdrawn_at:
            return "Withdrawn"
        return "Open" if self.expires_at > timezone.now() else "Expired"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def working(self) -> ApiTokenQuerySet:
        """Neither revoked nor expired, and of somebody who is still here."""
        unended = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        return self.filter(unended, revoked_at=None, owner__is_active=True)


class ApiToken(models.Model):
    """By which another program acts here in the name of ``owner``, within ``scope`` and within the owner's rights.

    The token itself is not kept, only its SHA-256; ``prefix`` is how people tell one from another.
    """

    class Scope(models.TextChoices):
        LOAD_ARTICLES = "articles:load", "Load articles"

    name = models.CharField(max_length=100, help_text="Which program it is for, such as “CMS, newsroom”.")
    owner = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="api_tokens",
        help_text="In whose name articles are loaded. When this person leaves or may no longer load, the token ends.",
    )
    scope = models.CharField(max_length=30, choices=Scope, default=Scope.LOAD_ARTICLES)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    prefix = models.CharField("begins with", max_length=20, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "API token"
        constraints = [
            # A form sent twice would otherwise leave a token behind that works and that nobody has seen.
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(revoked_at=None),
                name="accounts_apitoken_named_once",
                violation_error_message="A token already has this name; revoke it first, or choose another name.",
            ),
            models.CheckConstraint(name="accounts_apitoken_scope_known", condition=Q(scope__in=["articles:load"])),
            models.CheckConstraint(
                name="accounts_apitoken_ends_later", condition=Q(expires_at=None) | Q(expires_at__gt=F("created_at"))
            ),
            models.CheckConstraint(
                name="accounts_apitoken_revoked_signed",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """In a word, for lists."""
        if self.revoked_at:
            return "Revoked"
        if self.expires_at and self.expires_at <= timezone.now():
            return "Expired"
        return "Works" if self.owner.is_active else "Owner has left"


class AuditEntry(models.Model):
    """One line of the audit log, see factcheck.accounts.audit. It only grows: the trigger
    ``accounts_auditentry_only_grows`` refuses any change but retention's, and a pseudonym's in the place of a name.

    Person and subject are kept as numbers and words, and not as foreign keys: they stay when what they name is gone.
    """

    at = models.DateTimeField()
    event = models.CharField(max_length=40)
    person_pk = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=320, blank=True)
    client_address = models.CharField(max_length=45, blank=True)
    request_id = models.CharField(max_length=16, blank=True)
    subject = models.CharField(max_length=100, blank=True)
    subject_pk = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        default_permissions = ["view"]
        verbose_name = "entry of the audit log"
        verbose_name_plural = "audit log"
        indexes = [
            # The whole log, of one event, of one person, of one subject: the latest first, between two days.
            models.Index(fields=["-at", "-id"], name="accounts_audit_latest"),
            models.Index(fields=["event", "-at", "-id"], name="accounts_audit_of_event"),
            models.Index(fields=["person_pk", "-at", "-id"], name="accounts_audit_of_person"),
            models.Index(fields=["subject", "subject_pk", "-at", "-id"], name="accounts_audit_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.event}"
