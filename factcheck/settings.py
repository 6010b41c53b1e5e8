"""One settings file; the environment decides.

Without ``DATABASE_URL`` this is the demo: an embedded PostgreSQL, plain HTTP, a secret made on first use.
With ``DATABASE_URL`` it is production, and whatever production needs is demanded in a sentence.
"""

from __future__ import annotations

import itertools
import os
import secrets
import zoneinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from factcheck import embedded_postgres

BASE_DIR = Path(__file__).resolve().parent.parent


def required(name: str, what: str) -> str:
    """The variable's value; without one, a sentence that says what to write."""
    if value := os.environ.get(name, "").strip():
        return value
    raise ImproperlyConfigured(f"{name} is missing. With DATABASE_URL set, give {what}.")


def listed(value: str) -> list[str]:
    """``"a, b"`` as ``["a", "b"]``."""
    return [part for part in (piece.strip() for piece in value.split(",")) if part]


def choice(name: str, options: tuple[str, ...], default: str) -> str:
    """The variable's value, which has to be one of ``options``."""
    value = os.environ.get(name, default).strip()
    if value in options:
        return value
    raise ImproperlyConfigured(f"{name} is {value!r}, but must be one of: {', '.join(options)}.")


def number(name: str, default: int) -> int:
    """The variable's value, which has to be a whole number."""
    value = os.environ.get(name, str(default)).strip()
    if value.isdecimal():
        return int(value)
    raise ImproperlyConfigured(f"{name} is {value!r}, but must be a whole number.")


#: Nobody's session outlives a month.
MAX_HOURS = 31 * 24


def hours(name: str, default: int) -> int:
    """The variable's value, a whole number from 1 to those of a month."""
    value = number(name, default)
    if 1 <= value <= MAX_HOURS:
        return value
    limit = f"at least 1 and at most {MAX_HOURS}, a month" if value else "at least 1"
    raise ImproperlyConfigured(f"{name} is {value}, but must be {limit}.")


def needed(name: str, because: str, what: str) -> str:
    """The variable's value, which ``because`` needs; without one, a sentence that says what to write."""
    if value := os.environ.get(name, "").strip():
        return value
    raise ImproperlyConfigured(f"{name} is missing. With {because} set, give {what}.")


def roles(name: str) -> dict[str, str]:
    """``"desk-editors=Editors, desk=Reviewers"`` as a dictionary: the role that each group of a provider has here."""
    known = ("Administrators", "Editors", "Reviewers")
    pairs = [piece.rpartition("=") for piece in listed(os.environ.get(name, ""))]
    for group, _, role in pairs:
        if not group.strip() or role.strip() not in known:
            sentence = f"{name} must be a list such as desk-editors=Editors, with the roles {', '.join(known)}."
            raise ImproperlyConfigured(sentence)
    return {group.strip(): role.strip() for group, _, role in pairs}


def strong(name: str, value: str) -> str:
    """The secret, which has to be one that nobody guesses and that isn't written down in code or in the demo."""
    demo = embedded_postgres.home() / "secret-key"
    is_demo = demo.is_file() and demo.read_text(encoding="utf-8").strip() == value
    is_long = len(value) >= 50 and len(set(value)) >= 15 and unexpected(value) >= 24
    if is_long and not value.startswith("django-insecure") and not is_demo:
        return value
    raise ImproperlyConfigured(
        f"{name} is too easy to guess; use 50 random letters and digits, such as python3 -c 'import secrets; "
        "print(secrets.token_urlsafe(50))' prints."
    )


#: Letters in the order in which a hand finds them, here and elsewhere, and the alphabet.
_ROWS = (
    *("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn"),
    *("01234567890", "abcdefghijklmnopqrstuvwxyz"),
)
_NEIGHBORS = {pair for row in _ROWS for way in (row, row[::-1]) for pair in itertools.pairwise(way)}


