"""Who has been introduced so far: names with their offices, and the last to speak."""

from __future__ import annotations

from dataclasses import dataclass, field

from factcheck.attribution import lexicon as lex
from factcheck.attribution.status import singular
from factcheck.attribution.types import SourcingStatus, Span

#: How far back a pronoun is resolved, in mentions, so that time stays in proportion to the text; chosen by hand.
_RECENT_MENTIONS = 40
PERSONS = frozenset(
    {
        SourcingStatus.NAMED_OFFICIAL,
        SourcingStatus.NAMED_PERSON,
        SourcingStatus.UNNAMED_OFFICIAL,
        SourcingStatus.UNNAMED_SOURCE,
    }
)


@dataclass(slots=True)
class Speaker:
    """One mention of somebody, or something, that a later phrase may point back to."""

    status: SourcingStatus
    span: Span
    sentence: int
    words: frozenset[str]
    surname: str = ""
    given_name: str = ""
    gender: str = ""
    is_plural: bool = False
    heads: frozenset[str] = frozenset()
    has_spoken: bool = False
    channel: Span | None = None
    spoke_in: int = -1
    #: The quotation that holds the mention; what is named in it is nobody that “he” outside of it means.
    quotation: Span | None = None
    #: Whether “he” or “she” may mean it.
    is_person: bool = False
    #: Where the mention itself stands, when it only points back to ``span``.
    at: int = -1

    @property
    def place(self) -> int:
        return self.at if self.at >= 0 else self.span.start

    @property
    def is_named(self) -> bool:
        return self.status in (SourcingStatus.NAMED_OFFICIAL, SourcingStatus.NAMED_PERSON)


@dataclass(slots=True)
class Register:
    """All mentions of one article, in the order they were read."""

    mentions: list[Speaker] = field(default_factory=list)
    #: Surname to the mention that introduces it.
    _by_name: dict[str, Speaker] = field(default_factory=dict)
    _by_given_name: dict[str, Speaker] = field(default_factory=dict)
    _by_head: dict[str, Speaker] = field(default_factory=dict)

    def add(self, speaker: Speaker) -> None:
        """Take note of a mention. A firmer one of the same name replaces a weaker one."""
        self.mentions.append(speaker)
        if speaker.surname:
            introduced = self._by_name.get(speaker.surname)
            if introduced is None or speaker.status.rank < introduced.status.rank:
                self._by_name[speaker.surname] = speaker
        if speaker.given_name:
            self._by_given_name[speaker.given_name] = speaker
        for noun in {alias for head in speaker.heads for alias in (head, *_HEADS_OF.get(head, ()))}:
            self._by_head[noun] = speaker

    def named(self, surname: str) -> Speaker | None:
        """Who bears this surname."""
        return self._by_name.get(surname)

    def with_given_name(self, name: str) -> Speaker | None:
        """Who was last introduced with this first name."""
        return self._by_given_name.get(name)

    def called(self, noun: str) -> Speaker | None:
        """Who was last introduced by this noun: “the official”."""
        return self._by_head.get(singular(noun))

    def last_speaker(
        self, *, before: int, gender: str = "", plural: bool = False, person: bool = True
    ) -> Speaker | None:
        """Who spoke or was named last before a place in the text, if a pronoun may mean them."""
        for speaker in reversed(self.mentions[-_RECENT_MENTIONS:]):
            if speaker.span.start >= before or not speaker.has_spoken:
                continue
            if (speaker.status in PERSONS) != person or speaker.is_plural != plural:
                continue
            if gender and speaker.gender and speaker.gender != gender:
                continue
            return speaker
        return None

    def last_person(self, *, before: int, gender: str, quotation: Span | None) -> Speaker | None:
        """Whom “he” or “she” means: whoever spoke last or was the subject; the named before the nameless."""
        fallback: Speaker | None = None
        mentioned: Speaker | None = None
        for speaker in reversed(self.mentions[-_RECENT_MENTIONS:]):
            if speaker.span.start >= before or not speaker.is_person or speaker.is_plural:
                continue
            if gender and speaker.gender and speaker.gender != gender:
                continue
            if speaker.quotation is not None and speaker.quotation != quotation:
                continue
            if not speaker.has_spoken:
                mentioned = mentioned or speaker
                continue
            if speaker.is_named:
                near = fallback is None or fallback.sentence - speaker.sentence <= _NEAR
                return speaker if near else fallback
            fallback = fallback or speaker
        return fallback or mentioned


#: A named person this many sentences before a nameless one is still meant by “he”; chosen on held-out labels.
_NEAR = 1
#: “A spokeswoman” may come back as “the official”.
_HEADS_OF = dict.fromkeys(
    ("spokesman", "spokeswoman", "spokesperson", "diplomat", "aide", "minister", "secretary", "adviser"),
    ("official", "spokesperson"),
) | {
    "nominee": ("candidate",),
    "candidate": ("nominee",),
    "senator": ("lawmaker",),
    "representative": ("lawmaker", "congressman", "congresswoman"),
    "congressman": ("lawmaker", "representative"),
    "congresswoman": ("lawmaker", "representative"),
    "airline": ("company",),
    "firm": ("company",),
    "bank": ("company", "lender"),
    "study": ("report",),
    "poll": ("survey",),
}


def gender_of(words: list[str]) -> str:
    """“f”, “m” or nothing known."""
    lower = [word.lower().rstrip(".") for word in words]
    for word in lower:
        if (
            word in ("mrs", "ms", "miss", "lady", "baroness", "queen", "princess")
            or word.endswith("woman")
            or word in lex.WOMEN
        ):
            return "f"
        if (
            word in ("mr", "sir", "lord", "king", "prince")
            or (word.endswith("man") and len(word) > 5)
            or word in lex.MEN
        ):
            return "m"
        if word in ("mother", "daughter", "wife", "sister", "widow", "girl", "aunt", "woman"):
            return "f"
        if word in ("father", "son", "husband", "brother", "widower", "boy", "uncle", "man"):
            return "m"
    return ""
