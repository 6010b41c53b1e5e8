"""Nouns, titles and names that say what kind of source a phrase names. All in lower case."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """A set of words written one after the other."""
    return frozenset(text.split())


#: Posts of people who decide or speak for a body. Police, prosecutors and the like decide for the state.
OFFICES = words_of(
    """harbormaster harbourmaster agent publicist paramedic coastguardsman steward registrar official minister
    secretary undersecretary president premier chancellor senator congressman congresswoman representative lawmaker
    legislator mp mep msp governor mayor councillor councilman councilwoman councilor alderman commissioner
    ambassador envoy diplomat consul aide adviser advisor spokesman spokeswoman spokesperson chairman chairwoman
    chairperson chair chief director executive ceo cfo coo boss manager head leader administrator judge justice
    magistrate prosecutor sheriff officer detective sergeant inspector constable superintendent marshal investigator
    coroner general colonel major lieutenant admiral commander brigadier policeman policewoman treasurer speaker
    king queen prince princess duke pope archbishop bishop cardinal patriarch coach headteacher headmaster
    headmistress principal dean provost rector ombudsman auditor negotiator mediator delegate counsel firefighter
    staffer bureaucrat policymaker nominee candidate chieftain taoiseach curator trustee founder co-founder ruler
    monarch lord baroness trooper ranger guard incumbent surrogate operative frontbencher backbencher taskforce
    deputy vice-president vice-chancellor secretary-general co-chair co-chairman selectman whip attorney-general
    archdeacon rabbi ayatollah sheikh emir sultan controller comptroller garda gardaí gardai referee umpire examiner
    spokespeople police authorities cop dispatcher commandant commodore marshall sec-gen governor-general organiser
    organizer rescuer captain master assemblyman assemblywoman alderwoman selectwoman convener convenor coordinator
    undersheriff postmaster vice-chair vice-chairman vice-chairwoman co-leader co-director mla td moderator-general
    solicitor-general governor-elect president-elect mayor-elect parliamentarian"""
)
#: The same as abbreviated titles before a name.
OFFICE_TITLES = words_of(
    """sen sens rep reps gov gen col maj capt lt sgt cpl adm cmdr insp supt det pres amb cllr atty dep hon pc dci
    brig pope king queen prince princess lord lady baroness baron justice judge detective"""
)
#: Professions and parts in events: a person, but nobody who speaks for a body.
PEOPLE = words_of(
    """lady keeper athlete rapper novelist poet painter sculptor chef lecturer trucker sailor shopper patient influencer
    comedian producer composer drummer guitarist designer architect theologian priest vicar imam nun monk chemist
    psychiatrist vet forecaster climber diver clerk warden trainer man woman boy girl child teenager student pupil
    resident neighbor neighbour witness bystander onlooker victim survivor mother father parent brother sister son
    daughter wife husband widow uncle aunt cousin friend colleague relative family grandmother grandfather professor
    economist analyst expert scientist researcher historian author writer scholar academic lawyer attorney barrister
    solicitor doctor physician nurse surgeon psychologist teacher farmer driver worker employee fan player striker
    midfielder goalkeeper quarterback pitcher actor actress singer musician artist activist campaigner protester
    protestor demonstrator supporter critic opponent voter taxpayer customer consumer passenger tourist pilot
    engineer shopkeeper trader investor broker strategist consultant refugee migrant soldier veteran inmate prisoner
    defendant suspect plaintiff juror volunteer blogger journalist reporter columnist editor correspondent
    photographer presenter host commentator pundit source whistleblower insider informant people person somebody
    someone others many some few most everyone everybody one those observer skeptic sceptic donor geologist
    biologist astronomer physicist epidemiologist climatologist meteorologist seismologist ecologist conservationist
    virologist immunologist archaeologist sociologist statistician pollster demographer geophysicist tenant landlord
    homeowner commuter cyclist hiker fisherman butcher baker carpenter postman pensioner retiree businessman
    businesswoman entrepreneur realtor ally rival lobbyist advocate conservative liberal moderate progressive
    neighbour's villager local camper islander staff crew descendant fiance fiancee partner buddy roommate sprinter
    swimmer golfer boxer runner winner champion loser skipper teammate batsman bowler winger defender forward
    gymnast jockey owner co-author fellow stepfather stepmother grandson granddaughter nephew niece girlfriend
    boyfriend ex-wife ex-husband lifeguard plumber electrician mechanic carer caretaker midwife dentist pharmacist
    therapist counsellor counselor translator interpreter waiter waitress bartender cook cashier cleaner salesman
    saleswoman banker accountant programmer feminist socialist environmentalist philosopher philanthropist
    billionaire millionaire celebrity model dancer filmmaker songwriter rancher grower vendor motorist pedestrian
    biker"""
)
#: Bodies that speak as one.
BODIES = words_of(
    """guard guards government administration ministry department agency bureau office authority commission committee
    council parliament congress senate house assembly cabinet court tribunal party union federation confederation
    association league club team company firm corporation corp inc ltd plc llc group holding manufacturer maker
    carmaker automaker airline bank lender insurer retailer supermarket startup brewer drugmaker chipmaker operator
    utility university college school institute institution hospital clinic trust charity foundation nonprofit
    organization organisation ngo coalition alliance movement palace militia army navy military force forces regime
    state country nation kingdom republic city county province municipality campaign board panel watchdog regulator
    church diocese mosque synagogue museum exchange fund consortium network body junta faction cartel gang command
    headquarters brigade squad embassy consulate mission delegation kremlin pentagon white treasury chamber
    opposition jury service society academy laboratory lab centre center think-tank tank thinktank tech giant
    employer contractor studio subsidiary conglomerate cooperative caucus prosecution defence defense rebels
    militants insurgents taliban republicans democrats tories labour conservatives liberals greens fbi cia nsa nasa
    nato un eu who imf opec unicef unesco hmrc nhs cdc watch initiative management leadership coastguard
    constabulary fda epa doj faa ntsb noaa usgs met mod rspca rnli greenpeace oxfam amnesty interpol europol ecb fed
    ofcom ofgem ofsted developer publisher"""
)
#: Countries and seats of government that stand for the government.
CAPITALS = words_of(
    """washington moscow beijing london paris berlin brussels tehran jerusalem kyiv ankara tokyo seoul pyongyang
    delhi islamabad kabul baghdad damascus cairo riyadh doha caracas havana britain france germany russia china
    iran israel ukraine turkey japan korea india pakistan iraq syria egypt qatar saudi mexico canada brazil
    australia spain italy poland hungary greece netherlands belgium sweden norway denmark finland ireland
    scotland wales kenya nigeria ethiopia uganda argentina chile peru colombia venezuela cuba lebanon jordan
    yemen afghanistan taiwan vietnam indonesia malaysia singapore philippines thailand myanmar bangladesh nepal
    england portugal austria switzerland romania bulgaria serbia croatia kosovo albania estonia latvia lithuania
    iceland zealand africa america hamas hezbollah isis fatah"""
)
#: Papers, figures and recordings. A document speaks for whoever wrote it but can be looked up.
DOCUMENTS = words_of(
    """inventory diary catalogue catalog report study survey poll research analysis paper review filing record document
    data figure statistic number transcript indictment complaint affidavit lawsuit suit petition memo memorandum
    letter email e-mail dossier audit census dataset database index chart map footage video recording tape audio
    photo photograph image picture log minutes ledger invoice contract agreement treaty bill law act legislation
    constitution statute accord pact code regulation ordinance order warrant subpoena deposition testimony ruling
    judgment judgement verdict opinion decision finding evidence result estimate forecast projection model
    calculation assessment brief briefing bulletin notice statement release communiqué communique resolution
    declaration plan proposal draft book memoir autobiography article essay website page ad advert advertisement
    poster sign label timeline inquiry autopsy post-mortem inquest certificate cable message text post tweet account
    filings trial experiment test scan reading measurement sample average snapshot exit ballot return tally count
    manifesto platform white-paper guideline rule handbook manual schedule list register archive script tracker
    barometer gauge dispatch note graph simulation"""
)
#: Documents that are somebody's words: with “from the ministry” they are the ministry's.
STATEMENTS = words_of(
    """statement release communiqué communique letter email e-mail tweet post message memo announcement declaration
    testimony spokesman bulletin cable text note"""
)
#: Words in the names of outlets, and nouns for outlets.
OUTLETS = words_of(
    """agence france-presse cnn bbc ap nbc abc cbs msnbc npr pbs cnbc itv reuters afp upi bloomberg axios politico
    breitbart buzzfeed vox slate huffpost vice wired newsweek fortune haaretz ynet nhk dpa tass xinhua anadolu
    interfax sputnik rt telesur gawker yonhap kyodo aljazeera al-jazeera jazeera newspaper newspapers paper
    broadcaster broadcasters tabloid tabloids magazine magazines media press outlet outlets newswire propublica
    bellingcat intercept billboard techradar daily weekly afr figaro kompas nikkei l'equipe l'équipe marca gazzetta
    dawn hindu arabiya lancet bmj esquire playboy variety deadline tmz espn telemundo univision c-span fox newsmax
    forbes economist semafor puck drudge mediaite stern spiegel monde libération pais país repubblica corriere
    zeitung bild welt"""
)
#: Last words of an outlet's name: “the Example Times”.
OUTLET_ENDS = words_of(
    """times post journal herald tribune gazette telegraph guardian mail chronicle observer news examiner inquirer
    echo ledger argus advertiser bugle leader reporter dispatch courier bulletin globe sun mirror express star
    standard independent register record sentinel today
    weekly tv television radio hill caller beast atlantic enquirer digest review press wire"""
)
#: A report of these is somebody else's reporting.
REPORTING = words_of(
    "report reports story stories article articles account accounts reporting coverage investigation scoop"
)
#: Between a name and what comes behind it.
NOT_IN_NAMES = words_of("mr mrs ms miss dr prof sir dame madam mx rev fr jr sr phd md mbe obe")
WOMEN = words_of(
    """mary maria anna anne ann emma sarah susan linda karen lisa nancy betty helen sandra donna carol ruth sharon
    michelle laura elizabeth kimberly deborah jessica margaret theresa hillary angela julia jane joan alice
    grace rachel sofia sophia olivia fatima aisha amina leila priya mei yuki ingrid greta ursula christine
    catherine kate rebecca hannah lucy nicola ruth claire fiona moira siobhan aoife carmen rosa lucia elena
    natalia olga irina svetlana amy jennifer melissa stephanie nicole amanda martha diane gloria judy marie
    sheila wendy heather megan kelly kellyanne donna elise victoria charlotte isabel eva ella chloe"""
)
MEN = words_of(
    """james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony
    mark donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan
    jacob gary nicholas eric stephen jonathan larry justin scott brandon benjamin samuel frank gregory raymond
    alexander patrick jack dennis jerry tyler aaron jose henry adam douglas nathan peter zachary kyle walter
    harold carl arthur roger keith jeremy lawrence sean christian albert joe ethan austin jesse willie billy
    bruce bryan ralph roy eugene louis philip bobby johnny bernie ted barack bill tim mike chris ben tom jim dan
    steve tony ahmed mohammed muhammad ali hassan omar ibrahim carlos juan luis pedro diego vladimir sergei ivan
    dmitri hans klaus jürgen pierre jean giovanni marco luca kenji hiroshi raj arjun vikram sanjay liam oliver
    harry simon nigel graham alan gordon duncan hamish"""
)
