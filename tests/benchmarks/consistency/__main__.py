"""How many planted errors the rules find that hold an article against itself, and how often they cry wolf.

    python -m tests.benchmarks.consistency                     # articles of the seeds
    python -m tests.benchmarks.consistency --articles DIR      # DIR/text/*.txt, or .txt files below DIR
    python -m tests.benchmarks.consistency --show              # what was missed, and what was flagged for nothing

Each run plants one error of a class in a copy of an article, 30 a class: half of them in what the article has itself
where it has any (a name, a quotation, a headline, a title, an amount), the others by templates. It counts as found
when a finding of that class names every place. Harmless look-alikes go in the same way. What the rules say of the
articles as they are is printed apart, by 5,000 words, for somebody to read.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import time
from collections import Counter
from pathlib import Path

from factcheck.standards.consistency.rules import disagreements_of
from factcheck.standards.consistency.text import Disagreement
from tests.benchmarks.consistency.planting import Planted, plant_by_template, plant_in_article
from tests.benchmarks.consistency.templates import HARMLESS, PLANTED

_SEEDS = Path(__file__).parents[3] / "seeds"
_DAY = dt.date(2016, 6, 15)


def main() -> None:
    options = _options()
    articles = _articles(options.articles)
    rng = random.Random(options.seed)
    total = Counter[str]()
    print(f"{len(articles)} articles, seed {options.seed}, {options.each} planted a class\n")
    print(f"{'class':18}{'recall':>8}{'in articles':>14}{'templates':>12}{'look-alikes':>14}")
    for name in PLANTED:
        hits, tries, by_kind = 0, 0, Counter[tuple[str, bool]]()
        for number in range(options.each):
            planted = None
            if number % 2 == 0:
                planted = plant_in_article(name, rng.sample(articles, min(60, len(articles))), rng)
            kind = "article" if planted else "template"
            planted = planted or plant_by_template(PLANTED[name], rng.choice(articles), rng, _DAY, at=number)
            is_hit = _is_hit(name, planted)
            hits, tries = hits + is_hit, tries + 1
            by_kind[kind, is_hit] += 1
            if options.show and not is_hit:
                print(f"  missed {name} ({kind}): {planted.shown()}")
        flagged, harmless = 0, 0
        for number in range(options.each):
            planted = plant_by_template(HARMLESS[name], rng.choice(articles), rng, _DAY, at=number)
            said = _said_of(planted)
            flagged, harmless = flagged + bool(said), harmless + 1
            if options.show and said:
                print(f"  flagged ({name}): {planted.shown()} → {said[0].rule}: {said[0].message}")
        total.update(hits=hits, tries=tries, flagged=flagged, harmless=harmless)
        parts = [
            f"{by_kind[kind, True]}/{by_kind[kind, True] + by_kind[kind, False]}" for kind in ("article", "template")
        ]
        print(f"{name:18}{hits / tries:8.2f}{parts[0]:>14}{parts[1]:>12}{flagged:>11}/{harmless}")
    print(f"{'all':18}{total['hits'] / total['tries']:8.3f}{total['flagged'] / total['harmless']:40.3f}")
    _as_they_are(articles, show=options.show_published)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the rules that hold an article against itself.")
    parser.add_argument("--articles", type=Path, help="a folder of published articles, as .txt")
    parser.add_argument("--each", type=int, default=30, help="how many errors are planted a class (30)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print what was missed and what was flagged")
    parser.add_argument("--show-published", action="store_true", help="print every finding on the articles as they are")
    return parser.parse_args()


def _articles(folder: Path | None) -> list[str]:
    paths = sorted((folder or _SEEDS).rglob("*.txt"))
    if not paths:
        raise SystemExit(f"There is no .txt file below {folder or _SEEDS}.")
    return [path.read_bytes().decode("utf-8") for path in paths]


def _is_hit(name: str, planted: Planted) -> bool:
    """Whether one finding of the class names every place."""
    found = disagreements_of(planted.text, title=planted.title, published_on=_DAY)
    return any(
        finding.rule == name
        and all(
            any(place.start < end and start < place.end for place in finding.places) for start, end in planted.places
        )
        for finding in found
    )


def _said_of(planted: Planted) -> list[Disagreement]:
    """What is said of the words that were put in."""
    return [
        finding
        for finding in disagreements_of(planted.text, title=planted.title, published_on=_DAY)
        if any(
            place.start < end and start < place.end and not place.is_title
            for place in finding.places
            for start, end in planted.inserted
        )
    ]


def _as_they_are(articles: list[str], *, show: bool) -> None:
    words, by_rule, seconds = 0, Counter[str](), 0.0
    for text in articles:
        words += len(text.split())
        started = time.process_time()
        findings = disagreements_of(text, published_on=_DAY)
        seconds += time.process_time() - started
        by_rule.update(finding.rule for finding in findings)
        if show:
            for finding in findings:
                around = [
                    re.sub(r"\s+", " ", text[max(0, place.start - 50) : place.end + 50]) for place in finding.places
                ]
                print(f"\n{finding.rule}: {finding.message}\n  " + "\n  ".join(around))
    count = len(list(by_rule.elements()))
    print(f"\nAs they are: {words:,} words, {count} findings, {5000 * count / max(1, words):.2f} in 5,000 words")
    print(f"  {dict(by_rule)}")
    print(
        f"  {1000 * seconds / len(articles):.1f} ms of processor"
        f" time an article, {800_000 * seconds / words:.1f} ms for 800 words"
    )


if __name__ == "__main__":
    main()
