"""The numbers of an article as pictures and words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.template import Context, Template

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.models import Tally
from factcheck.claims.profile import FLOOR, profile_bars, progress_bars, weakest_words


def tally(**counts: int) -> Tally:
    claims = sum(counts.get(status.value, 0) for status in SourcingStatus)
    return Tally(claims=claims, **counts)


def test_bars_go_from_the_firmest_footing_to_the_weakest_and_leave_out_what_is_not_there():
    bars = profile_bars(tally(unattributed=10, named_official=1, hedged=5))

    assert [(bar.name, bar.count) for bar in bars] == [("named_official", 1), ("hedged", 5), ("unattributed", 10)]


@pytest.mark.parametrize(
    "counts", [{"hedged": 1}, {"hedged": 1, "unattributed": 499}, {s.value: 7 for s in SourcingStatus}]
)
def test_bars_fill_the_picture_without_overlap(counts):
    bars = profile_bars(tally(**counts))

    assert bars[0].x == 0
    assert bars[-1].x + bars[-1].width == pytest.approx(100, abs=0.05)
    for left, right in pairwise(bars):
        assert left.x + left.width < right.x


def test_one_claim_of_five_hundred_can_be_seen():
    assert profile_bars(tally(hedged=1, unattributed=499))[0].width >= FLOOR


def test_an_article_without_claims_has_no_bars():
    assert profile_bars(tally()) == progress_bars(tally()) == ()


def test_progress_shows_verdicts_then_what_waits_for_one():
    single = tally(unattributed=10)
    single.reviewed, single.pending, single.verified, single.disputed = 6, 6, 3, 1

    bars = progress_bars(single)

    assert [(bar.name, bar.count, bar.width) for bar in bars] == [
        ("verified", 3, 30),
        ("disputed", 1, 10),
        ("reviewed", 2, 20),
    ]
    assert [bar.x for bar in bars] == [0, 30, 40]


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"unnamed_source": 5, "unnamed_official": 4, "unattributed": 15}, "21% on unnamed sources"),
        ({"unnamed_official": 36, "unattributed": 64}, "36% on unnamed officials"),
        ({"hedged": 2, "unnamed_source": 2, "unattributed": 6}, "20% hedged, no source"),
        ({"hedged": 1, "unattributed": 999}, "1% hedged, no source"),
        ({"hedged": 999, "unattributed": 1}, "99% hedged, no source"),
        ({"hedged": 3}, "100% hedged, no source"),
        ({"unattributed": 15, "named_person": 2}, "no unnamed or hedged source"),
        ({}, "no claims"),
    ],
)
def test_the_largest_weak_footing_in_words(counts, words):
    assert weakest_words(tally(**counts)) == words


def draw(source: str, **context: object) -> str:
    return Template("{% load desk %}" + source).render(Context(context))


def test_a_profile_without_links_is_a_picture_that_says_its_numbers():
    html = draw("{% profile tally %}", tally=tally(hedged=1, unattributed=3))

    assert 'role="img" aria-label="Sourcing: Hedged, no source 1, No attribution 3"' in html
    assert "<a " not in html
    assert 'class="fc-hedged"' in html
    assert "style=" not in html


def test_a_linked_profile_filters_and_the_selected_part_leads_back():
    html = draw("{% profile tally base_url='/articles/7/' selected='hedged' %}", tally=tally(hedged=1, unattributed=3))

    assert html.count('href="/articles/7/?sourcing=unattributed"') == 2
    assert html.count('href="/articles/7/"') == 2
    assert html.count('aria-current="true"') == 1
    assert 'role="img"' not in html


def test_a_base_address_keeps_the_filters_it_has():
    html = draw("{% profile tally base_url='/a/?claim=3' %}", tally=tally(hedged=1))

    assert 'href="/a/?claim=3&amp;sourcing=hedged"' in html


def test_progress_says_its_numbers():
    single = tally(unattributed=2)
    single.reviewed, single.pending, single.verified = 1, 1, 1

    assert 'aria-label="1 of 2 reviewed: Verified 1"' in draw("{% progress tally %}", tally=single)
