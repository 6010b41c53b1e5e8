"""The columns of the table of many articles, in SQL, so that PostgreSQL writes the lines of the file itself.

Headings and values are those of one article's CSV (``formats/csv_file.py``; a test holds the two together), behind what
tells the articles apart. Left out are the names that sources lead back to, and the findings with their dismissals:
only a whole article can tell them, and its own files do.
Nothing but our own words is put into a statement; what people wrote is read, or sent beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import CHECKLIST, Said, SecondOpinion, UnattributedReason, Verdict
from factcheck.reviews.models import Stance


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"


def _label(column: str, labels: Mapping[str, str] | Iterable[tuple[str, str]]) -> str:
    whens = " ".join(f"WHEN {_quoted(value)} THEN {_quoted(label)}" for value, label in dict(labels).items())
    return f"CASE {column} {whens} ELSE '' END"


def _choices(column: str, choices: type[models.TextChoices], *, but: str = "") -> str:
    return _label(column, ((value, label) for value, label in choices.choices if value != but))


def _status(column: str) -> str:
    return _label(column, ((status.value, status.label) for status in SourcingStatus))


def _time(column: str) -> str:
    return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')"


def _person(table: str) -> str:
    name = f"btrim(concat_ws(' ', {table}.first_name, {table}.last_name))"
    return f"CASE WHEN {table}.id IS NULL THEN '' ELSE coalesce(nullif({name}, ''), {table}.username) END"


def _about_source() -> str:
    asked = (
        f"CASE WHEN claim.{name} <> '' THEN {_quoted(label + ' ')} || claim.{name} END"
        for name, label in CHECKLIST.items()
    )
    return f"concat_ws(' ', {', '.join(asked)})"


#: Nobody speaks here, so nobody can have spoken to another outlet.
_CHANNEL = "CASE WHEN claim.status IN ('hedged', 'unattributed') THEN '' ELSE coalesce(suggested.channel, '') END"

#: Text by its heading; all of it stands in quotes, and is looked through for formulas.
TEXTS = {
    "Title": "article.title",
    "Outlet": "article.outlet",
    "Byline": "article.byline",
    "Published": "article.published",
    "Loaded at (UTC)": "article.loaded",
    "URL": "article.url",
    "Part": "CASE WHEN claim.part = 0 THEN '' ELSE chr(96 + claim.part) END",
    "Claim": "claim.text",
    "Sourcing": _status("claim.status"),
    "Source": "claim.source",
    "Cue": "claim.cue",
    "Channel": _CHANNEL,
    "Reason without attribution": _choices("claim.unattributed_reason", UnattributedReason),
    "About the unnamed source": _about_source(),
    "Did the source say it": _choices("claim.said", Said),
    "Recommended verdict": _choices("claim.recommended", Verdict, but=Verdict.PENDING.value),
    "Verdict": _choices("claim.verdict", Verdict),
    "Verdict by": _person("decider"),
    "Verdict at (UTC)": f"coalesce({_time('claim.verdict_at')}, '')",
    "Reviewed by": _person("reviewer"),
    "Reviewed at (UTC)": f"coalesce({_time('claim.reviewed_at')}, '')",
    "Suggested wording": "claim.wording",
    "Note": "claim.note",
    "Evidence": "CASE WHEN claim.second_opinion = 'asked' THEN '' ELSE coalesce(evidence.words, '') END",
    "Second opinion": _choices("claim.second_opinion", SecondOpinion, but=SecondOpinion.NONE.value),
    "Suggested sourcing": _status("claim.suggested_status"),
}
#: Whole numbers, by heading.
NUMBERS = {
    "Article": "article.id",
    "Number": "claim.number",
    "Suggestion likely (%)": "round(100 * claim.suggested_probability)::int",
    "Start": "claim.start",
    "End": 'claim."end"',
}
#: The order of what PostgreSQL writes. The last one is a number: the end of a line is never the end of a text.
HEADINGS = (
    "Article",
    *list(TEXTS)[:6],
    "Number",
    *list(TEXTS)[6:],
    "Suggestion likely (%)",
    "Start",
    "End",
)

#: What was brought to a claim and to its sentence before it was split or joined, as in ``reports.build``.
_EVIDENCE = f"""
SELECT brought.claim_id, string_agg(
  {_label("brought.stance", Stance.choices)} || ': '
    || concat_ws(', ', nullif(coalesce(nullif(found.file_name, ''), found.url), ''), nullif(found.place, '')),
  E'\\n' ORDER BY found.at, brought.is_own, brought.id
) AS words
FROM (
  SELECT use.id, use.evidence_id, use.stance, use.claim_id, true AS is_own
  FROM reviews_evidenceuse AS use WHERE use.withdrawn_at IS NULL AND use.article_id = ANY(%(articles)s)
  UNION ALL
  SELECT use.id, use.evidence_id, use.stance, claim.id, false
  FROM reviews_evidenceuse AS use JOIN claims_claim AS once ON once.id = use.claim_id AND NOT once.is_current
  JOIN claims_claim AS claim
    ON claim.article_id = once.article_id AND claim.number = once.number AND claim.is_current
  WHERE use.withdrawn_at IS NULL AND use.article_id = ANY(%(articles)s)
) AS brought
JOIN reviews_evidence AS found ON found.id = brought.evidence_id
GROUP BY brought.claim_id
"""  # noqa: S608

# What is said of an article is worked out once, not for each of its claims.
_ARTICLES = f"""
SELECT article.id, article.title, article.byline, article.url, coalesce(outlet.name, '') AS outlet,
  coalesce(article.published_on::text, '') AS published, {_time("article.loaded_at")} AS loaded
FROM articles_article AS article LEFT JOIN articles_outlet AS outlet ON outlet.id = article.outlet_id
WHERE article.id = ANY(%(articles)s)
"""  # noqa: S608

# The articles are named beside every table, so that each is entered by its index and none is read whole for each batch.
_FROM = f"""
FROM claims_claim AS claim
JOIN article ON article.id = claim.article_id
LEFT JOIN claims_attribution AS suggested
  ON suggested.id = claim.suggested_by_id AND suggested.article_id = ANY(%(articles)s)
LEFT JOIN accounts_user AS reviewer ON reviewer.id = claim.reviewed_by_id
LEFT JOIN accounts_user AS decider ON decider.id = claim.verdict_by_id
LEFT JOIN ({_EVIDENCE}) AS evidence ON evidence.claim_id = claim.id
WHERE claim.article_id = ANY(%(articles)s) AND claim.is_current
"""

_COLUMNS = TEXTS | NUMBERS
_LISTED = ", ".join(f"{_COLUMNS[heading]} AS c{place}" for place, heading in enumerate(HEADINGS))
_FORCED = ", ".join(f"c{place}" for place, heading in enumerate(HEADINGS) if heading in TEXTS)


def lines_of(narrowed: str) -> str:
    """The statement that writes the lines, with ``narrowed`` as a further condition on ``claim``."""
    return (
        f"COPY (WITH article AS MATERIALIZED ({_ARTICLES}) SELECT {_LISTED} {_FROM} {narrowed} "
        "ORDER BY claim.article_id, claim.number, claim.part) "
        f"TO STDOUT (FORMAT csv, FORCE_QUOTE ({_FORCED}))"
    )
