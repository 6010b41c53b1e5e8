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

#: After a name it is a street, and may end a sentence; before one it is a saint.
STREETS = _words("st")

#: Before a letter that is no initial: “vitamin D”, “plan B”.
LETTERED = _words(
    """vitamin vitamins hepatitis influenza plan type group grade class section category option exhibit appendix
    schedule point channel team part phase level an a plus minus block terminal"""
)

#: Before a number: “No. 5”, “Art. 7”.
BEFORE_NUMBERS = _words("no nos nr art arts fig figs ch chap vol p pp par para sec ver ca approx est")

#: Never at the end of a sentence.
WITHIN = _words("ret e.g i.e eg ie vs v cf al viz ibid incl aka a.k.a née")

#: Before a day: “Jan. 6”.
MONTHS = _words("jan feb mar apr jun jul aug sep sept oct nov dec")

#: May stand within a sentence or at its end: what follows decides.
EITHER = _words(
    """u.s u.s.a u.k u.n e.u u.a.e u.s.s.r d.c l.a n.y n.j n.c s.c n.h n.d s.d r.i a.m p.m a.d b.c inc corp ltd co cos
    bros llc plc s.a n.v ag jr sr ph.d m.d b.a m.a m.b.a j.d d.d.s ll.b ll.m r.n esq etc ave blvd rd ste dept univ
    assn ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore
    pa tenn tex va vt wash wis wyo ont que alta hrs hr min mins ft lb lbs oz mph km kg"""
)

#: Bodies that lend their name to what follows: “the U.S. Senate”.
BODIES = _words("u.s u.s.a u.k u.n e.u u.a.e")
CLOCK = _words("a.m p.m")

#: With capitals. After a clock time they belong to it: “at 5 p.m. Tuesday”.
AFTER_CLOCK = _words(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST
    CET CEST IST JST AEST E.T E.S.T E.D.T P.T P.S.T P.D.T Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays
    Sundays Eastern Central Mountain Pacific Greenwich London Moscow Beijing Local January February March April May
    June July August September October November December Jan Feb Aug Sept Oct Nov Dec"""
)

#: With capitals. After “U.S.” and its like they make a name: “U.S. Secretary of State”.
HEADS = _words(
    """Secretary Department Senate Senator House Congress Congressman Congresswoman Representative Representatives
    President Vice Supreme Court Courts Circuit District Appeals Attorney Magistrate Judge Justice Marshal Marshals
    Treasury State Defense Defence Homeland Army Navy Air Marine Marines Coast Guard Force Forces Central Northern
    Southern European Africa Pacific Special Cyber Strategic Command Military Border Customs Immigration Citizenship
    Embassy Embassies Consulate Ambassador Mission Envoy Trade Commerce Labor Labour Energy Interior Agriculture
    Education Transportation Health Housing Veterans Federal Reserve Fed Food Forest Fish Geological Census Bureau
    Patent Postal Securities Environmental Nuclear National Olympic Olympics Open Soccer Football Golf Ski Women Men
    Steel Bancorp Bankruptcy Capitol Constitution Code Chamber Conference Catholic Agency Administration Drug
    General Government Governor Foreign Prime Minister Ministry Home Office Parliament Security Council Secretary-
    Under-Secretary-General Undersecretary High Human Children World Charter Climate Relief Population Development
    Environment Refugee Aid Peace Resolution Election Elections Commission Committee Centers Center Independence
    Civil Declaration Virgin Dollar Airways Airlines Highway Route Interstate Green Social Surgeon Solicitor Naval
    Cabinet Cities Conservative Holocaust Fire International Institute Intelligence Cellular Figure Masters Amateur
    Sentencing Midwest Northeast Northwest Southeast Southwest South North East West Gulf Atlantic Midwestern Jewish
    Muslim Christian Hispanic Latino Democrats Republicans Democratic Republican Muslims Jews Catholics Christians
    Treasuries History Cavalry Consul Consulates Counsel Speaker Poet CEO CEOs TV News Presidential Airmen Space
    First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth"""
)

#: With capitals. A name that ends with one of these is a body's: “the U.S. Golf Example Association”.
BODY_ENDS = _words(
    """Agency Administration Association Authority Bank Board Bureau Code Commission Committee Company Conference
    Congress Corps Council Court Department Division Federation Force Forces Foundation Fund Group Institute League
    Ministry Mission Museum Navy Army Office Open Organization Organisation Parliament Party Panel Program Programme
    Reserve Senate Service Services Society Squad Survey System Team Treasury Union University Fleet Brigade
    Regiment Academy"""
)

#: With capitals. Titles within a company's name: “Example Inc. Chief Executive Ann Lee”.
OFFICERS = _words(
    """Chief CEO CFO COO CTO Chairman Chairwoman Chair President Vice Executive Director Founder Co-founder Managing
    Spokesman Spokeswoman Spokesperson Analyst Senior General Finance Group Class Day Boulevard Street Avenue School
    Hospital Airport Stadium Library Center Centre Foundation Memorial Park Bridge Unit Mayor Police Circuit Council
    Circus Sunday Monday Tuesday Wednesday Thursday Friday Saturday"""
)

#: With capitals. Words that begin a sentence and continue no name.
OPENERS = _words(
    """The A An This That These Those He She It They We I You His Her Its Their Our My Your There Here What Who Whom
    About Whose Which When Where Why How But And Or Yet So Nor If Unless Although Though Because Since While Whereas
    As After Before Until Once In On At By For From To With Without Under Over Against During Among Between Despite
    Amid Across Like Instead However Meanwhile Moreover Still Also Then Now Later Earlier Today Yesterday Tomorrow
    Some Many Most Several Few Both All Each Every Another Other Others Such One Two Three Four Five Six Seven Eight
    Nine Ten Not No Yes Nobody Nothing Everyone Everybody Someone Somebody Last Next Only Even Just Perhaps Maybe Of
    Out Up Asked Speaking It’s He’s She’s They’re We’re I’m That’s There’s Don’t Let’s It's He's She's They're We're
    I'm That's There's"""
)