def unexpected(secret: str) -> int:
    """How many letters nobody foretells from the one before: no keyboard row, no alphabet, nothing said again."""
    letters = [letter for letter in secret.lower() if letter.isalnum()]
    pairs = [pair for pair in itertools.pairwise(letters) if pair[0] != pair[1] and pair not in _NEIGHBORS]
    again = secret in (secret + secret)[1:-1]
    return 0 if again else len(pairs)


def hosts() -> list[str]:
    """ALLOWED_HOSTS, where one for all would let links in letters lead anywhere."""
    names = listed(required("ALLOWED_HOSTS", "the host names people type, such as factcheck.example.org"))
    for name in names:
        if is_anybodys(name):
            raise ImproperlyConfigured(f"ALLOWED_HOSTS is “{name}”, but has to name the hosts people type.")
    return names


def is_anybodys(name: str) -> bool:
    """Whether a host name with a place for any other stands for a domain in which anybody may have a name: “.com”."""
    if name == "*":
        return True
    labels = name.removeprefix("*").removeprefix(".").lower().split(".")
    is_suffix = len(labels) == 1 or (len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _SHARED)
    return name.startswith(("*", ".")) and is_suffix


#: What stands before a country’s letters where a registry sells names below it: “.co.uk”.
_SHARED = frozenset(
    {"ac", "co", "com", "edu", "gob", "gov", "gouv", "ltd", "me", "mil", "net", "nom", "or", "org", "sch"}
)


def origins() -> list[str]:
    """CSRF_TRUSTED_ORIGINS, none of which may stand for everybody's pages."""
    names = listed(os.environ.get("CSRF_TRUSTED_ORIGINS", ""))
    for name in names:
        if is_anybodys(name.partition("://")[2].partition(":")[0]):
            sentence = f"CSRF_TRUSTED_ORIGINS has “{name}”, but has to name the addresses of this desk alone."
            raise ImproperlyConfigured(sentence)
    return names


def issuer() -> str:
    """OIDC_ISSUER: over plain HTTP anybody on the way signs in as anybody. A trial may have it on this machine."""
    value = os.environ.get("OIDC_ISSUER", "").strip()
    address = urlsplit(value)
    is_here = address.scheme == "http" and address.hostname in ("127.0.0.1", "localhost", "::1")
    if not value or address.scheme == "https" or is_here:
        return value
    raise ImproperlyConfigured(f"OIDC_ISSUER is {value!r}, but has to begin with https://.")


def time_zone() -> str:
    """TIME_ZONE, which has to be one that this machine knows."""
    value = os.environ.get("TIME_ZONE", "UTC").strip()
    if value in zoneinfo.available_timezones():
        return value
    raise ImproperlyConfigured(f"TIME_ZONE is {value!r}, but must be one such as Europe/London.")


def evidence_home() -> Path:
    """Where files of evidence are kept when EVIDENCE_ROOT names no folder: beside the demo's own database."""
    beside = embedded_postgres.server().data.parent if embedded_postgres.is_embedded() else embedded_postgres.home()
    return beside / "evidence"


#: Demo people, plain HTTP and the seeds exist only here.
DEMO = embedded_postgres.is_embedded()
DEBUG = choice("DEBUG", ("on", "off"), "off") == "on"

DATABASE: dict[str, Any]
if DEMO:
    # Of this folder's own and remembered, so that people stay signed in over a restart.
    SECRET_KEY = os.environ.get("SECRET_KEY") or embedded_postgres.kept("secret-key", lambda: secrets.token_urlsafe(50))
    ALLOWED_HOSTS = listed(os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]"))
    TLS = choice("TLS", ("off", "proxy", "direct"), "off")
    DATABASE = embedded_postgres.database_settings()
