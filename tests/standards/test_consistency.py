"""The rules that hold an article against itself, each with its table: what it says and where, what it leaves alone."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import re
import sys
import time
from pathlib import Path

import pytest

from factcheck.standards import RulesArticle, RulesClaim, Severity, apply_rules, findings_for_article
from factcheck.standards.__main__ import main
from factcheck.standards.consistency import CHECKS, ArticleText, disagreements_of
from factcheck.standards.consistency.numbers import find_numbers, spelled_value
from factcheck.standards.table import TEXT_RULES

DAY = dt.date(2026, 6, 15)

#: By rule: a text whose marked places it names, and its message. “ / ” starts a paragraph, “# ” the headline.
SAID: dict[str, list[tuple[str, str]]] = {
    "name-variant": [
        ("Rudy ⟦Marlowe⟧, a lawyer, spoke. / Later ⟦Marlow⟧ said he was tired.", "“Marlowe” and “Marlow”"),
        ("Ann ⟦Kiedis⟧ sang. / Ann ⟦Keidis⟧ bowed.", "“Kiedis” and “Keidis”"),
        ("Sen. Jo ⟦Schweiker⟧ won. / The Reagan-⟦Schwieker⟧ plan lost.", "“Schweiker” and “Schwieker”"),
        ("Workers at ⟦Hartwick⟧ Mills left. / ⟦Hartwik⟧ Mills closed.", "“Hartwick” and “Hartwik”"),
        ("⟦Micheal⟧ Osgood came. / We met ⟦Michael⟧ Osgood.", "“Micheal” and “Michael”"),
    ],
    "second-reference": [
        ("⟦Penhallow⟧ said no.", "“Penhallow” appears by itself, and no full name or post is given"),
        ("“No,” said ⟦Penhallow⟧.", "“Penhallow” appears by itself, and no full name or post is given"),
        ("A clerk of the ⟦RFQB⟧ agreed.", "“RFQB” appears without what it is short for"),
    ],
    "sum": [
        ("The ⟦100⟧ seats: ⟦60 Greens, 35 Whigs and 10⟧ others.", "60 + 35 + 10 = 105, the text says 100"),
        ("Of the ⟦20⟧ boats, ⟦12 sank and five⟧ drifted.", "12 + 5 = 17, the text says 20"),
        ("He gave ⟦$3 million and $4 million⟧, ⟦$8 million⟧ in all.", "$3 million + $4 million = $7 million, the text says"
         " $8 million"),
        ("⟦30 cows and 40⟧ calves died. / In total, ⟦75⟧ animals were lost.", "30 + 40 = 70, the text says 75"),
        ("The ⟦15⟧-member panel has ⟦eight Greens and nine⟧ Whigs.", "8 + 9 = 17, the text says 15"),
    ],
    "percentage": [
        ("Sales rose ⟦30 percent⟧, from ⟦200 to 250⟧.", "from 200 to 250 is a change of 25 percent, the text says 30 percent"),
        ("Support rose ⟦from 40 percent to 44 percent⟧, up ⟦4 percent⟧.", "from 40 percent to 44 percent is 4 percentage"
         " points, or 10 percent; the text says 4 percent"),
        ("⟦30 of 120⟧ pupils (⟦35 percent⟧) failed.", "30 of 120 is 25 percent, the text says 35 percent"),
        ("Membership ⟦tripled⟧ ⟦from 100 to 200⟧.", "200 is 2 times 100, the text says “tripled”"),
        ("The price ⟦rose⟧ ⟦from $50 to $40⟧.", "the text says “rose”, but goes from $50 to $40"),
    ],
    "count": [
        ("It failed for ⟦two reasons⟧: ⟦cost, time and weather⟧.", "the text announces two reasons, the list has 3"),
        ("The ⟦four winners⟧ are ⟦Ann Ray, Bo Lee and Cy Day⟧.", "the text announces four winners, the list has 3"),
        ("There are ⟦two questions⟧. ⟦First⟧, who knew? Second, who paid? ⟦Third⟧, who lied?", "the text announces two"
         " questions, the list has 3"),
        ("She has ⟦two brothers⟧, ⟦Mark, Paul and Simon⟧.", "the text announces two brothers, the list has 3"),
    ],
    "date": [
        ("It opened on ⟦Monday⟧, ⟦March 5, 2026⟧.", "March 5, 2026, was a Thursday, the text says Monday"),
        ("It opens on ⟦Monday⟧, ⟦June 18⟧.", "June 18, 2026, was a Thursday, the text says Monday"),
        ("He ruled from ⟦1990⟧ to ⟦1980⟧.", "the text goes from 1990 to 1980"),
        ("It was founded in ⟦1990⟧ and closed in ⟦1980⟧.", "founded in 1990, closed in 1980"),
        ("It burned ⟦ten years ago⟧, in ⟦2012⟧.", "2012 was 14 years before 2026, the text says ten years ago"),
        ("She served for ⟦five years⟧, from ⟦1990 to 2000⟧.", "1990 to 2000 is 10 years, the text says five years"),
        ("It met on ⟦February 30⟧.", "February has no day 30"),
    ],
    "age": [
        ("Ann Marlowe, ⟦45⟧, came. / Marlowe, ⟦47⟧, left.", "Marlowe is 45 and 47"),
        ("Ann Marlowe was born in ⟦1950⟧. / “No,” said Marlowe, ⟦60⟧.", "who was born in 1950 was 75 or 76 in 2026, the"
         " text says 60"),
    ],
    "quotation": [
        ("“⟦We lost our homes and our pride that night⟧,” she said. / He said: “⟦We lost our jobs and our pride that"
         " night⟧.”", "“lost our homes and our” and “lost our jobs and our”"),
    ],
    "headline": [
        ("# ⟦12⟧ Killed in Fire / A fire killed ⟦14⟧ people.", "the headline has 12, the text 14"),
        ("# Judge Frees ⟦Marlow⟧ / A judge freed Ann ⟦Marlowe⟧, a clerk.", "the headline has “Marlow”, the text “Marlowe”"),
    ],
    "quantity": [
        ("The blast killed ⟦12⟧ miners. / The ⟦14⟧ miners who were killed were young.", "12 and 14 miner"),
        ("The bridge is ⟦300⟧ meters long. / Nobody may cross the ⟦350⟧-meter bridge.", "300 and 350 meter"),
        ("The school has ⟦850⟧ pupils. / The school’s ⟦820⟧ pupils sang.", "850 and 820 pupil"),
    ],
    "role": [
        ("⟦Sen.⟧ Ann Marlowe came. / ⟦Rep.⟧ Marlowe left.", "Marlowe is “Sen” and “Rep”"),
        ("Ann Marlowe, the ⟦sheriff⟧, came. / Marlowe, the ⟦police chief⟧, left.", "Marlowe is “sheriff” and “police chief”"),
        ("Lee Marlowe said ⟦he⟧ came. / Marlowe said ⟦she⟧ left.", "Marlowe is “he” and “she”"),
    ],
    "unit": [
        ("It is ⟦10 miles⟧ (⟦26 kilometers⟧) away.", "10 miles is 16.1 kilometers, the text says 26"),
        ("It was ⟦50 degrees Fahrenheit⟧ (⟦20 degrees Celsius⟧).", "50 degrees Fahrenheit is 10 C, the text says 20 degrees"
         " Celsius"),
        ("The merger is worth ⟦$3.2 billion⟧. / The ⟦$3.2 million⟧ merger failed.", "$3.2 billion and $3.2 million"),
    ],
}  # fmt: skip

#: By rule: what looks like an error of its class and is none.
SILENT: dict[str, list[str]] = {
    "name-variant": [
        "Ann Larson, a nurse, met Bo Larsen, a cook. / Larson and Larsen left.",
        "Syria fell. / The Syrian army and Syrians left Syria.",
        "Robert Marlowe came. / Bob Marlowe left.",
        "It read “Marlow [sic].” / Ann Marlowe laughed.",
        "Muammar Gaddafi, also spelled Gadafi, fled. / Gadafi died.",
        "The Marlowes came. / Ann Marlowe spoke.",
        "Francois Valette came. / François Valette left.",
    ],
    "second-reference": [
        "Ann Penhallow came. / Penhallow said no.",
        "Obama said no.",
        "The FBI said no.",
        "The RFQB, the Rural Forest Quality Board, agreed.",
        "The Rural Forest Quality Board met. / The RFQB agreed.",
        "His sister Penhallow said no.",
        "Demonstrators said no.",
    ],
    "sum": [
        "The 105 seats: 60 Greens, 35 Whigs and 10 others.",
        "About 100 came, 40 by bus and 50 by train.",
        "Of the 100 guests, including 40 children and 30 nurses, all left.",
        "Of 100 patients, 60 coughed, 55 had a fever and 20 had both.",
        "The gifts of $1.2 million, $2.3 million and $3.4 million add up to $7 million.",
        "She gave 42 votes to Ray, 18 to Lee and 16 to Day.",
        "The lake is 5 miles (8 km) long and 2 miles (3 km) wide.",
    ],
    "percentage": [
        "Sales rose 25 percent, from 200 to 250.",
        "Sales rose about 20 percent, from 200 to 250.",
        "Support rose from 40 percent to 44 percent, up 4 percentage points.",
        "2 of 3 members, or 67 percent, agreed.",
        "The team rose from No. 5 to No. 2.",
    ],
    "count": [
        "It failed for three reasons: cost, time and weather.",
        "Four came, among them Ann Ray and Bo Lee.",
        "The two sides — health and safety, and pay and hours — met.",
        "He waited three hours: cold, wet, tired and hungry.",
    ],
    "date": [
        "It opened on Thursday, March 5, 2026.",
        "It opened on Monday, March 5, in an article without a day of its own.",
        "She served for 11 years, from 1990 to 2000.",
        "The school year from 2026 to 2025 was odd.",
        "It burned about ten years ago, in 2012.",
        "His father was born in 1990; the shop had closed in 1980.",
    ],
    "age": [
        "Ann Marlowe, 45, turned a year older on Monday, her birthday. / Marlowe, 46, danced.",
        "Ann Marlowe, 45, and her son, Bo Marlowe, 12, left.",
        "Ann Marlowe, 45, came. / Marlowe was 19 when it began.",
    ],
    "quotation": [
        "“We lost our homes and our pride that night,” she said. / She spoke of “our homes and our pride that night.”",
        "“I don’t know what to say to them now,” she said. / “I do not know what to say to them now,” he said.",
        "“We … lost our homes and our pride that night,” she said. / “We all lost our homes and our pride that night.”",
    ],
    "headline": [
        "# 12 Killed in Fire / A fire killed 12 people.",
        "# Nearly 100 Homes Burn / A fire burned 96 homes.",
        "# Firm to Cut 1,200 Jobs / The firm will cut 1,187 jobs.",
        "# Marlowe Wins / Ann Marlowe won.",
    ],
    "quantity": [
        "The blast killed 12 miners. / A blast in Leeds in 1990 killed 14 miners.",
        "The old bridge is 300 meters long. / The new bridge is 350 meters long.",
        "The toll rose to 12 dead. / Earlier, 14 were said to be dead.",
        "The blast killed about 12 miners. / The 14 miners who were killed were young.",
    ],
    "role": [
        "Sen. Ann Marlowe came. / Marlowe, a former governor, left.",
        "Ann Marlowe, the chairwoman and chief executive, came. / Marlowe, the chief executive, left.",
        "Mr. Marlowe and Mrs. Marlowe came. / Lee Marlowe sat.",
        "Gov. Ann Marlowe, Sen. Bo Lee and Rep. Cy Day came. / Marlowe left.",
    ],
    "unit": [
        "It is 10 miles (16 kilometers) away.",
        "A warming of 2 degrees Celsius (3.6 degrees Fahrenheit) is the limit.",
        "The walk is 10 miles, or 4 hours, long.",
        "Roads cost $3 million. / Planes cost $3 billion.",
    ],
}  # fmt: skip

_MARK = re.compile(r"⟦(.*?)⟧")


def text_of(words: str) -> str:
    """The article: paragraphs with a blank line between, below a headline."""
    paragraphs = words.split(" / ")
    if not paragraphs[0].startswith("# "):
        paragraphs.insert(0, "# News")
    return "\n\n".join([paragraphs[0][2:], *paragraphs[1:]]) + "\n"


@pytest.mark.parametrize(
    ("rule", "words", "message"), [(rule, words, message) for rule, rows in SAID.items() for words, message in rows]
)
def test_places_and_message(rule: str, words: str, message: str) -> None:
    marked = text_of(words)
    text = _MARK.sub(r"\1", marked)
    places = sorted(
        (text.index(mark[1], len(_MARK.sub(r"\1", marked[: mark.start()]))), mark[1]) for mark in _MARK.finditer(marked)
    )
    (finding,) = [found for found in disagreements_of(text, published_on=DAY) if found.rule == rule]
    assert finding.message == message
    named = sorted((place.start, text[place.start : place.end]) for place in finding.places)
    assert len(named) <= len(places) or rule == "second-reference"
    for start, shown in named:
        assert any(at <= start < at + len(mark) or start <= at < start + len(shown) for at, mark in places)


@pytest.mark.parametrize(("rule", "words"), [(rule, words) for rule, rows in SILENT.items() for words in rows])
def test_left_alone(rule: str, words: str) -> None:
    published_on = None if "without a day" in words else DAY
    said = disagreements_of(text_of(words), published_on=published_on)
    assert [finding.message for finding in said if finding.rule == rule] == []


def test_every_rule_has_its_table_and_its_line() -> None:
    names = [check.__name__ for check in CHECKS]
    assert sorted(names) == sorted(rule.replace("-", "_") for rule in SAID) == sorted(rule.name for rule in TEXT_RULES)
    assert SAID.keys() == SILENT.keys()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("text", ["", "\n", "“", "$", "1", "A" * 5000, "1, 2 and 3. " * 50, "’ ” — (", "\x00\ud800 10"])
def test_takes_any_text(check, text: str) -> None:
    list(check(ArticleText(text, published_on=DAY)))


_TOKENS = """0 zero 0.0 $0 0% from to of 1 12 $2 billion May 5 2014 ( — : ; “ ” , and percent points half doubled years
ago ten Ann Marlowe Marlowe, 45, miles kilometers F degrees total in all killed people the [sic] born Mr. Sen. said he
she . two reasons First Second, Monday February 30 between rose ’s ' 1,000 99999999999999999999 -5 ½""".split()  # noqa: SIM905


def test_takes_any_words_in_any_order() -> None:
    """Nought and odd ends: what stops a rule stops the page that asks it."""
    rng = random.Random(7)
    for _ in range(250):
        words = [rng.choice([*_TOKENS, "\n\n"]) for _ in range(rng.randrange(3, 40))]
        disagreements_of(" ".join(words), title=" ".join(words[:5]), published_on=DAY)


def test_nothing_says_which_is_wrong() -> None:
    for rows in SAID.values():
        for _, message in rows:
            assert not re.search(r"\b(?:wrong|error|should|correct|mistake)\b", message)


def test_time_goes_with_the_length() -> None:
    """Four times as much takes about four times as long; with the square, it would be sixteen times."""
    words = " / ".join(row[0].replace("⟦", "").replace("⟧", "") for rows in SAID.values() for row in rows)
    paragraphs = text_of(words).replace("# ", "").strip()
    seconds = []
    for times in (8, 32):
        text = "\n\n".join(
            re.sub(r"\b([A-Z][a-z]{4,})\b", rf"\1{chr(97 + at % 26)}", paragraphs) for at in range(times)
        )
        seconds.append(_seconds(text))
    assert seconds[1] < 10 * max(seconds[0], 0.05)
    one_line = "Ann Ray, 45, gave 3 of 12 to “Bo Lee” and 4 miles " * 4000
    assert _seconds(one_line) < 30 * max(seconds[0], 0.05)


def _seconds(text: str) -> float:
    started = time.process_time()
    for check in CHECKS:
        list(check(ArticleText(text, published_on=DAY)))
    return time.process_time() - started


# ---- Numbers and headlines ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("$1.2 million and €3bn", [1.2e6, 3e9]),
        ("twenty-five, two dozen and half a million", [25, 24, 500_000]),
        ("one hundred and five of 1,250", [105, 1250]),
        ("May 5, 10:30 and 5 p.m.", []),
        ("No. 10, World War II, 3rd, 1990s", []),
        ("40 percent (40%)", [40, 40]),
    ],
)
def test_numbers(text: str, values: list[float]) -> None:
    numbers = find_numbers(text)
    assert [number.value for number in numbers if number.is_plain] == values
    for number in numbers:
        assert text[number.start : number.end].strip()


