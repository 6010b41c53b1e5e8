"""Sentences: exact offsets for any input, and the cuts an editor would make."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.attribution.segmentation import split_sentences

SEED = Path(__file__).resolve().parents[2] / "seeds" / "qatar-hamas-doha.txt"

PIECES = [
    *"aAzZ09 .!?…,;:-–—'\"“”‘’«»()[]{}*_@#/\\\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029\u00a0\u200b\ufeff\u0301",
    *("U.S.", "Mr. ", "a.m. ", "e.g. ", ". . .", "1. ", "• ", "🇶🇦", "👩‍👩‍👧", "𝔐", "مرحبا", "。", "？"),
]
NASTY = st.lists(st.sampled_from(PIECES), max_size=80).map("".join)


def assert_promises(text: str) -> None:
    """What split_sentences promises of any text."""
    at = 0
    for sentence in split_sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text.strip() == sentence.text != ""
        assert sentence.start >= at
        assert not text[at : sentence.start].strip()
        at = sentence.end
    assert not text[at:].strip()


@given(st.text())
def test_promises_hold_for_any_text(text: str) -> None:
    assert_promises(text)


@settings(max_examples=600)
@given(NASTY)
def test_promises_hold_for_nasty_text(text: str) -> None:
    assert_promises(text)


@given(st.lists(NASTY, max_size=6), st.sampled_from(["\n", "\r\n", "\n\n", " ", "\u2028"]))
def test_promises_hold_for_lines(lines: list[str], joint: str) -> None:
    assert_promises(joint.join(lines))


LARGE = [
    "x" * 1_000_000,
    "." * 1_000_000,
    ". " * 400_000,
    "a. " * 200_000,
    "“" * 500_000,
    "U.S. " * 60_000,
    "? ”" * 200_000,
    "\n" * 500_000,
    "A\n" * 200_000,
    "Mr. Smith (" * 50_000,
    "!" * 300_000 + "x",
]


@pytest.mark.parametrize("text", LARGE, ids=lambda text: repr(text[:6]))
def test_a_million_characters_come_back(text: str) -> None:
    """A cut that looks again at what it has seen would never end here."""
    sentences = split_sentences(text)
    assert sum(len(one.text.split()) for one in sentences) == len(text.split())


@pytest.mark.parametrize("joint", ["\n", "\r\n", "\n\n", " ", "  ", "\u2028", " \n"])
def test_example_gives_the_same_24_sentences(joint: str) -> None:
    lines = SEED.read_text(encoding="utf-8").strip().split("\n")
    assert len(lines) == 24
    assert [one.text for one in split_sentences(joint.join(lines))] == lines


# Each row is sentences that are joined by a space and have to come back.
BODIES = [
    ["The minister wants a better deal with the U.S.", "Qatar has often walked this path."],
    ["They flew to the U.S.", "Norway has never sent a delegation."],
    ["The firm moved its staff to the U.K.", "Germany was the second choice."],
    ["Ships left for the U.S.", "Smith said they carried grain."],
    ["He spent ten years in the U.S.", "The rest of his life was quieter."],
    ["She had lived in the U.K.", "Her brother stayed in Spain."],
    ["The plan was approved by the U.N.", "It takes effect in May."],
    ["Aid was promised by the E.U.", "Berlin will pay a third of it."],
    ["The team trained in the U.S.", "Kenya’s runners stayed at home."],
    ["Prices rose in the U.S.", "Toyota, the largest maker, cut its output."],
    ["The panel met in Washington, D.C.", "Senators asked no questions."],
    ["Trade grew with the U.S.", "“We are pleased,” the envoy said."],
    ["He was born in L.A.", "But he never went back."],
    ["The film was shot in the U.K.", "Critics loved it."],
    ["Exports went to the U.A.E.", "Oman bought the rest."],
    ["She works for the U.N. in Geneva."],
    ["The U.S. Department of Justice took legal action."],
    ["The U.S. Senate voted on Monday."],
    ["U.S. Secretary of State Antony Blinken had warned them."],
    ["He met U.S. President Joe Biden in Rome."],
    ["They blamed the U.S. Supreme Court for it."],
    ["He was posted to the U.S. Embassy in Paris."],
    ["The ship asked the U.S. Navy for help."],
    ["She joined the U.S. Air Force in 1999."],
    ["It was reported by U.S. Rep. Jane Doe of Ohio."],
    ["He criticised U.S. Sen. John Roe for the delay."],
    ["The bill went to the U.S. House of Representatives."],
    ["The suit names the U.S. Attorney General as well."],
    ["They asked the U.N. Security Council for a vote."],
    ["Reporters asked U.N. Secretary-General António Guterres about it."],
    ["Talks with the U.K. Home Office stalled."],
    ["He has served the U.S. Geological Survey for years."],
    ["Fans waited for the U.S. Open to begin."],
    ["They visited the U.S. Holocaust Memorial Museum on Friday."],
    ["The report says U.S. officials knew."],
    ["He complained that U.S. District Judge Ann Lee had erred."],
    ["The U.S. is not a party to it."],
    ["The U.S., Canada and Mexico agreed."],
    ["A U.S.-backed group took the town."],
    ["The deal with the U.S. (the third so far) failed."],
]

CLOCKS_AND_COMPANIES = [
    ["The meeting began at 9 a.m. on Monday."],
    ["The meeting began at 9 a.m. Monday."],
    ["It ends at 5 p.m. Eastern time."],
    ["Polls close at 8 p.m. GMT."],
    ["The doors open at 7 p.m.", "Tickets cost ten pounds."],
    ["Police arrived at 3 a.m.", "Smith was already gone."],
    ["He left at 6 p.m.", "She stayed."],
    ["It was 4 a.m. when the call came."],
    ["She works for Example Inc. in Leeds."],
    ["He sold his shares in Example Inc.", "The price fell at once."],
    ["They sued Example Corp.", "Judge Lee heard the case in May."],
    ["Example Inc. Chief Executive Ann Lee resigned."],
    ["He runs Example Ltd. and two other firms."],
    ["The bridge was built by Harbour Bros.", "It stood for a century."],
    ["Martin Luther King Jr. spoke here."],
    ["The school is named after Sammy Davis Jr.", "It opened in 1990."],
    ["She holds a Ph.D. in physics."],
    ["He never finished his Ph.D.", "His sister did."],
    ["They sell pens, paper, etc. in the lobby."],
    ["They sell pens, paper, etc.", "The shop opens at nine."],
]

ABBREVIATIONS = [
    ["Mr. Smith met Mrs. Jones and Dr. Brown."],
    ["Gen. Mark Lee spoke.", "Sen. Ann Roe did not."],
    ["Gov. Kim Doe and Rep. Al Poe signed it."],
    ["St. Louis beat Ft. Worth."],
    ["Prof. J. K. Miller of the Univ. of Leeds wrote it."],
    ["George W. Bush and John F. Kennedy were presidents."],
    ["The book is by J. R. R. Tolkien."],
    ["The note is signed by A. Smith."],
    ["Doctors recommend vitamin C.", "The evidence is thin."],
    ["It was I.", "He denied it."],
    ["See No. 5 and Art. 7 of the code."],
    ["The answer was no.", "The vote was close."],
    ["The trial of Jan. 6 begins."],
    ["It happened on Sept. 11 in the morning."],
    ["Bring tools, e.g. Hammers or saws."],
    ["The law, i.e. Chapter 4, is old."],
    ["It is Smith v. Jones again."],
    ["England vs. Wales ended level."],
    ["Lt. Col. Sam Poe and Sgt. Max Roe testified."],
    ["The Rev. Al Doe led the prayer."],
]

NUMBERS = [
    ["Prices rose 3.5 percent.", "Wages did not."],
    ["It cost $1.2 billion.", "Nobody paid."],
    ["Version 2.0 is out.", "Version 3.0 is not."],
    ["The count was 1,204.", "It was 990 before."],
    ["He was born in 1990.", "She was older."],
    ["It weighs 5 kg.", "The other weighs more."],
    ["About 40 percent agreed.", "60 percent did not."],
    ["Visit example.org or www.example.com for more."],
    ["Write to desk@example.org.", "We answer."],
    ["The file is at https://example.org/a.b/c?d=e.f here."],
]

ENDINGS = [
    ["What happened?", "Nobody knows."],
    ["Stop!", "The road is closed."],
    ["Really?!", "Yes."],
    ["He waited … and waited."],
    ["He waited...", "Then he left."],
    ["He waited. . .", "Then he left."],
    ["“I won’t.”", "He left."],
    ["“Go!” he said."],
    ["“Who goes there?” Smith asked."],
    ["“Is it over?” Anna Berg asked on Friday."],
    ["“Is it over?”", "Nobody answered."],
    ["“We won,” she said.", "“We won easily.”"],
    ["“We won.", "We won easily,” she said."],
    ["She called it “a disgrace.”", "He agreed."],
    ['She called it "a disgrace."', "He agreed."],
    ["She called it “a disgrace”.", "He agreed."],
    ["He said: “It is done.”", "Then he left."],
    ["‘It is over.’", "The crowd went home."],
    ["«It is over.»", "The crowd went home."],
    ["The vote (held on Monday.) was close."],
    ["The vote was close.", "(It was held on Monday.)", "Both sides claim victory."],
    ["The vote was close (by ten.)", "Both sides claim victory."],
    ["Yahoo! Finance reported it."],
    ["He works for Yahoo! and lives nearby."],
    ["iPhone sales fell.", "Others rose."],
    ["他走了。", "她留下了。"],
    ["Он ушёл.", "Она осталась."],
    ["Élan was lost.", "Österreich won."],
]


@pytest.mark.parametrize(
    "sentences",
    [*BODIES, *CLOCKS_AND_COMPANIES, *ABBREVIATIONS, *NUMBERS, *ENDINGS],
    ids=lambda sentences: " | ".join(sentences)[:60],
)
def test_sentences_come_back(sentences: list[str]) -> None:
    joint = "" if sentences[0].endswith("。") else " "
    assert [one.text for one in split_sentences(joint.join(sentences))] == sentences


# Each row is a text with its lines, and the sentences it holds.
LINES = [
    ("A heading\nThe text begins here.", ["A heading", "The text begins here."]),
    ("A heading\n\nThe text begins here.", ["A heading", "The text begins here."]),
    (
        "The harbour office said on Monday that the\nbridge can wait until the spring.\nNobody objected.",
        ["The harbour office said on Monday that the\nbridge can wait until the spring.", "Nobody objected."],
    ),
    (
        "The office in the very old harbour town of\nLeith said that the bridge can wait until\nMay.",
        ["The office in the very old harbour town of\nLeith said that the bridge can wait until\nMay."],
    ),
    (
        "Three points:\n• The first\n• The second\nThen it ended.",
        ["Three points:", "• The first", "• The second", "Then it ended."],
    ),
    ("1. The first point\n2. The second point", ["1. The first point", "2. The second point"]),
    ("- one\n- two", ["- one", "- two"]),
    ("He went to the U.S.\nNorway is next.", ["He went to the U.S.", "Norway is next."]),
    ("One.\r\nTwo.\rThree.\x0bFour.", ["One.", "Two.", "Three.", "Four."]),
    ("  One.  \n\n\n  Two.  ", ["One.", "Two."]),
    ("No full stop\n\nNone here either", ["No full stop", "None here either"]),
    ("", []),
    (" \n\t\n ", []),
]


@pytest.mark.parametrize(("text", "sentences"), LINES, ids=lambda value: repr(value)[:50])
def test_line_breaks_end_sentences_where_a_line_is_one(text: str, sentences: list[str]) -> None:
    assert [one.text for one in split_sentences(text)] == sentences