else:
    SECRET_KEY = required("SECRET_KEY", "a long random text that nobody else knows: 50 letters and digits")
    SECRET_KEY = strong("SECRET_KEY", SECRET_KEY)
    ALLOWED_HOSTS = hosts()
    required("TLS", "“proxy” (a proxy ends TLS and sets X-Forwarded-Proto), “direct” (gunicorn does) or “off”")
    TLS = choice("TLS", ("off", "proxy", "direct"), "off")
    try:
        DATABASE = dict(dj_database_url.parse(os.environ["DATABASE_URL"]))
    except ValueError:
        DATABASE = {}
    if DATABASE.get("ENGINE") != "django.db.backends.postgresql" or not DATABASE["NAME"]:
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:password@host:5432/name.")

# Former keys: what they signed, sessions and links in letters, goes on working until they are taken out here.
_former_keys = listed(os.environ.get("SECRET_KEY_FALLBACKS", ""))
SECRET_KEY_FALLBACKS = [strong("SECRET_KEY_FALLBACKS", key) for key in _former_keys]

# A thread holds a connection only while it answers; the pool keeps it warm for the next one.
DATABASE.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
DATABASE["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "factcheck.accounts",
    "procrastinate.contrib.django",
    "factcheck.jobs",
    "factcheck.articles",
    "factcheck.claims",
    "factcheck.reviews",
    "factcheck.reports",
    "factcheck.loading",
    "factcheck.accounts.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "template_partials",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
]

MIDDLEWARE = [
    "factcheck.accounts.audit.AuditMiddleware",
    # What adds headers comes first, so that no answer goes without.
    "csp.middleware.CSPMiddleware",
    "factcheck.accounts.middleware.PolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "factcheck.accounts.middleware.KnownHostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "factcheck.accounts.browser.NothingKeptMiddleware",
    "factcheck.health.HealthMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "factcheck.accounts.middleware.MethodNotAllowedPage",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "factcheck.accounts.middleware.SessionEndsMiddleware",
    "factcheck.accounts.middleware.DeskLoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "factcheck.accounts.middleware.PasswordPagesMiddleware",
    "factcheck.accounts.middleware.SecondFactorMiddleware",
    "factcheck.accounts.middleware.RoleRequiredMiddleware",
    "factcheck.articles.pages.restricted.RestrictedMiddleware",
    "factcheck.reviews.pages.withheld.WithheldMiddleware",
]

ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "factcheck.accounts.ways_in.ways_in",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# Sessions, rate limits and messages live in PostgreSQL: the web processes keep no state.
# Django's own limit of 300 entries would drop what counts wrong codes and remembers used ones.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

# Sessions: for how many hours one lasts without use, and at all
SESSION_ENGINE = "factcheck.accounts.sessions"
SESSION_IDLE_HOURS = hours("SESSION_IDLE_HOURS", 12)
SESSION_END_HOURS = hours("SESSION_END_HOURS", 14 * 24)
SESSION_ADMIN_IDLE_HOURS = hours("SESSION_ADMIN_IDLE_HOURS", 2)
SESSION_ADMIN_END_HOURS = hours("SESSION_ADMIN_END_HOURS", 12)
SESSION_COOKIE_AGE = max(SESSION_END_HOURS, SESSION_ADMIN_END_HOURS) * 3600

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["factcheck.accounts.backends.DeskBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "factcheck.accounts.passwords.LongEnough"},
    {"NAME": "factcheck.accounts.passwords.NothingKnown"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "articles:list"
ACCOUNT_ADAPTER = "factcheck.accounts.adapter.ClosedRegistration"
ACCOUNT_FORMS = {"login": "factcheck.accounts.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # allauth's letter would invite strangers to sign up
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}  # guesses are counted in accounts/tries.py
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_EMAIL_NOTIFICATIONS = True

# Second factor: of whom the desk demands one
SECOND_FACTOR = choice("SECOND_FACTOR", ("off", "editors", "everybody"), "off")
MFA_ADAPTER = "factcheck.accounts.second_factor.DeskFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "factcheck.accounts.forms.CodeForm",
    "reauthenticate": "factcheck.accounts.forms.CodeAgainForm",
}
MFA_TOTP_ISSUER = "Factcheck"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute wrong
MFA_ALLOW_UNVERIFIED_EMAIL = True  # administrators set the addresses
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = TLS == "off"  # browsers allow it for localhost alone

# Single sign-on by OpenID Connect; without OIDC_ISSUER there is none
OIDC_ISSUER = issuer()
OIDC_NAME = os.environ.get("OIDC_NAME", "").strip() or "single sign-on"
OIDC_GROUPS_CLAIM = os.environ.get("OIDC_GROUPS_CLAIM", "").strip() or "groups"
OIDC_ROLES = roles("OIDC_ROLES")
OIDC_LINK_BY_EMAIL = choice("OIDC_LINK_BY_EMAIL", ("on", "off"), "off") == "on"
PASSWORD_SIGN_IN = choice("PASSWORD_SIGN_IN", ("on", "off"), "on") == "on"
SOCIALACCOUNT_ADAPTER = "factcheck.accounts.single_sign_on.DeskProviders"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may be sent to this host alone, and the provider is another
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": "sso",
            "name": OIDC_NAME,
            "client_id": needed("OIDC_CLIENT_ID", "OIDC_ISSUER", "the name that the provider gave this desk"),
            "secret": needed("OIDC_CLIENT_SECRET", "OIDC_ISSUER", "the secret that the provider gave this desk"),
            "settings": {"server_url": OIDC_ISSUER},
        }
    )
    if not OIDC_ROLES:
        raise ImproperlyConfigured("OIDC_ROLES is missing: say which groups have which role, group=Editors.")