#: Finite verbs that are nothing else.
PLAIN_VERBS = _words(
    """cannot is are was were has have had does did will would can could may might shall should must isn’t aren’t
    wasn’t weren’t hasn’t haven’t hadn’t doesn’t don’t didn’t won’t wouldn’t can’t couldn’t isn't aren't wasn't
    weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't couldn't said says told knew went became
    began appeared returned remained died happened arrived agreed declined seemed refused belonged existed followed
    responded continued failed smiled laughed nodded hoped insisted replied disappeared"""
)

#: Other finite forms, most of them irregular.
VERBS = PLAIN_VERBS | _words(
    """do came come made took gave got saw thought felt found kept led lost met paid ran sent sold spent spoke stood
    won brought built bought chose drew fell fought flew grew held hit lay let put rose shot set cut shut wrote left
    showed heard drove rode wore ate sang sank swore taught caught sought bent beat blew broke burst cost cast fled
    hid hurt woke dealt meant slept swept forgot froze hung laid shook slid stole struck swam swung threw tore
    withdrew wound overcame undertook arose bore bound bred clung crept dug fed forbade forgave lent lit quit rid
    shone shrank sprang spread stuck swelled wept understood withheld overthrew oversaw upheld misled rebuilt retook"""
)

#: Common verbs as the dictionary has them. Many are nouns as well: neighbours decide.
BASES = _words(
    """bear accept accuse act add admit agree aim allow announce answer appear apply argue arrive ask assume attack
    attend avoid back ban become begin believe belong blame block break bring build buy call carry cause challenge
    change charge choose claim close come compete complain consider contain continue contribute control cost cover
    create criticise criticize cross cut deal decide declare decline defend demand deny depend describe deserve
    deter develop die differ disagree discuss dominate doubt draw drive drop earn eat employ encourage end enjoy
    enter estimate exist expand expect explain export express face fail fall favor favour fear feel fight fill find
    fit flow fly follow force forget form fund gain get give go grow guard guess happen hate have head hear help
    hide hire hit hold hope host hunt hurt import improve include increase indicate insist intend invest investigate
    join keep kill know lack lag last launch lead learn leave let lie like limit link live look lose love maintain
    make manage matter mean meet mind miss monitor mourn move need note notice object observe occur offer open
    operate oppose order owe own pass pay perform permit pick plan play pledge point praise predict prefer prepare
    present press prevent produce promise promote propose protect protest prove provide publish pull push put
    question raise rank reach read receive recognise recognize recommend recover reduce refer reflect refuse regard
    regret reject rely remain remember remove repeat replace report represent request require resist respond rest
    restrict result return reveal rise rule run save say see seek seem sell send serve set settle share shop show
    sign sit sleep smoke sound speak spend stand start state stay stem stop struggle study suffer suggest supply
    support suppose suspect take talk target teach tell tend test thank think threaten trade train travel treat
    trust try turn understand urge use value vary view visit vote wait walk want warn warrant watch welcome win wish
    wonder work worry write yield bore ship star stock strengthen swing feature"""
)

