"""The same word written otherwise: contractions, British and American spelling, abbreviations, transliterations.

Each form of a word leads to the same keys. A rule is safe as long as it never leads two different words to one key; it
may lead a word to a key that is no word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from factcheck.record.lexicon import APART

_ACCENTS = str.maketrans({"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d"})
_CONTRACTIONS = {
    "can't": "can not",
    "cannot": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "hafta": "have to",
    "oughta": "ought to",
    "kinda": "kind of",
    "sorta": "sort of",
    "lotta": "lot of",
    "outta": "out of",
    "shoulda": "should have",
    "coulda": "could have",
    "woulda": "would have",
    "lemme": "let me",
    "gimme": "give me",
    "dunno": "do not know",
    "let's": "let us",
    "c'mon": "come on",
    "y'all": "you all",
    "ma'am": "madam",
    "'em": "them",
    "em": "them",
    "'cause": "because",
    "cuz": "because",
    "'til": "until",
    "till": "until",
    "'bout": "about",
    "o'clock": "oclock",
}
_ENDINGS = (("n't", "not"), ("'m", "am"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", "'d"), ("'s", "'s"))
#: What a short ending may stand for. Not a chain: “had” and “would” are never the same.
SAME = {
    "'s": frozenset({"'s", "is", "has"}),
    "is": frozenset({"is", "'s"}),
    "has": frozenset({"has", "'s"}),
    "'d": frozenset({"'d", "would", "had", "did"}),
    "would": frozenset({"would", "'d"}),
    "had": frozenset({"had", "'d"}),
    "did": frozenset({"did", "'d"}),
}
#: Before a name, with a stop or without.
_TITLES = {
    "sen": "senator",
    "sens": "senators",
    "gov": "governor",
    "rep": "representative",
    "reps": "representatives",
    "gen": "general",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "capt": "captain",
    "col": "colonel",
    "prof": "professor",
    "rev": "reverend",
    "pres": "president",
    "sec": "secretary",
    "cmdr": "commander",
    "maj": "major",
    "adm": "admiral",
    "supt": "superintendent",
    "cllr": "councillor",
    "hon": "honorable",
}
_ABBREVIATIONS = {
    "mr": "mister",
    "mrs": "missus",
    "dr": "doctor",
    "st": "saint",
    "mt": "mount",
    "ft": "fort",
    "jr": "junior",
    "sr": "senior",
    "vs": "versus",
    "etc": "etcetera",
    "inc": "incorporated",
    "corp": "corporation",
    "ltd": "limited",
    "dept": "department",
    "pct": "percent",
    "ok": "okay",
    "km": "kilometer",
    "kilometers": "kilometer",
    "kilometres": "kilometer",
    "kilometre": "kilometer",
    "mph": "mileperhour",
    "jan": "january",
    "feb": "february",
    "aug": "august",
    "sept": "september",
    "oct": "october",
    "nov": "november",
    "dec": "december",
}
_INITIALS = {
    "US": "united states",
    "USA": "united states of america",
    "UK": "united kingdom",
    "UN": "united nations",
    "EU": "european union",
}
#: Others, each to the form on the left.
_ROWS = """
dollar: dollars
pound: pounds
euro: euros
cent: cents
program: programme
programs: programmes
check: cheque
checks: cheques
gray: grey
tire: tyre
tires: tyres
curb: kerb
plow: plough
plows: ploughs
skeptic: sceptic
skeptics: sceptics
skeptical: sceptical
skepticism: scepticism
mold: mould
mustache: moustache
pajamas: pyjamas
cozy: cosy
draft: draught
jail: gaol
aluminum: aluminium
specialty: speciality
airplane: aeroplane
airplanes: aeroplanes
math: maths
mom: mum
moms: mums
whiskey: whisky
yogurt: yoghurt
donut: doughnut
donuts: doughnuts
artifact: artefact
artifacts: artefacts
catalog: catalogue
dialogue: dialog
analog: analogue
adviser: advisor
advisers: advisors
protester: protestor
protesters: protestors
judgment: judgement
judgments: judgements
acknowledgment: acknowledgement
aging: ageing
likable: likeable
fulfill: fulfil
fulfills: fulfils
fulfillment: fulfilment
enroll: enrol
enrollment: enrolment
skillful: skilful
willful: wilful
installment: instalment
installments: instalments
defense: defence
defenses: defences
offense: offence
offenses: offences
license: licence
licenses: licences
pretense: pretence
practice: practise
practices: practises
practiced: practised
practicing: practising
archeology: archaeology
anemia: anaemia
pediatric: paediatric
encyclopedia: encyclopaedia
fetus: foetus
hemorrhage: haemorrhage
maneuver: manoeuvre
maneuvers: manoeuvres
diarrhea: diarrhoea
orthopedic: orthopaedic
anesthetic: anaesthetic
leukemia: leukaemia
estrogen: oestrogen
woolen: woollen
jewelry: jewellery
councilor: councillor
councilors: councillors
among: amongst
amid: amidst
learned: learnt
burned: burnt
dreamed: dreamt
spelled: spelt
spoiled: spoilt
leaped: leapt
leaned: leant
smelled: smelt
spilled: spilt
medieval: mediaeval
sulfur: sulphur
qaeda: qaida qaidah
gaddafi: qaddafi gadhafi qadhafi kadafi kadhafi khadafy
hezbollah: hizbollah hizbullah hezbullah hizballah
kyiv: kiev
kharkiv: kharkov
odesa: odessa
chernobyl: chornobyl
mohammed: muhammad mohamed muhammed mohammad mohamad
quran: koran
osama: usama
taliban: taleban
tehran: teheran
muslim: moslem
muslims: moslems
daesh: daish
zelensky: zelenskyy zelenskiy
yanukovych: yanukovich
lukashenko: lukashenka
mecca: makkah
ramadan: ramadhan
sheikh: shaikh sheik shaykh
hussein: husayn husain
tsar: czar
tsars: czars
hanukkah: chanukah
"""
_OTHERS = {other: row.split(": ")[0] for row in _ROWS.strip().splitlines() for other in row.split(": ")[1].split()}
_OUR = re.compile(
    r"((?:fav|col|lab|hon|rum|vap|hum|tum|arm|harb|neighb|behavi|endeav|sav|savi|flav|glam|rig|ranc|vig|val|splend|parl"
    r"|od|cand|clam|demean|ferv|succ|ard|arb|enam|misdemean))our"
)
_RE = re.compile(r"(cent|theat|met|lit|fib|calib|somb|spect|lust|meag|sab|och|centimet|millimet)re(d|s)?$")
_ISE = re.compile(r"(\w{3,})is(e[ds]?|ing|ers?|ations?|ational)$")
_YSE = re.compile(r"(anal|paral|catal|dial)ys(e[ds]?|ing|ers?)$")
_DOUBLED = re.compile(
    r"(cance|mode|labe|fue|counse|signa|riva|tota|equa|quarre|leve|channe|shove|marve|pane|unrave|grove|trave|due|cudge"
    r"|funne|tunne|kidnap|worship|focus)(l|p|s)\2(ed|ing|ers?)$"
)
_WARDS = re.compile(r"((?:to|after|back|for|up|down|in|out|on|home)ward)s$")
#: No word is longer; a record may hold megabytes without a space.
_LONGEST = 40


def plain(raw: str) -> str:
    """A word as it is compared: lower case, without apostrophes, stops of abbreviations and brackets."""
    return re.sub(r"['’ʼ‘`.\[\]]", "", raw).lower() if not raw[:1].isdigit() else raw.lower().replace("’", "'")


def without_accents(text: str) -> str:
    """Letters of the Latin alphabet without what stands above and below them."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFKD", text.translate(_ACCENTS))
    return "".join(character for character in bare if not unicodedata.combining(character))


