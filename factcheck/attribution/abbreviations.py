"""Words that decide whether a full stop ends a sentence. Without their last full stop; in small letters unless
noted."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Before a name: such a full stop never ends a sentence.
TITLES = _words(
    """mr mrs ms mx dr prof gen lt col maj capt cpl sgt pvt cmdr adm rear-adm brig sen sens rep reps gov govs pres rev
    fr hon supt det insp const amb sec treas atty asst dep dist messrs mmes mme mlle st ste mt ft pfc spc"""
)

#: Titles of persons only: after a body's name (“left the U.S. Mr. Smith …”) they begin a sentence.
PERSON_TITLES = _words("mr mrs ms mx dr prof messrs")

#: Before a number: “No. 5”, “Art. 7”.
BEFORE_NUMBERS = _words("no nos nr art arts fig figs ch chap vol p pp par para sec ver ca approx est")

#: Never at the end of a sentence.
WITHIN = _words("e.g i.e eg ie vs v cf al viz ibid incl aka a.k.a née")

#: Before a day: “Jan. 6”.
MONTHS = _words("jan feb mar apr jun jul aug sep sept oct nov dec")

#: May stand within a sentence or at its end: what follows decides.
EITHER = _words(
    """u.s u.s.a u.k u.n e.u u.a.e u.s.s.r d.c l.a n.y n.j n.c s.c n.h n.d s.d r.i a.m p.m a.d b.c inc corp ltd co cos
    bros llc plc s.a n.v ag jr sr ph.d m.d b.a m.a m.b.a j.d d.d.s ll.b ll.m r.n esq etc ave blvd rd ste dept univ assn
    ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn
    tex va vt wash wis wyo ont que alta b.c hrs hr min mins ft lb lbs oz mph km kg"""
)

#: Bodies that lend their name to what follows: “the U.S. Senate”.
BODIES = _words("u.s u.s.a u.k u.n e.u u.a.e")
CLOCK = _words("a.m p.m")

#: With capitals. After a clock time they belong to it: “at 5 p.m. Tuesday”.
AFTER_CLOCK = _words(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST
    CET CEST IST JST AEST Eastern Central Mountain Pacific Greenwich London Moscow Beijing Local January February March
    April May June July August September October November December Jan Feb Aug Sept Oct Nov Dec"""
)

#: With capitals. After “U.S.” and its like they make a name: “U.S. Secretary of State”.
HEADS = _words(
    """Secretary Department Senate Senator Senators House Congress Congressman Congresswoman Representative
    Representatives President Vice Supreme Court Courts Circuit District Appeals Attorney Attorneys Magistrate Judge
    Judges Justice Marshal Marshals Treasury State Defense Defence Homeland Army Navy Air Marine Marines Coast Guard
    Force Forces Central Northern Southern European Africa Pacific Special Cyber Strategic Command Military Border
    Customs Immigration Citizenship Embassy Embassies Consulate Ambassador Mission Envoy Trade Commerce Labor Labour
    Energy Interior Agriculture Education Transportation Health Housing Veterans Federal Reserve Fed Food Forest Fish
    Geological Census Bureau Patent Postal Securities Environmental Nuclear National Olympic Olympics Open Soccer
    Football Golf Ski Women Men Steel Bank Bancorp Bankruptcy Capitol Constitution Code Chamber Conference Catholic
    Agency Administration Drug General Government Governor Foreign Prime Minister Ministers Ministry Home Office
    Parliament Treasury Security Council Secretary-General Under-Secretary-General Undersecretary High Human Children
    World Charter Climate Relief Population Development Environment Refugee Aid Peace Resolution Special Election
    Elections
    Commission Committee Centers Center Central Independence Civil Declaration Virgin Dollar Airways Airlines Highway
    Route Interstate Green Social Surgeon Solicitor Naval Cabinet Cities Conservative Labour Trade Representative
    Holocaust Fire International Institute Intelligence Cellular Route Figure Masters Amateur Naval Sentencing"""
)

#: With capitals. A name that ends with one of these is a body's: “the U.S. Golf Example Association”.
BODY_ENDS = _words(
    """Agency Administration Association Authority Bank Board Bureau Code Commission Committee Company Conference
    Congress Corps Council Court Department Division Federation Force Forces Foundation Fund Group Institute League
    Ministry Mission Museum Navy Army Office Open Organization Organisation Parliament Party Panel Program Programme
    Reserve Senate Service Services Society Squad Survey System Team Treasury Union University"""
)

#: With capitals. Titles within a company's name: “Example Inc. Chief Executive Ann Lee”.
OFFICERS = _words(
    """Chief CEO CFO COO CTO Chairman Chairwoman Chair President Vice Executive Director Founder Co-founder Managing
    Spokesman Spokeswoman Spokesperson Analyst Senior General Finance Group Class Day Boulevard Street Avenue School
    Hospital Airport Stadium Library Center Centre Foundation Memorial Park Bridge"""
)

#: With capitals. Words that begin a sentence and continue no name.
OPENERS = _words(
    """The A An This That These Those He She It They We I You His Her Its Their Our My Your There Here What Who Whom
    Whose
    Which When Where Why How But And Or Yet So Nor If Unless Although Though Because Since While Whereas As After Before
    Until Once In On At By For From To With Without Under Over Against During Among Between Despite Amid Across Like
    Instead However Meanwhile Moreover Still Also Then Now Later Earlier Today Yesterday Tomorrow Some Many Most Several
    Few Both All Each Every Another Other Others Such One Two Three Four Five Six Seven Eight Nine Ten Not No Yes
    Nobody Nothing Everyone Everybody Someone Somebody Last Next Only Even Just Perhaps Maybe Of Out Up Asked Speaking
    It’s He’s She’s They’re We’re I’m That’s There’s Don’t Let’s It's He's She's They're We're I'm That's There's"""
)

#: Finite verbs that follow a subject, and show that a sentence has one.
VERBS = _words(
    """is are was were has have had does do did will would can could may might shall should must isn’t aren’t wasn’t
    weren’t hasn’t haven’t hadn’t doesn’t don’t didn’t won’t wouldn’t can’t couldn’t isn't aren't wasn't weren't hasn't
    haven't hadn't doesn't don't didn't won't wouldn't can't couldn't said says told tells asked asks added adds wrote
    writes went goes came comes made makes took takes gave gives got gets saw sees knew knows thought thinks felt feels
    found finds kept keeps left leaves led leads lost loses met meets paid pays ran runs sent sends sold sells set sets
    spent spends spoke speaks stood stands won wins began begins became becomes brought brings built builds bought buys
    chose chooses drew draws fell falls fought fights flew flies grew grows held holds hit hits lay lies let lets put
    puts read reads rose rises shot shoots showed shows shut shuts cut cuts also never now then once often still first
    later finally already recently quickly soon voted plans wants hopes needs seeks expects
    heard hears drove drives rode wore ate sang sank swore taught caught sought bent beat blew broke burst cost cast
    fled hid hurt woke dealt meant slept swept believes agreed"""
)

#: Verbs of speech that follow a quotation: “Who goes there?” Smith asked.
SPEECH = _words(
    """said says say asked asks told tells wrote writes added adds shouted shouts cried cries replied replies answered
    answers exclaimed explained yelled screamed wondered wonders tweeted posted continued demanded demands joked quipped
    insisted warned declared read reads responded recalled remembered thought"""
)

#: Names that carry an exclamation mark.
EXCLAIMED = _words("Yahoo Jeopardy Yum Oklahoma Mamma")
