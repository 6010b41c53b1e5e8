"""Try the readers without a database: ``python -m factcheck.readers FILE…``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from factcheck.readers.base import ImportedArticle, RefusedFile
from factcheck.readers.sandbox import read_sandboxed


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the articles in the files; 0 when all could be read, 2 with a sentence on stderr for what could not."""
    parser = argparse.ArgumentParser(
        prog="python -m factcheck.readers",
        description="Read files of any supported type and print their articles, details first. Files are "
        "read as uploads are: in a process with limits on time and memory.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    status = 0
    try:
        for path in parser.parse_args(arguments).files:
            for article in read_sandboxed(path):
                if isinstance(article, RefusedFile):
                    sys.stderr.write(f"{', '.join(filter(None, (str(path), article.place)))}: {article.sentence}\n")
                    status = 2
                else:
                    sys.stdout.write("\n".join([*_lines(path, article), "", ""]))
    except BrokenPipeError:  # whoever reads this, such as `head`, has seen enough
        sys.stderr.close()
    return status


def _lines(path: Path, article: ImportedArticle) -> Iterator[str]:
    yield f"file: {path}"
    for name in ("place", "title", "byline", "outlet", "published_on", "language", "url"):
        if value := getattr(article, name):
            yield f"{name.replace('_', ' ')}: {value}"
    yield f"\n{article.text}"
    for note in article.notes:
        author, words = note.author and f" by {note.author}", article.text[note.start : note.end]
        yield f"\n{note.kind}{author} on “{words}”: {note.text}"


if __name__ == "__main__":
    sys.exit(main())