def test_about_is_told_from_exact() -> None:
    assert [number.is_about for number in find_numbers("about 20, 30 or so, more than 40, 50")] == [
        True,
        True,
        True,
        False,
    ]
    assert spelled_value("twelve hundred") == 1200


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Fire Kills Two\n\nA fire killed two.", "Fire Kills Two"),
        ("A fire killed two. It was late. Nobody came.\nMore.", None),
        ("No line below", None),
    ],
)
def test_headline_is_the_first_line(text: str, headline: str | None) -> None:
    stretch = ArticleText(text).headline
    assert (stretch.text if stretch else None) == headline


def test_sentences_keep_their_places() -> None:
    text = "News\n\nSen. Ann Ray met Mr. Lee in the U.S. Senate. “No,” she said.\nIt ended at 5 p.m. Monday."
    sentences = ArticleText(text).sentences
    assert [sentence.text for sentence in sentences] == [
        "Sen. Ann Ray met Mr. Lee in the U.S. Senate.",
        "“No,” she said.",
        "It ended at 5 p.m. Monday.",
    ]
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in sentences)


# ---- As findings ----------------------------------------------------------------------------------------------------


def article_of(text: str, *, title: str = "") -> RulesArticle:
    sentences = ArticleText(text).sentences
    return RulesArticle(
        tuple(
            RulesClaim("unattributed", label=str(number), text=sentence.text, start=sentence.start, end=sentence.end)
            for number, sentence in enumerate(sentences, 1)
        ),
        text=text,
        title=title,
    )


