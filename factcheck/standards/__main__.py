"""Hold an article against itself without a database: ``python -m factcheck.standards < article.txt``."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from factcheck.standards.consistency import Disagreement, disagreements_of
from factcheck.standards.table import BY_NAME

_EPILOG = """examples:
  python -m factcheck.standards < article.txt
  python -m factcheck.standards --published 2026-03-05 < article.txt
  python -m factcheck.standards --corpus articles > findings.jsonl

A corpus is a folder with text/*.txt and, if it is there, meta.json:
  {"ID": {"title": "…", "published_on": "YYYY-MM-DD"}}, by the name of the file without .txt.
"""
#: How many characters are shown on either side of a place.
_AROUND = 45


class _Refused(Exception):
    """What was given can't be read; says why in one sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what doesn't agree in an article; 0 when all went well, 2 with one sentence on stderr when not."""
    options = _options(arguments)
    try:
        if options.corpus is not None:
            for line in _corpus_lines(options.corpus):
                sys.stdout.write(line + "\n")
        else:
            day = _day(options.published, "--published") if options.published else None
            text = _standard_input()
            sys.stdout.write(_page(text, disagreements_of(text, title=options.title, published_on=day)))
    except _Refused as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        sys.stderr.close()
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m factcheck.standards",
        description="Say what doesn’t agree within an article: names, sums, dates, ages and the like. Reads UTF-8 text"
        " from standard input; with --corpus, prints one JSON line for each DIR/text/*.txt.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="read DIR/text/*.txt and print JSON lines")
    parser.add_argument("--title", default="", help="the headline, where the text doesn’t begin with it")
    parser.add_argument("--published", metavar="YYYY-MM-DD", default="", help="the day it was published")
    return parser.parse_args(arguments)


def _corpus_lines(folder: Path) -> Iterator[str]:
    paths = sorted((folder / "text").glob("*.txt"))
    if not paths:
        raise _Refused(f"There is no .txt file in {folder / 'text'}.")
    known = _known(folder / "meta.json")
    for path in paths:
        about = known.get(path.stem) or {}
        day = _day(about["published_on"], path.stem) if about.get("published_on") else None
        text = _decoded(path.read_bytes(), str(path))
        disagreements = disagreements_of(text, title=str(about.get("title") or ""), published_on=day)
        row = {"doc": path.stem, "findings": [_row(disagreement) for disagreement in disagreements]}
        yield json.dumps(row, ensure_ascii=False)


def _known(path: Path) -> dict[str, dict[str, Any]]:
    if not path.is_file():
        return {}
    try:
        known = json.loads(path.read_bytes())
    except ValueError as problem:
        raise _Refused(f"{path} is not JSON; correct it, or take it away.") from problem
    if not isinstance(known, dict):
        raise _Refused(f"{path} has to be an object with one entry for each text.")
    return {name: about for name, about in known.items() if isinstance(about, dict)}


def _row(disagreement: Disagreement) -> dict[str, object]:
    """Places in the title, which has no place in the file, stand apart."""
    row: dict[str, object] = {
        "rule": disagreement.rule,
        "spans": [[place.start, place.end] for place in disagreement.places if not place.is_title],
        "message": disagreement.message,
    }
    in_title = [[place.start, place.end] for place in disagreement.places if place.is_title]
    return row | {"title_spans": in_title} if in_title else row


def _page(text: str, disagreements: Sequence[Disagreement]) -> str:
    if not disagreements:
        return "Nothing was found that doesn’t agree.\n"
    count = len(disagreements)
    lines = ["1 thing doesn’t agree." if count == 1 else f"{count} things don’t agree."]
    for disagreement in disagreements:
        rule = BY_NAME[disagreement.rule_name]
        lines += ["", f"{rule.label}: {disagreement.message}"]
        for place in disagreement.places:
            if place.is_title:
                lines.append("  headline")
            else:
                before = text[max(0, place.start - _AROUND) : place.start]
                after = text[place.end : place.end + _AROUND]
                line = text.count("\n", 0, place.start) + 1
                shown = f"…{before}[{text[place.start : place.end]}]{after}…"
                lines.append(f"  line {line}: {' '.join(shown.split())}")
    return "\n".join(lines) + "\n"


def _day(words: str, where: str) -> dt.date:
    try:
        return dt.date.fromisoformat(str(words))
    except ValueError as problem:
        raise _Refused(f"“{words}” ({where}) is no day; write it as 2026-03-05.") from problem


def _standard_input() -> str:
    if sys.stdin.isatty():
        raise _Refused("Give the article on standard input: python -m factcheck.standards < article.txt")
    return _decoded(sys.stdin.buffer.read(), "standard input")


def _decoded(raw: bytes, origin: str) -> str:
    """The text exactly as it is, line ends included, so that offsets count what is in the file."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise _Refused(f"This is not UTF-8 text ({origin}, byte {problem.start}); convert it first.") from problem
    if not text.strip():
        raise _Refused(f"There is no text in {origin}.")
    return text


if __name__ == "__main__":
    sys.exit(main())
