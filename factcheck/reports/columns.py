"""The columns of the table of many articles, in SQL, so that PostgreSQL writes the lines of the file itself.

Headings and values are those of one article's CSV (``formats/csv_file.py``; a test holds the two together), after what
tells the articles apart. Left out are the names that sources lead back to, and the findings with their dismissals:
only a whole article can tell them, and its own files do.
Only our own words are put into a statement; what people wrote is read, or sent as a parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.db import models

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import (
    CHECKLIST,
    DIFFERS_FROM_RECOMMENDATION,
    SET_BEFORE,
    Said,
    SecondOpinion,
    UnattributedReason,
    Verdict,
)
from factcheck.reports.clock import clocks
from factcheck.reports.editions import KEPT_FILE
from factcheck.reports.formats.csv_file import EDITION, headings_left_out
from factcheck.reports.text import BESIDE_FIELDS, LABELS
from factcheck.reviews.editions import FOR_DESK, EditionChoice, Tick, belongs
from factcheck.reviews.models import Stance
from factcheck.reviews.review_fields import ReviewField


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"


def _label(column: str, labels: Mapping[str, str] | Iterable[tuple[str, str]]) -> str:
    whens = " ".join(f"WHEN {_quoted(value)} THEN {_quoted(label)}" for value, label in dict(labels).items())
    return f"CASE {column} {whens} ELSE '' END"


def _choices(column: str, choices: type[models.TextChoices], *, but: str = "") -> str:
    return _label(column, ((value, label) for value, label in choices.choices if value != but))


def _stored(field: ReviewField) -> str:
    column = f"claim.{field.name}"
    return _label(column, field.choices) if field.choices else column


def _status(column: str) -> str:
    return _label(column, ((status.value, status.label) for status in SourcingStatus))


def _time(column: str, zone: str) -> str:
    return f"coalesce(to_char({column} AT TIME ZONE {_quoted(zone)}, 'YYYY-MM-DD HH24:MI:SS'), '')"


def _times(name: str, column: str, zones: tuple[str, ...]) -> dict[str, str]:
    """A column for each clock, as ``formats/csv_file.py`` has them."""
    return {f"{name} ({zone})": _time(column, zone) for zone in zones}


def _person(table: str) -> str:
    name = f"btrim(concat_ws(' ', {table}.first_name, {table}.last_name))"
    return f"CASE WHEN {table}.id IS NULL THEN '' ELSE coalesce(nullif({name}, ''), {table}.username) END"


def _about_source(choice: EditionChoice) -> str:
    answers = [
        f"CASE WHEN claim.{name} <> '' THEN {_quoted(label + ' ')} || claim.{name} END"
        for name, label in CHECKLIST.items()
        if choice.has(belongs("about_source", name))
    ]
    return f"concat_ws(' ', {', '.join(answers)})" if answers else "''"


def _source(choice: EditionChoice) -> str:
    """Without what the desk alone wrote of an unnamed source, as ``reports.editions`` leaves it out."""
    if choice.has(Tick.SOURCES):
        return "claim.source"
    name = r"btrim(regexp_replace(lower(claim.source), '\s+', ' ', 'g'))"
    is_own = f"claim.status IN ({_UNNAMED}) AND position({name} IN article.words) = 0"
    return f"CASE WHEN {is_own} THEN '' ELSE claim.source END"


_UNNAMED = ", ".join(_quoted(status.value) for status in SourcingStatus if status.is_unnamed)
#: Nobody speaks here, so nobody can have spoken to another outlet.
_WITHOUT_SPEAKER = ", ".join(_quoted(status.value) for status in SourcingStatus if not status.has_speaker)
_CHANNEL = f"CASE WHEN claim.status IN ({_WITHOUT_SPEAKER}) THEN '' ELSE coalesce(suggested.channel, '') END"


_VERDICT_REMARKS = f"""concat_ws('; ',
  CASE WHEN claim.is_verdict_stale THEN {_quoted(SET_BEFORE)} END,
  CASE WHEN claim.verdict <> 'pending' AND claim.recommended NOT IN ('pending', claim.verdict)
    THEN {_quoted(DIFFERS_FROM_RECOMMENDATION)} END)"""


def _article_texts(zones: tuple[str, ...]) -> dict[str, str]:
    """What tells the articles apart."""
    return {
        "Title": "article.title",
        "Outlet": "article.outlet",
        "Byline": "article.byline",
        "Published": "article.published",
        **_times("Loaded at", "article.loaded_at", zones),
        "URL": "article.url",
    }


def _claim_texts(zones: tuple[str, ...], choice: EditionChoice) -> dict[str, str]:
    return {
        "Part": "CASE WHEN claim.part = 0 THEN '' ELSE chr(96 + claim.part) END",
        "Claim": "claim.text",
        LABELS["sourcing"]: _status("claim.status"),
        LABELS["source"]: _source(choice),
        LABELS["cue"]: "claim.cue",
        LABELS["channel"]: _CHANNEL,
        LABELS["unattributed_reason"]: _choices("claim.unattributed_reason", UnattributedReason),
        LABELS["about_source"]: _about_source(choice),
        LABELS["said"]: _choices("claim.said", Said),
        LABELS["recommended"]: _choices("claim.recommended", Verdict, but=Verdict.PENDING.value),
        LABELS["verdict"]: _choices("claim.verdict", Verdict),
        LABELS["verdict_by"]: _person("decider"),
        **_times("Verdict at", "claim.verdict_at", zones),
        LABELS["is_verdict_stale"]: _VERDICT_REMARKS,
        LABELS["reviewed_by"]: _person("reviewer"),
        **_times("Reviewed at", "claim.reviewed_at", zones),
        **{field.label: _stored(field) for field in BESIDE_FIELDS},
        LABELS["evidence"]: "CASE WHEN claim.second_opinion = 'asked' THEN '' ELSE coalesce(evidence.words, '') END",
        LABELS["second_opinion"]: _choices("claim.second_opinion", SecondOpinion, but=SecondOpinion.NONE.value),
        LABELS["suggested"]: _status("claim.suggested_status"),
    }


@dataclass(frozen=True, slots=True)
class Columns:
    """The table's columns in order: their headings, and what PostgreSQL writes below each.

    The last one is a number: the end of a line is never the end of a text.
    """

    headings: tuple[str, ...]
    values: tuple[str, ...]
    #: Texts are quoted, and looked through for formulas; the others are whole numbers.
    are_texts: tuple[bool, ...]


def columns(choice: EditionChoice = FOR_DESK) -> Columns:
    """The columns of an edition with the clocks of the desk."""
    return _columns(tuple(clocks()), choice)


@cache
def _columns(zones: tuple[str, ...], choice: EditionChoice) -> Columns:
    article = {"Article": "article.id"} | _article_texts(zones) | {EDITION: _quoted(choice.words)}
    left_out = headings_left_out(choice)
    texts = {heading: value for heading, value in _claim_texts(zones, choice).items() if heading not in left_out}
    claim = {"Number": "claim.number"} | texts
    suggestion = {"Suggestion likely (%)": "round(100 * claim.suggested_probability)::int"}
    values = article | claim | suggestion | {"Start": "claim.start", "End": 'claim."end"'}
    numbers = {"Article", "Number", *suggestion, "Start", "End"}
    return Columns(tuple(values), tuple(values.values()), tuple(heading not in numbers for heading in values))


def _evidence(choice: EditionChoice) -> str:
    """What was brought to a claim and to its sentence before it was split or joined, as in ``reports.build``."""
    name, place = "coalesce(nullif(found.file_name, ''), found.url)", "found.place"
    if not choice.has(Tick.FILES):
        name = f"CASE WHEN found.sha256 = '' THEN found.url ELSE {_quoted(KEPT_FILE)} END"
        place = "CASE WHEN found.sha256 = '' THEN found.place END"
    return f"""
