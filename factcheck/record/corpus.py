"""A folder of articles and records, and the lines that are compared with what people found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from factcheck.record.comparison import Comparison, compare
from factcheck.record.quotations import quotations_of
from factcheck.record.search import Index
from factcheck.record.transcript import Transcript


def corpus_lines(folder: Path) -> Iterator[str]:
    """One JSON line for each quotation of the articles that ``pairs.jsonl`` names, held against their records."""
    indexes: dict[str, Index] = {}
    for line in (folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        for name in pair["records"]:
            if name not in indexes:
                indexes[name] = Index(Transcript((folder / name).read_bytes().decode("utf-8"), name))
        text = (folder / pair["text"]).read_bytes().decode("utf-8")
        for place in quotations_of(text):
            comparison = compare(text, place, [indexes[name] for name in pair["records"]])
            if comparison is not None:
                yield json.dumps({"doc": pair["doc"], **as_json(comparison)}, ensure_ascii=False)


def as_json(comparison: Comparison) -> dict[str, object]:
    """The fields of a line: places as pairs of offsets."""
    return {
        "quote": list(comparison.quoted),
        "record": comparison.record,
        "passage": list(comparison.passage) if comparison.passage else None,
        "class": comparison.quote_class.value,
        "differences": [
            {"quote": list(difference.quoted), "record": list(difference.recorded), "kind": difference.kind.value}
            for difference in comparison.differences
        ],
    }
