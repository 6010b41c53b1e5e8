"""Quotations against records, with changes of our own kinds. ``python -m tests.benchmarks.quotations RECORD.txt …``.

Sentences are cut out of the records, changed in one way each, and held against all records at once. Prints for each
kind how many came out on the right side, and how long forty quotations take. The kinds aren't those of any table in
`factcheck/record/`; what the rules allow is below what they don't.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from factcheck.record.comparison import compare
from factcheck.record.search import Index
from factcheck.record.transcript import Transcript

EACH, SEED = 60, 4
Change = Callable[[str], str]


def put(pattern: str, new: str) -> Change:
    """The first place that matches, not at the start, replaced."""
    return lambda text: text[:1] + re.sub(pattern, new, text[1:], count=1)


def swap(*pairs: tuple[str, str]) -> Change:
    def change(text: str) -> str:
        for old, new in pairs:
            changed = put(rf"\b{old}\b", new)(text)
            if changed != text:
                return changed
        return text

    return change


def neighbors(text: str) -> str:
    """Two nouns around “and”, “over” or “than” change places."""
    return put(r"\b(\w{4,}) (over|than|before|from) (\w{4,})\b", r"\3 \2 \1")(text)


MEANING: dict[str, Change] = {
    "hedge dropped": put(r"\b(?:I think|probably|perhaps|maybe|I believe|almost|about) ", ""),
    "hedge added": put(r"\b(is|are|was|were) (?=the|a)", r"\1 probably "),
    "only dropped": put(r"\b(?:only|just|even|still|also) ", ""),
    "and for or": swap(("or", "and"), ("and", "or")),
    "comparison turned": swap(("more", "less"), ("better", "worse"), ("higher", "lower"), ("before", "after")),
    "person changed": swap(("we", "they"), ("they", "we"), ("he", "she"), ("I", "we"), ("our", "their")),
    "scale changed": swap(
        ("million", "billion"), ("billion", "million"), ("thousand", "hundred"), ("percent", "points")
    ),
    "unit changed": swap(("dollars", "euros"), ("years", "months"), ("days", "weeks"), ("miles", "kilometers")),
    "places changed": neighbors,
    "if for when": swap(("if", "when"), ("when", "if"), ("because", "although"), ("until", "unless")),
    "little word": swap(("the", "a"), ("to", "for"), ("in", "at"), ("that", "this")),
    "none for some": swap(("something", "nothing"), ("anybody", "nobody"), ("all", "none"), ("any", "no")),
    "word dropped": put(r"\b(\w{5,}) (?=\w{5,} \w)", ""),
    "put in twice": put(r"\b(\w{4,}) (?=\w{5,})", r"\1 really, really "),
}
ALLOWED: dict[str, Change] = {
    "hesitation put in": put(r", (?=\w)", ", uh, "),
    "stammer put in": put(r" (\w{2,} \w{2,}) (?=\w)", r" \1 -- \1 "),
    "capital in a bracket": lambda text: f"[{text[0].lower()}]{text[1:]}",
    "sic": put(r" (\w{5,}) (?=\w)", r" \1 [sic] "),
    "note in a bracket": put(r" (\w{5,}) (?=\w)", r" \1 [he spoke of last year] "),
    "inner quotation marks": put(r" (\w{5,} \w+) (?=\w)", r" ‘\1’ "),
    "dash for a comma": put(r", (?=\w)", " — "),
    "letters with stops": swap(("FBI", "F.B.I."), ("CIA", "C.I.A."), ("GOP", "G.O.P."), ("ISIS", "I.S.I.S.")),
}


def sentences(records: list[Transcript]) -> list[str]:
    cut = [
        sentence
        for record in records
        for turn in re.split(r"\n+", record.text)
        for sentence in re.split(r"(?<=[.?!]) (?=[A-Z])", re.sub(r"^[^a-z:]{2,40}: ", "", turn))
        if 8 <= len(sentence.split()) <= 40 and not re.search(r"[\[\](){}“”\"…]|--|—|\.\.", sentence)
    ]
    random.Random(SEED).shuffle(cut)
    return cut


def main() -> None:
    records = [Transcript(Path(name).read_text(encoding="utf-8"), name) for name in sys.argv[1:]]
    if not records:
        sys.exit(__doc__)
    indexes = [Index(record) for record in records]
    cut = sentences(records)
    known = " ".join(" ".join(word.raw.lower() for word in record.words.words) for record in records)
    for title, kinds, fine in (("changes of meaning", MEANING, False), ("allowed", ALLOWED, True)):
        print(f"{title:24} right side  of   classes")
        for name, change in kinds.items():
            changed = [(sentence, new) for sentence in cut if (new := change(sentence)) != sentence]
            if not fine:  # what happens to stand there after the change says nothing
                changed = [pair for pair in changed if " ".join(re.findall(r"[\w'’]+", pair[1].lower())) not in known]
            classes = Counter()
            for _, text in changed[:EACH]:
                comparison = compare(text, (0, len(text)), indexes)
                classes[comparison.quote_class.value if comparison else "absent"] += 1
                if comparison and (comparison.quote_class in ("verbatim", "cleaned")) is not fine:
                    print(f"    {comparison.quote_class.value}: {text}")
            right = sum(count for each, count in classes.items() if (each in ("verbatim", "cleaned")) is fine)
            print(f"  {name:22} {right:10} {sum(classes.values()):3}   {dict(classes)}")
    text = " ".join(" ".join(word.raw for word in record.words.words) for record in records)
    words = text.split()[:25_000]
    begin = time.process_time()
    index = Index(Transcript(" ".join(words), "long"))
    for number in range(40):
        quotation = " ".join(words[number * 600 :][: 10 + number % 20])
        compare(quotation, (0, len(quotation)), [index])
    print(f"40 quotations against {len(words)} words: {time.process_time() - begin:.2f} s")


if __name__ == "__main__":
    main()
