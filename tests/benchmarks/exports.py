"""The table of 100,000 claims against a raw COPY of their rows. ``python -m tests.benchmarks.exports [CLAIMS]``.

Both read the same claims with the same joins in one run, in turn. The raw COPY leaves out what our table adds: labels,
evidence, and the look through every text for formulas. The memory is that of the worker's process at its
highest, while it does the whole job with its progress, its file in the database and all, at a tenth and at all of them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

from tests.benchmarks.desk import database, say, timed

#: Claims of one article.
_EACH = 25
_TURNS = 5
_TEXT = (
    "On day {n} a senior official, who did not want a name, told the paper that “the bridge – of 1987 – can wait”",
    'The harbour office said on day {n} that the council\'s vote, taken at 8 p.m., "changes nothing" for the ferry.',
    "It is expected that the union will call a strike; the mayor – re-elected in May – has reportedly agreed to talks.",
    "=SUM({n}) was what the leaked spreadsheet had in its first cell; nobody at the ministry would say why.",
)
#: The rows as they lie in the tables, with the joins that a name of a person or an outlet needs.
_RAW = """
COPY (
  SELECT article.id, article.title, outlet.name, article.byline, article.published_on, article.loaded_at, article.url,
    claim.number, claim.part, claim.text, claim.status, claim.source, claim.cue, suggested.channel,
    claim.unattributed_reason, claim.anonymity_reason, claim.how_source_knows, claim.second_source, claim.name_known_to,
    claim.said, claim.recommended, claim.verdict, decider.first_name, claim.verdict_at, reviewer.first_name,
    claim.reviewed_at, claim.wording, claim.note, claim.second_opinion, claim.suggested_status,
    claim.suggested_probability, claim.start, claim."end"
  FROM claims_claim AS claim
  JOIN articles_article AS article ON article.id = claim.article_id
  LEFT JOIN articles_outlet AS outlet ON outlet.id = article.outlet_id
  LEFT JOIN claims_attribution AS suggested ON suggested.id = claim.suggested_by_id
  LEFT JOIN accounts_user AS reviewer ON reviewer.id = claim.reviewed_by_id
  LEFT JOIN accounts_user AS decider ON decider.id = claim.verdict_by_id
  WHERE claim.is_current ORDER BY claim.article_id, claim.number, claim.part
) TO STDOUT (FORMAT csv)
"""


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with database():
        make_claims(many // 10)
        few = memory()
        make_claims(many - many // 10, start=many // 10)
        against_copy(many)
        peak = memory()
        say(f"memory of the worker at its highest, {many // 10:,} claims", f"{few:.0f} MiB")
        say(f"memory of the worker at its highest, {many:,} claims", f"{peak:.0f} MiB   {peak / few:.2f} ×")


def against_copy(many: int) -> None:
    raw, ours, whole = [], [], []
    for _ in range(_TURNS):
        raw.append(timed(_raw))
        ours.append(timed(_table))
        whole.append(timed(_job))
    base = statistics.median(raw)
    say(f"a raw COPY of {many:,} claims", f"{base:.2f} s")
    for what, times in (("the lines of our table", ours), ("the whole job, its file stored", whole)):
        say(what, f"{statistics.median(times):.2f} s   {statistics.median(times) / base:.2f} ×")


def _raw() -> int:
    from django.db import connection

    with connection.cursor() as cursor, cursor.copy(_RAW) as rows:
        return sum(len(row) for row in rows)


def _table() -> int:
    from factcheck.reports.filters import ArticleFilter
    from factcheck.reports.table import CsvTable, read_batches

    return sum(len(line) for batch in read_batches(ArticleFilter(), CsvTable().read) for line in batch)


def _job() -> None:
    from factcheck.accounts.models import User
    from factcheck.jobs.models import Job
    from factcheck.reports.bulk import Form, make, request_export
    from factcheck.reports.filters import ArticleFilter

    ed = User.objects.filter(username="ed").first() or User.objects.create_user("ed")
    job, _ = request_export(selection=ArticleFilter(), form=Form.CSV, slug="", by=ed, key=None)
    make(job)
    assert Job.objects.get(pk=job.pk).state == Job.State.DONE
    Job.objects.filter(pk=job.pk).delete()


def memory() -> float:
    """Of a process of its own that does the job, in MiB."""
    code = (
        "import django, resource; django.setup(); from tests.benchmarks.exports import _job; _job();"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=os.environ, capture_output=True, text=True, check=True)
    return float(done.stdout)


def make_claims(number: int, start: int = 0) -> None:
    """Articles of 25 claims: a third of them reviewed with a note and a verdict, one in ten with evidence."""
    import datetime as dt

    from django.db import connection
    from django.utils import timezone

    from factcheck.accounts.models import User
    from factcheck.articles.models import Article, Outlet
    from factcheck.claims.models import Tally
    from factcheck.readers.text import fingerprint

    rita, _ = User.objects.get_or_create(username="rita", first_name="Rita")
    outlets = [Outlet.objects.get_or_create(name=f"Example Wire {n}")[0] for n in range(20)]
    for first in range(start // _EACH, (start + number) // _EACH, 500):
        these = range(first, min(first + 500, (start + number) // _EACH))
        lines = {n: [_TEXT[3 if n % 4 == 0 and k == 0 else k % 3].format(n=n) for k in range(_EACH)] for n in these}
        articles = Article.objects.bulk_create(
            Article(
                title=f"Harbour news {n}",
                text="\n".join(lines[n]),
                text_sha256=fingerprint(f"{n}"),
                detector="made",
                outlet=outlets[n % 20],
                byline=f"Sam Writer {n % 40}",
                published_on=dt.date(2026, 1, 1) - dt.timedelta(days=n % 300),
            )
            for n in these
        )
        Tally.objects.bulk_create(
            Tally(article=article, claims=_EACH, reviewed=8, unnamed_official=_EACH, pending=_EACH - 8, verified=8)
            for article in articles
        )
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO claims_claim (article_id, number, part, is_current, start, "end", text, status, source, cue,
                  unattributed_reason, recommended, note, said, wording, anonymity_reason, how_source_knows,
                  second_source, name_known_to, second_opinion, cuts, reviewed_by_id, reviewed_at, verdict,
                  verdict_by_id, verdict_at, verdict_version, is_verdict_stale, suggested_status, suggested_why,
                  suggested_probability, suggested_with,
                  change_since_previous, version, changed_seq)
                SELECT article.id, n, 0, true, 200 * n, 200 * n + length(line), line, 'unnamed_official',
                  'a senior official', 'told', '', 'pending',
                  CASE WHEN n <= 8 THEN 'Asked the press office; they point to the minutes of May.' ELSE '' END,
                  'pending', '', '', '', '', '', '', '{}', CASE WHEN n <= 8 THEN %(rita)s END,
                  CASE WHEN n <= 8 THEN %(at)s END, CASE WHEN n <= 8 THEN 'verified' ELSE 'pending' END,
                  CASE WHEN n <= 8 THEN %(rita)s END, CASE WHEN n <= 8 THEN %(at)s END,
                  CASE WHEN n <= 8 THEN 0 END, false, 'unnamed_official',
                  'Said so by hand.', 0.83, 'made', '', 0, 0
                FROM articles_article AS article,
                  unnest(string_to_array(article.text, E'\\n')) WITH ORDINALITY AS each(line, n)
                WHERE article.id = ANY(%(articles)s)
                """,
                {"articles": [article.pk for article in articles], "rita": rita.pk, "at": timezone.now()},
            )
            cursor.execute(
                """
                INSERT INTO claims_attribution (article_id, claim_id, source_spans, cue_spans, content_spans,
                  introduced_spans, source, cue, status, rule, why, introduced, channel, is_nested)
                SELECT article_id, id, '{}', '{}', '{}', '{}', source, cue, status, 'made', '', '',
                  CASE WHEN number % 5 = 0 THEN 'CNN' ELSE '' END, false
                FROM claims_claim WHERE article_id = ANY(%(articles)s);
                """.replace(" % 5", " %% 5"),
                {"articles": [article.pk for article in articles]},
            )
            cursor.execute("ALTER TABLE claims_claim DISABLE TRIGGER USER")
            cursor.execute(
                "UPDATE claims_claim SET suggested_by_id = one.id FROM claims_attribution AS one "
                "WHERE one.claim_id = claims_claim.id AND claims_claim.article_id = ANY(%s)",
                [[article.pk for article in articles]],
            )
            cursor.execute("ALTER TABLE claims_claim ENABLE TRIGGER USER")
            cursor.execute(
                """
                WITH claim AS (
                  SELECT id, article_id FROM claims_claim WHERE article_id = ANY(%(articles)s) AND number %% 10 = 1
                ), made AS (
                  INSERT INTO reviews_evidence (article_id, url, file, file_name, content_type, size, sha256, place,
                    quotation, is_primary, contact, key, by_id, at)
                  SELECT article_id, 'https://example.org/minutes/' || id, '', '', '', 0, '', 'page 3', 'It was so.',
                    true, '', gen_random_uuid(), %(rita)s, now() FROM claim RETURNING id, article_id, url
                )
                INSERT INTO reviews_evidenceuse (article_id, evidence_id, claim_id, stance, by_id, at)
                SELECT made.article_id, made.id, claim.id, 'supports', %(rita)s, now()
                FROM made JOIN claim ON made.url = 'https://example.org/minutes/' || claim.id
                """,
                {"articles": [article.pk for article in articles], "rita": rita.pk},
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
