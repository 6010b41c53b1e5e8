import codecs
import csv
import io
import time
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Said, SecondOpinion, UnattributedReason, Verdict
from factcheck.reports.formats.csv_file import CsvFile, columns
from factcheck.spreadsheets import cell
from factcheck.standards import findings_for_claim
from tests.reports.builders import AT, DISMISSED, ED, HOSTILE, MINUTES, RITA, make_report, make_reported_claim

HEDGED = findings_for_claim(status="hedged")[0]

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\tplain words behind a tab",
    "\rplain words behind a return",
    "\nplain words behind a line end",
    "   =1",
    "\u00a0=1",
    "\u3000=1",
    '"=1"',
    "'=1",
    "“=1”",
    ' " =1',
    "\ufeff=1",
    "\u200b=1",
    "\u202e=1",
    "\x01=1",
    "＝1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "=cmd|' /C calc'!A1",
    '=HYPERLINK("https://example.org/?"&A1,"click")',
    "– no\n=1",
]
HARMLESS = [
    "",
    "The bridge can wait.",
    "E = mc²",
    "1-1",
    "a@example.org",
    "“No,” she said – “never”; that was all.",
    "–dash",  # an en dash is no minus
    "قال المسؤول إن القرار نهائي.",
    "👩🏽‍⚖️ ruled",
]


def written(*claims, **article):
    return "".join(CsvFile().render(make_report(*claims, **article)))


def rows(text, delimiter=","):
    """The file as a real reader sees it."""
    data = text.encode().removeprefix(codecs.BOM_UTF8).decode()
    return list(csv.reader(io.StringIO(data, newline=""), delimiter=delimiter))


def read(*claims):
    """One dict for each claim, through bytes and back."""
    table = rows(written(*claims))
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def is_formula(text):
    """Asked in another way than the format asks: the first letter that a spreadsheet would look at."""
    for letter in text:
        if letter in "\"'`“”‘’„«»":
            if letter == "'":
                return False
            continue
        if letter.isspace() or unicodedata.category(letter) in {"Cc", "Cf"}:
            continue
        return unicodedata.normalize("NFKC", letter) in {"=", "+", "-", "@"}
    return False


def test_a_heading_and_one_row_for_each_claim():
    table = rows(written(make_reported_claim(1), make_reported_claim(2)))
    assert table[0] == [*columns(), "Edition", "Report"]
    assert [row[0] for row in table[1:]] == ["1", "2"]


def test_every_column():
    (row,) = read(
        make_reported_claim(
            4,
            "Sources say no.",
            start=10,
            end=25,
            sourcing=SourcingStatus.UNNAMED_SOURCE,
            suggested=SourcingStatus.HEDGED,
            source="Sources",
            cue="say",
            channel="CNN",
            recommended=Verdict.VERIFIED,
            reviewed_by=RITA,
            reviewed_at=AT,
            verdict=Verdict.DISPUTED,
            verdict_by=ED,
            verdict_at=AT,
            note="Called twice.",
            findings=(*findings_for_claim(status="unnamed_source"), replace(HEDGED, dismissed=DISMISSED)),
            leads_to="sources close to the board",
            suggested_probability=0.416,
            part=2,
            said=Said.VERIFIED,
            wording="Two sources say no.",
            about_source=(("Why is the source not named?", "She may lose her job."),),
            second_opinion=SecondOpinion.SETTLED,
            evidence=(MINUTES,),
        )
    )
    assert row == {
        "Number": "4",
        "Part": "b",
        "Claim": "Sources say no.",
        "Sourcing": "Unnamed source",
        "Source": "Sources",
        "Traced to": "sources close to the board",
        "Cue": "say",
        "Via": "CNN",
        "Why no attribution": "",
        "About the unnamed source": "Why is the source not named? She may lose her job.",
        "Findings": "Serious: Relies on an unnamed source alone, with neither name nor office given.",
        "Dismissed findings": "Is hedged and names no source. Dismissed by Ed Okafor, 23 Nov 2026 09:40:00 UTC: "
        "The minister said so on the record in paragraph 2.",
        "Did the source say it": "Confirmed",
        "Recommended verdict": "Verified",
        "Verdict": "Disputed",
        "Verdict by": "Ed Okafor",
        "Verdict at (UTC)": "2026-11-23 09:40:00",
        "About the verdict": "differs from the recommendation",
        "Reviewed by": "Rita Reyes",
        "Reviewed at (UTC)": "2026-11-23 09:40:00",
        "Suggested wording": "Two sources say no.",
        "Note": "Called twice.",
        "Evidence": "Contradicts it (primary): minutes.pdf, page 3",
        "Second opinion": "Second opinion done",
        "Suggested sourcing": "Hedged, no source",
        "Suggestion likely (%)": "42",
        "Start": "10",
        "End": "25",
        "Edition": "for the desk",
        "Report": "",
    }


