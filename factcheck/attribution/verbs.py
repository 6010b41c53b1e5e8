"""Reporting verbs: which there are, of what kind, and what must stand beside one before it reports.

To teach the detector a verb, add it to the table here and a row to ``tests/attribution/cases.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What somebody does with the words. Thoughts, unless they are quoted, and stances decide nothing."""

    SPEECH = "speech"  # said, warned: words went out
    JUDGEMENT = "judgement"  # criticized, praised: words about something that is given as a noun
    FINDING = "finding"  # showed, found: what papers, figures and researchers do
    THOUGHT = "thought"  # believes, fears: what somebody has in mind
    STANCE = "stance"  # backs, refuses, wants: an attitude or an act; kept, but never decisive


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb and its frames: what may stand beside it as the thing reported.

    ``clause`` is a sentence or a quotation, ``object`` a noun, ``to`` an infinitive, ``as`` a predicate (call X Y);
    any other frame is a preposition (warned *of*). A particle is part of the lemma: ``point out``.
    """

    lemma: str
    kind: Kind
    frames: frozenset[str]


# kind | frames | verbs
_TABLE = """
speech | clause | joke quip muse opine reply retort snap shout yell chant scream whisper mutter murmur exclaim
speech | clause | concur sigh interject plead fume chime crow deadpan blurt bark banter gloat groan drawl conjecture
speech | clause | respond continue intone bellow text email cable radio
speech | clause of | say
speech | clause about of | tell
speech | clause about to | write
speech | clause about | wonder brag boast complain tweet gripe marvel rant blog post inquire remark enthuse moan grumble
speech | clause about against of object | warn
speech | clause about against | caution
speech | clause object to | promise pledge propose demand claim request
speech | clause to | vow swear threaten
speech | clause object about for to | ask
speech | clause object | add announce note explain report state declare acknowledge admit confirm stress emphasize
speech | clause object | emphasise reiterate repeat recall reveal disclose allege deny assert maintain contend suggest
speech | clause object | predict forecast clarify recount lament bemoan underscore underline highlight mention hint
speech | clause object | imply signal recommend concede profess relate foresee posit counter dispute rebut
speech | clause object | proclaim refute observe stipulate affirm reaffirm restate specify theorize hypothesize outline
speech | clause object | detail echo
speech | clause object | summarize summarise apologize apologise protest attest vouch
speech | clause object for about against on | argue
speech | clause to of on about with | assure inform notify remind advise brief
speech | clause about on | insist comment testify speculate conclude
speech | clause with | agree disagree
speech | clause object to | urge order instruct
speech | object to | encourage implore beseech
speech | object about on | question discuss
speech | clause object as | cite quote
speech | about of on | speak talk
speech | clause object | point_out spell_out lay_out put_forward go_on read_out sum_up hit_back fire_back shoot_back
speech | clause object | set_out call_out
speech | to | point allude hint refer
speech | for on | call
speech | for | apologize apologise appeal
judgement | as | call label brand dub describe characterize characterise portray term depict hail decry tout style cast
judgement | as object | denounce condemn dismiss deride reject defend slam blast ridicule
judgement | object for over | criticize criticise praise blame accuse attack mock fault chide rebuke scold castigate
judgement | object for over | commend applaud lambast lambaste berate assail excoriate vilify laud admonish censure
judgement | object for over | thank congratulate upbraid
judgement | object | welcome compare bash denigrate disparage belittle decry trash champion hammer extol deplore credit
judgement | object | downplay dispel debunk misrepresent
judgement | against about at over | rail inveigh hit_out lash_out protest
judgement | object to | call_on challenge
finding | clause object | show indicate demonstrate document list
finding | clause | find determine read rule hold
finding | object | put find
finding | clause object to | estimate calculate project
thought | clause | think suspect doubt guess reckon worry hope
thought | clause to in | believe
thought | clause object to | expect anticipate
thought | clause as | consider regard view deem see
thought | clause | feel know learn understand realize realise imagine
thought | about | worry
thought | clause for object | fear
stance | object to | want support oppose favor favour prefer endorse embrace reject back champion
stance | to | refuse seek intend hope offer plan agree vow threaten decide
stance | object to for | advocate
stance | object | disavow propose invoke reference tout promote
"""

_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "think": "thinks thought thinking",
    "write": "writes wrote written writing",
    "find": "finds found finding",
    "know": "knows knew known knowing",
    "see": "sees saw seen seeing",
    "show": "shows showed shown showing",
    "mean": "means meant meaning",
    "understand": "understands understood understanding",
    "feel": "feels felt feeling",
    "read": "reads read reading",
    "foresee": "foresees foresaw foreseen foreseeing",
    "forecast": "forecasts forecast forecasted forecasting",
    "swear": "swears swore sworn swearing",
    "speak": "speaks spoke spoken speaking",
    "learn": "learns learned learnt learning",
    "cast": "casts cast casting",
    "lay": "lays laid laying",
    "go": "goes went gone going",
    "put": "puts put putting",
    "shoot": "shoots shot shooting",
    "set": "sets set setting",
    "hit": "hits hit hitting",
    "hold": "holds held holding",
    "fight": "fights fought fighting",
    "seek": "seeks sought seeking",
    "plead": "pleads pleaded pled pleading",
}
_DOUBLING = {"quip", "plan", "chat", "rebut", "blog", "refer", "prefer", "admit", "sum", "rap", "brag", "slam", "dub"}


def forms_of(lemma: str) -> tuple[str, ...]:
    """All written forms of a verb, the infinitive first."""
    if lemma in _IRREGULAR:
        return (lemma, *_IRREGULAR[lemma].split())
    if lemma in _DOUBLING:
        stem = lemma + lemma[-1]
        return (lemma, lemma + "s", stem + "ed", stem + "ing")
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return (lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing")
    if lemma.endswith("e"):
        return (lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing")
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return (lemma, third, lemma + "ed", lemma + "ing")


def _read_table() -> dict[str, tuple[Verb, ...]]:
    """Lemma to its readings, in the table's order."""
    readings: dict[str, tuple[Verb, ...]] = {}
    for line in _TABLE.strip().splitlines():
        kind, frames, lemmas = (cell.split() for cell in line.split("|"))
        for lemma in lemmas:
            name = lemma.replace("_", " ")
            readings[name] = (*readings.get(name, ()), Verb(name, Kind(kind[0]), frozenset(frames)))
    return readings


#: Every reporting verb by its lemma; several readings when it depends on the frame.
VERBS = _read_table()
#: From a written form (lower case) to the lemma, particles left out.
LEMMAS = {form: lemma for lemma in sorted({name.split()[0] for name in VERBS}) for form in forms_of(lemma)}
#: Verbs that only carry another: “went on to say”, “appeared to suggest”, “continued to insist”.
CARRIERS = frozenset(
    form
    for lemma in ("go", "begin", "continue", "appear", "seem", "seek", "try", "attempt")
    for form in forms_of(lemma)
) | {"began", "begun", "used", "had", "has", "have", "having"}
