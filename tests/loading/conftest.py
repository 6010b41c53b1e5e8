from __future__ import annotations

import pytest


@pytest.fixture
def by_hand(settings) -> None:
    """Articles load without a model: each line is a claim."""
    settings.ATTRIBUTION_DETECTOR = "tests.factories.ByHand"
