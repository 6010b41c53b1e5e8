"""The list of sources: which claims rest on whom, as people left it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db.models import F

from factcheck.articles.models import Article
from factcheck.attribution.sources import find_sources
from factcheck.attribution.types import Attribution, Reading, Sentence, SourcingStatus, Span, Suggestion
from factcheck.claims.models import Claim, Source
from factcheck.claims.redetection import redetect_article
from factcheck.claims.services import store_reading
from factcheck.claims.sources import ListedSource, list_sources, moves_sources, sources_of
from factcheck.readers.text import fingerprint
from tests.factories import make_article, make_claim

pytestmark = pytest.mark.django_db

BLINKEN = "Secretary of State Antony Blinken"


Said = tuple[str, str, str]


def stored(*statements: Said) -> Article:
    """An article of sentences “X said so.”: who speaks, what it rests on, where they were introduced."""
    text, reading = reading_of(*statements)
    article = Article.objects.create(title="Talks", text=text, text_sha256=fingerprint(text), detector="by-hand 1")
    store_reading(article=article, reading=reading)
    return article


def reading_of(*statements: Said) -> tuple[str, Reading]:
    text = "\n".join(f"{who} said so." if who else "It rained." for who, _, _ in statements)
    sentences, attributions, suggestions, place = [], [], [], 0
    for number, (who, status, introduced) in enumerate(statements):
        line = text[place:].partition("\n")[0]
        sentences.append(Sentence(place, place + len(line), line))
        suggestions.append(Suggestion(SourcingStatus(status), len(attributions) if who else None, "By hand."))
        if who:
            source = (Span(place, place + len(who)),)
            cue = (Span(place + len(who) + 1, place + len(who) + 5),)
            at = text.find(introduced)
            behind = Span(at, at + len(introduced)) if introduced else None
            attributions.append(
                Attribution(number, source, cue, (), SourcingStatus(status), "by_hand", "By hand.", introduced=behind)
            )
        place += len(line) + 1
    sources, led = find_sources(text, attributions)
    return text, Reading("by-hand 1", tuple(sentences), led, tuple(suggestions), sources)


@pytest.fixture
def article(db: None) -> Article:
    return stored(
        ("officials", "unnamed_official", ""),
        (BLINKEN, "named_official", ""),
        ("", "unattributed", ""),
        ("Blinken", "named_official", BLINKEN),
        ("he", "named_official", BLINKEN),
        ("the ministry", "organization", ""),
        ("They", "unnamed_source", ""),
    )


def listed(article: Article) -> dict[str, tuple[int, ...]]:
    return {source.name: source.claims for source in sources_of(article.pk)}


def one_named(article: Article, name: str) -> ListedSource:
    (source,) = [row for row in sources_of(article.pk) if row.name == name]
    return source


def test_a_source_has_the_claims_of_all_its_forms_the_most_used_first(article: Article) -> None:
    assert list(listed(article).items()) == [
        ("Antony Blinken", ("2", "4", "5")),
        ("officials", ("1",)),
        ("the ministry", ("6",)),
    ]
    blinken = one_named(article, "Antony Blinken")
    assert (blinken.described, blinken.status, blinken.first, blinken.is_added) == (
        "Secretary of State",
        SourcingStatus.NAMED_OFFICIAL,
        "2",
        False,
    )


def test_a_pronoun_that_leads_to_nobody_has_no_row(article: Article) -> None:
    assert make_claim(article, 7).source == "They"
    assert "They" not in listed(article)


@pytest.mark.parametrize("words", ["Blinken", "ANTONY BLINKEN", " antony  blinken ", BLINKEN, "Blinken’s", "“Blinken”"])
def test_words_a_person_wrote_count_for_the_source_they_name(article: Article, words: str) -> None:
    make_claim(article, 1, source=words)
    assert listed(article) == {"Antony Blinken": ("1", "2", "4", "5"), "the ministry": ("6",), "officials": ()}


@pytest.mark.parametrize("words", ["Blinken", "Mr Blinken", "Secretary Blinken", "Antony Blinken, the secretary"])
def test_a_surname_or_title_the_article_never_uses_is_understood(words: str) -> None:
    article = stored((BLINKEN, "named_official", ""), ("", "unattributed", ""))
    make_claim(article, 2, source=words, status="named_official")
    assert listed(article) == {"Antony Blinken": ("1", "2")}


def test_a_surname_that_two_bear_is_its_own_source() -> None:
    article = stored(("Anna Berg", "named_person", ""), ("Tom Berg", "named_person", ""), ("", "unattributed", ""))
    make_claim(article, 3, source="Berg", status="named_person")
    assert listed(article) == {"Anna Berg": ("1",), "Tom Berg": ("2",), "Berg": ("3",)}


def test_a_leading_article_makes_no_difference(article: Article) -> None:
    make_claim(article, 1, source="Ministry")
    assert listed(article)["the ministry"] == ("1", "6")


def test_a_persons_own_source_gets_its_own_row(article: Article) -> None:
    make_claim(article, 1, source="Tom Holm", status="named_person")
    make_claim(article, 4, source="tom holm", status="named_person")
    own = one_named(article, "Tom Holm")
    assert (own.claims, own.is_added, own.described) == (("1", "4"), True, "")
    assert own.status is SourcingStatus.NAMED_PERSON
    assert listed(article)["Antony Blinken"] == ("2", "5")


def test_a_source_no_claim_rests_on_any_more_says_where_it_is_named(article: Article) -> None:
    make_claim(article, 6, source="", status="unattributed")
    ministry = one_named(article, "the ministry")
    assert (ministry.claims, ministry.first) == ((), "6")


def test_he_written_by_a_person_is_what_they_say(article: Article) -> None:
    make_claim(article, 1, source="he")
    assert listed(article)["he"] == ("1",)


def test_words_that_two_sources_share_count_for_the_one_their_claim_names() -> None:
    article = stored(
        ("officials", "unnamed_official", ""),
        ("officials", "unnamed_official", ""),
        ("Tom Holm", "named_person", ""),
    )
    assert [source.claims for source in sources_of(article.pk)] == [("1",), ("2",), ("3",)]
    make_claim(article, 2, source="Officials", cue="")
    assert [source.claims for source in sources_of(article.pk)] == [("1",), ("2",), ("3",)]
    make_claim(article, 3, source="Officials")  # which of the two, nobody can say
    assert [(source.name, source.claims) for source in sources_of(article.pk)] == [
        ("officials", ("1",)),
        ("officials", ("2",)),
        ("Officials", ("3",)),
        ("Tom Holm", ()),
    ]


def test_the_status_is_what_people_made_of_it(article: Article) -> None:
    make_claim(article, 2, status="named_person")
    assert one_named(article, "Antony Blinken").status is SourcingStatus.NAMED_OFFICIAL
    make_claim(article, 4, status="named_person")
    assert one_named(article, "Antony Blinken").status is SourcingStatus.NAMED_PERSON
    make_claim(article, 6, status="document")
    assert one_named(article, "the ministry").status is SourcingStatus.DOCUMENT


def test_of_two_claims_the_corrected_one_decides() -> None:
    article = stored(("Anna Berg", "named_person", ""), ("Berg", "named_person", ""))
    make_claim(article, 1, status="hedged")
    assert one_named(article, "Anna Berg").status is SourcingStatus.HEDGED


def test_an_article_read_before_there_were_sources_lists_its_words() -> None:
    article = make_article("Berg said no.\nBerg said yes.\nHe said so.", statuses=["named_person"] * 3)
    assert [(source.name, source.claims, source.is_added) for source in sources_of(article.pk)] == [
        ("Berg", ("1", "2"), False)
    ]


def test_an_article_without_attribution_has_no_sources() -> None:
    assert sources_of(make_article().pk) == ()


class Again:
    """A newer detector that sees the same."""

    name = "by-hand 2"

    def __init__(self, *statements: Said) -> None:
        self.reading = replace(reading_of(*statements)[1], detector=self.name)

    def detect(self, text: str) -> Reading:
        return self.reading


def test_an_article_read_twice_lists_nobody_twice() -> None:
    """Decided claims keep what the first reading found, the others have what the second did."""
    statements = (
        (BLINKEN, "named_official", ""),
        ("a senior official", "unnamed_official", ""),
        ("Blinken", "named_official", BLINKEN),
        ("The official", "unnamed_official", "a senior official"),
        ("the Ministry of Health", "organization", ""),
        ("The Ministry of Health", "organization", ""),
        ("officials", "unnamed_official", ""),
        ("officials", "unnamed_official", ""),
    )
    article = stored(*statements)
    before = sources_of(article.pk)
    assert [row.claims for row in before] == [("1", "3"), ("2", "4"), ("5", "6"), ("7",), ("8",)]
    for number in (3, 4, 6, 7):
        make_claim(article, number, version=1)
    redetect_article(pk=article.pk, detector=Again(*statements))
    assert Source.objects.filter(article=article).count() == 8
    assert set(sources_of(article.pk)) == set(before)


def test_what_one_reading_keeps_apart_stays_apart() -> None:
    article = stored(("Companies", "organization", ""), ("Companies", "organization", ""))
    assert [source.claims for source in sources_of(article.pk)] == [("1",), ("2",)]
    article = stored(("George W. Bush", "named_person", ""), ("George H. W. Bush", "named_person", ""))
    assert [source.claims for source in sources_of(article.pk)] == [("1",), ("2",)]


def test_other_articles_sources_stay_out(article: Article) -> None:
    other = stored(("Blinken", "named_person", ""))
    assert listed(other) == {"Blinken": ("1",)}
    assert len(sources_of(article.pk)) == 3


def test_to_agree_moves_nothing(article: Article) -> None:
    claim = Claim.objects.select_related("suggested_by").get(article=article, number=4)
    claim.version = 1
    assert not moves_sources(claim)
    for changed in ({"source": "Tom"}, {"status": "hedged"}, {"version": 2}):
        kept = {name: getattr(claim, name) for name in changed}
        for name, value in changed.items():
            setattr(claim, name, value)
        assert moves_sources(claim)
        for name, value in kept.items():
            setattr(claim, name, value)


@pytest.mark.parametrize("many", [3, 200])
def test_two_queries_whatever_the_number_of_claims(many: int, django_assert_num_queries: Any) -> None:
    article = stored(*((f"Anna Berg{n}", "named_person", "") for n in range(many)))
    article.claims.filter(number__gt=many // 2).update(source="Somebody else", version=F("version") + 1)
    with django_assert_num_queries(2):
        assert len(sources_of(article.pk)) == many + 1
    claims = list(article.claims.select_related("suggested_by").in_reading_order())
    with django_assert_num_queries(1):
        assert len(list_sources(article.pk, claims)) == many + 1
