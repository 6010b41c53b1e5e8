from __future__ import annotations

import pytest

from factcheck.percent import percent


@pytest.mark.parametrize(
    ("count", "total", "expected"),
    [(0, 0, 0), (0, 5, 0), (5, 5, 100), (1, 500, 1), (499, 500, 99), (1, 3, 33), (2, 3, 67)],
)
def test_only_none_is_zero_and_only_all_is_a_hundred(count: int, total: int, expected: int) -> None:
    assert percent(count, total) == expected
