"""Resolves “the official”, “she”, “Berg” and “who” to the place where the speaker was introduced."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from factcheck.attribution import grammar
from factcheck.attribution import lexicon as lex
from factcheck.attribution.candidate import Candidate
from factcheck.attribution.lexicon import words_of
from factcheck.attribution.parse import Tree, Word, as_written, span_of
from factcheck.attribution.people import People
from factcheck.attribution.speakers import PERSONS, Register, Speaker, gender_of
from factcheck.attribution.status import singular, status_of
from factcheck.attribution.types import SourcingStatus as S
from factcheck.attribution.types import Span

_PRONOUNS = {
    "he": "m",
    "him": "m",
    "his": "m",
    "she": "f",
    "her": "f",
    "they": "",
    "them": "",
    "their": "",
    "it": "",
    "its": "",
}
_PLURAL = frozenset({"they", "them", "their"})
_THINGS = frozenset({"it", "its"})
#: A channel is carried on for this many sentences (“told CNN … The official added”); chosen by hand.
_CHANNEL_REACH = 4
#: How many of the last mentions are searched, so that time stays in proportion to the text; both chosen by hand.
_RECENT_SPEAKERS = 20
_RECENT_MENTIONS = 40
#: Longer noun phrases are taken for mistakes of the parser and introduce nobody; chosen by hand.
_MAX_WORDS_OF_MENTION = 25
#: Within so many characters of a name a phrase such as “the New York businessman” means its bearer; chosen by hand.
_NEAR_BY = 700
#: Nouns that rather tell of somebody in an office whose name is withheld.
_PLAIN_JOBS = words_of(
    """official spokesman spokeswoman spokesperson officer agent aide source person analyst expert witness diplomat
    resident victim suspect lawyer attorney"""
)
#: In “director of nursing and care Ann Berg” the name isn't the preposition's: so many words are between.
_FAR_FROM_LINK = 3
#: A longer phrase introduces somebody; chosen by hand.
_LONGEST_DESCRIPTION = 8
_POINTING = frozenset({"the", "that", "this", "these", "those", "both"})
_OUTLET_NOUNS = words_of(
    """newspaper paper magazine broadcaster outlet network channel website tabloid station site portal daily weekly"""
)


class Anaphora:
    """Reads an article sentence by sentence and gives each candidate its status, introduction and channel."""

    def __init__(self, people: People, around: Callable[[int], Span | None]) -> None:
        """``around`` gives the quotation that holds a place, if one does."""
        self.register = Register()
        self._people = people
        self._around = around

    def read(self, tree: Tree, candidates: list[Candidate], number: int) -> None:
        """Settle the candidates of the next sentence, which must come in reading order."""
        todo: list[tuple[int, Candidate | list[Word]]] = [(f.source[0].start, f) for f in candidates if f.source]
        heads = {f.source_head for f in candidates if f.source_head is not None}
        todo += [(words[0].start, words) for words in _mentions(tree) if not heads & set(words)]
        for _, item in sorted(todo, key=lambda pair: pair[0]):
            if isinstance(item, Candidate):
                self._settle(item, tree)
            else:
                self._mention(item, number)

    def _mention(self, words: list[Word], number: int) -> None:
        """Somebody is mentioned without being quoted: new, or “the governor” of whom the article spoke."""
        has_spoken, head = _is_subject(words), _head_of(words)
        speaker = None
        if head is not None and words[0].lower == "the":
            speaker = self._by_noun(words, head)
        if speaker is None or not speaker.is_named:
            self._note(words, number, has_spoken=has_spoken)
        elif has_spoken:
            self._repeat(speaker, words[0].start, number)

    def _settle(self, candidate: Candidate, tree: Tree) -> None:
        head = candidate.source_head
        words = candidate.source_words or [
            word for word in tree if candidate.source[0].start <= word.start < candidate.source[0].end
        ]
        if head is None or not words:
            candidate.status = candidate.status or S.UNNAMED_SOURCE
            return
        speaker = self._introduced(candidate, head, words)
        if speaker is None:
            speaker = self._note(words, candidate.sentence, has_spoken=True, head=head)
            candidate.status = candidate.status or speaker.status
        else:
            candidate.status = speaker.status
            candidate.introduced = speaker.span
            speaker = self._again(speaker, candidate)
        self._carry_channel(speaker, candidate)

    def _introduced(self, candidate: Candidate, head: Word, words: list[Word]) -> Speaker | None:
        """The earlier mention that a source points back to; None when it introduces somebody itself."""
        if head.lower in grammar.RELATIVES and head.text != "WHO":
            return self._antecedent(candidate, head)
        if len(words) == 1 and head.lower in _PRONOUNS:
            return self._pronoun(head)
        if (speaker := self._by_surname(words)) is not None:
            return speaker
        return self._by_noun(words, head)

    def _antecedent(self, candidate: Candidate, pronoun: Word) -> Speaker | None:
        clause = next((a for a in (candidate.anchor, *candidate.anchor.ancestors()) if a.dep in ("relcl", "acl")), None)
        if clause is None or clause.head.i >= pronoun.i:
            return None
        words = grammar.noun_phrase(clause.head, without=[clause])
        speaker = self._by_surname(words) or self._by_noun(words, clause.head)
        return speaker or self._note(words, candidate.sentence, has_spoken=False, head=clause.head)

    def _pronoun(self, head: Word) -> Speaker | None:
        word, quotation = head.lower, self._around(head.start)
        if word in _THINGS:
            return self.register.last_speaker(before=head.start, person=False)
        if word in _PLURAL:
            plural = self.register.last_speaker(before=head.start, plural=True)
            return plural or self.register.last_speaker(before=head.start, person=False)
        return self.register.last_person(before=head.start, gender=_PRONOUNS[word], quotation=quotation)

    def _by_surname(self, words: list[Word]) -> Speaker | None:
        comma = next((place for place, word in enumerate(words) if word.lower == ","), len(words))
        words = words[:comma]
        names = [word.text for word in words if word.is_name]
        bare = [n for n in names if n.lower().rstrip(".") not in lex.NOT_IN_NAMES]
        others = [w for w in words if not w.is_name and w.tag not in ("POS", "SP") and w.lower not in ("a", "the", "-")]
        if not bare or others or len(bare) > 3:
            return None
        speaker = self.register.named(bare[-1].lower()) or self.register.with_given_name(bare[0].lower())
        if speaker is None or speaker.span.start >= words[0].start:
            return None
        here = _status(words)
        return None if here is S.NAMED_OFFICIAL or here.rank < speaker.status.rank else speaker

    def _by_noun(self, words: list[Word], head: Word) -> Speaker | None:
        """“The official”, “the Indiana governor”: a pointing word and a noun that somebody was called by."""
        if words[0].lower not in _POINTING or head.is_name or any(word.entity == "PERSON" for word in words):
            return None
        if as_written(words).lower().endswith(("-year-old", "-years-old")):
            return self.register.last_person(before=words[0].start, gender="", quotation=self._around(head.start))
        if len(words) > 2 or words[-1] is not head:
            return self._described(words, head)
        noun = singular(head.lower)
        if (speaker := self.register.called(noun)) is not None and speaker.span.start < words[0].start:
            return speaker
        before = words[0].start
        if noun in _OUTLET_NOUNS:
            return self._last_of(S.MEDIA_REPORT, before)
        if noun in lex.BODIES and head.lower not in lex.CAPITALS and noun not in ("government", "state", "country"):
            return self._last_of(S.ORGANIZATION, before, "" if noun in _ANY_BODY else noun)
        if noun in lex.DOCUMENTS:
            return self._last_of(S.DOCUMENT, before)
        if noun in ("man", "woman"):
            return self.register.last_speaker(before=before, gender=gender_of([noun]))
        return None

    def _described(self, words: list[Word], head: Word) -> Speaker | None:
        """“The Republican presidential nominee”, “the New York businessman”: somebody who was named."""
        noun = singular(head.lower)
        if words[0].lower != "the" or noun not in _PERSONS or head.tag != "NN" or len(words) > _LONGEST_DESCRIPTION:
            return None
        if any(word.is_verb or word.lower in ("who", "that", ",", "for", "at", "in", "from") for word in words):
            return None
        before, gender = words[0].start, gender_of([head.lower])
        for speaker in reversed(self.register.mentions[-_RECENT_MENTIONS:]):
            if not speaker.is_named or speaker.is_plural or speaker.place >= before:
                continue
            if gender and speaker.gender and gender != speaker.gender:
                continue
            if noun in speaker.heads:
                return speaker
        called = self.register.called(noun)
        if called is not None and called.words & {word.text for word in words[1:-1]}:
            return called if called.span.start < before else None
        if noun in _PLAIN_JOBS:
            return None
        last = self.register.last_person(before=before, gender=gender, quotation=self._around(before))
        return last if last is not None and last.is_named and before - last.place <= _NEAR_BY else None

    def _last_of(self, status: S, before: int, noun: str = "") -> Speaker | None:
        """The last to speak of a status; “the bank” must have been called one."""
        for speaker in reversed(self.register.mentions[-_RECENT_SPEAKERS:]):
            if noun and noun not in {word.lower() for word in speaker.words}:
                continue
            if speaker.status is status and speaker.has_spoken and speaker.span.start < before:
                return speaker
        return None

    def _note(self, words: list[Word], number: int, *, has_spoken: bool, head: Word | None = None) -> Speaker:
        """Enter a mention in the register."""
        texts = [word.text for word in words]
        status = self._status(words, head)
        lower = {singular(word.lower) for word in words}
        names = [w.text for w in words if w.is_name and w.lower.rstrip(".") not in lex.NOT_IN_NAMES]
        person = [w.text for w in words if w.is_name and w.entity == "PERSON"]
        surname, gender = "", gender_of(texts)
        heads = lower & (lex.OFFICES | _NOUNS)
        if status in (S.NAMED_OFFICIAL, S.NAMED_PERSON):
            surname = _surname(words, person or names)
            if (known := self._people.with_names([surname])) is not None:
                gender, heads = known.gender or gender, heads | known.nouns
        speaker = Speaker(
            status=status,
            span=span_of(words),
            sentence=number,
            words=frozenset(texts),
            surname=surname,
            given_name=_given_name(words, surname),
            gender=gender,
            is_plural=_are_several(words, head),
            heads=frozenset(heads),
            quotation=self._around(words[0].start),
            is_person=_is_person(status, head or _head_of(words)),
            has_spoken=has_spoken,
            spoke_in=number,
        )
        self.register.add(speaker)
        return speaker

    def _status(self, words: list[Word], head: Word | None = None) -> S:
        """The status of a phrase: by its words, by what a parser takes them for, and by whom the article knows."""
        status = _status(words, head)
        if status not in (S.NAMED_PERSON, S.ORGANIZATION, S.UNNAMED_SOURCE, S.UNNAMED_OFFICIAL):
            return status
        runs = _person_runs(words)
        people = [(run, person) for run in runs if (person := self._people.named(run)) is not None]
        if not people:
            return status
        run, person = people[0]
        if run[0] is words[0] or status is S.NAMED_PERSON:
            several = [other for _, other in people] if any(word.lower in ("and", "&") for word in words) else [person]
            return S.NAMED_OFFICIAL if any(other.is_official for other in several) else S.NAMED_PERSON
        # “study co-author and research fellow Martin How”, “the lead author, doctoral candidate Ann Berg”
        if head is not None and head.entity != "PERSON" and singular(head.lower) not in _PERSONS:
            return status
        return S.NAMED_OFFICIAL if person.is_official else S.NAMED_PERSON

    def _again(self, speaker: Speaker, candidate: Candidate) -> Speaker:
        """Note that the introduced speaker spoke again, so that the next pronoun means them."""
        again = self._repeat(speaker, candidate.source[0].start, candidate.sentence)
        if not again.gender and candidate.source_head is not None:
            again.gender = _PRONOUNS.get(candidate.source_head.lower, "")
            speaker.gender = again.gender
        return again

    def _repeat(self, speaker: Speaker, place: int, sentence: int) -> Speaker:
        """The same speaker once more, later in the text."""
        again = replace(
            speaker,
            sentence=sentence,
            has_spoken=True,
            quotation=self._around(place),
            at=place,
        )
        if place > speaker.span.start:
            self.register.mentions.append(again)
        return again

    def _carry_channel(self, speaker: Speaker, candidate: Candidate) -> None:
        if candidate.channel is None and speaker.channel and candidate.sentence - speaker.spoke_in <= _CHANNEL_REACH:
            candidate.channel = speaker.channel
        if candidate.channel is not None:
            speaker.channel = candidate.channel
            for mention in self.register.mentions[-_RECENT_MENTIONS:]:
                if mention.span == speaker.span:
                    mention.channel, mention.spoke_in = candidate.channel, candidate.sentence


#: Nouns that any body may come back as.
_ANY_BODY = words_of("company firm group organization organisation agency body business corporation maker")
_NOUNS = lex.PEOPLE
_PERSONS = lex.PEOPLE | lex.OFFICES


def _status(words: list[Word], head: Word | None = None) -> S:
    """The status of a phrase, by its words and by what the parser takes them for."""
    return status_of(
        as_written(words),
        head=head.text if head is not None else "",
        people=frozenset(word.text for word in words if word.entity == "PERSON"),
        bodies=frozenset(word.text for word in words if word.entity in ("ORG", "GPE", "NORP", "FAC", "LOC")),
    )


def _person_runs(words: list[Word]) -> list[list[Word]]:
    """The names of people in a phrase that are its subject: not “for Ann Berg”, not “Ann Berg’s”."""
    runs: list[list[Word]] = []
    for place, word in enumerate(words):
        if word.entity != "PERSON":
            if word.dep == "relcl" or word.lower in ("who", "which", "that", "whose", "including", "such"):
                break
            continue
        if runs and runs[-1][-1].i == word.i - 1:
            runs[-1].append(word)
            continue
        before = next((w for w in reversed(words[:place]) if not w.is_name and w.tag not in ("JJ", "HYPH")), None)
        if before is None or before.tag not in ("IN", "TO") or before.i < word.i - _FAR_FROM_LINK:
            runs.append([word])
    return [run for run in runs if run[-1].after is None or run[-1].after.tag != "POS"]


def _surname(words: list[Word], names: list[str]) -> str:
    """The last name of the first run of names: “Obi” of “Finance Minister Ada Obi of Nigeria”."""
    run: list[str] = []
    for word in words:
        if word.text in names and word.is_name:
            run.append(word.text)
        elif run:
            break
    while run and run[-1].lower().rstrip(".") in lex.NOT_IN_NAMES:
        run.pop()
    return run[-1].lower() if run else ""


def _given_name(words: list[Word], surname: str) -> str:
    """The first of several names: some put the family's name first, and locals go by the given one."""
    names = [
        w.lower for w in words if w.is_name and w.entity == "PERSON" and w.lower.rstrip(".") not in lex.NOT_IN_NAMES
    ]
    return names[0] if surname and names and names[0] != surname else ""


