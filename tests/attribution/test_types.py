"""What a sourcing status says of itself."""

from __future__ import annotations

import pytest

from factcheck.attribution.types import SourcingStatus


def test_ranks_run_from_the_firmest_footing_to_the_weakest() -> None:
    assert [status.rank for status in SourcingStatus] == list(range(1, len(SourcingStatus) + 1))


@pytest.mark.parametrize("status", SourcingStatus)
def test_a_key_is_one_stroke_or_none(status: SourcingStatus) -> None:
    assert len(status.key) <= 1


def test_no_two_statuses_share_a_key_or_a_class() -> None:
    keys = [status.key for status in SourcingStatus if status.key]
    assert len(set(keys)) == len(keys)
    assert len({status.css_class for status in SourcingStatus}) == len(SourcingStatus)


def test_whoever_is_unnamed_speaks() -> None:
    assert all(status.has_speaker for status in SourcingStatus if status.is_unnamed)