def told(article: RulesArticle, **weights: Severity | None) -> list:
    findings = apply_rules(article, weights=weights)
    labels = [claim.label for claim in article.claims]
    gathered = findings_for_article(zip(labels, findings.claims, strict=True), findings.of_article)
    return [finding for finding in gathered if finding.passages]


def test_a_finding_stands_on_both_claims_and_shows_both_places() -> None:
    (finding,) = told(article_of("News\n\nAnn Kiedis sang. It rained. Then Keidis left for home."))
    assert finding.sentence == "Claims 1 and 3 spell one name two ways: “Kiedis” and “Keidis”."
    assert finding.claims == ("1", "3")
    assert [(place.before, place.words, place.after) for place in finding.passages] == [
        ("Ann ", "Kiedis", " sang. It rained. Then Keidis left for home."),
        ("Ann Kiedis sang. It rained. Then ", "Keidis", " left for home."),
    ]
    assert finding.severity is Severity.SERIOUS


def test_a_finding_within_one_claim_stands_on_it_once() -> None:
    (finding,) = told(article_of("News\n\nOf the 20 boats, 12 sank and five drifted."))
    assert finding.sentence == "Claim 1 doesn’t add up: 12 + 5 = 17, the text says 20."


def test_the_title_is_the_headline_where_the_text_has_none() -> None:
    (finding,) = told(article_of("A fire killed 14 people. It rained.", title="12 Killed in Fire"))
    assert finding.sentence == "Claim 1 doesn’t agree with the headline: the headline has 12, the text 14."
    assert [(place.is_title, place.words) for place in finding.passages] == [(True, "12"), (False, "14")]


