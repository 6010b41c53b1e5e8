"""Resolves “the official”, “she”, “Berg” and “who” to the place where the speaker was introduced."""

from __future__ import annotations

from factcheck.attribution import grammar
from factcheck.attribution import lexicon as lex
from factcheck.attribution.candidate import Candidate
from factcheck.attribution.lexicon import words_of
from factcheck.attribution.parse import Tree, Word, span_of
from factcheck.attribution.speakers import Register, Speaker, gender_of
from factcheck.attribution.status import singular, status_of
from factcheck.attribution.types import SourcingStatus as S

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
_POINTING = frozenset({"the", "that", "this", "these", "those", "both"})
_OUTLET_NOUNS = words_of(
    """newspaper paper magazine broadcaster outlet network channel website tabloid station site portal daily weekly"""
)


class Anaphora:
    """Reads an article sentence by sentence and gives each candidate its status, introduction and channel."""

    def __init__(self) -> None:
        self.register = Register()

    def read(self, tree: Tree, candidates: list[Candidate], number: int) -> None:
        """Settle the candidates of the next sentence, which must come in reading order."""
        todo: list[tuple[int, Candidate | list[Word]]] = [(f.source[0].start, f) for f in candidates if f.source]
        heads = {f.source_head for f in candidates if f.source_head is not None}
        todo += [(words[0].start, words) for words in _mentions(tree) if not heads & set(words)]
        for _, item in sorted(todo, key=lambda pair: pair[0]):
            if isinstance(item, Candidate):
                self._settle(item, tree)
            else:
                self._note(item, number, has_spoken=_is_subject(item))

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
        if head.lower in grammar.RELATIVES:
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
        word = head.lower
        if word in _THINGS:
            return self.register.last_speaker(before=head.start, person=False)
        if word in _PLURAL:
            plural = self.register.last_speaker(before=head.start, plural=True)
            return plural or self.register.last_speaker(before=head.start, person=False)
        return self.register.last_speaker(before=head.start, gender=_PRONOUNS[word])

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
        """“The official”: a pointing word and a noun, with nothing between that tells a new one apart."""
        if words[0].lower not in _POINTING or len(words) > 2 or words[-1] is not head or head.is_name:
            return None
        noun = singular(head.lower)
        if head.lower.endswith(("-year-old", "-years-old")):
            return self.register.last_speaker(before=words[0].start)
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
        status = _status(words, head)
        lower = {singular(word.lower) for word in words}
        names = [w.text for w in words if w.is_name and w.lower.rstrip(".") not in lex.NOT_IN_NAMES]
        person = [w.text for w in words if w.is_name and w.entity == "PERSON"]
        surname = ""
        if status in (S.NAMED_OFFICIAL, S.NAMED_PERSON):
            surname = _surname(words, person or names)
        speaker = Speaker(
            status=status,
            span=span_of(words),
            sentence=number,
            words=frozenset(texts),
            surname=surname,
            given_name=_given_name(words, surname),
            gender=gender_of(texts),
            is_plural=head.tag == "NNS" if head is not None else _is_plural(words),
            heads=frozenset(lower & (lex.OFFICES | _NOUNS)),
            has_spoken=has_spoken,
            spoke_in=number,
        )
        self.register.add(speaker)
        return speaker

    def _again(self, speaker: Speaker, candidate: Candidate) -> Speaker:
        """Note that the introduced speaker spoke again, so that the next pronoun means them."""
        span = candidate.source[0]
        again = Speaker(
            status=speaker.status,
            span=speaker.span,
            sentence=candidate.sentence,
            words=speaker.words,
            gender=speaker.gender,
            is_plural=speaker.is_plural,
            has_spoken=True,
            channel=speaker.channel,
            spoke_in=speaker.spoke_in,
        )
        if not again.gender and candidate.source_head is not None:
            again.gender = _PRONOUNS.get(candidate.source_head.lower, "")
            speaker.gender = again.gender
        if span.start > speaker.span.start:
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
        " ".join(word.text for word in words),
        head=head.text if head is not None else "",
        people=frozenset(word.text for word in words if word.entity == "PERSON"),
        bodies=frozenset(word.text for word in words if word.entity in ("ORG", "GPE", "NORP", "FAC", "LOC")),
    )


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
