"""The table of many articles: the same as each article's own CSV, and no text in it is a formula."""

from __future__ import annotations

import csv
import io
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Said, UnattributedReason, Verdict
from factcheck.claims.models import Attribution
from factcheck.reports import table
from factcheck.reports.build import build_report
from factcheck.reports.filters import ArticleFilter, ClaimFilter, Filter
from factcheck.reports.formats.csv_file import CsvFile, columns
from factcheck.reports.table import CsvTable, SheetTable, read_batches
from factcheck.reviews.models import Evidence, EvidenceUse, Stance
from factcheck.reviews.services import split
from factcheck.spreadsheets import cell, may_hold_formula
from tests.factories import load_example, make_article, make_claim
from tests.reports.builders import HOSTILE
from tests.reviews.test_services import say

#: What only a whole article can tell, or only a frozen report has.
LEFT_OUT = {"Traced to", "Findings", "Dismissed findings", "Report"}
SHARED = [heading for heading in columns() if heading not in LEFT_OUT]


def rows(selection: Filter | None = None) -> list[dict[str, str]]:
    table_format = CsvTable()
    lines = [line for batch in read_batches(selection or ArticleFilter(), table_format.read) for line in batch]
    return list(csv.DictReader(io.StringIO((table_format.heading() + b"".join(lines)).decode("utf-8-sig"), newline="")))


def own_csv(article: Article) -> list[dict[str, str]]:
    """The claims as the article's own file has them."""
    text = "".join(CsvFile().render(build_report(article))).removeprefix("\ufeff")
    return [own_part(row) for row in csv.DictReader(io.StringIO(text, newline=""))]


def own_part(row: dict[str, str]) -> dict[str, str]:
    return {heading: row[heading] for heading in SHARED}


def bring(article: Article, number: int, by: User, stance: str, **fields: str) -> None:
    evidence = Evidence.objects.create(article=article, by=by, **fields)
    EvidenceUse.objects.create(
        article=article, evidence=evidence, claim=article.claims.get(number=number), stance=stance, by=by
    )


@pytest.fixture
def reviewed(rita: User, ed: User) -> Article:
    """An article with something in every column."""
    article = load_example(by=rita)
    say(make_claim(article, 1), rita, status=SourcingStatus.UNNAMED_SOURCE, source="an aide", name_known_to="Ed")
    say(make_claim(article, 2), rita, status=SourcingStatus.DOCUMENT, recommended=Verdict.VERIFIED)
    say(make_claim(article, 2), ed, status=SourcingStatus.DOCUMENT, verdict=Verdict.DISPUTED, note="=1+1\nor “-2”")
    say(make_claim(article, 3), rita, status=SourcingStatus.ORGANIZATION, said=Said.VERIFIED, wording="May be.")
    say(
        make_claim(article, 4),
        rita,
        status=SourcingStatus.UNATTRIBUTED,
        unattributed_reason=UnattributedReason.NEEDS_SOURCE,
        recommended=Verdict.UNVERIFIED,
    )
    bring(article, 2, ed, Stance.CONTRADICTS, url="https://example.org/a", place="page 3")
    bring(article, 2, ed, Stance.SUPPORTS, url="https://example.org/b")
    bring(article, 5, ed, Stance.CONTEXT, url="https://example.org/whole")
    five = article.claims.get(number=5)
    split(claim=five, at=five.start + five.text.index(" ", 20) + 1, version=five.version, key=uuid4(), by=rita)
    say(make_claim(article, 3), ed, status=SourcingStatus.ORGANIZATION, said=Said.VERIFIED, verdict=Verdict.VERIFIED)
    say(make_claim(article, 3), rita, status=SourcingStatus.DOCUMENT, said=Said.VERIFIED, wording="May be.")
    make_claim(article, 6, second_opinion="asked")
    bring(article, 6, ed, Stance.CONTEXT, url="https://example.org/blind")
    return article


@pytest.mark.django_db
def test_a_row_is_what_the_articles_own_csv_says(reviewed: Article) -> None:
    make_article("Other.")
    table_rows = [row for row in rows() if row["Article"] == str(reviewed.pk)]
    assert [own_part(row) for row in table_rows] == own_csv(reviewed)
    for heading in SHARED:
        assert any(row[heading] for row in table_rows), f"nothing in “{heading}” to compare"
    assert table_rows[0]["Title"] == reviewed.title
    assert table_rows[0]["Outlet"] == reviewed.outlet.name


