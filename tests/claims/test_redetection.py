"""A newer detector reads articles again: where nobody has decided, and nowhere else."""

from __future__ import annotations

import re
import signal
import threading
import uuid
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection, connections, transaction

from factcheck.articles.models import Article
from factcheck.articles.services import outlet_named
from factcheck.attribution.types import Reading, Sentence, SourcingStatus, Suggestion
from factcheck.claims.choices import ChangeSincePrevious
from factcheck.claims.models import Attribution, Claim, Source, Tally
from factcheck.claims.redetection import CutDifferently, redetect_article, unread
from factcheck.claims.services import PreviousClaim, store_reading
from factcheck.readers.text import Unreadable
from factcheck.reviews.models import Review
from factcheck.reviews.services import Annotation, annotate
from tests.factories import make_article, make_reading, make_user
from tests.reviews.test_two_at_once import until_connections_wait

pytestmark = pytest.mark.django_db

TEXT = "Berg said no.\nReportedly it rained.\nObi said yes."
OLD = ("named_person", "unattributed", "named_person")
NEW = ("named_official", "hedged", "organization")


class Newer:
    """A detector that says what it is told to."""

    name = "by-hand 2"

    def __init__(self, statuses: tuple[str, ...] = NEW, reading: Reading | None = None) -> None:
        self.statuses, self.reading = statuses, reading
        self.before_it_answers: Any = lambda: None

    def detect(self, text: str) -> Reading:
        self.before_it_answers()
        reading = self.reading or make_reading(text, self.statuses)
        suggestions = tuple(replace(each, probability=0.75) for each in reading.suggestions)
        return replace(reading, detector=self.name, suggestions=suggestions)


def article_of(statuses: tuple[str, ...] = OLD, text: str = TEXT) -> Article:
    return make_article(text, statuses=statuses)


def decide(claim: Claim, status: str = "document") -> Review:
    return annotate(
        claim=claim,
        annotation=Annotation(SourcingStatus(status)),
        version=claim.version,
        key=uuid.uuid4(),
        by=make_user(),
    )


def everything(claim: Claim) -> dict[str, Any]:
    """All columns of a claim, and those of the attribution that its suggestion points to."""
    stored = Claim.objects.filter(pk=claim.pk).values().get()
    stored["suggested_by"] = Attribution.objects.filter(decides=claim.pk).values().first()
    return stored


def test_undecided_claims_get_the_new_suggestion() -> None:
    article = article_of()
    outcome = redetect_article(pk=article.pk, detector=Newer())
    assert (outcome.read, outcome.changed, outcome.decided) == (3, 3, 0)
    claims = list(article.claims.in_reading_order())
    assert [claim.status for claim in claims] == list(NEW)
    assert [claim.suggested_status for claim in claims] == list(NEW)
    assert {(claim.suggested_with, claim.suggested_probability) for claim in claims} == {("by-hand 2", 0.75)}
    assert [claim.source for claim in claims] == ["Berg", "Reportedly", "Obi"]
    article.refresh_from_db()
    assert article.detector == "by-hand 2"
    assert [(status.value, count) for status, count in article.tally.by_status() if count] == [
        ("named_official", 1), ("organization", 1), ("hedged", 1),
    ]  # fmt: skip
    assert article.attributions.count() == 3


def test_decided_claims_stay_as_they_are_with_what_they_point_to() -> None:
    article = article_of()
    decided = article.claims.get(number=1)
    decide(decided)
    before = everything(decided)
    outcome = redetect_article(pk=article.pk, detector=Newer())
    assert (outcome.changed, outcome.decided) == (2, 1)
    assert everything(decided) == before
    assert before["suggested_by"]["status"] == "named_person"
    assert [claim.status for claim in article.claims.in_reading_order()] == ["document", "hedged", "organization"]
    article.tally.refresh_from_db()
    assert (article.tally.document, article.tally.hedged, article.tally.organization) == (1, 1, 1)
    assert article.tally.reviewed == 1


def test_other_sentences_are_not_cut_where_versions_are_compared() -> None:
    old = article_of()
    follows = [PreviousClaim(claim.pk, ChangeSincePrevious.UNCHANGED) for claim in old.claims.in_reading_order()]
    new = Article.objects.create(title="Again", text=f"{TEXT}\n", text_sha256="0" * 64, revises=old, version=2)
    store_reading(article=new, reading=make_reading(TEXT, OLD), follows=follows)
    merged = make_reading(TEXT.replace("\n", " "))
    for article in (old, new):
        with pytest.raises(CutDifferently, match="compared with those of another version"):
            redetect_article(pk=article.pk, detector=Newer(reading=merged))
        assert redetect_article(pk=article.pk, detector=Newer()).changed == 3


