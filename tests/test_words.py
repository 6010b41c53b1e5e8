"""What people read is in a newsroom's English, spelled as in America: on screen, in files, emails and errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.plain_words import Words, all_unplain, british, in_python, in_script, in_template, unplain

ROOT = Path(settings.BASE_DIR)
Reader = Callable[[str], Iterator[Words]]
#: Not ours, or not for people: what the detector knows of language, how it is trained, and what was.
NOT_READ = re.compile(
    r"/migrations/|/attribution/(?!__main__|explanations|table|types)|/readers/(furniture|mail_text|html)|/consistency/people\.py$|/record/(lexicon|spelling)|/patterns\.py$|/dismissal_keys\.py$"
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
def test_nobody_reads_words_that_a_newsroom_does_not_use(folder: str, ending: str, read: Reader) -> None:
    found = [fault for name, source in files(folder, ending) for fault in all_unplain(read(source), name)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_are_spelled_as_in_america(name: str) -> None:
    assert not british((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("read", "source"),
    [
        (in_template, "<p>\n  It changed\n  meanwhile.</p>"),
        (in_template, '<b aria-label="Changed meanwhile">x</b>'),
        (in_template, '{% include "a.html" with label="Changed meanwhile" %}'),
        (in_python, 'raise Refused(f"{by} changed it meanwhile.")'),
        (in_python, 'x = "It changed " "meanwhile."'),
        (in_script, "warn(`${name} changed it meanwhile.`);"),
    ],
)
def test_what_people_read_is_looked_at(read: Reader, source: str) -> None:
    assert len(all_unplain(read(source), "here")) == 1


@pytest.mark.parametrize(
    ("read", "source"),
    [
        (
            in_template,
            '{# meanwhile, unseen #}<p class="meanwhile">{% comment %}Nobody reads this meanwhile.{% endcomment %}</p>',
        ),
        (in_python, '"""What changed meanwhile."""\nNAMES = "a meanwhile b".split()\nSQL = "SELECT meanwhile FROM x"'),
        (in_script, '// It changed meanwhile.\nconst meanwhile = "a-b";'),
    ],
)
def test_code_is_not_what_people_read(read: Reader, source: str) -> None:
    assert not all_unplain(read(source), "here")


@pytest.mark.parametrize(
    "sentence",
    [
        "Named official: according to sources, reportedly unverified.",
        "Shared links and the export log stand for themselves.",
        "Another outlet’s reporting; the numbers in my queue.",
    ],
)
def test_the_words_of_a_newsroom_are_let_through(sentence: str) -> None:
    assert not unplain(sentence)
