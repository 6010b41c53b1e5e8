"""What the figures in the docs are made with: reading annotations, comparing, calibrating."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from factcheck.attribution import evaluate
from factcheck.attribution.probability import probability, with_probabilities
from factcheck.attribution.training.brat import Document, Marked, read_corpus
from factcheck.attribution.training.calibrate import Judged, calibration_error, cross_checked, fit, judged
from factcheck.attribution.training.measure import measure
from factcheck.attribution.training.score import statuses_table, table, total
from factcheck.attribution.types import Attribution, Reading, Sentence, SourcingStatus, Span, Suggestion

TEXT = "Mayor Doyle said the wall held. It rained all night."
#                  6      12   17
ANNOTATION = """T1\tSource 0 11\tMayor Doyle
T2\tCue 12 16\tsaid
T3\tContent 17 25;26 30\tthe wall held
T4\tAttribution 12 16\tsaid
E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3
T5\tDiscuss 0 5\tMayor
"""
MARKED = Marked(source=((0, 11),), cue=((12, 16),), content=((17, 25), (26, 30)))


def a_reading(source: tuple[int, int] = (0, 11), cue: tuple[int, int] = (12, 16), *, nested: bool = False) -> Reading:
    sentences = (Sentence(0, 31, TEXT[:31]), Sentence(32, 52, TEXT[32:]))
    attribution = Attribution(
        0, (Span(*source),), (Span(*cue),), (Span(17, 30),), SourcingStatus.NAMED_OFFICIAL, "by_hand", "", nested=nested
    )
    suggestions = (
        Suggestion(SourcingStatus.NAMED_OFFICIAL, 0, ""),
        Suggestion(SourcingStatus.UNATTRIBUTED, None, ""),
    )
    return Reading("by-hand 1", sentences, (attribution,), suggestions)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for name in ("text", "attributions"):
        (tmp_path / name).mkdir()
    (tmp_path / "text/one.txt").write_bytes(TEXT.encode())
    (tmp_path / "attributions/one_abcd.ann").write_text(ANNOTATION)
    (tmp_path / "attributions/one_zzzz.ann").write_text("")
    (tmp_path / "text/two.txt").write_text("Nobody annotated this.")
    return tmp_path


def test_annotations_are_read_with_their_pieces(corpus: Path) -> None:
    assert list(read_corpus(corpus)) == [Document("one", TEXT, (MARKED,))]


def test_a_folder_without_texts_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main(["--corpus", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("There is no .txt file in ")


def figures(reading: Reading) -> dict[str, tuple[int, int, int]]:
    counts = measure(Document("one", TEXT, (MARKED,)), reading, [(0, 31), (32, 52)])
    return {name: (count.hits, count.gold, count.predicted) for name, count in counts.items()}


def test_a_perfect_reading_hits_everything() -> None:
    counts = figures(a_reading())
    assert counts["D content words"] == (3, 3, 3)
    assert counts["S sentence ends"] == (2, 2, 2)
    assert {name: triple for name, triple in counts.items() if triple != (1, 1, 1)}.keys() == {
        "D content words",
        "S sentence ends",
    }


def test_a_source_too_short_overlaps_and_is_not_exact() -> None:
    counts = figures(a_reading(source=(6, 11)))
    assert (counts["B source exact"], counts["B source overlap"], counts["L linked"]) == (
        (0, 1, 1),
        (1, 1, 1),
        (1, 1, 1),
    )


def test_another_cue_is_not_linked_but_quotes() -> None:
    counts = figures(a_reading(cue=(35, 41)))
    assert (counts["C cue overlap"], counts["L linked"], counts["L quote"]) == ((0, 1, 1), (0, 1, 1), (1, 1, 1))
    assert counts["A sentence"] == (1, 1, 2)


def test_nested_ones_do_not_count() -> None:
    assert figures(a_reading(nested=True))["L linked"] == (0, 1, 0)


def test_totals_add_up_and_are_printed() -> None:
    counts = measure(Document("one", TEXT, (MARKED,)), a_reading())
    sums = total([counts, measure(Document("one", TEXT, (MARKED,)), a_reading(nested=True))])
    assert sums["L linked"].f1 == pytest.approx(2 / 3)
    assert "L linked              1.000   0.500  0.667" in table(sums)


def test_confusion_table_shows_who_is_taken_for_whom() -> None:
    pairs = Counter({("hedged", "hedged"): 3, ("hedged", "document"): 1, ("document", "document"): 2})
    assert statuses_table(pairs, ["document", "hedged"]).splitlines() == [
        "                      D    H    F1",
        "document         D    2    · 0.800",
        "hedged           H    1    3 0.857",
        "macro-F1 0.829 over 6 sentences",
    ]


def test_status_lines_are_passages(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# beat\nhedged | It reportedly rained.\n\ndocument | A poll found so.\n")
    assert list(evaluate.read_passages(tmp_path)) == [
        [("hedged", "It reportedly rained.")],
        [("document", "A poll found so.")],
    ]
    (tmp_path / "a.txt").write_text("hedge | It reportedly rained.\n")
    with pytest.raises(ValueError, match=r"^a\.txt, line 1: write it as “status \| sentence”"):
        list(evaluate.read_passages(tmp_path))


def test_a_suggestion_holds_when_an_annotator_would_confirm_it() -> None:
    rows = [("tagged", [0.9]), ("none", [0.1])]

    def holds(reading: Reading, *marked: Marked) -> list[bool]:
        return [suggestion.holds for suggestion in judged(Document("one", TEXT, marked), reading, rows)]

    assert holds(a_reading(), MARKED) == [True, True]
    assert holds(a_reading()) == [False, True]
    assert holds(a_reading(source=(32, 34)), MARKED) == [False, True]
    assert holds(a_reading(), MARKED, Marked(((32, 34),), (), ((35, 51),))) == [True, False]


def test_calibration_finds_the_shares_behind_the_numbers() -> None:
    examples = [
        Judged(f"article {number // 10}", kind, [strength], (number * 7 + 3) % 10 < tenths)
        for kind in ("tagged", "rule", "none")
        for strength, tenths in ((1.0, 9), (-1.0, 2))
        for number in range(200)
    ]
    coefficients = fit(examples)
    assert probability([1.0], coefficients["tagged"]) == pytest.approx(0.9, abs=0.01)
    assert probability([-1.0], coefficients["none"]) == pytest.approx(0.2, abs=0.01)
    assert calibration_error(cross_checked(examples)) < 0.03
    assert calibration_error([(0.9, False)] * 10) == pytest.approx(0.9)


def test_every_suggestion_has_a_probability() -> None:
    from factcheck.attribution.detectors import get_detector

    reading = get_detector().detect(TEXT + " It reportedly hailed.")
    probabilities = [suggestion.probability for suggestion in reading.suggestions]
    assert all(suggestion is not None and 0 < suggestion < 1 for suggestion in probabilities)
    assert with_probabilities(reading, [], None, None, {}) is reading  # type: ignore[arg-type]
