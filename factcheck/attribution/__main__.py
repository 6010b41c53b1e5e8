"""Try the detector without a database: ``python -m factcheck.attribution < article.txt``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from factcheck.attribution.corpus import corpus_lines
from factcheck.attribution.detectors import DEFAULT, detect, get_detector
from factcheck.attribution.outlets import outlet_of
from factcheck.attribution.parse import ModelMissing
from factcheck.attribution.table import table_of

_EPILOG = """examples:
  python -m factcheck.attribution < article.txt
  python -m factcheck.attribution --outlet "The Example Times" < article.txt
  python -m factcheck.attribution --corpus articles > predictions.jsonl
"""


class _Refused(Exception):
    """What was given can't be read; says why in one sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what each sentence rests on; 0 when all went well, 2 with one sentence on stderr when not."""
    options = _options(arguments)
    try:
        if options.corpus is not None:
            _print_corpus(options.corpus, options.detector)
        else:
            text, outlet = _standard_input(), outlet_of(options.outlet)
            sys.stdout.write(table_of(text, detect(get_detector(options.detector), text, outlet=outlet)))
    except (_Refused, ModelMissing, LookupError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        sys.stderr.close()
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m factcheck.attribution",
        description="Split an article into sentences and say where each one comes from. Reads UTF-8 text from standard"
        " input and prints a table; with --corpus, prints one JSON line for each DIR/text/*.txt.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="read DIR/text/*.txt and print JSON lines")
    parser.add_argument(
        "--detector", metavar="PATH", default=None, help=f"dotted path of a detector (default {DEFAULT})"
    )
    parser.add_argument("--outlet", metavar="NAME", default="", help="whose article it is: its own reporting is told")
    return parser.parse_args(arguments)


def _standard_input() -> str:
    if sys.stdin.isatty():
        raise _Refused("Give the article on standard input: python -m factcheck.attribution < article.txt")
    return _decoded(sys.stdin.buffer.read(), "standard input")


def _print_corpus(folder: Path, detector: str | None) -> None:
    paths = sorted((folder / "text").glob("*.txt"))
    if not paths:
        raise _Refused(f"There is no .txt file in {folder / 'text'}.")
    for line in corpus_lines(
        get_detector(detector), ((path.stem, _decoded(path.read_bytes(), str(path))) for path in paths)
    ):
        sys.stdout.write(line + "\n")


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