def test_a_claim_taken_back_to_the_suggestion_is_decided_too() -> None:
    from factcheck.reviews.services import undo

    article = article_of()
    review = decide(article.claims.get(number=1))
    undo(article=article, key=uuid.uuid4(), by=review.by)
    assert redetect_article(pk=article.pk, detector=Newer()).decided == 1
    assert article.claims.get(number=1).status == "named_person"


def test_an_attribution_that_a_decided_claim_leans_on_is_kept_in_another_claim() -> None:
    reading = make_reading(TEXT, OLD)
    runs_on = replace(reading.suggestions[1], status=SourcingStatus.NAMED_PERSON, attribution=0)
    article = make_article(TEXT)
    redetect_article(
        pk=article.pk,
        detector=Newer(reading=replace(reading, suggestions=(reading.suggestions[0], runs_on, reading.suggestions[2]))),
    )
    decided = article.claims.get(number=2)
    decide(decided)
    before = everything(decided)
    redetect_article(pk=article.pk, detector=Newer())
    assert everything(decided) == before
    assert article.claims.get(number=1).status == "named_official"


def test_reading_again_and_again_adds_nothing_to_a_decided_claim() -> None:
    reading = make_reading(TEXT, OLD)
    runs_on = replace(reading.suggestions[1], status=SourcingStatus.NAMED_PERSON, attribution=0)
    newer = Newer(reading=replace(reading, suggestions=(reading.suggestions[0], runs_on, reading.suggestions[2])))
    article = make_article(TEXT)
    redetect_article(pk=article.pk, detector=newer)
    decided = article.claims.get(number=1)
    decide(decided)
    before = everything(decided)
    for _ in range(2):
        redetect_article(pk=article.pk, detector=newer)
        assert article.attributions.count() == 2
        assert article.claims.get(number=2).suggested_by_id == before["suggested_by"]["id"]
    assert everything(decided) == before


def test_a_decision_saved_while_the_detector_reads_is_kept() -> None:
    article = article_of()
    newer = Newer()
    newer.before_it_answers = lambda: decide(article.claims.get(number=1))
    assert redetect_article(pk=article.pk, detector=newer).decided == 1
    assert article.claims.get(number=1).status == "document"


@pytest.mark.django_db(transaction=True)
def test_a_decision_that_waits_for_the_second_reading_is_saved_after_it() -> None:
    article = article_of()
    by = make_user()
    claim = article.claims.get(number=1)

    def save() -> None:
        annotate(claim=claim, annotation=Annotation(SourcingStatus.DOCUMENT), version=0, key=uuid.uuid4(), by=by)
        connections.close_all()

    with transaction.atomic():
        redetect_article(pk=article.pk, detector=Newer())
        thread = threading.Thread(target=save)  # the form was open all the while
        thread.start()
        until_connections_wait(1)
    thread.join(10)
    claim.refresh_from_db()
    assert (claim.status, claim.version, claim.suggested_status) == ("document", 1, "named_official")


@pytest.mark.django_db(transaction=True)
def test_a_second_reading_waits_for_a_decision_that_is_being_saved() -> None:
    article = article_of()
    by = make_user()
    claim = article.claims.get(number=1)
    outcomes: list[Any] = []

    def read() -> None:
        try:
            outcomes.append(redetect_article(pk=article.pk, detector=Newer()))
        except Exception as error:
            outcomes.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=read)
    with transaction.atomic():
        Claim.objects.select_for_update().get(pk=claim.pk)
        thread.start()
        until_connections_wait(1)
        annotate(claim=claim, annotation=Annotation(SourcingStatus.DOCUMENT), version=0, key=uuid.uuid4(), by=by)
    thread.join(20)
    assert [outcome.decided for outcome in outcomes] == [1]
    claim.refresh_from_db()
    assert (claim.status, claim.version, claim.suggested_status) == ("document", 1, "named_person")
    tally = Tally.objects.get(article=article)
    assert (tally.reviewed, tally.document, tally.hedged, tally.organization) == (1, 1, 1, 1)


def test_the_database_refuses_a_new_suggestion_for_a_decided_claim() -> None:
    article = article_of()
    decide(article.claims.get(number=1))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL factcheck.redetect = 'on'")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        article.claims.filter(number=1).update(suggested_why="Better.")
    article.claims.filter(number=2).update(suggested_why="Better.")


def other_cut() -> Reading:
    sentence = Sentence(0, len(TEXT), TEXT)
    return Reading("by-hand 2", (sentence,), (), (Suggestion(SourcingStatus.UNATTRIBUTED, None, "All one."),))


