"""The same person under several forms is one source, and two people never are."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.attribution.sources import find_sources
from factcheck.attribution.spacy_rules import SpacyRules
from factcheck.attribution.types import Attribution, Source, SourcingStatus, Span
from tests.attribution.readings import BOTH, read


@dataclass(frozen=True)
class Says:
    """Somebody speaks: the words of the source, what it rests on, and where it was introduced."""

    source: str
    status: str = "named_person"
    introduced: str = ""


def official(source: str, introduced: str = "") -> Says:
    return Says(source, "named_official", introduced)


def person(source: str, introduced: str = "") -> Says:
    return Says(source, "named_person", introduced)


def body(source: str, introduced: str = "") -> Says:
    return Says(source, "organization", introduced)


def outlet(source: str) -> Says:
    return Says(source, "media_report")


def unnamed(source: str, introduced: str = "") -> Says:
    return Says(source, "unnamed_official", introduced)


def find(*statements: Says, glue: str = " said so. ") -> tuple[tuple[Source, ...], tuple[Attribution, ...], str]:
    text = "".join(statement.source + glue for statement in statements)
    attributions, place = [], 0
    for number, statement in enumerate(statements):
        source = Span(place, place + len(statement.source))
        at = text.find(statement.introduced) if statement.introduced else -1
        attributions.append(
            Attribution(
                sentence=number,
                source=(source,) if statement.source else (),
                cue=(Span(source.end, source.end + len(glue)),),
                content=(),
                status=SourcingStatus(statement.status),
                rule="by_hand",
                why="",
                introduced=Span(at, at + len(statement.introduced)) if at >= 0 else None,
            )
        )
        place += len(statement.source) + len(glue)
    sources, led = find_sources(text, attributions)
    return sources, led, text


def names(*statements: Says) -> list[str]:
    """For each who speaks, whom it leads back to; empty for nobody."""
    sources, led, _ = find(*statements)
    return [sources[attribution.leads_to].name if attribution.leads_to is not None else "" for attribution in led]


def groups(*statements: Says) -> list[int | None]:
    return [attribution.leads_to for attribution in find(*statements)[1]]


def only(*statements: Says) -> Source:
    (source,) = find(*statements)[0]
    return source


def test_the_forms_of_one_person_are_one_source() -> None:
    introduction = "U.S. Secretary of State Antony Blinken"
    sources, led, text = find(
        official(introduction), official("Blinken", introduction), official("he", introduction), person("Mr Blinken")
    )
    assert [(source.name, source.described, source.status.value) for source in sources] == [
        ("Antony Blinken", "U.S. Secretary of State", "named_official")
    ]
    assert [text[span.start : span.end] for span in sources[0].mentions] == [
        introduction,
        "Blinken",
        "he",
        "Mr Blinken",
    ]
    assert {attribution.leads_to for attribution in led} == {0}


@pytest.mark.parametrize(
    "other",
    [
        "Blinken",
        "Mr Blinken",
        "Mr. Blinken",
        "Secretary Blinken",
        "Antony J. Blinken",
        "BLINKEN",
        "Blinken’s",
        "the Rev. Antony Blinken",
        "Antony Blinken, the secretary of state",
        "Secretary of State Antony J. Blinken",
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_name_with_and_without_title_and_initial_is_one(other: str, is_first: bool) -> None:
    statements = [person(other), official("Secretary of State Antony Blinken")]
    assert groups(*(statements if is_first else statements[::-1])) == [0, 0]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Bill Clinton", "Hillary Clinton"),
        ("Hillary Clinton", "Mr Clinton"),
        ("Mrs Berg", "Mr Berg"),
        ("George W. Bush", "George H. W. Bush"),
        ("Anna Berg, a baker", "Mayor Berg"),
        ("Anna Berg", "Anna Berger"),
        ("Anna Berg", "Anna Berg and Tom Holm"),
        ("Anna Berg", "a spokesman for Anna Berg, Tom Holm"),
        ("Hillary Clinton", "Hillary Clinton’s campaign manager Robby Mook"),
    ],
)
def test_two_people_are_never_one(first: str, second: str) -> None:
    assert groups(person(first), official(second)) == [0, 1]


def test_a_surname_that_two_bear_leads_to_neither_unless_a_title_tells() -> None:
    assert groups(person("Bill Clinton"), person("Hillary Clinton"), person("Clinton"), person("Clinton")) == [
        0,
        1,
        2,
        2,
    ]
    assert groups(person("Bill Clinton"), person("Hillary Clinton"), person("Mr Clinton")) == [0, 1, 0]
    assert groups(person("Bill Clinton"), person("Hillary Clinton"), person("Mrs Clinton")) == [0, 1, 1]


def test_an_introduction_that_cannot_be_is_not_followed() -> None:
    statements = [person("Hillary Clinton"), person("Mr Clinton", "Hillary Clinton"), person("Bill Clinton")]
    assert groups(*statements) == [0, 1, 1]


def test_an_introduction_that_holds_more_names_is_not_their_source() -> None:
    assert groups(unnamed("Berg’s aides"), person("Anna Berg"), person("she", "Berg")) == [0, 1, 1]
    assert groups(official("Anna Berg’s lawyer Tom Holm"), person("she", "Anna Berg")) == [0, 1]


@pytest.mark.parametrize(
    ("phrase", "name", "described"),
    [
        ("U.S. Secretary of State Antony Blinken", "Antony Blinken", "U.S. Secretary of State"),
        ("Secretary of Homeland Security Maria Lopez", "Maria Lopez", "Secretary of Homeland Security"),
        ("Mayor of London Sam Rivers", "Sam Rivers", "Mayor of London"),
        (
            "Finance Minister Ada Obi of Nigeria, a former banker",
            "Ada Obi",
            "Finance Minister of Nigeria, a former banker",
        ),
        ("Maria Gomez, a spokeswoman for the ministry,", "Maria Gomez", "spokeswoman for the ministry"),
        ("the minister, Ada Obi", "Ada Obi", "minister"),
        ("Minister for Ports Ada Obi", "Minister for Ports Ada Obi", ""),
        ("Stephen King of Maine", "Stephen King", "of Maine"),
        ("one neighbour, John Smith,", "John Smith", "one neighbour"),
        ("Sen. David Moss (R-Ga.)", "David Moss", "Sen. (R-Ga.)"),
        ("Mrs. Jane Roe, who lives nearby", "Jane Roe", "who lives nearby"),
        ("Ursula von der Leyen", "Ursula von der Leyen", ""),
        ("Martin King Jr.", "Martin King Jr.", ""),
        ("Stephen King", "Stephen King", ""),
        ("Stephen King Holm", "Stephen King Holm", ""),
        ("Pope Francis", "Pope Francis", ""),
        ("The Wire’s Dante Holm", "Dante Holm", "Wire"),
        ("harbour campaign spokesman Tom Holm", "Tom Holm", "harbour campaign spokesman"),
        ("President-elect Anna Berg", "Anna Berg", "President-elect"),
        ("安东尼", "安东尼", ""),
    ],
)
def test_name_and_description_are_told_apart(phrase: str, name: str, described: str) -> None:
    source = only(official(phrase))
    assert (source.name, source.described) == (name, described)


def test_the_fullest_name_and_description_of_the_article_are_taken() -> None:
    source = only(
        person("Berg"), person("Anna Berg"), official("Anna M. Berg, the mayor of Harbour Town"), person("BERG")
    )
    assert (source.name, source.described) == ("Anna M. Berg", "mayor of Harbour Town")


def test_a_post_says_more_than_a_clause_or_an_age() -> None:
    source = only(
        official("Anna Berg, who left the talks early on Monday"), official("Mayor Berg"), person("Berg, 61,")
    )
    assert source.described == "Mayor"


def test_the_status_is_the_firmest() -> None:
    assert only(person("Berg"), official("Mayor Anna Berg")).status is SourcingStatus.NAMED_OFFICIAL
    assert only(Says("Anna Berg", "hedged")).status is SourcingStatus.HEDGED


def test_a_person_taken_for_a_body_in_the_headline() -> None:
    assert names(body("Obama"), official("President Barack Obama")) == ["Barack Obama", "Barack Obama"]
    assert groups(body("Jordan"), person("Michael Jordan")) == [0, 1]  # the country speaks


@pytest.mark.parametrize(
    ("long", "short", "name"),
    [
        ("the Environmental Protection Agency (EPA)", "The EPA", "Environmental Protection Agency"),
        ("the Environmental Protection Agency", "EPA", "Environmental Protection Agency"),
        ("the Office of Harbours (“HARB”)", "HARB", "Office of Harbours"),
        ("Acme Corp.", "Acme", "Acme Corp."),
        ("The United States", "the U.S.", "United States"),
        ("The White House", "White House", "White House"),
        ("the ministry", "The ministry", "the ministry"),
        ("Qatar", "Qatar’s", "Qatar"),
        ("Hamas", "Hamas", "Hamas"),
    ],
)
def test_a_body_and_its_short_form(long: str, short: str, name: str) -> None:
    assert names(body(long), body(short)) == [name, name]
    assert names(body(short), body(long)) == [name, name]


def test_a_short_form_in_brackets_behind_the_source() -> None:
    text = "The Harbour Council (COHA) said no. COHA said yes."
    spans = (Span(0, 19), Span(36, 40))
    attributions = [
        Attribution(n, (s,), (s,), (), SourcingStatus.ORGANIZATION, "by_hand", "") for n, s in enumerate(spans)
    ]
    assert [attribution.leads_to for attribution in find_sources(text, attributions)[1]] == [0, 0]


def test_a_source_that_is_broken_in_two_goes_on_as_a_description() -> None:
    text = "Anna Berg said on Monday, a baker, no."
    attribution = Attribution(
        0, (Span(0, 9), Span(26, 33)), (Span(10, 14),), (), SourcingStatus.NAMED_PERSON, "by_hand", ""
    )
    (source,) = find_sources(text, [attribution])[0]
    assert (source.name, source.described) == ("Anna Berg", "baker")
    text = "The Harbour Board said it would wait."
    attribution = Attribution(
        0, (Span(0, 17), Span(23, 25)), (Span(18, 22),), (), SourcingStatus.ORGANIZATION, "by_hand", ""
    )
    (source,) = find_sources(text, [attribution])[0]
    assert (source.name, source.described) == ("Harbour Board", "")


def test_the_ministry_is_whom_the_introduction_says() -> None:
    first = "the Ministry of Health"
    assert names(body(first), body("the Ministry of Trade"), body("the ministry", first)) == [
        "Ministry of Health",
        "Ministry of Trade",
        "Ministry of Health",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Acme Corp.", "Acme Bank"),
        ("Qatar", "Qatar Airways"),
        ("Companies", "Companies"),
        ("many Democrats", "most Democrats"),
        ("a company", "a company"),
        ("the Ministry of Health", "the ministry"),
    ],
)
def test_two_bodies_are_never_one(first: str, second: str) -> None:
    assert groups(body(first), body(second)) == [0, 1]


def test_letters_that_two_bodies_share_lead_to_neither() -> None:
    assert groups(body("the National Rail Agency"), body("the North River Authority"), body("the NRA")) == [0, 1, 2]


def test_an_outlet_under_its_forms() -> None:
    statements = [
        outlet("The Harbour Post"),
        outlet("the Post"),
        outlet("Harbour Post"),
        outlet("a report by the Harbour Post"),
    ]
    assert groups(*statements) == [0, 0, 0, 0]
    assert names(outlet("a CNN report"), outlet("CNN"), body("CNN")) == ["CNN", "CNN", "CNN"]
    assert groups(outlet("the Harbour Post"), outlet("the Valley Post"), outlet("the Post")) == [0, 1, 2]


def test_officials_in_two_places_are_two_sources() -> None:
    assert groups(unnamed("officials"), unnamed("officials")) == [0, 1]
    assert groups(unnamed("a senior official"), unnamed("a senior official")) == [0, 1]
    assert groups(Says("sources", "unnamed_source"), Says("Sources", "unnamed_source")) == [0, 1]
    assert groups(unnamed("Police"), unnamed("police")) == [0, 0]
    assert groups(unnamed("the official"), unnamed("The official")) == [0, 0]


def test_an_unnamed_source_goes_by_its_introduction() -> None:
    first = "A senior U.S. official, who asked not to be named,"
    source = only(unnamed(first), unnamed("The official", first), unnamed("he", first))
    assert source.name == "a senior U.S. official"
    assert source.described == "who asked not to be named"
    assert len(source.mentions) == 3


def test_a_document_speaks_again() -> None:
    first = "a new harbour study"
    assert groups(Says(first, "document"), Says("the study", "document", first)) == [0, 0]
    assert groups(Says("The Lopez report", "document"), Says("the Lopez report", "document")) == [0, 0]
    assert groups(Says("a study", "document"), Says("a study", "document")) == [0, 1]


@pytest.mark.parametrize("pronoun", ["he", "They", "who", "it", "He, like Anna Berg"])
def test_a_pronoun_without_introduction_leads_to_nobody(pronoun: str) -> None:
    assert groups(Says(pronoun, "unnamed_source")) == [None]
    assert find(Says(pronoun, "unnamed_source"))[0] == ()


def test_a_hedge_without_source_leads_to_nobody() -> None:
    assert groups(Says("", "hedged"), person("Anna Berg")) == [None, 0]


def test_sources_come_in_the_order_in_which_they_speak() -> None:
    sources, _, _ = find(outlet("CNN"), person("Berg"), body("Acme"), person("Anna Berg"))
    assert [source.name for source in sources] == ["CNN", "Anna Berg", "Acme"]
    assert find()[0] == ()


def test_one_phrase_with_two_cues_is_mentioned_once() -> None:
    sources, led, _ = find(person("Anna Berg"))
    twice = find_sources("Anna Berg said and repeated.", [led[0], replace(led[0], cue=(Span(15, 18),))])
    assert len(twice[0]) == 1
    assert twice[0][0].mentions == (Span(0, 9),)
    assert sources == twice[0]


def test_nothing_else_of_an_attribution_changes() -> None:
    _, led, text = find(official("Mayor Anna Berg"), official("she", "Mayor Anna Berg"))
    assert find_sources(text, [replace(attribution, leads_to=None) for attribution in led])[1] == led


_WORDS = (
    "Anna Berg Mr. the of Mayor , ( ) ’s EPA and J. Jr. who von der \u202e — “ president Secretary State CNN report a"
    " he 👩🏽‍⚖️ قال ﬁ İ 1 \n"
)
_PHRASES = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(_WORDS.split(" ")), max_size=12).map(" ".join))
_STATEMENTS = st.builds(Says, _PHRASES, st.sampled_from([status.value for status in SourcingStatus]), _PHRASES)


@given(st.lists(_STATEMENTS, max_size=8))
def test_any_words_are_taken(statements: list[Says]) -> None:
    sources, led, text = find(*statements)
    assert {attribution.leads_to for attribution in led} - {None} == set(range(len(sources)))
    for source in sources:
        assert source.name.strip()
        assert source.mentions == tuple(sorted(set(source.mentions)))
        assert all(text[span.start : span.end] for span in source.mentions)


@pytest.mark.parametrize(
    "phrase",
    [
        "({[" * 5000,
        "A" * 100_000,
        "Mr. " * 20_000,
        "Anna Berg, " * 9_000,
        "of the " * 9_000,
        "von " * 9_000,
        "“’s" * 9000,
    ],
    ids=lambda phrase: phrase[:6],
)
def test_a_phrase_without_end_takes_no_time(phrase: str) -> None:
    for status in SourcingStatus:
        began = time.perf_counter()
        find(Says(phrase, status.value))
        assert time.perf_counter() - began < 1


def _many(kind: str) -> list[Any]:
    makers: dict[str, Any] = {
        "one person": lambda n: person("Mr Berg"),
        "one surname": lambda n: person(f"Name{n} Berg"),
        "strangers": lambda n: person(f"Name{n} Family{n}"),
        "initials": lambda n: person(f"Anna {chr(65 + n % 26)}. {chr(65 + n // 26 % 26)}. Berg"),
        "bodies": lambda n: body(f"Agency Number{n} of Berg"),
        "officials": lambda n: unnamed("officials"),
        "letters": lambda n: body("the EPA" if n % 2 else f"the Example{n} Patent Agency"),
    }
    return [makers[kind](number) for number in range(20_000)]


@pytest.mark.parametrize(
    "kind", ["one person", "one surname", "strangers", "initials", "bodies", "officials", "letters"]
)
def test_twenty_thousand_attributions_stay_bounded(kind: str) -> None:
    statements = _many(kind)
    began = time.perf_counter()
    sources, led, _ = find(*statements)
    assert time.perf_counter() - began < 20
    assert len(led) == 20_000
    assert len(sources) == (1 if kind == "one person" else len(sources))


def test_the_detector_fills_the_list() -> None:
    text = (
        "Foreign Minister Anna Berg warned that the harbour may close. “We have no money,” she said. Berg added that"
        " talks go on. The Environmental Protection Agency (EPA) said it would wait. The harbour is old."
    )
    reading = SpacyRules().detect(text)
    assert [(attribution.name, attribution.described) for attribution in reading.sources][:1] == [
        ("Anna Berg", "Foreign Minister")
    ]
    led = [attribution.leads_to for attribution in reading.attributions if attribution.source]
    assert led[:3] == [0, 0, 0]
    assert "Environmental Protection Agency" in [attribution.name for attribution in reading.sources]


@pytest.mark.parametrize("detector", BOTH)
@pytest.mark.parametrize(
    "text",
    [
        "Former officials in both parties, though they disagreed, said the plan was wrong.",
        "Officials in both parties, though some more than others, have said the plan was wrong.",
        "Ada Obi, although she had doubts, said the plan was sound.",
    ],
)
def test_a_conjunction_describes_nobody(text: str, detector: str) -> None:
    assert [source.described for source in read(text, detector).reading.sources] == [""]


@pytest.mark.parametrize("detector", BOTH)
@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Okafor: If elected, I will cut taxes\nThe vote is on Monday.", "named_person"),
        ("Petrovic: Taxes will fall\nThe vote is on Monday. Ada Petrovic is 60.", "named_person"),
        ("Petrovic: Taxes will fall\nThe vote is on Monday. Maria Petrovic is 60.", "named_person"),
        ("Petrovic: Taxes will fall\nThe vote is on Monday. Sen. Petrovic is 60.", "named_person"),
        ("NATO: I stand ready\nThe vote is on Monday.", "organization"),
    ],
)
def test_a_surname_before_a_colon_is_a_person_where_something_says_so(text: str, status: str, detector: str) -> None:
    assert read(text, detector).reading.attributions[0].status == status