def test_a_rule_that_is_switched_off_is_silent_and_another_weight_counts() -> None:
    article = article_of("News\n\nAnn Kiedis sang. Then Keidis left.")
    assert told(article, name_variant=None) == []
    assert told(article, name_variant=Severity.NOTE)[0].severity is Severity.NOTE


# ---- The command ----------------------------------------------------------------------------------------------------


class _Input:
    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)

    def isatty(self) -> bool:
        return False


def test_page_for_people(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", _Input(b"News\n\nOf the 20 boats, 12 sank and five drifted.\n"))
    assert main([]) == 0
    out = capsys.readouterr().out
    assert out.startswith("1 thing doesn’t agree.\n\nSum that doesn’t add up: 12 + 5 = 17, the text says 20\n")
    assert "line 3: …News Of the [20] boats" in out


def test_nothing_to_say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", _Input(b"News\n\nIt rained.\n"))
    assert main([]) == 0
    assert capsys.readouterr().out == "Nothing was found that doesn’t agree.\n"


def test_a_line_for_each_text_of_a_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text").mkdir()
    first = "Café\r\n\r\nIt opens on Monday, June 18.\r\n"
    (tmp_path / "text" / "a.txt").write_bytes(first.encode())
    (tmp_path / "text" / "b.txt").write_bytes(b"A fire killed 14 people. It rained.\n")
    meta = {"a": {"published_on": "2026-06-15"}, "b": {"title": "12 Killed in Fire"}}
    (tmp_path / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    assert main(["--corpus", str(tmp_path)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["doc"] for row in rows] == ["a", "b"]
    (finding,) = rows[0]["findings"]
    assert finding["rule"] == "date"
    assert [first[start:end] for start, end in finding["spans"]] == ["Monday", "June 18"]
    (finding,) = rows[1]["findings"]
    assert finding == {
        "rule": "headline",
        "spans": [[14, 16]],
        "message": "the headline has 12, the text 14",
        "title_spans": [[0, 2]],
    }


@pytest.mark.parametrize(
    ("meta", "problem"),
    [
        (b"{", "is not JSON"),
        (b"[]", "has to be an object"),
        (b'{"a": {"published_on": "soon"}}', "“soon” (a) is no day"),
    ],
)
def test_a_corpus_that_cannot_be_read_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], meta: bytes, problem: str
) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "a.txt").write_bytes(b"It rained.\n")
    (tmp_path / "meta.json").write_bytes(meta)
    assert main(["--corpus", str(tmp_path)]) == 2
    assert problem in capsys.readouterr().err


def test_an_empty_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--corpus", str(tmp_path)]) == 2
    assert "There is no .txt file" in capsys.readouterr().err