def test_other_sentences_replace_claims_that_nobody_decided() -> None:
    article = article_of()
    redetect_article(pk=article.pk, detector=Newer(reading=other_cut()))
    assert [claim.text for claim in article.claims.all()] == [TEXT]
    article = Article.objects.get(pk=article.pk)
    assert (article.tally.claims, article.tally.unattributed, article.attributions.count()) == (1, 1, 0)


def test_other_sentences_leave_an_article_alone_where_somebody_decided() -> None:
    article = article_of()
    decide(article.claims.get(number=1))
    before = list(article.claims.in_reading_order().values())
    with pytest.raises(CutDifferently, match=r"was left alone: .* 1 of its claims are decided\.$"):
        redetect_article(pk=article.pk, detector=Newer(reading=other_cut()))
    assert list(article.claims.in_reading_order().values()) == before
    article.refresh_from_db()
    assert article.detector == "by-hand 1"


def test_a_text_without_a_sentence_changes_nothing() -> None:
    article = article_of()
    with pytest.raises(Unreadable, match="no sentence"):
        redetect_article(pk=article.pk, detector=Newer(reading=Reading("by-hand 2", (), (), ())))
    assert article.claims.count() == 3


def test_sources_are_renewed_and_do_not_clash(settings: Any) -> None:
    settings.ATTRIBUTION_DETECTOR = "factcheck.attribution.spacy_rules.SpacyRules"
    from factcheck.claims.detection import detector

    article = make_article("Mayor Jane Doyle said the wall held.\nAccording to the Guardian, it rained.")
    for _ in range(2):
        redetect_article(pk=article.pk, detector=detector())
        numbered = article.sources.order_by("number").values_list("number", "name")
        assert list(numbered) == [(1, "Jane Doyle"), (2, "Guardian")]
    decide(article.claims.get(number=1))
    redetect_article(pk=article.pk, detector=detector())
    assert sorted(str(source) for source in article.sources.all()) == ["Guardian", "Jane Doyle"]
    assert not Source.objects.filter(attributions=None).exists()


# -- the command -----------------------------------------------------------------------------------------------------


