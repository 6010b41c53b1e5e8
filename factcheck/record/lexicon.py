"""The words that rules ask for: short lists, each with one use."""

from __future__ import annotations


def _row(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Too frequent to tell one passage from another: in the test of whether a quotation stands in a record at all.
COMMON = _row(
    """
    a about across after again against ago all almost along already also always am among an and another any
    anybody anyone anything are around as ask at away back be became because become been before began begin
    being believe best better between big both bring but by call came can cannot come could day days did do does
    doing done down each either else end enough even ever every everybody everyone everything far few find first
    for found four from gave get getting give go goes going gone good got great had happen happened hard has
    have having he help her here hers him himself his how however i if important in into is it its itself just
    keep kind knew know last least left less let life like little long look looking lot made make makes making
    man many may maybe me mean men might mine more most much must my myself need never new next no nobody none
    nor not nothing now of off often oh okay old on once one only onto or other others our ours out over own
    part people perhaps place point probably put question quite rather really right said same saw say saying
    says see seen she should show since so some somebody someone something soon sort start still such sure take
    talk tell ten than thank that the their theirs them then there these they thing things think this those
    though thought three through time times to today together told too took toward true try turn two under until
    up upon us use used very want wanted was way we well went were what when where whether which while who whole
    whom whose why will with within without woman women word words work would yeah year years yes yet you young
    your yours yourself im ive id ill youre youve youll youd hes shes weve wed theyre theyve theyll theyd thats
    theres whats dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt wont wouldnt cant couldnt shouldnt
    lets
    """
)
#: Hesitations: never words that a quotation owes to the record.
HESITATIONS = _row("um umm uh uhh uhm er erm ah ahh oh hm hmm mm mmm")
#: Fillers only where punctuation sets them off: “right, we go” but not “the right answer”.
FILLERS = (("you", "know"), ("i", "mean"), ("well",), ("look",), ("listen",), ("okay",), ("right",))
NEGATIONS = _row("not no never none nobody nothing neither nor nowhere cannot hardly scarcely barely without")
#: What an ellipsis must not hide inside a sentence that is quoted on both or either side of it.
CONDITIONS = NEGATIONS | _row("if unless until except only but although though provided")
MODALS = _row("will would shall should can could may might must ought")
#: Forms of the same verb, for the verbs that don't follow the rule. A word stands in one row.
VERBS = tuple(
    _row(row)
    for row in (
        "be am is are was were been being 's",
        "have has had having",
        "do does did done doing",
        "go goes went gone going",
        "say says said saying",
        "make makes made making",
        "take takes took taken taking",
        "get gets got gotten getting",
        "come comes came coming",
        "see sees saw seen seeing",
        "know knows knew known knowing",
        "think thinks thought thinking",
        "give gives gave given giving",
        "find finds found finding",
        "tell tells told telling",
        "become becomes became becoming",
        "leave leaves left leaving",
        "feel feels felt feeling",
        "bring brings brought bringing",
        "begin begins began begun beginning",
        "keep keeps kept keeping",
        "hold holds held holding",
        "write writes wrote written writing",
        "stand stands stood standing",
        "hear hears heard hearing",
        "mean means meant meaning",
        "meet meets met meeting",
        "run runs ran running",
        "pay pays paid paying",
        "sit sits sat sitting",
        "speak speaks spoke spoken speaking",
        "lead leads led leading",
        "grow grows grew grown growing",
        "lose loses lost losing",
        "fall falls fell fallen falling",
        "send sends sent sending",
        "build builds built building",
        "understand understands understood understanding",
        "draw draws drew drawn drawing",
        "break breaks broke broken breaking",
        "spend spends spent spending",
        "rise rises rose risen rising",
        "drive drives drove driven driving",
        "buy buys bought buying",
        "wear wears wore worn wearing",
        "choose chooses chose chosen choosing",
        "win wins won winning",
        "teach teaches taught teaching",
        "catch catches caught catching",
        "sell sells sold selling",
        "fight fights fought fighting",
        "throw throws threw thrown throwing",
        "eat eats ate eaten eating",
        "sing sings sang sung singing",
        "steal steals stole stolen stealing",
        "shoot shoots shot shooting",
    )
)

MONTHS = _row(
    "january february march april may june july august september october november december jan feb aug sept oct nov dec"
)
#: After these a stop ends no sentence.
NO_END = _row("mr mrs ms dr sen gov gen rep lt st jr sr col capt sgt prof rev pres no vs mt ft")
#: Behind “well” these say that it is no filler: “well done”.
GOES_ON = _row("done known over under before after into above below beyond past within being off and worth")
#: Solid and apart are different words here.
APART = _row(
    "maybe already apart altogether always anyway sometime sometimes away another alone around aside alike into along"
)