elif not PASSWORD_SIGN_IN:
    raise ImproperlyConfigured("PASSWORD_SIGN_IN is off and OIDC_ISSUER is missing: nobody could sign in.")

# Mail: forgotten passwords, invitations, and notices of what was changed about somebody's account
HAS_MAIL = bool(os.environ.get("EMAIL_HOST", "").strip())
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = number("EMAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
# A letter with a link to set a password is worth a password: without TLS only to this machine.
EMAIL_TLS = choice("EMAIL_TLS", ("on", "direct", "off"), "on" if os.environ.get("EMAIL_HOST") else "off")
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_TLS == "on", EMAIL_TLS == "direct"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "factcheck@localhost")

# Language, time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = time_zone()
USE_TZ = True

# Files
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / "staticfiles"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "factcheck.static_files.HashedStaticFiles"},
}
# The largest article is 1 MB; a form may carry it twice as long, percent-encoded, and no more.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
# Evidence is private: it is outside of what the web server serves, and only a view hands it out.
EVIDENCE_ROOT = Path(os.environ.get("EVIDENCE_ROOT") or evidence_home()).resolve()
EVIDENCE_MAX_MB = number("EVIDENCE_MAX_MB", 20)

# What may be uploaded at once to be loaded, all files together.
LOAD_MAX_MB = number("LOAD_MAX_MB", 200)
DATA_UPLOAD_MAX_NUMBER_FILES = 200

# Fetching an article from its URL: off unless somebody wants it, see factcheck.loading.fetching.
FETCH_URLS = choice("FETCH_URLS", ("on", "off"), "off") == "on"
FETCH_SECONDS = number("FETCH_SECONDS", 20)
FETCH_MAX_MB = number("FETCH_MAX_MB", 10)
FETCH_REDIRECTS = number("FETCH_REDIRECTS", 5)
FETCH_CONTACT = os.environ.get("FETCH_CONTACT", "").strip()
# Loopback servers of the tests, as ("127.0.0.1", 4321). On purpose no environment variable sets this.
FETCH_TEST_SERVERS: frozenset[tuple[str, int]] = frozenset()