def use(newer: Newer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command find this detector in the settings."""
    monkeypatch.setattr("factcheck.claims.management.commands.redetect.detector", lambda: newer)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("redetect", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_command_reads_what_another_detector_read(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [article_of(text=f"{TEXT} {number}") for number in range(3)]
    use(Newer(), monkeypatch)
    assert run("--dry-run") == "3 articles would be read again by by-hand 2.\n"
    output = run("--article", str(articles[0].pk))
    assert output.startswith("1 of 1 articles read again by by-hand 2: 3 claims, 3 with another suggestion, 0 left")
    assert run().startswith("2 of 2 articles")
    assert run().startswith("0 of 0 articles")
    assert run("--all").startswith("3 of 3 articles read again by by-hand 2: 9 claims, 0 with another")
    assert not unread("by-hand 2").exists()


class Told(Newer):
    """One that takes the outlet, and keeps it."""

    def __init__(self) -> None:
        super().__init__()
        self.outlets: list[str] = []

    def detect(self, text: str, *, outlet: str = "") -> Reading:
        self.outlets.append(outlet)
        return super().detect(text)


def test_the_detector_is_told_whose_article_it_is_or_whose_address() -> None:
    reader = Told()
    for given in ({"outlet": "Example Wire"}, {"url": "https://www.nytimes.com/a"}, {}):
        redetect_article(pk=make_article(f"Berg said no, {given}.", **given).pk, detector=reader)
    assert reader.outlets == ["Example Wire", "The New York Times", ""]


def test_an_article_whose_outlet_is_corrected_is_read_again_and_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article(TEXT, outlet="Wier", detector="by-hand 2")
    other = article_of(text=f"{TEXT} Rain fell.")
    use(Newer(), monkeypatch)
    run("--article", str(other.pk))
    assert not unread("by-hand 2").exists()
    article.outlet = outlet_named("Example Wire")
    article.save()
    assert run("--dry-run").startswith("1 of 1 articles had their outlet set or corrected since.\n1 articles would")
    assert run().startswith("1 of 1 articles had their outlet set or corrected since.\n1 of 1 articles read again")
    assert run().startswith("0 of 0 articles")


def test_command_stops_after_the_article_at_hand_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        article_of(text=f"{TEXT} {number}")
    newer = Newer()
    newer.before_it_answers = lambda: signal.raise_signal(signal.SIGINT)
    use(newer, monkeypatch)
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(CommandError, match="Stopped; run it again to continue") as stopped:
        run()
    assert stopped.value.returncode == 130
    assert unread("by-hand 2").count() == 2
    newer.before_it_answers = lambda: None
    assert run().startswith("2 of 2 articles")
    assert signal.getsignal(signal.SIGINT) is before


def test_command_stops_by_the_signal_of_a_service_manager_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2):
        article_of(text=f"{TEXT} {number}")
    newer = Newer()
    newer.before_it_answers = lambda: signal.raise_signal(signal.SIGTERM)
    use(newer, monkeypatch)
    out = StringIO()
    with pytest.raises(CommandError) as stopped:
        call_command("redetect", stdout=out)
    assert stopped.value.returncode == 130
    assert out.getvalue().startswith("1 of 2 articles read again by by-hand 2: 3 claims")


def test_command_stopped_while_the_detector_loads_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    article_of()

    def loading() -> Newer:
        signal.raise_signal(signal.SIGINT)
        return Newer()

    monkeypatch.setattr("factcheck.claims.management.commands.redetect.detector", loading)
    with pytest.raises(CommandError, match="Stopped"):
        run()
    assert unread("by-hand 2").count() == 1


def test_command_names_what_it_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    article = article_of()
    decide(article.claims.get(number=1))
    use(Newer(reading=other_cut()), monkeypatch)
    err = StringIO()
    with pytest.raises(CommandError, match=r"^1 articles were left alone, 0 failed"):
        call_command("redetect", stdout=StringIO(), stderr=err)
    assert err.getvalue() == (
        f"“{article.title}” was left alone: the detector now cuts its sentences differently, "
        "and 1 of its claims are decided.\n"
    )


def test_command_goes_on_after_an_article_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [article_of(text=f"{TEXT} {number}") for number in range(3)]
    newer = Newer()
    calls: list[int] = []

    def fail_once() -> None:
        calls.append(1)
        if len(calls) == 2:
            raise ValueError("Out of words.\nMore of it.")

    newer.before_it_answers = fail_once
    use(newer, monkeypatch)
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="0 articles were left alone, 1 failed") as failed:
        call_command("redetect", stdout=out, stderr=err)
    assert failed.value.returncode == 1
    assert err.getvalue() == f"Article {articles[1].pk} could not be read again: Out of words.\n"
    assert out.getvalue().startswith("2 of 3 articles")
    assert list(unread("by-hand 2")) == [articles[1]]
    calls.clear()
    with pytest.raises(ValueError, match="Out of words"):
        call_command("redetect", "--all", "--traceback", stdout=out, stderr=err)


@pytest.mark.django_db(transaction=True)
def test_command_goes_on_after_a_lost_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [article_of(text=f"{TEXT} {number}") for number in range(3)]
    newer = Newer()

    def lose_it() -> None:
        newer.before_it_answers = lambda: None
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (backend,) = cursor.fetchone()
        thread = threading.Thread(target=terminate, args=(backend,))
        thread.start()
        thread.join(10)

    newer.before_it_answers = lose_it
    use(newer, monkeypatch)
    monkeypatch.setattr("factcheck.claims.management.commands.redetect._CHUNK", 1)
    out = StringIO()
    with pytest.raises(CommandError, match="1 failed"):
        call_command("redetect", stdout=out, stderr=out)
    assert f"Article {articles[0].pk} could not be read again: " in out.getvalue()
    assert "2 of 3 articles" in out.getvalue()
    assert run().startswith("1 of 1 articles")


def terminate(backend: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
    connections.close_all()


def test_command_gives_up_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2):
        article_of(text=f"{TEXT} {number}")
    newer = Newer()

    def gone() -> None:
        raise OperationalError("The server has closed.")

    newer.before_it_answers = gone
    use(newer, monkeypatch)
    monkeypatch.setattr("factcheck.claims.management.commands.redetect._reaches_database", lambda: False)
    out = StringIO()
    with pytest.raises(CommandError, match="can’t be reached any more; run the command again"):
        call_command("redetect", stdout=out, stderr=out)
    assert out.getvalue().count("The server has closed.") == 1
    assert "0 of 2 articles" in out.getvalue()


def test_command_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        article_of(text=f"{TEXT} {number}")
    use(Newer(), monkeypatch)
    monkeypatch.setattr("factcheck.claims.management.commands.redetect._EVERY", 2)
    err = StringIO()
    call_command("redetect", stdout=StringIO(), stderr=err)
    first, second = err.getvalue().splitlines()
    assert re.fullmatch(r"2 of 5 articles \(40%\), \d+ words/s", first)
    assert re.fullmatch(r"4 of 5 articles \(80%\), \d+ words/s", second)


def test_command_knows_its_articles() -> None:
    with pytest.raises(CommandError, match=r"^There is no article 999999\.$"):
        run("--article", "999999")


def test_command_without_its_model_is_one_sentence(settings: Any) -> None:
    settings.ATTRIBUTION_DETECTOR = "factcheck.nowhere.Nobody"
    with pytest.raises(CommandError, match="There is no detector"):
        run()
