"""One settings file; the environment decides."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
#: Long, and of many different letters.
SECRET = "nobody-knows-3kV7wQz0mXr9TfLb2HsYc8DgJn5Pu1EaRo6Ki4Wd"
PRODUCTION = {
    "DATABASE_URL": "postgresql://desk:w%40rd@db.example.org:5433/factcheck?sslmode=require",
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "desk.example.org, www.example.org",
    "TLS": "proxy",
}


def start(home: Path, **env: str) -> subprocess.Popen[str]:
    """Read the settings as a new process with nothing but ``env`` set; prints them."""
    code = (
        "import json, django; from django.conf import settings; django.setup();"
        "print(json.dumps({name: getattr(settings, name) for name in dir(settings) if name.isupper()}, default=str))"
    )
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    env = kept | {"FACTCHECK_HOME": str(home), "DJANGO_SETTINGS_MODULE": "factcheck.settings"} | env
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=env, text=True, stdout=pipe, stderr=pipe)


def read(home: Path, **env: str) -> Any:
    out, error = start(home, **env).communicate(timeout=60)
    assert out, error
    return json.loads(out)


def refusal(home: Path, **env: str) -> str:
    out, error = start(home, **env).communicate(timeout=60)
    assert not out
    return error.strip().splitlines()[-1]


def test_nothing_set_is_the_demo(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings["DEMO"] is True
    assert settings["DEBUG"] is False
    assert settings["SESSION_COOKIE_SECURE"] is False
    assert settings["SECURE_HSTS_SECONDS"] == 0
    assert settings["DATABASES"]["default"]["HOST"].startswith("/")
    assert "127.0.0.1" in settings["ALLOWED_HOSTS"]


def test_blank_address_is_the_demo_too(tmp_path: Path) -> None:
    assert read(tmp_path, DATABASE_URL=" ")["DEMO"] is True


def test_secret_of_the_demo_is_kept(tmp_path: Path) -> None:
    both = [start(tmp_path) for _ in range(2)]  # at once, on the very first start
    keys = {json.loads(process.communicate(timeout=60)[0])["SECRET_KEY"] for process in both}
    assert len(keys) == 1
    assert len(keys.pop()) >= 50


def test_production_behind_a_proxy_is_strict(tmp_path: Path) -> None:
    settings = read(tmp_path, **PRODUCTION)
    assert settings["DEMO"] is False
    assert settings["ALLOWED_HOSTS"] == ["desk.example.org", "www.example.org"]
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"):
        assert settings[name] is True
    assert (settings["SESSION_COOKIE_NAME"], settings["CSRF_COOKIE_NAME"]) == ("__Host-sessionid", "__Host-csrftoken")
    assert settings["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert settings["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    database = settings["DATABASES"]["default"]
    assert (database["HOST"], database["PORT"], database["USER"], database["PASSWORD"]) == (
        "db.example.org",
        5433,
        "desk",
        "w@rd",
    )
    assert database["OPTIONS"]["sslmode"] == "require"
    assert not list(tmp_path.iterdir())


def test_tls_ended_by_gunicorn_believes_no_proxy(tmp_path: Path) -> None:
    settings = read(tmp_path, **PRODUCTION | {"TLS": "direct"})
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings.get("SECURE_PROXY_SSL_HEADER") is None


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is missing"),
        ("SECRET_KEY", "short-0123456789-abcdefghijklmnop", "SECRET_KEY is too easy to guess"),
        ("SECRET_KEY", "ab" * 40, "SECRET_KEY is too easy to guess"),
        ("SECRET_KEY", f"django-insecure-{SECRET}", "SECRET_KEY is too easy to guess"),
        ("SECRET_KEY", "qwertyuiop-asdfghjkl-zxcvbnm-1234567890-QWERTYUIOP-ASD", "SECRET_KEY is too easy to guess"),
        ("SECRET_KEY", "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRS", "SECRET_KEY is too easy to guess"),
        ("SECRET_KEY", "the-Bridge-of-Rome9" * 3, "SECRET_KEY is too easy to guess"),
        ("SECRET_KEY_FALLBACKS", f"{SECRET}, old", "SECRET_KEY_FALLBACKS is too easy to guess"),
        ("ALLOWED_HOSTS", " ", "ALLOWED_HOSTS is missing"),
        ("ALLOWED_HOSTS", "desk.example.org, *", "ALLOWED_HOSTS is “*”"),
        ("ALLOWED_HOSTS", ".com", "ALLOWED_HOSTS is “.com”"),
        ("ALLOWED_HOSTS", "desk.example.org, .co.uk", "ALLOWED_HOSTS is “.co.uk”"),
        ("CSRF_TRUSTED_ORIGINS", "https://*", "CSRF_TRUSTED_ORIGINS has “https://*”"),
        ("CSRF_TRUSTED_ORIGINS", "https://desk.example.org, https://*.com:8443", "has “https://*.com:8443”"),
        ("OIDC_ISSUER", "http://login.example.org", "has to begin with https://"),
        ("SESSION_END_HOURS", "9000", "SESSION_END_HOURS is 9000, but must be at least 1 and at most 744, a month."),
        ("SESSION_ADMIN_IDLE_HOURS", "745", "SESSION_ADMIN_IDLE_HOURS is 745"),
        ("HSTS_PRELOAD", "on", "only with HSTS_SUBDOMAINS=on"),
        ("EMAIL_TLS", "yes", "EMAIL_TLS is 'yes'"),
        ("AUDIT_DAYS", "7", "AUDIT_DAYS is 7, but must be at least 30"),
        ("TLS", "yes", "TLS is 'yes', but must be one of: off, proxy, direct."),
        ("DEBUG", "True", "DEBUG is 'True', but must be one of: on, off."),
        ("DATABASE_URL", "sqlite:///db", "DATABASE_URL must look like"),
        ("DATABASE_URL", "db.example.org", "DATABASE_URL must look like"),
        ("DATABASE_URL", "postgresql://desk@db:port/factcheck", "DATABASE_URL must look like"),
        ("DATABASE_URL", "postgresql://desk@db", "DATABASE_URL must look like"),
        ("PROXY_COUNT", "two", "PROXY_COUNT is 'two', but must be a whole number."),
        ("TIME_ZONE", "Mars", "TIME_ZONE is 'Mars'"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    message = refusal(tmp_path, **PRODUCTION | {name: value})
    assert sentence in message
    assert "ImproperlyConfigured" in message


def test_a_web_server_starts_with_nothing_that_a_check_refuses(tmp_path: Path) -> None:
    """gunicorn runs no checks of its own."""
    code = "import factcheck.wsgi; print('served')"
    environment = {"FACTCHECK_HOME": str(tmp_path), "PATH": os.environ["PATH"]} | PRODUCTION
    for debug, out, words in (("on", "", "set DEBUG=off, or TLS=off for a trial"), ("off", "served\n", "")):
        command, env = [sys.executable, "-c", code], environment | {"DEBUG": debug, "PROXY_COUNT": "0"}
        done = subprocess.run(command, cwd=ROOT, env=env, text=True, capture_output=True, timeout=60)
        assert (done.stdout, words in done.stderr) == (out, True)
    assert "PROXY_COUNT is 0 behind a proxy" in done.stderr


def test_hosts_and_addresses_of_one_house_are_taken(tmp_path: Path) -> None:
    names = {"ALLOWED_HOSTS": ".example.org, desk.co.uk", "CSRF_TRUSTED_ORIGINS": "https://*.desk.co.uk"}
    settings = read(tmp_path, **PRODUCTION | names | {"SESSION_END_HOURS": "744"})
    assert settings["ALLOWED_HOSTS"] == [".example.org", "desk.co.uk"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://*.desk.co.uk"]


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"OIDC_ISSUER": "https://login.example.org"}, "OIDC_CLIENT_ID is missing. With OIDC_ISSUER set, give"),
        (
            {"OIDC_ISSUER": "https://login.example.org", "OIDC_CLIENT_ID": "desk", "OIDC_CLIENT_SECRET": "secret"},
            "OIDC_ROLES is missing",
        ),
        ({"PASSWORD_SIGN_IN": "off"}, "nobody could sign in"),
        ({"SECOND_FACTOR": "yes"}, "SECOND_FACTOR is 'yes', but must be one of: off, editors, everybody."),
        ({"SESSION_IDLE_HOURS": "0"}, "SESSION_IDLE_HOURS is 0, but must be at least 1."),
    ],
)
def test_what_is_wrong_with_sign_in_is_said_at_the_start(tmp_path: Path, env: dict[str, str], sentence: str) -> None:
    assert sentence in refusal(tmp_path, **env)


def test_evidence_is_kept_beside_the_data_unless_somebody_says_where(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert Path(settings["EVIDENCE_ROOT"]) == Path(settings["DATABASES"]["default"]["HOST"]).parent / "evidence"
    assert settings["EVIDENCE_MAX_MB"] == 20
    assert Path(read(tmp_path, **PRODUCTION)["EVIDENCE_ROOT"]) == tmp_path / "evidence"
    production = read(tmp_path, **PRODUCTION, EVIDENCE_ROOT="/srv/evidence", EVIDENCE_MAX_MB="5")
    assert (production["EVIDENCE_ROOT"], production["EVIDENCE_MAX_MB"]) == ("/srv/evidence", 5)
    assert "EVIDENCE_MAX_MB is 'much'" in refusal(tmp_path, EVIDENCE_MAX_MB="much")


def test_nothing_is_fetched_unless_somebody_says_so(tmp_path: Path) -> None:
    settings = read(tmp_path, FETCH_TEST_SERVERS="127.0.0.1:80", **PRODUCTION)
    assert settings["FETCH_URLS"] is False
    assert settings["FETCH_TEST_SERVERS"] == "frozenset()"  # which no variable sets
    settings = read(tmp_path, FETCH_URLS="on", FETCH_SECONDS="5", **PRODUCTION)
    assert (settings["FETCH_URLS"], settings["FETCH_SECONDS"], settings["FETCH_REDIRECTS"]) == (True, 5, 5)
    assert "FETCH_URLS is 'yes', but must be one of: on, off." in refusal(tmp_path, FETCH_URLS="yes")


def test_the_demos_own_secret_is_none_for_production(tmp_path: Path) -> None:
    secret = read(tmp_path)["SECRET_KEY"]

    assert "SECRET_KEY is too easy to guess" in refusal(tmp_path, **PRODUCTION | {"SECRET_KEY": secret})


def test_what_other_hosts_of_the_domain_do_is_the_operators_choice(tmp_path: Path) -> None:
    settings = read(tmp_path, **PRODUCTION)
    assert (settings["SECURE_HSTS_INCLUDE_SUBDOMAINS"], settings["SECURE_HSTS_PRELOAD"]) == (False, False)
    settings = read(tmp_path, **PRODUCTION, HSTS_SUBDOMAINS="on", HSTS_PRELOAD="on")
    assert (settings["SECURE_HSTS_INCLUDE_SUBDOMAINS"], settings["SECURE_HSTS_PRELOAD"]) == (True, True)


@pytest.mark.parametrize(
    ("variables", "uses"),
    [
        ({}, (False, False)),
        ({"EMAIL_HOST": "mail.example.org"}, (True, False)),
        ({"EMAIL_HOST": "mail.example.org", "EMAIL_TLS": "direct"}, (False, True)),
        ({"EMAIL_HOST": "mail.example.org", "EMAIL_TLS": "off"}, (False, False)),
    ],
)
def test_letters_to_another_machine_go_by_tls(
    tmp_path: Path, variables: dict[str, str], uses: tuple[bool, bool]
) -> None:
    settings = read(tmp_path, **PRODUCTION, **variables)

    assert (settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == uses


def test_the_audit_log_goes_to_standard_output_when_it_is_asked_for(tmp_path: Path) -> None:
    code = (
        "import django; django.setup(); from factcheck.accounts import audit;"
        "audit.lines.info('one entry'); audit.logger.error('another log')"
    )
    environment = os.environ | {"FACTCHECK_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "factcheck.settings"}
    for value, expected in (("on", "one entry\n"), ("off", "")):
        command = [sys.executable, "-c", code]
        environment |= PRODUCTION | {"AUDIT_JSON": value}
        done = subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, timeout=60)
        assert done.stdout == expected
        assert "another log" in done.stderr


def test_former_secrets_are_listed(tmp_path: Path) -> None:
    former = SECRET[::-1]

    assert read(tmp_path, **PRODUCTION, SECRET_KEY_FALLBACKS=former)["SECRET_KEY_FALLBACKS"] == [former]
