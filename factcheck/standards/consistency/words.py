"""The word lists of the rules that hold an article against itself: anybody can read them, and add to them."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """A set of words written one after the other."""
    return frozenset(text.split())


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())  # noqa: SIM905
}
#: Before a number: it is rounded, or only a bound.
ABOUT = (
    r"(?:about|around|roughly|approximately|nearly|almost|some|estimated|more than|less than|fewer than|at least|"
    r"at most|(?<!add )(?<!adds )(?<!added )(?<!adding )up to|over|under|close to|as many as|as much as|"
    r"an? average of|upwards? of|north of|well over|just over|"
    r"just under|a little over|or so|or more|circa|c\.|~|an estimated|no (?:more|less|fewer) than|above|below|"
    r"minimum of|maximum of|barely)"
)
#: Says that a list goes on, or that its parts overlap.
OPEN_LIST = (
    r"\b(?:including|included?|includes|among|such as|for example|for instance|e\.g\.|like|notably|especially|"
    r"particularly|as well as|and (?:others|more|so on|the like)|et cetera|etc|others|some of|both|or both|"
    r"overlap(?:ping|s)?|more than once|multiple|mainly|mostly|chiefly|largely|in part|part of|at least|"
    r"not counting|excluding|besides|plus others)\b|…|\.\.\."
)
TITLES = words_of(
    """mr mrs ms miss dr prof professor sir dame sen senator rep representative congressman congresswoman gov
    governor president vice premier minister chancellor secretary mayor judge justice chief sheriff general gen
    colonel col major maj captain capt lieutenant lt sergeant sgt admiral adm commander cmdr detective officer
    inspector superintendent ambassador king queen prince princess pope cardinal archbishop bishop father rev
    reverend rabbi imam sheikh speaker commissioner councilman councilwoman councilmember councillor councilor
    alderman attorney chairman chairwoman chair director coach deputy assemblyman assemblywoman assemblymember
    supervisor treasurer comptroller controller spokesman spokeswoman spokesperson lord lady baroness baron mp
    first candidate nominee del democrat republican sens reps gen. then-sen then-gov former ex"""
)
SUFFIXES = words_of("jr sr ii iii iv phd md esq mp")
PARTICLES = words_of("de la del der den van von bin al el da di du le dos das ibn ben st y ter ten zu mac")
#: Nouns that end or stand in the name of a body, place or thing, so that it is nobody's name.
BODIES = words_of(
    """party committee council court house senate congress department ministry agency bureau office commission
    university college school institute center centre hospital church bank group company corp corporation inc
    ltd llc co airlines airways motors industries foundation association union league society club fund trust
    board administration service services police force army navy guard times post journal news press magazine
    herald tribune gazette globe network radio tv television street avenue road lane boulevard drive square park
    bridge river lake mountain mount valley county city town state states island islands beach bay sea ocean
    north south east west northern southern eastern western central street day act bill law amendment
    constitution treaty agreement conference convention summit games cup award awards prize prizes festival
    championship museum library theater theatre hall tower building airport station stadium arena hotel port
    harbor district region province republic kingdom nations world war revolution movement alliance coalition
    campaign caucus forum project program initiative plan report review study survey poll today tonight tomorrow
    yesterday first second third street fire rescue supreme federal national international american united new
    old great white black red blue green general grand big super twitter facebook youtube google house capitol
    administration super pac americans america health medical sciences science technology technologies systems
    partners capital holdings media studios entertainment records brothers sons associates airline railway
    railroad transit energy oil gas power electric water foods insurance financial securities investments
    management consulting research laboratories"""
)
#: May open a sentence or stand with a capital, and is nobody's name.
COMMON = words_of(
    """the a an this that these those he she it we they you i his her its our their my your who what which when
    where why how if as at by for from in into of off on onto out over to up upon with without within and or but
    nor so yet not no yes one two three four five six seven eight nine ten there here then now also after before
    since while because although though unless until once whether both each every either neither some any many
    much more most few several such other another all none nobody everybody everyone somebody someone anyone
    nothing everything something just only even still again already always never often sometimes perhaps maybe
    however meanwhile moreover furthermore instead therefore thus indeed later earlier today yesterday tomorrow
    last next first second third finally during despite under according about above across against along among
    around behind below beneath beside between beyond down like near past per than through toward towards via is
    are was were be been being has have had do does did will would can could may might must shall should let
    asked told said says added get got go going make made take took see saw say think know want come look give
    use find tell work call try need feel become leave put mean keep begin seem help show hear play run move
    live believe bring happen write sit stand lose pay meet set learn lead understand watch follow stop create
    speak read spend grow open walk win teach offer remember consider appear buy serve die send build stay fall
    cut reach kill raise pass sell decide return explain hope develop carry break receive agree support hit
    produce eat cover catch draw choose question questions answer officials police people critics supporters
    residents authorities reporters voters lawmakers democrats republicans democrat republican conservatives
    liberals islam muslim muslims christian christians jewish jews catholic catholics hispanic hispanics latino
    latinos latina black white asian african american americans gop congress senate house parliament government
    president senator governor mayor secretary minister state federal national international mr mrs ms dr monday
    tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december jan feb mar apr jun jul aug sept sep oct nov dec north south east west northern
    southern eastern western english french german spanish russian chinese japanese internet god christmas
    easter thanksgiving earth web act bill law constitution court supreme administration committee party update
    editor aides witnesses demonstrators analysts scholars development having trading medicine outreach latin
    democratic residents neighbors friends relatives prosecutors investigators detectives lawyers attorneys
    doctors scientists experts economists organizers protesters workers teachers students parents politics
    correction photo image video note read related source sources advertisement share via"""
)
GIVEN = words_of(
    """aaron abby abdul abigail abraham adam adrian ahmed aidan aisha al alan albert alejandro alex alexander
    alexandra alexis alfred ali alice alicia alison allan allen allison alma alvin amanda amber amelia amina amy
    ana anders andre andrea andrew andy angel angela angie anita ann anna anne annie anthony antonio april ari
    ariel arjun arlene arnold art arthur asha ashley audrey austin ava barack barbara barney barry beatrice
    becky ben benjamin bernard bernice bernie beth betsy betty beverly bill billy blake bob bobby bonnie brad
    bradley brandon brenda brendan brent bret brett brian bridget brooke bruce bryan byron caitlin calvin
    cameron camille candace carl carla carlos carly carmen carol caroline carolyn carrie casey catherine cathy
    cecilia cesar chad charlene charles charlie charlotte chelsea cheryl chloe chris christian christina
    christine christopher chuck cindy claire clara clarence claude claudia clifford clint clinton clive cody
    colin colleen connie connor corey cory courtney craig cristina crystal curtis cynthia dale damian dan dana
    daniel danielle danny daphne darlene darrell darren dave david dawn dean deb debbie deborah debra declan
    delia dennis derek desmond devin diana diane diego dina dmitri dolores dominic don donald donna doris
    dorothy doug douglas duncan dustin dwight dylan earl ed eddie edgar edith eduardo edward edwin eileen elaine
    elana elena eleanor eli elias elijah elise elizabeth ella ellen elliott elsa emilia emily emma enrique eric
    erica erik erin ernest esther ethan eugene eva evan evelyn faith fatima felicia felipe felix fernando fiona
    florence floyd frances francesca francis francisco frank franklin fred frederick gabriel gabriela gail
    gareth garrett gary gavin gene geoff geoffrey george gerald gerard gina giovanni gladys glen glenn gloria
    gordon grace graham grant greg gregory greta gretchen guillermo gus guy gwen hannah hans harold harriet
    harry harvey hassan heather hector heidi helen helena henry herbert herman hillary hilda holly homer hope
    howard hugh hugo hussein ian ibrahim ida ines ingrid ira irene iris irma isaac isabel isabella ivan jack
    jackie jackson jacob jacqueline jade jaime jake james jamie jan jane janet janice jared jasmine jason javier
    jay jean jeanette jeanne jeff jeffrey jen jenna jennifer jenny jeremiah jeremy jerome jerry jesse jessica
    jesus jill jim jimmy jo joan joanna joanne joe joel joey johanna john johnny jon jonah jonas jonathan jordan
    jorge jose josef joseph josephine josh joshua joy joyce juan juanita judith judy julia julian julie julio
    june justin kaitlyn kamala karen karin karl kate katharine katherine kathleen kathryn kathy katie kayla
    keith kelley kellie kelly kellyanne ken kendra kenneth kent kerry kevin kim kimberly kirk kirsten klaus
    kristen kristin kurt kyle lance larry laura lauren laurie lawrence leah leanne lee leila lena leo leon
    leonard leroy leslie lester lewis liam lillian lily linda lindsay lindsey lisa liz lloyd logan lois lorenzo
    lori lorraine louis louise luca lucas lucia lucille lucy luis luke lydia lynn mabel mackenzie madeline mae
    maggie malcolm mandy manuel marc marcella marcia marco marcos marcus margaret margarita maria marian
    marianne marie marilyn mario marion marissa marjorie mark marlene marsha marshall martha martin marvin mary
    mateo matt matthew maureen maurice max maxine maya megan meghan mel melanie melinda melissa melvin mercedes
    meredith michael michele michelle miguel mike mildred mindy miranda miriam mitch mitchell mohamed mohammad
    mohammed moira molly monica monique morgan moses muhammad myra myrna nadia nancy naomi natalie natasha nate
    nathan nathaniel neal neil nelson nicholas nick nicola nicolas nicole nigel nikki nina noah noel nora norma
    norman oleg olga oliver olivia omar orlando oscar otto owen paige pam pamela pat patricia patrick patti paul
    paula pauline pedro peggy penny percy perry pete peter petra phil philip phillip phyllis pierre preston
    priya quentin rachel rafael raj ralph ramon rand randall randy raul ray raymond rebecca regina reginald rene
    renee rex rhonda ricardo richard rick ricky rita rob robert roberta roberto robin rochelle rod roderick
    rodney roger roland roman ron ronald ronnie rosa rosalie rose rosemary ross roy ruben ruby rudy rupert russ
    russell ruth ryan sabrina sally salvador sam samantha samuel sandra sandy sanjay sara sarah sasha saul scott
    sean sebastian sergei sergio seth shane shannon sharon shaun shawn sheila shelby sheldon shelley sherry
    shirley sidney silvia simon simone sofia sonia sonya sophia sophie spencer stacey stacy stan stanley stella
    stephanie stephen steve steven stewart stuart sue summer susan suzanne sven sylvia tamara tammy tanya tara
    ted terence teresa terrance terri terry thelma theodore theresa thomas tiffany tim timothy tina todd tom
    tomas tommy tony tonya tracey traci tracy travis trevor trey tricia troy tyler tyrone ursula valerie vanessa
    vera vernon veronica vicki vicky victor victoria vince vincent viola violet virgil virginia vivian vladimir
    wade wallace walter wanda warren wayne wendell wendy wesley whitney wilbur will willard william willie wilma
    winston wolf woody xavier yolanda yuki yusuf yvette yvonne zach zachary zoe"""
)
NICKNAMES: tuple[frozenset[str], ...] = tuple(
    words_of(line)
    for line in (
        "robert bob rob bobby robbie bert",
        "william bill will billy willie liam",
        "richard rick dick rich ricky",
        "james jim jimmy jamie",
        "john jack johnny jon jonathan",
        "joseph joe joey",
        "edward ed eddie ted ned",
        "thomas tom tommy",
        "daniel dan danny",
        "michael mike mick mickey micky",
        "samuel samantha sam sammy",
        "benjamin ben benny",
        "andrew andy drew",
        "anthony tony",
        "charles charlie chuck",
        "christopher christine christina chris kris",
        "david dave davy",
        "donald don donny",
        "elizabeth liz beth betty eliza lizzie betsy",
        "katherine catherine kathryn kate katie kathy cathy kat kitty",
        "margaret maggie meg peggy marge",
        "patricia patrick pat patty paddy tricia",
        "stephen steven steve",
        "theodore ted teddy theo",
        "timothy tim timmy",
        "matthew matt",
        "nicholas nick nicky",
        "philip phillip phil",
        "ronald ron ronnie",
        "gregory greg",
        "jeffrey geoffrey jeff geoff",
        "kenneth ken kenny",
        "lawrence larry",
        "alexander alexandra alex alec al sandy",
        "deborah debra deb debbie",
        "barbara barb",
        "jennifer jen jenny",
        "susan sue suzanne susie",
        "rebecca becky",
        "victoria vicky vicki tori",
        "francis frank frances fran",
        "henry harry hank",
        "leonard len leo",
        "mitchell mitch mitt",
        "raymond ray",
        "gerald jerry gerry",
        "jerome jerry",
        "albert al bert",
        "harold hal harry",
        "eugene gene",
        "martin marty",
        "bernard bernie",
        "abraham abe",
        "rudolph rudy",
        "zachary zach zack",
        "joshua josh",
        "jacob jake",
        "peter pete",
        "walter walt",
        "frederick fred freddie",
        "douglas doug",
        "russell russ",
        "stanley stan",
        "vincent vince vinny",
        "dorothy dot dottie",
        "judith judy",
        "cynthia cindy",
        "sandra sandy",
        "teresa theresa terry tess",
        "kimberly kim",
        "pamela pam",
        "valerie val",
        "mohammed mohammad muhammad mohamed",
    )
)
WOMEN_TITLES = words_of(
    "mrs ms miss dame madam lady baroness congresswoman councilwoman chairwoman spokeswoman queen princess"
)
MEN_TITLES = words_of("mr sir lord congressman councilman chairman spokesman king prince")

#: Before a name and no part of it: function words, days and months.
LEADING = words_of(
    """the a an in on at to for from by with when while where if as and but or so yet since because although though
    after before until once then now here there this that these those his her its their our my your like unlike
    despite during under over between among against about both even only also still just not no yes well oh hey
    hi dear monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december jan feb mar apr jun jul aug sep sept oct nov dec what who how why
    which whose whether meanwhile however today yesterday last next did does do is are was were has have had can
    could will would should let asked said says told added again later earlier according instead perhaps maybe"""
)
#: Inhabitants and adjectives of places.
DEMONYMS = words_of(
    """british english scottish irish welsh french german spanish italian dutch belgian swiss austrian swedish
    norwegian danish finnish polish czech slovak hungarian romanian bulgarian greek turkish russian ukrainian
    serbian croatian bosnian albanian american canadian mexican cuban brazilian argentine chilean peruvian
    colombian venezuelan haitian puerto rican african egyptian libyan tunisian moroccan algerian nigerian kenyan
    ethiopian somali sudanese ugandan israeli palestinian jordanian syrian lebanese iraqi iranian saudi yemeni
    kuwaiti emirati qatari afghan pakistani indian bangladeshi nepali chinese japanese korean vietnamese thai
    filipino indonesian malaysian australian european baptist methodist lutheran presbyterian episcopalian
    evangelical anglican asian arab hispanic latino latina texan californian floridian iowan ohioan roman
    athenian parisian londoner persian kurdish catholic christian muslim jewish protestant hindu buddhist sikh
    mormon amish republican democrat libertarian socialist communist nazi tory labour green"""
)