def _head_of(words: list[Word]) -> Word | None:
    inside = set(map(id, words))
    return next((word for word in words if word.head is word or id(word.head) not in inside), None)


def _is_person(status: S, head: Word | None) -> bool:
    """Whether “he” or “she” may mean it: a name, or a noun for one person."""
    if status in (S.NAMED_OFFICIAL, S.NAMED_PERSON):
        return True
    if status not in PERSONS or head is None or head.tag == "NNS":
        return False
    return head.lower in _PERSONS - _GROUPS or gender_of([head.lower]) != "" or head.tag == "PRP"


def _are_several(words: list[Word], head: Word | None) -> bool:
    """“Officials”, and “Mr Grass and Mr Lee”."""
    head = head or _head_of(words)
    if head is not None and head.is_name and any(c.dep == "conj" and c.is_name and c in words for c in head.children):
        return True
    return head.tag == "NNS" if head is not None else _is_plural(words)


#: Nouns of people that name several at once.
_GROUPS = words_of("police authorities people family staff crew some many few most others everyone everybody")


def _is_plural(words: list[Word]) -> bool:
    heads = [word for word in words if word.tag in ("NN", "NNS", "NNP", "NNPS")]
    return bool(heads) and heads[0].tag == "NNS" and all(word.tag != "NNP" for word in heads)


def _mentions(tree: Tree) -> list[list[Word]]:
    """Phrases that introduce a person, sources or not: those with a name, and subjects such as “her deputy”."""
    mentions = []
    for word in tree:
        if word.dep == "nsubj" and word.is_noun and not word.is_name and singular(word.lower) in _PERSONS:
            mentions.append(grammar.noun_phrase(word))
        if (
            word.is_name
            and word.entity == "PERSON"
            and not (word.head.is_name and word.dep in ("compound", "appos", "flat"))
        ):
            words = grammar.noun_phrase(word)
            if 0 < len(words) <= _MAX_WORDS_OF_MENTION:
                mentions.append(words)
    return mentions


def _is_subject(words: list[Word]) -> bool:
    return any(word.dep in ("nsubj", "nsubjpass") and grammar.carries_sentence(word.head) for word in words)
