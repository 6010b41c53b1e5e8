"""Somebody at the desk, as a report names them."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.accounts.models import User


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the desk, as of the time the report was drawn."""

    username: str
    name: str

    def __str__(self) -> str:
        return self.name


def person_of(user: User | None, people: dict[int, Person]) -> Person | None:
    """One value for each person, however many claims they have decided."""
    if user is None:
        return None
    return people.setdefault(user.pk, Person(user.get_username(), str(user)))
