"""The repository tests itself: which way imports point, what is missing, what nobody uses."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from factcheck import VERSION
from tests.rooms import PURE, ROOMS, climbs, imports, imports_within, is_on_top, is_private, room, sources

ROOT = Path(settings.BASE_DIR)
PACKAGE = ROOT / "factcheck"

INSIDE = imports_within(ROOT)


def test_there_are_imports_to_look_at() -> None:
    assert len(INSIDE) > 50


@pytest.mark.parametrize("pure", PURE)
def test_pure_rooms_use_no_one(pure: str) -> None:
    used = {imported.split(".")[0] for importer, imported in imports(ROOT) if room(importer) == pure}
    assert not used & {"django", "socket", "urllib3", "http"}
    assert {room(imported) for importer, imported in INSIDE if room(importer) == pure} <= {pure, *PURE[pure]}


def test_imports_point_down() -> None:
    assert not [f"{importer} imports {imported}" for importer, imported in INSIDE if climbs(importer, imported)]


def test_nobody_imports_the_pages_of_another_room() -> None:
    across = [
        f"{importer} imports {imported}"
        for importer, imported in INSIDE
        if is_on_top(imported)
        and room(importer) in ROOMS
        and (room(importer) != room(imported) or not is_on_top(importer))
    ]
    assert not across


def test_nobody_imports_a_private_name_of_another_module() -> None:
    private = [f"{importer} imports {imported}" for importer, imported in INSIDE if is_private(imported)]
    assert not private


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_template_is_used() -> None:
    """By a view, another template, or the library whose template it replaces."""
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in (PACKAGE, ROOT / "templates")
        for path in folder.rglob("*")
        if path.suffix in {".py", ".html"}
    )
    replaced = (
        "account/",
        "mfa/",
        "socialaccount/",
        "admin/",
        "allauth/",
        "400.html",
        "403.html",
        "404.html",
        "429.html",
        "500.html",
        "403_csrf",
    )
    names = [str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html")]
    unused = [name for name in names if name not in code and not name.startswith(replaced)]
    assert not unused


def test_commands_named_in_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", readme)) <= targets
    own = {path.stem for path in PACKAGE.rglob("management/commands/*.py")}
    django = {"createsuperuser", "migrate", "collectstatic", "check", "shell"}
    assert set(re.findall(r"manage\.py ([a-z_]+)", readme)) <= own | django


def _views(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _views(entry)
        else:
            yield entry


def test_only_these_pages_are_open_without_sign_in() -> None:
    """Closed by default: whoever opens a page to strangers has to say so here too."""
    opened = {entry.name for entry in _views(get_resolver()) if not getattr(entry.callback, "login_required", True)}
    assert opened == {
        "healthz",
        "load",  # the API's, for who has a token
        "shared",  # a frozen report, for who has its secret link
        "shared_file",  # the same as a file
        "login",  # the admin's, which sends to our own
        "account_login",
        "account_confirm_login_code",
        "account_confirm_email",
        "account_email_verification_sent",
        "account_logout",
        "account_signup",
        "account_invitation",
        "mfa_authenticate",
        "openid_connect_login",
        "openid_connect_callback",
        "socialaccount_login_cancelled",
        "socialaccount_signup",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }


def test_nothing_is_fetched_from_another_host() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<(script|link|img|iframe)[^>]*(src|href)=[\"'](https?:)?//", text), path
        markup = re.sub(r"{%.*?%}", "", text)
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=|javascript:", markup), path


def test_the_version_is_said_once_over() -> None:
    assert f'version = "{VERSION}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_no_secret_or_data_of_the_demo_is_in_version_control() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {".local/", ".venv/", "/staticfiles/"} <= set(ignored)


def test_claims_are_locked_in_one_place() -> None:
    """Whoever locks claims in an order of their own lets two people wait for each other for ever."""
    locking = PACKAGE / "claims" / "locking.py"
    elsewhere = [
        f"{path.relative_to(ROOT)}: {ast.unparse(statement)}"
        for path in sources(ROOT)
        if path != locking
        for statement in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr | ast.Return | ast.For | ast.If)
        and "select_for_update" in (line := ast.unparse(statement).splitlines()[0])
        and re.search(r"\b(Claim|claims)\b", line)
    ]
    assert locking.read_text(encoding="utf-8").count("select_for_update") == 3
    assert not elsewhere


def test_decisions_that_code_cites_exist() -> None:
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    numbers = re.findall(r"^### (\d+)\. ", decisions, re.MULTILINE)
    assert len(numbers) == len(set(numbers))
    assert decisions.count("- **Status.**") == len(numbers)
    paths = [
        *PACKAGE.rglob("*.py"),
        *(ROOT / "templates").rglob("*.html"),
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
    ]
    cited = {number for path in paths for number in re.findall(r"[Dd]ecision (\d+)", path.read_text(encoding="utf-8"))}
    assert cited
    assert cited <= set(numbers)


def test_rooms_and_files_that_the_documents_name_exist() -> None:
    """Paths in CONTRIBUTING and the architecture, such as `claims/versions.py`."""
    for document in ("CONTRIBUTING.md", "docs/architecture.md"):
        named = re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py)", (ROOT / document).read_text(encoding="utf-8"))
        assert named
        missing = [path for path in named if not any((folder / path).exists() for folder in (PACKAGE, ROOT))]
        assert not missing, document
