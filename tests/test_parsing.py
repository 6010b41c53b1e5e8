from __future__ import annotations

import pytest

from factcheck.parsing import parse_pk


@pytest.mark.parametrize(("value", "pk"), [("7", 7), (7, 7), ("0", 0), ("9" * 18, 10**18 - 1)])
def test_a_primary_key_is_read(value: object, pk: int) -> None:
    assert parse_pk(value) == pk


@pytest.mark.parametrize("value", [None, "", " 7", "-7", "7.0", "٧", "²", "9" * 19, "9" * 100_000, "7\x00", [7]])
def test_what_no_column_holds_is_no_primary_key(value: object) -> None:
    assert parse_pk(value) is None