def test_what_nobody_decided_is_empty_and_a_reason_is_its_label():
    untouched, reasoned = read(
        make_reported_claim(1), make_reported_claim(2, unattributed_reason=UnattributedReason.NEEDS_SOURCE)
    )
    assert untouched["Verdict"] == "Not checked"
    assert [untouched[name] for name in ("Recommended verdict", "Verdict by", "Verdict at (UTC)", "Reviewed by")] == [
        ""
    ] * 4
    assert untouched["Suggestion likely (%)"] == ""
    assert reasoned["Why no attribution"] == "Needs a source"


def test_excel_sees_utf_8():
    assert written().encode().startswith(codecs.BOM_UTF8)
    assert written().count("\ufeff") == 1


def test_lines_end_in_crlf_and_numbers_stand_without_quotes():
    lines = written(make_reported_claim(12, "Short.", start=30, end=36)).removesuffix("\r\n").split("\r\n")
    assert len(lines) == 2
    assert lines[1].startswith('12,"","Short.",')
    assert lines[1].endswith(',30,36,"for the desk",""')


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_in_its_cell(text):
    row, after = read(make_reported_claim(1, text, note=text, source=text), make_reported_claim(2, "After."))
    assert row["Claim"] == row["Note"] == row["Source"] == cell(text)
    assert after["Claim"] == "After."


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_is_verbatim(text):
    assert cell(text) == text


@pytest.mark.parametrize("text", DANGEROUS)
@pytest.mark.parametrize("field", ["text", "source", "cue", "channel", "note"])
def test_no_text_becomes_a_formula(field, text):
    table = rows(written(make_reported_claim(**{field: text})))
    assert text.replace("'", "") in {value.replace("'", "") for value in table[1]}
    assert "'" in "".join(table[1])
    assert [value for value in table[1] if is_formula(value)] == []


@pytest.mark.parametrize("name", ["=1+1", "@ed"])
def test_a_persons_name_becomes_no_formula(name):
    person = type(ED)("ed", name)
    (row,) = read(make_reported_claim(verdict_by=person, reviewed_by=person))
    assert row["Verdict by"] == row["Reviewed by"] == f"'{name}"


def test_a_text_of_separators_alone_is_read_once():
    """Looking ahead from each of them to the end would take seconds here, and hours for a whole article."""
    began = time.perf_counter()
    for separator in "\t;\n \u2028":
        cell(f"a{separator * 50_000}b")
        cell(f"a{f'{separator};' * 25_000}b")
    assert time.perf_counter() - began < 2


#: Texts rich in what spreadsheets look at.
_tricky = st.text(st.one_of(st.sampled_from(";,\t\r\n \"'=+-@＝\ufeffa1|"), st.characters(exclude_categories=["Cs"])))


@given(text=_tricky, note=_tricky)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_is_a_formula_wherever_a_spreadsheet_cuts(delimiter, text, note):
    """Where lists are separated by semicolons, Excel cuts at those, and quotes in the middle mean nothing to it."""
    table = rows(written(make_reported_claim(1, text, note=note, source=text)), delimiter)
    assert [value for row in table for value in row if is_formula(value)] == []


@given(text=_tricky, note=_tricky)
def test_any_text_comes_back_but_for_apostrophes(text, note):
    (row,) = read(make_reported_claim(1, text, note=note))
    assert row["Claim"].replace("'", "") == text.replace("'", "")
    assert row["Note"].replace("'", "") == note.replace("'", "")


def test_rows_come_one_by_one():
    pieces = CsvFile().render(make_report(*(make_reported_claim(number) for number in range(1, 4))))
    assert [piece.count("\r\n") for piece in pieces] == [1, 1, 1, 1]
