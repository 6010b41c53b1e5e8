"""What people read is in a newsroom's English, spelled as in America: on screen, in files, emails and errors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.plain_words import all_unplain, british, in_python, in_script, in_template

ROOT = Path(settings.BASE_DIR)
#: Not ours, or not for people: what the detector knows of language, how it is trained, and what was.
NOT_READ = re.compile(
    r"/migrations/|/attribution/(?!__main__|explanations|table|types)|/readers/(head|mail_text|html)|/patterns\.py$|/dismissal_keys\.py$"
)
DOCUMENTS = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
)


def files(folder: str, ending: str) -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / folder).rglob(f"*{ending}")):
        name = str(path.relative_to(ROOT))
        if not NOT_READ.search(name):
            yield name, path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("folder", "ending", "read"),
    [
        ("templates", ".html", in_template),
        ("templates", ".txt", in_template),
        ("factcheck", ".py", in_python),
        ("static/factcheck", ".js", in_script),
    ],
)
def test_nobody_reads_words_that_a_newsroom_does_not_use(folder: str, ending: str, read: object) -> None:
    found = [fault for name, source in files(folder, ending) for fault in all_unplain(read(source), name)]  # type: ignore[operator]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_are_spelled_as_in_america(name: str) -> None:
    assert not british((ROOT / name).read_text(encoding="utf-8"))
