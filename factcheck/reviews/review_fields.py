"""The one table of what a review says, field by field.

Form, log, opinion, conflict, history, comparison of reports, lines of text and tables of claims all read it, so that a
further field of the panel is written in these places and nowhere else:

1. the model (``claims/models``) and its migration,
2. a row here,
3. ``decisions.Annotation``, what a form hands to the services,
4. ``reports.build.ReportedClaim``, what a report holds, and
5. ``reports/report-2.schema.json`` and 6. the docstring of ``json_file.py``, which those read whose programs read it.

A text field without a place of its own in ``panel/review_fields.html`` is drawn after the note. ``tests/reviews/
test_review_fields.py`` walks the columns of a claim's state and says what is missing where.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Field

from factcheck.claims.choices import CHECKLIST, STATUS_CHOICES, Said, UnattributedReason, Verdict
from factcheck.claims.models import Claim, ReviewState


@dataclass(frozen=True, slots=True)
class ReviewField:
    """One field of a review: a column of the claim's state, and what people read beside its value."""

    name: str
    #: Where a value is told: history, conflict, reports.
    label: str
    #: Where a value is asked for; the label if empty.
    question: str = ""
    #: Values with what people read for them; empty for free text.
    choices: tuple[tuple[str, str], ...] = ()
    #: Running text, which may have several lines.
    is_long: bool = False
    #: Asked only of a source without a name.
    is_about_unnamed_source: bool = False
    #: Set by editors alone, and so no part of an independent opinion.
    is_editors: bool = False

    @property
    def form_label(self) -> str:
        return self.question or self.label

    @property
    def is_text(self) -> bool:
        return not self.choices

    @property
    def max_length(self) -> int:
        """In characters, as the column has it."""
        return cast(int, cast("Field[Any, Any]", Claim._meta.get_field(self.name)).max_length)

    def is_said_by(self, state: ReviewState) -> bool:
        """Whether the state holds something in this field."""
        return getattr(state, self.name) not in ("", Verdict.PENDING.value)

    def shown(self, state: object) -> str:
        """The value that a claim, an opinion or a report holds, as people read it; empty for nothing."""
        value = getattr(state, self.name)
        return str(dict(self.choices).get(value, value))


def _choices(choices: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(value), str(label)) for value, label in choices)


_UNNAMED_SOURCE = {
    "anonymity_reason": "Why the source is not named",
    "how_source_knows": "How the source knows",
    "second_source": "Second source",
    "name_known_to": "Who knows the name",
}

#: In the order of the form, in which they are compared and told as well.
REVIEW_FIELDS = (
    ReviewField("status", "Sourcing", choices=_choices(STATUS_CHOICES)),
    ReviewField(
        "unattributed_reason",
        "Why no attribution",
        "Why no attribution?",
        choices=_choices(UnattributedReason.choices),
    ),
    ReviewField("source", "Source"),
    ReviewField("cue", "Cue"),
    *(
        ReviewField(name, _UNNAMED_SOURCE[name], question, is_about_unnamed_source=True)
        for name, question in CHECKLIST.items()
    ),
    ReviewField("said", "Did the source say it", "Did the source say it?", choices=_choices(Said.choices)),
    ReviewField("recommended", "Recommended verdict", choices=_choices(Verdict.choices)),
    ReviewField("verdict", "Verdict", choices=_choices(Verdict.choices), is_editors=True),
    ReviewField("wording", "Suggested wording", is_long=True),
    ReviewField("note", "Note", is_long=True),
)
FIELDS_BY_NAME = {field.name: field for field in REVIEW_FIELDS}
#: What a reviewer says and another may say otherwise: all but what editors alone set.
OPINION_FIELDS = tuple(field for field in REVIEW_FIELDS if not field.is_editors)
OPINION_COLUMNS = tuple(field.name for field in OPINION_FIELDS)
TEXT_FIELDS = tuple(field for field in REVIEW_FIELDS if field.is_text)


def opinion_columns(state: ReviewState) -> dict[str, Any]:
    """What a review says, as column values without the signatures."""
    return {name: getattr(state, name) for name in OPINION_COLUMNS}
