"""The cast: Rita reviews, Ed edits, Ada administers, Nora may do nothing yet."""

from __future__ import annotations

import pytest

from factcheck.accounts.models import User
from tests.factories import make_user


@pytest.fixture
def rita(db: None) -> User:
    return make_user("reviewer", "rita")


@pytest.fixture
def ed(db: None) -> User:
    return make_user("editor", "ed")


@pytest.fixture
def nora(db: None) -> User:
    return make_user(None, "nora")


@pytest.fixture
def ada(db: None) -> User:
    return make_user("administrator", "ada")