@pytest.mark.django_db
def test_a_claim_that_waits_for_two_opinions_shows_nothing_of_what_was_found(reviewed: Article) -> None:
    assert "blind" not in str(rows())


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_comes_back_as_it_was_and_none_is_a_formula(name: str) -> None:
    text = HOSTILE[name].replace("\x00", "")
    article = make_article("One.", text[:300].replace("\n", " "), outlet="Wire")
    claim = make_claim(article, note=text, wording=text[:2000], source=text[:500])
    Attribution.objects.create(
        article=article, claim=claim, channel=text[:200], status="unnamed_source", rule="by_hand", why=""
    )
    article.claims.update(suggested_by=claim.attributions.get(), status="unnamed_source")
    (row,) = rows()
    assert (row["Note"], row["Source"]) == (cell(text), cell(text[:500]))
    assert [own_part(row)] == own_csv(article)
    sheet = SheetTable()
    ((values,),) = read_batches(ArticleFilter(), sheet.read)
    assert values[sheet.heading().index("Note")] == text


@given(
    st.lists(
        st.text(
            alphabet=st.one_of(
                st.sampled_from(" \t\r\n;,=+-@＝－'\"“\u200b\xa0é\x07a"),
                st.characters(codec="utf-8", exclude_characters="\x00"),
            )
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_line_in_which_a_cell_would_be_guarded_is_never_taken_for_harmless(texts: list[str]) -> None:
    quoted = ['"' + text.replace('"', '""') + '"' for text in texts]
    line = f"1,{','.join(quoted)},7\n".encode()
    if any(cell(text) != text for text in texts):
        assert may_hold_formula(line)


def test_most_lines_are_harmless() -> None:
    assert not may_hold_formula(
        b'1,"2026-11-25","well-known; he said \xe2\x80\x9cyes - no\xe2\x80\x9d","a@b.example",3\n'
    )


@pytest.mark.django_db
def test_batches_hold_every_claim_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "_CLAIMS", 4)
    monkeypatch.setattr(table, "_ARTICLES", 2)
    for number in range(7):
        make_article("\n".join(f"Sentence {number} {n}." for n in range(number)) or "One.")
    table_rows = rows()
    assert len(table_rows) == 1 + sum(range(7))
    assert len({(row["Article"], row["Number"]) for row in table_rows}) == len(table_rows)
    assert [int(row["Article"]) for row in table_rows] == sorted(int(row["Article"]) for row in table_rows)


@pytest.mark.django_db
def test_what_is_loaded_meanwhile_is_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "_ARTICLES", 1)
    make_article("One.")
    make_article("Two.")
    batches = read_batches(ArticleFilter(), CsvTable().read)
    next(batches)
    make_article("Three.")
    assert len(list(batches)) == 1


@pytest.mark.django_db
def test_only_what_was_asked_for(rita: User) -> None:
    wire = make_article("Sources said one.\nTwo.", outlet="Wire", statuses=["unnamed_source"])
    make_article("Sources said three.", outlet="Paper", statuses=["unnamed_source"])
    say(make_claim(wire, 2), rita, status=SourcingStatus.UNATTRIBUTED)
    assert [row["Claim"] for row in rows(ClaimFilter(sourcing="unnamed"))] == [
        "Sources said one.",
        "Sources said three.",
    ]
    assert [row["Claim"] for row in rows(ClaimFilter(sourcing="unnamed", outlet=str(wire.outlet_id)))] == [
        "Sources said one."
    ]
    assert [row["Claim"] for row in rows(ClaimFilter(reviewer=str(rita.pk)))] == ["Two."]
    assert [row["Claim"] for row in rows(ArticleFilter(outlet=str(wire.outlet_id)))] == ["Sources said one.", "Two."]
    assert rows(ArticleFilter(q="nothing")) == []


@pytest.mark.django_db
def test_a_sentence_as_long_as_an_article(rita: User) -> None:
    make_article("=" + "word " * 60_000)
    (row,) = rows()
    assert len(row["Claim"]) > 290_000
