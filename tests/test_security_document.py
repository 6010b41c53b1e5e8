"""The table of docs/security.md names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TABLE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", TABLE)


def test_each_test_that_holds_a_row_exists() -> None:
    missing = [
        f"{path}::{name}"
        for path, name in NAMED
        if not (ROOT / path).is_file()
        or (name and not re.search(rf"def {name}\(", (ROOT / path).read_text(encoding="utf-8")))
    ]
    assert len(NAMED) > 20
    assert missing == []


def test_each_row_names_a_test_or_says_why_not() -> None:
    rows = [line for line in TABLE.splitlines() if re.match(r"\| V\d+ ", line)]
    assert len(rows) > 15
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 4, row
        assert "`tests/" in cells[3] or cells[3] == "—" or cells[3].startswith("Open: "), row
