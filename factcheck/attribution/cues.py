"""The words besides verbs that tell of a source, or of the lack of one."""

from __future__ import annotations

from factcheck.attribution.lexicon import words_of

#: Adverbs by which a writer passes on a statement without saying whose it is.
HEDGE_ADVERBS = words_of("reportedly allegedly purportedly supposedly apparently ostensibly rumouredly")
#: The same as adjectives. They hedge a noun, not the whole sentence.
HEDGE_ADJECTIVES = words_of("alleged purported supposed rumored rumoured reported suspected")
#: Participles of “is believed to be”, “it is expected that”, “was said to have”.
HEDGE_PARTICIPLES = words_of(
    """accused alleged anticipated assumed believed claimed considered deemed estimated expected feared held hoped
    predicted presumed purported regarded reported reputed rumored rumoured said seen speculated supposed
    suspected thought tipped understood whispered forecast projected suggested argued"""
)
#: Of these only with “it … that” or “… to”, because the writer may well be the one who sees or holds.
NEED_CLAUSE = words_of("held seen hoped supposed forecast projected estimated predicted")
#: Nouns that hedge when nobody is named: “rumours that”, “unconfirmed reports of”.
HEDGE_NOUNS = words_of("rumor rumors rumour rumours speculation hearsay")

#: Nouns of saying, whose owner is the source and whose that-clause is the content.
SPEECH_NOUNS = words_of(
    """accusation admission allegation announcement argument assertion assessment assurance belief claim comment
    complaint conclusion confirmation contention criticism declaration demand denial estimate expectation
    explanation fear forecast hope insistence observation pledge prediction promise proposal statement
    suggestion threat view vow warning remark testimony concern"""
)
