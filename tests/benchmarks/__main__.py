"""Takes the figures of DESIGN's targets in one run and prints them. ``python -m tests.benchmarks [ARTICLES]``."""

from __future__ import annotations

import random
import resource
import statistics
import sys
import uuid
from itertools import islice

from tests.benchmarks.desk import Ask, database, milliseconds, say, signed_in, timed, web

SAVES = 240
READS = 60


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with database():
        from tests.factories import make_user

        detection()
        loading()
        rita = make_user("reviewer", "rita")
        with web() as port, signed_in(rita, port) as ask:
            saving(ask)
            listing(ask, 200, many)


def detection() -> None:
    """Words a second over forty texts made of the example's sentences in other orders."""
    from factcheck.attribution.learned import LearnedDetector
    from factcheck.attribution.segmentation import split_sentences
    from factcheck.claims.detection import detector
    from tests.factories import EXAMPLE

    first = timed(detector)
    lines = EXAMPLE.read_text(encoding="utf-8").split("\n")
    dice = random.Random(7)
    texts = ["\n".join(dice.sample(lines, len(lines))) for _ in range(40)]
    words = sum(len(text.split()) for text in texts)
    spent = timed(lambda: [detector().detect(text) for text in texts])
    say(f"detection: {words:,} words, models loaded before in {first:.1f} s", f"{words / spent:,.0f} words a second")
    reader = detector()
    if isinstance(reader, LearnedDetector):
        network = timed(lambda: [reader.tagger.read(text) for text in texts])
        parser = timed(lambda: [list(reader.parser.parse(split_sentences(text))) for text in texts])
        say("… the network's and the parser's part of it", f"{network / spent:.0%} and {parser / spent:.0%}")
    article = " ".join(" ".join(lines * 2).split()[:800])
    reader.detect(article)
    say("one article of 800 words", milliseconds([timed(lambda: reader.detect(article)) for _ in range(20)]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say("memory of this process at its highest, Django and both models included", f"{peak:.0f} MiB")


def loading() -> None:
    """The example article through the real pipeline, again and again; the database takes it back each time."""
    from django.db import transaction

    from factcheck.claims.detection import detector
    from tests.factories import EXAMPLE, load_example

    class Undone(Exception):
        pass

    def load() -> None:
        try:
            with transaction.atomic():
                load_example()
                raise Undone
        except Undone:
            pass

    text = EXAMPLE.read_text(encoding="utf-8")
    whole, reading = [timed(load) for _ in range(12)][2:], [timed(lambda: detector().detect(text)) for _ in range(10)]
    share = statistics.median(reading) / statistics.median(whole)
    say(
        f"loading the example article, {len(text.split())} words",
        f"{milliseconds(whole)}   detection {share:.0%} of it",
    )


def saving(ask: Ask) -> None:
    """Decisions, each on another claim, in turn with the bare view: both meet the same moments of the machine."""
    from factcheck.articles.models import Outlet
    from factcheck.reviews.models import Review
    from tests.factories import make_article

    Outlet.objects.create(pk=1, name="bare")
    line = "The harbour office said on day {} that the bridge can wait until the spring, whatever the council votes."
    articles = [
        make_article("\n".join(line.format(f"{k}-{n}") for n in range(24)), statuses=["organization"] * 24)
        for k in range(SAVES // 24)
    ]
    claims = [(claim.article_id, claim.number, claim.pk) for article in articles for claim in article.claims.all()]
    ours, bare, with_role = [], [], []
    for pk, number, claim in claims:
        form = {
            "status": "organization",
            "source": "The",
            "cue": "harbour",
            "version": 0,
            "claim": claim,
            "key": uuid.uuid4(),
            "note": "",
        }
        spent, status, _ = ask(f"/articles/{pk}/claims/{number}/save/", form)
        assert status == 200, status
        ours.append(spent)
        for path, times in (("/bare-open", bare), ("/bare", with_role)):
            spent, status, _ = ask(path, {"name": f"bare {number}"})
            assert status == 200, status
            times.append(spent)
    assert Review.objects.count() == len(claims)
    say(f"saving a decision ({len(claims)})", milliseconds(ours))
    say("  a bare view that updates one row, for anybody", milliseconds(bare))
    say("  the same for somebody signed in with a role", milliseconds(with_role))
    ratios = [statistics.median(ours) / statistics.median(other) for other in (bare, with_role)]
    say("  saving against them, p50", f"{ratios[0]:.2f} ×, {ratios[1]:.2f} ×")


def listing(ask: Ask, few: int, many: int) -> None:
    """The article list, and a search in it, at few and at many articles."""
    pages = {"newest first": "/articles/", "search for a rare word": "/articles/?q=zeppelin"}
    before = {}
    articles(few)
    for name, path in pages.items():
        before[name] = _reads(ask, path)
    spent = timed(lambda: articles(many - few, start=few))
    say(f"(made {many - few:,} articles in {spent:.0f} s)", "")
    for name, path in pages.items():
        after = _reads(ask, path)
        p95 = [sorted(times)[int(0.95 * len(times))] for times in (after, before[name])]
        say(f"the list, {name}, {few:,} articles", milliseconds(before[name]))
        say(f"the list, {name}, {many:,} articles", f"{milliseconds(after)}   p95 {p95[0] / p95[1]:.2f} ×")


def _reads(ask: Ask, path: str) -> list[float]:
    times = []
    for _ in range(READS):
        spent, status, _text = ask(path)
        assert status == 200, status
        times.append(spent)
    return times[5:]


def articles(number: int, start: int = 0) -> None:
    """Articles with their tallies, whose texts are made of harbour news; one in a thousand has the rare word."""
    import datetime as dt

    from django.db import connection

    from factcheck.articles.models import Article, Outlet
    from factcheck.claims.models import Tally
    from factcheck.readers.text import fingerprint

    outlets = [Outlet.objects.get_or_create(name=f"Example Wire {n}")[0] for n in range(20)]
    words = [
        "harbour",
        "bridge",
        "council",
        "mayor",
        "vote",
        "delay",
        "storm",
        "port",
        "ferry",
        "crane",
        "budget",
        "union",
        "strike",
        "minister",
        "report",
    ]
    dice = random.Random(start)

    def make(n: int) -> Article:
        text = f"Article {n}. " + " ".join(dice.choices(words, k=120)) + (" zeppelin." if n % 1000 == 7 else ".")
        return Article(
            title=f"{dice.choice(words).title()} news {n}",
            text=text,
            text_sha256=fingerprint(text),
            detector="made",
            outlet=outlets[n % 20],
            published_on=dt.date(2026, 1, 1) - dt.timedelta(days=n % 3000),
        )

    rows = (make(n) for n in range(start, start + number))
    while batch := list(islice(rows, 2000)):
        Article.objects.bulk_create(batch)
        Tally.objects.bulk_create(
            Tally(article=stored, claims=24, unattributed=20, hedged=4, pending=24) for stored in batch
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
