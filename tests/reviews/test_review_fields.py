"""A field of a review is in every list that it belongs to, or in a written exception."""

from __future__ import annotations

import dataclasses

import pytest

from factcheck.claims.models import STATE_FIELDS, Claim
from factcheck.reviews.decisions import Annotation
from factcheck.reviews.models import Opinion
from factcheck.reviews.pages.forms.review import ReviewForm
from factcheck.reviews.review_fields import OPINION_COLUMNS, REVIEW_FIELDS

#: Columns of a claim's state that nobody types, and why they are no field of a review.
NO_FIELDS = {
    "second_opinion": "where the two opinions are; decisions of their own move it",
    "cuts": "where the sentence is split; decisions of their own move it",
    "reviewed_by_id": "the signature of the review",
    "reviewed_at": "the signature of the review",
    "verdict_by_id": "the signature of the verdict",
    "verdict_at": "the signature of the verdict",
    "verdict_version": "what the verdict judged; setting one notes it",
    "is_verdict_stale": "whether that still stands; decisions and evidence move it",
}
#: Fields of a review that the form asks for under another name.
IN_THE_FORM = {"recommended": "verdict"}


def test_every_column_of_the_state_is_a_field_or_an_exception() -> None:
    assert {field.name for field in REVIEW_FIELDS} | set(NO_FIELDS) == set(STATE_FIELDS)
    assert not {field.name for field in REVIEW_FIELDS} & set(NO_FIELDS)


@pytest.mark.parametrize("field", REVIEW_FIELDS, ids=lambda field: field.name)
def test_every_field_is_in_the_form_the_annotation_and_the_opinion(field, rita) -> None:
    form = ReviewForm(claim=Claim(status="hedged"), by=rita, url="/")
    assert IN_THE_FORM.get(field.name, field.name) in form.fields, "the form doesn’t ask for it"
    assert field.name in {own.name for own in dataclasses.fields(Annotation)}, "Annotation doesn’t carry it"
    if not field.is_editors:
        assert field.name in OPINION_COLUMNS
        assert Opinion._meta.get_field(field.name), "an opinion can’t hold it, so it is lost when two people agree"


@pytest.mark.parametrize("field", REVIEW_FIELDS, ids=lambda field: field.name)
def test_choices_and_lengths_are_those_of_the_column(field) -> None:
    column = Claim._meta.get_field(field.name)
    assert [value for value, _ in field.choices] == [value for value, _ in column.flatchoices if value]
    if field.is_text:
        assert field.max_length == column.max_length > 0
