"""The one table of what belongs to which edition of a report.

A report has two editions. The one *for the desk* holds everything. The one *for outside* holds what is marked OUTSIDE
here and, of what is marked with a tick, what an editor ticked when it was made. A field that has no row is the desk's
alone, so that something new stays inside until somebody has chosen; ``tests/reports/test_editions.py`` walks the fields
of a report and says which have no row.

``reports/editions.py`` does the cutting, by this table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.db.models import TextChoices


class Edition(TextChoices):
    """For whom a report is."""

    DESK = "desk", "For the desk"
    OUTSIDE = "outside", "For outside readers"

    @property
    def sentence(self) -> str:
        """What it holds, for who chooses one."""
        return _SENTENCES[self]


_SENTENCES = {
    Edition.DESK: "Everything the desk knows. For the newsroom only.",
    Edition.OUTSIDE: "Sourcing, verdicts and links to evidence, without what the desk keeps about its sources.",
}


class Tick(TextChoices):
    """What the edition for outside holds only where an editor ticks it."""

    ANONYMITY_REASON = "anonymity_reason", "why sources are not named"
    HOW_SOURCE_KNOWS = "how_source_knows", "how sources know"
    SECOND_SOURCE = "second_source", "second sources"
    NAME_KNOWN_TO = "name_known_to", "who knows a source’s name"
    SOURCES = "sources", "the desk’s own names for sources"
    CONTACTS = "contacts", "contacts, and who added evidence"
    FILES = "files", "evidence files and what they say"
    NOTES = "notes", "reviewers’ notes"
    WORDING = "wording", "suggested wording"
    COMMENTS = "comments", "comments"
    DISMISSALS = "dismissals", "why findings were dismissed"


@dataclass(frozen=True, slots=True)
class EditionChoice:
    """The edition that somebody takes, with what was ticked for outside, in the order of the ticks."""

    edition: Edition = Edition.DESK
    ticked: tuple[Tick, ...] = ()

    @classmethod
    def of(cls, edition: str, ticked: Iterable[str] = ()) -> Self:
        """Raises ValueError for an edition or a tick that there is not."""
        chosen = Edition(edition)
        ticks = {Tick(tick) for tick in ticked} if chosen is Edition.OUTSIDE else set[Tick]()
        return cls(chosen, tuple(tick for tick in Tick if tick in ticks))

    @property
    def is_outside(self) -> bool:
        return self.edition is Edition.OUTSIDE

    @property
    def words(self) -> str:
        """“for outside readers, with reviewers’ notes; comments”"""
        return str(self.edition.label).lower() + (f", with {self.ticked_words}" if self.ticked else "")

    @property
    def ticked_words(self) -> str:
        """“reviewers’ notes; comments”; empty where nothing was ticked."""
        if len(self.ticked) == len(Tick):
            return "everything that can be shared"
        return "; ".join(str(tick.label) for tick in self.ticked)

    @property
    def query(self) -> str:
        """The same as the end of an address; empty for the desk's."""
        if not self.is_outside:
            return ""
        return "?" + urlencode([("edition", self.edition.value), *(("tick", tick.value) for tick in self.ticked)])

    def has(self, belongs: Edition | Tick) -> bool:
        """Whether this edition holds what belongs so."""
        return not self.is_outside or belongs is Edition.OUTSIDE or belongs in self.ticked


FOR_DESK = EditionChoice()
FOR_OUTSIDE = EditionChoice(Edition.OUTSIDE)

#: The desk's alone: no tick lets it out.
_DESK = Edition.DESK
#: Both editions hold it.
_BOTH = Edition.OUTSIDE


def _both(names: str) -> dict[str, Edition | Tick]:
    return dict.fromkeys(names.split(), _BOTH)


#: By the name of the class that a report consists of, and of its field.
BELONGS: Mapping[str, Mapping[str, Edition | Tick]] = {
    "Report": {
        **_both("article drawn_at numbers footing findings claims sources stamp desk yardsticks revision"),
        **_both("edition ticked"),
        "has_comments": Tick.COMMENTS,
    },
    "ReportedArticle": {
        **_both("id title outlet byline url published_on text sha256 detector loaded_at archived_at superseded_at"),
        "loaded_by": _DESK,
    },
    "ReportedClaim": {
        **_both("number part start end text sourcing suggested suggested_probability leads_to source cue channel"),
        # Who decided answers for it, inside and outside.
        **_both("reviewed_by reviewed_at verdict_by verdict_at"),
        **_both("unattributed_reason said recommended verdict is_verdict_stale second_opinion findings evidence"),
        # Of these every question has a row of its own.
        **_both("about_source"),
        "wording": Tick.WORDING,
        "note": Tick.NOTES,
        "comments": Tick.COMMENTS,
    },
    "about_source": {
        "anonymity_reason": Tick.ANONYMITY_REASON,
        "how_source_knows": Tick.HOW_SOURCE_KNOWS,
        "second_source": Tick.SECOND_SOURCE,
        "name_known_to": Tick.NAME_KNOWN_TO,
    },
    # Of evidence that is a file, more is left out: see ``reports/editions.py``.
    "ReportedEvidence": {
        **_both("stance name url sha256 place quotation is_primary at"),
        "contact": Tick.CONTACTS,
        "by": Tick.CONTACTS,
    },
    "ReportedComment": _both("kind text author at by"),
    # The name that somebody signs in with is of use to nobody outside who means well.
    "Person": {"name": _BOTH, "username": _DESK},
    "Finding": _both("rule one many severity follows dismissed parts passages"),
    "Passage": _both("start end before words after is_title"),
    "Part": _both("rule one many severity follows"),
    "ArticleFinding": _both("finding claims runs is_of_article"),
    "Dismissal": {"by": _BOTH, "at": _BOTH, "username": _DESK, "reason": Tick.DISMISSALS},
    "Numbers": _both("claims reviewed verified unverified disputed not_checkable pending unnamed_alone stale"),
    "Proportion": _both("status claims percent"),
    "ListedSource": _both("name described status claims named_in is_added"),
    "Desk": _both("articles claims unnamed"),
    "Benchmark": _both("percent unit sample author year title url sentence"),
    "Revision": _both("version before before_loaded_at unchanged changed new dropped"),
    "ChangedSentence": _both("label text label_before text_before"),
    "DroppedClaim": _both("label text sourcing verdict verdict_by verdict_at"),
}


#: Rules that fall silent where the desk has answered a question about an unnamed source. Whether they speak tells
#: whether there is an answer, so the edition for outside has their findings only where it has the answers too.
SILENCED_BY: Mapping[str, Tick] = {
    "unnamed_source_alone": Tick.SECOND_SOURCE,
    "unnamed_official_alone": Tick.SECOND_SOURCE,
    "not_said_how_they_know": Tick.HOW_SOURCE_KNOWS,
    "no_reason_for_anonymity": Tick.ANONYMITY_REASON,
}


def belongs(kind: str, name: str) -> Edition | Tick:
    """To which edition a field belongs; the desk's for one that has no row."""
    return BELONGS.get(kind, {}).get(name, _DESK)
