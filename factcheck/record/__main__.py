"""Hold an article against records without a database: ``python -m factcheck.record ARTICLE.txt RECORD.txt …``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from factcheck.record.comparison import compare_all
from factcheck.record.corpus import corpus_lines
from factcheck.record.page import page_of
from factcheck.record.quotations import quotations_of
from factcheck.record.transcript import Transcript

_EPILOG = """examples:
  python -m factcheck.record article.txt transcript.txt
  python -m factcheck.record article.txt debate.txt interview.srt
  python -m factcheck.record --corpus DIR > found.jsonl
"""


class _Refused(Exception):
    """What was given can't be read; says why in one sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how each quotation stands to the records; 0 when all went well, 2 with one sentence on stderr when not."""
    options = _options(arguments)
    try:
        if options.corpus is not None:
            _print_corpus(options.corpus)
        elif options.article is None or not options.records:
            raise _Refused("Name an article and at least one record, or a folder with --corpus; --help says more.")
        else:
            article = _read(options.article)
            records = [Transcript(_read(path), str(path)) for path in options.records]
            sys.stdout.write(page_of(article, records, compare_all(article, quotations_of(article), records)))
    except _Refused as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        sys.stderr.close()
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m factcheck.record",
        description="Hold the quotations of an article against records, such as the transcript of a speech: which are"
        " there word for word, which were changed, and at which words. Reads UTF-8 text, SRT and VTT.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("article", type=Path, nargs="?", metavar="ARTICLE", help="the article, as text")
    parser.add_argument("records", type=Path, nargs="*", metavar="RECORD", help="what it is held against")
    parser.add_argument(
        "--corpus", type=Path, metavar="DIR", help="hold each pair of DIR/pairs.jsonl and print JSON lines"
    )
    return parser.parse_args(arguments)


def _print_corpus(folder: Path) -> None:
    if not (folder / "pairs.jsonl").is_file():
        raise _Refused(f"There is no pairs.jsonl in {folder}.")
    for line in corpus_lines(folder):
        sys.stdout.write(line + "\n")


def _read(path: Path) -> str:
    """The text exactly as it is, line ends included, so that offsets count what is in the file."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as problem:
        raise _Refused(f"{path} can’t be read: {problem.strerror}.") from problem
    except UnicodeDecodeError as problem:
        raise _Refused(f"{path} is not UTF-8 text (byte {problem.start}); convert it first.") from problem
    if not text.strip():
        raise _Refused(f"There is no text in {path}.")
    return text


if __name__ == "__main__":
    sys.exit(main())
