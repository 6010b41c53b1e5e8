"""A comparison as a page of plain text, for the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from factcheck.record.classes import QuoteClass
from factcheck.record.comparison import Comparison
from factcheck.record.explanations import Segment, segments_of, sentence_of
from factcheck.record.transcript import Transcript


def page_of(article: str, records: Sequence[Transcript], comparisons: Sequence[Comparison]) -> str:
    """A line with the counts, then each quotation with class, place, differences and a sentence."""
    if not comparisons:
        return "There is no quotation in this article.\n"
    texts = {record.name: record.text for record in records}
    counts = Counter(comparison.quote_class for comparison in comparisons)
    total = "1 quotation" if len(comparisons) == 1 else f"{len(comparisons)} quotations"
    known = ", ".join(f"{counts[each]} {each.label.lower()}" for each in QuoteClass if counts[each])
    parts = [f"{total}: {known}\n"]
    for number, comparison in enumerate(comparisons, start=1):
        record = texts.get(comparison.record or "", "")
        label = f"{comparison.quote_class.sign} {comparison.quote_class.label}"
        parts.append(
            f"{number:>3}  {label}{_place(comparison, len(records))}\n"
            f"     “{''.join(_drawn(segment) for segment in segments_of(article, record, comparison))}”\n"
            f"     {sentence_of(article, record, comparison)}\n"
        )
    parts.append("[-…-] is in the record alone, {+…+} in the article alone.\n")
    return "\n".join(parts)


def _place(comparison: Comparison, records: int) -> str:
    if comparison.where is None:
        return ""
    name = f", {comparison.record}" if records > 1 else ""
    speaker = f", {comparison.where.speaker}" if comparison.where.speaker else ""
    return f"{speaker}, {comparison.where}{name}"


def _drawn(segment: Segment) -> str:
    text = " ".join(segment.text.split())
    if segment.count:
        return f"[-{segment.count} words-] "
    if segment.gone:
        return f"[-{text}-]" + (" " if segment.text.endswith(" ") else "")
    return f"{{+{text}+}}" if segment.new else segment.text