@lru_cache(maxsize=65_536)
def keys_of(raw: str, before_name: bool, shouted: bool) -> tuple[str, ...]:
    """What stands for a word wherever it is compared: one key, or several for a contraction.

    ``before_name``: a word with a capital follows, so that “Gen.” is a general. ``shouted``: the text around is in
    capitals, so that “US” may be the pronoun.
    """
    bare = re.sub(r"[.\[\]]", "", raw)
    if bare in _INITIALS and not (shouted and "." not in raw):
        return tuple(_INITIALS[bare].split())
    low = without_accents(re.sub("[’ʼ‘`]", "'", bare)).lower()
    if before_name and low in _TITLES and raw[0].isupper():
        return (_TITLES[low],)
    return _expanded(low)


def _expanded(low: str) -> tuple[str, ...]:
    if low in _CONTRACTIONS:
        return tuple(_CONTRACTIONS[low].split())
    if "'" in low:
        for ending, word in _ENDINGS:
            if low.endswith(ending) and len(low) > len(ending):
                return (*_expanded(low[: -len(ending)]), word)
        if low.endswith("in'"):
            return (_one(low[:-1] + "g"),)
        low = low.replace("'", "")
    return (_one(low),)


def _one(low: str) -> str:
    """The one spelling of a word."""
    if low in _ABBREVIATIONS:
        return _ABBREVIATIONS[low]
    if low in _OTHERS:
        return _OTHERS[low]
    if not 5 <= len(low) <= _LONGEST:  # a rule reads a word more than once
        return low
    low = _OUR.sub(r"\1or", low)
    low = _RE.sub(r"\1er\2", low)
    low = _YSE.sub(r"\1yz\2", low)
    low = _ISE.sub(r"\1iz\2", low)
    low = _DOUBLED.sub(r"\1\2\3", low)
    return _WARDS.sub(r"\1", low)


def same_letters(quoted: list[str], recorded: list[str]) -> bool:
    """Whether words differ by nothing but the spaces between them, as “healthcare” and “health care”.

    The words are as ``plain`` gives them.
    """
    joined = "".join(quoted)
    return joined == "".join(recorded) and (len(quoted) == len(recorded) or joined not in APART)