#: Before a noun: “their plans” has no verb.
NOUN_MARKERS = _words(
    """the a an his her its their our my your this these those some any no of in for with from by on at new such more
    many and or as under about against between than to into"""
)

#: Between a subject and its verb: “Reuters first reported”.
ADVERBS = _words(
    "first also once both each all most now then still never already often later soon just only even again"
)

#: With capitals. “South Korea” is no part of the U.S., “the South” is.
ELSEWHERE = _words(
    "Korea Korean Koreans Africa African Africans Sudan Macedonia Ossetia Timor Germany Yorkshire London"
)

#: Between a verb and its object, or before it.
OBJECTS = _words("""the a an its his her their our my your it him them us me himself herself itself themselves""")

#: Plurals without an s; they take a verb as the dictionary has it.
PLURALS = _words(
    "people women men children police data media staff them they we i you who most many some all others both each not"
)

#: Words that are a subject and nothing else: a verb is near.
SUBJECTS = _words("""he she they we i it there it’s he’s she’s they’re we’re i’m i’ve we’ve they’ve it's he's she's""")

#: What follows these is a clause of its own, as a rule.
CLAUSE_TAKERS = _words(
    """said says say believes believed thinks thought claims claimed argues argued insists insisted means meant hopes
    hoped fears feared suggests suggested acknowledged asserted contends contended predicted estimates estimated"""
)

#: Before “the U.S.” these make it the subject of a clause.
CLAUSE_OPENERS = CLAUSE_TAKERS | _words(
    "that because if when while where whether although though as which who what how why but"
)

#: Before “the U.S.” these close a phrase with it.
PREPOSITIONS = _words(
    """in to from with by of for at across into against through via within near outside inside over about between
    around throughout toward towards beyond on onto under among like behind upon than leaving left entering enter
    leave leaves visit visited visiting and or"""
)

#: What follows a subject and a comma: “Toyota, the largest maker, cut …”.
APPOSITION = _words(
    "the a an her his its their our whose who which where now then also once long however too meanwhile"
)

#: A search for the verb of a subject stops at these: they open a clause, or add to one.
BREAKING = _words(
    """who whom whose that which what when where why how while because if as after before until since to he she it they
    we i you but or so than though although whether and"""
)

#: With capitals. Heads that need another capital to make a name: “National Guard”, but “National pride kept …”.
DESCRIBING = _words(
    """National State European Human General World Foreign Central Social Special High International Health Energy
    Trade Food Forest Fire Green Nuclear Environmental Military Southern Northern Home Women Men Children
    Conservative Cyber Immigration Security Peace Development Population Refugee Aid Climate Education Housing Labor
    Labour Transportation Strategic Drug Border Civil Election Police Christian Muslim Jewish Catholic Republican
    Democratic"""
)

#: With capitals. Heads that stand before a person’s name.
PERSONS = _words(
    """President General Senator Representative Congressman Congresswoman Secretary Ambassador Judge Justice Governor
    Minister Speaker"""
)

#: Verbs of speech that follow a quotation: “Who goes there?” Smith asked.
SPEECH = _words(
    """said says say asked asks told tells wrote writes added adds shouted shouts cried cries replied replies answered
    answers exclaimed explained yelled screamed wondered wonders tweeted posted continued demanded demands joked
    quipped insisted warned declared read reads responded recalled remembered thought"""
)

#: Names that carry an exclamation mark.
EXCLAIMED = _words("Yahoo Jeopardy Yum Oklahoma Mamma")