SELECT brought.claim_id, string_agg(
  {_label("brought.stance", Stance.choices)} || CASE WHEN found.is_primary THEN ' (primary): ' ELSE ': ' END
    || concat_ws(', ', nullif({name}, ''), nullif({place}, '')),
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


def _articles(choice: EditionChoice) -> str:
    """What is said of an article is worked out once, not for each of its claims."""
    words = "''" if choice.has(Tick.SOURCES) else r"lower(regexp_replace(article.text, '\s+', ' ', 'g'))"
    return f"""
SELECT article.id, article.title, article.byline, article.url, coalesce(outlet.name, '') AS outlet,
  coalesce(article.published_on::text, '') AS published, article.loaded_at,
  {words} AS words
FROM articles_article AS article LEFT JOIN articles_outlet AS outlet ON outlet.id = article.outlet_id
WHERE article.id = ANY(%(articles)s)
"""  # noqa: S608


def _from(choice: EditionChoice) -> str:
    """The articles are named beside every table, so that each is entered by its index and none is read whole for each
    batch."""
    return f"""
FROM claims_claim AS claim
JOIN article ON article.id = claim.article_id
LEFT JOIN claims_attribution AS suggested
  ON suggested.id = claim.suggested_by_id AND suggested.article_id = ANY(%(articles)s)
LEFT JOIN accounts_user AS reviewer ON reviewer.id = claim.reviewed_by_id
LEFT JOIN accounts_user AS decider ON decider.id = claim.verdict_by_id
LEFT JOIN ({_evidence(choice)}) AS evidence ON evidence.claim_id = claim.id
WHERE claim.article_id = ANY(%(articles)s) AND claim.is_current
"""


def lines_of(narrowed: str, choice: EditionChoice = FOR_DESK) -> str:
    """The statement that writes the lines of an edition, with ``narrowed`` as a further condition on ``claim``."""
    table = columns(choice)
    listed = ", ".join(f"{value} AS c{place}" for place, value in enumerate(table.values))
    quoted = ", ".join(f"c{place}" for place, is_text in enumerate(table.are_texts) if is_text)
    return (
        f"COPY (WITH article AS MATERIALIZED ({_articles(choice)}) SELECT {listed} {_from(choice)} {narrowed} "
        "ORDER BY claim.article_id, claim.number, claim.part) "
        f"TO STDOUT (FORMAT csv, FORCE_QUOTE ({quoted}))"
    )
