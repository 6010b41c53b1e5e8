"""The scripts as modules: pages ask for all of theirs at once, and on a server each goes by a name with its hash."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from factcheck.settings import STORAGES

ROOT = Path(settings.BASE_DIR)
SCRIPTS = ROOT / "static" / "factcheck"
TEMPLATES = ROOT / "templates"
BASE = TEMPLATES / "base.html"
IMPORT = re.compile(r'(?:from|import) "(\./[^"]+)"')
STARTED = re.compile(r"""<script\s+type="module"\s+src="{% static 'factcheck/([^']+)' %}">""")
PRELOADED = re.compile(r"""<link\s+rel="modulepreload"\s+href="{% static 'factcheck/([^']+)' %}">""")


def imported(script: Path) -> set[Path]:
    return {(script.parent / name).resolve() for name in IMPORT.findall(script.read_text(encoding="utf-8"))}


def needed(script: Path) -> set[Path]:
    """A script, what it imports, and so on. Endless, as the hashes would be, if imports ran in a circle."""
    return {script}.union(*(needed(other) for other in imported(script)))


def pages_with_scripts() -> list[Path]:
    return [path for path in sorted(TEMPLATES.rglob("*.html")) if STARTED.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", pages_with_scripts(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_page_asks_at_once_for_every_module_it_needs(page: Path) -> None:
    """Without that a browser reads one module to learn of the next, a journey to the server each time."""
    html = "".join(path.read_text(encoding="utf-8") for path in {BASE, page})
    started = {SCRIPTS / name for name in STARTED.findall(html)}
    preloaded = {SCRIPTS / name for name in PRELOADED.findall(html)}
    assert started | preloaded == set().union(*map(needed, started))
    assert not started & preloaded


def test_every_script_is_used() -> None:
    used = {SCRIPTS / name for page in pages_with_scripts() for name in STARTED.findall(page.read_text("utf-8"))}
    assert set().union(*map(needed, used)) == set(SCRIPTS.glob("*.js"))


def test_on_a_server_imports_name_files_that_are_there(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = STORAGES
    call_command("collectstatic", verbosity=0, interactive=False)

    for script in SCRIPTS.glob("*.js"):
        hashed = tmp_path / staticfiles_storage.stored_name(f"factcheck/{script.name}")
        assert re.fullmatch(rf"{script.stem}\.[0-9a-f]{{12}}\.js", hashed.name)
        assert imported(hashed) == {
            tmp_path / staticfiles_storage.stored_name(f"factcheck/{other.name}") for other in imported(script)
        }