# What reading one file may use up: `Limits` in readers/base.py says what each of them is.
READER_LIMITS: dict[str, Any] = {
    "file_mb": number("READER_MAX_MB", 100),
    "seconds": number("READER_SECONDS", 60),
    "total_seconds": number("READER_TOTAL_SECONDS", 1800),
    "memory_mb": number("READER_MEMORY_MB", 1024),
    "articles": number("READER_MAX_ARTICLES", 20_000),
    "unpacked_mb": number("READER_UNPACKED_MB", 500),
    "ratio": number("READER_MAX_RATIO", 200),
    "columns": number("READER_MAX_COLUMNS", 500),
    # Where the kernel can't confine who reads a file: “available” does what it can, “required” reads nothing.
    "must_confine": choice("SANDBOX", ("available", "required"), "available") == "required",
}

# Safety
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = TLS != "off"
# By this prefix a browser takes such a cookie from this host alone, over TLS alone.
COOKIE_PREFIX = "" if TLS == "off" else "__Host-"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
SECURE_HSTS_SECONDS = 0 if TLS == "off" else 365 * 24 * 3600
# For other hosts of the domain and for browsers' own lists the operator answers: neither is quickly taken back.
SECURE_HSTS_INCLUDE_SUBDOMAINS = choice("HSTS_SUBDOMAINS", ("on", "off"), "off") == "on"
SECURE_HSTS_PRELOAD = choice("HSTS_PRELOAD", ("on", "off"), "off") == "on"
if SECURE_HSTS_PRELOAD and not SECURE_HSTS_INCLUDE_SUBDOMAINS:
    raise ImproperlyConfigured("HSTS_PRELOAD is “on”, which browsers take only with HSTS_SUBDOMAINS=on.")
# That they are off is an answer.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
# Asked by load balancers, over plain HTTP and by address.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = origins()
X_FRAME_OPTIONS = "DENY"
if TLS == "proxy":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Rate limits count by address; with one proxy in front, that is the last address it added.
    ALLAUTH_TRUSTED_PROXY_COUNT = number("PROXY_COUNT", 1)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap draws its arrows and ticks as data: pictures
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# Detection: any class with `name` and `detect(text)`, by its dotted path.
ATTRIBUTION_DETECTOR = os.environ.get("ATTRIBUTION_DETECTOR", "factcheck.attribution.learned.LearnedDetector")

# How long the queue keeps a claim for the person it was handed to, while they don't save, skip or show signs of life.
LEASE_MINUTES = number("LEASE_MINUTES", 10)

# Jobs: a worker takes them from PostgreSQL. What one makes, such as a large export, is kept for this many days.
JOB_DAYS = number("JOB_DAYS", 7)

# The audit log: for how many days it is kept, 0 for good; and whether each entry is also a line on standard output.
AUDIT_DAYS = number("AUDIT_DAYS", 365)
if 0 < AUDIT_DAYS < 30:
    raise ImproperlyConfigured(f"AUDIT_DAYS is {AUDIT_DAYS}, but must be at least 30, or 0 to keep it for good.")
AUDIT_JSON = choice("AUDIT_JSON", ("on", "off"), "off") == "on"

# ClaimReview: who publishes fact checks, at which addresses, and what the verdicts are called in public. Without them
# no such file is offered; what is wrong with them is told by a system check.
CLAIMREVIEW_ORGANIZATION = os.environ.get("CLAIMREVIEW_ORGANIZATION", "")
CLAIMREVIEW_URL = os.environ.get("CLAIMREVIEW_URL", "")
CLAIMREVIEW_RATINGS = os.environ.get(
    "CLAIMREVIEW_RATINGS", "disputed=1 Disputed, unverified=2 Unverified, verified=3 Verified"
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "factcheck.logs.Line", "format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "bare": {"format": "{message}", "style": "{"},
    },
    "filters": {"strangers": {"()": "factcheck.logs.NoTraceback"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["strangers"]},
        "audit": {"class": "logging.StreamHandler", "formatter": "bare", "stream": "ext://sys.stdout"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A page that doesn't exist, a conflict between two people: answers, not faults of the server.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "factcheck.audit": {
            "level": "INFO" if AUDIT_JSON else "CRITICAL",
            "handlers": ["audit"] if AUDIT_JSON else [],
            "propagate": False,
        },
    },
}
