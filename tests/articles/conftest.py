from __future__ import annotations

from collections.abc import Iterator

import pytest

from factcheck.attribution.detectors import get_detector


@pytest.fixture
def by_hand(settings) -> Iterator[None]:
    """Articles load without a model: each line is a claim."""
    settings.ATTRIBUTION_DETECTOR = "tests.factories.ByHand"
    get_detector.cache_clear()
    yield
    get_detector.cache_clear()
