"""Sentences with the sourcing a careful editor would give them. All are made up.

``source`` and ``cue`` are the words that the deciding attribution must mark; both are empty where the outlet speaks.
"""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    status: str
    text: str
    source: str
    cue: str


def cases(status: str, *rows: tuple[str, str, str]) -> list[Case]:
    """Cases of one status: text, source, cue."""
    return [Case(status, *row) for row in rows]


NAMED_OFFICIALS = cases(
    "named_official",
    ("Finance Minister Ada Obi said the budget would be balanced by 2027.", "Finance Minister Ada Obi", "said"),
    (
        "“We will not raise taxes,” said Prime Minister Lars Holm on Tuesday.",
        "Prime Minister Lars Holm",
        "said",
    ),
    (
        "Maria Gomez, a spokeswoman for the ministry, denied that any patient had been turned away.",
        "Maria Gomez, a spokeswoman for the ministry",
        "denied",
    ),
    (
        "The company’s chief executive, Daniel Frost, told investors that sales had fallen by a tenth.",
        "The company’s chief executive, Daniel Frost",
        "told",
    ),
    (
        "Detective Inspector Rhys Morgan appealed for calm and said the inquiry was continuing.",
        "Detective Inspector Rhys Morgan",
        "appealed",
    ),
    (
        "Sen. Paula Reyes of Nevada warned that the bill would never reach the floor.",
        "Sen. Paula Reyes of Nevada",
        "warned",
    ),
    (
        "Secretary of State Helen Ward urged both sides to return to the table.",
        "Secretary of State Helen Ward",
        "urged",
    ),
    ("Judge Thomas Adeyemi ruled that the contract was void.", "Judge Thomas Adeyemi", "ruled"),
    (
        "The dam is safe, the governor of the province, Nurul Hakim, insisted.",
        "the governor of the province, Nurul Hakim",
        "insisted",
    ),
    ("Head coach Bianca Rossi admitted that her side had been second best.", "Head coach Bianca Rossi", "admitted"),
    (
        "Fire chief Tom Becker told reporters the blaze had started in a kitchen.",
        "Fire chief Tom Becker",
        "told",
    ),
    (
        "“The evidence,” Attorney General Ruth Kamau argued, “points in one direction only.”",
        "Attorney General Ruth Kamau",
        "argued",
    ),
    (
        "In the words of Ambassador Pierre Lambert, the treaty is “a dead letter”.",
        "Ambassador Pierre Lambert",
        "In",
    ),
    (
        "Jin-ho Park, the union’s general secretary, accused the yard of ignoring its own safety rules.",
        "Jin-ho Park, the union’s general secretary",
        "accused",
    ),
    (
        "According to Mayor Olga Petrova, the bridge will reopen in the spring.",
        "Mayor Olga Petrova",
        "According to",
    ),
    ("Gen. Marcus Bell confirmed that two aircraft had been lost.", "Gen. Marcus Bell", "confirmed"),
)

NAMED_PERSONS = cases(
    "named_person",
    ("Maria Lopez, who lives nearby, said she heard three shots.", "Maria Lopez, who lives nearby", "said"),
    (
        "“It was like an earthquake,” said Tomasz Nowak, a farmer from the next valley.",
        "Tomasz Nowak, a farmer from the next valley",
        "said",
    ),
    ("Hannah Weiss recalled how the water rose within minutes.", "Hannah Weiss", "recalled"),
    (
        "Former minister Joseph Mensah called the plan a disgrace.",
        "Former minister Joseph Mensah",
        "called",
    ),
    ("“I never signed it,” Amina Yusuf told the court.", "Amina Yusuf", "told"),
    (
        "Prof Alan Whitfield of Durham University said the fossils were older than the cliff itself.",
        "Prof Alan Whitfield of Durham University",
        "said",
    ),
    (
        "The victim’s brother, Carlos Medina, thanked the volunteers for their help.",
        "The victim’s brother, Carlos Medina",
        "thanked",
    ),
    (
        "Ms Okafor’s lawyer, Simon Drew, said she would appeal.",
        "Ms Okafor’s lawyer, Simon Drew",
        "said",
    ),
    (
        "According to Greta Lind, a passenger in the second coach, nobody checked the doors.",
        "Greta Lind, a passenger in the second coach",
        "According to",
    ),
    ("“We queued for nine hours,” Fatima Rahman said as she left the clinic.", "Fatima Rahman", "said"),
    (
        "Dr. Samuel Osei, a virologist who was not involved in the study, cautioned against reading too much into it.",
        "Dr. Samuel Osei, a virologist who was not involved in the study",
        "cautioned",
    ),
    ("Claire Dubois wondered whether anyone had read the leaflet.", "Claire Dubois", "wondered"),
)

ORGANIZATIONS = cases(
    "organization",
    ("The ministry said the vaccine was safe.", "The ministry", "said"),
    ("The company denied any wrongdoing.", "The company", "denied"),
    ("France has made it clear that it will not sign the accord.", "France", "has made it clear"),
    ("The airline announced that it would cancel forty flights a day.", "The airline", "announced"),
    ("Scotland Yard confirmed the arrest of two men.", "Scotland Yard", "confirmed"),
    ("The bank expects profits to double, it said in a statement.", "it", "said"),
    ("The Supreme Court ruled that the levy was unlawful.", "The Supreme Court", "ruled"),
    ("The White House warned Tehran against a further test.", "The White House", "warned"),
    ("The teachers’ union accused the council of breaking its word.", "The teachers’ union", "accused"),
    (
        "According to the World Health Organization, cases have halved since March.",
        "the World Health Organization",
        "According to",
    ),
    ("The club said in a statement that the manager would stay until June.", "The club", "said"),
    ("Amnesty International called on the junta to release the students.", "Amnesty International", "called on"),
    ("The island’s government has promised to rebuild the harbour.", "The island’s government", "has promised"),
    (
        "The drug cut deaths by a fifth, according to the manufacturer.",
        "the manufacturer",
        "according to",
    ),
    ("NASA estimates that the probe will reach the comet in August.", "NASA", "estimates"),
)

DOCUMENTS = cases(
    "document",
    ("Court records show that the firm was sued twice.", "Court records", "show"),
    ("A Pew survey found that two in three adults own a bicycle.", "A Pew survey", "found"),
    ("The indictment alleges that the brothers forged invoices for years.", "The indictment", "alleges"),
    ("Unemployment rose to 6.1 per cent in May, official figures showed.", "official figures", "showed"),
    ("According to the audit, nobody had counted the stock since 2019.", "the audit", "According to"),
    (
        "The report, published on Friday, says the brakes had not been inspected.",
        "The report, published on Friday",
        "says",
    ),
    ("Minutes of the meeting reveal that the board knew of the leak.", "Minutes of the meeting", "reveal"),
    (
        "According to a filing with the regulator, the chairman sold his shares in June.",
        "a filing with the regulator",
        "According to",
    ),
    ("Satellite data suggest that the glacier lost a metre of ice.", "Satellite data", "suggest"),
    (
        "The study, in a journal of cardiology, concluded that the pill does little harm.",
        "The study, in a journal of cardiology",
        "concluded",
    ),
    ("Leaked emails show that managers were told of the fault in 2021.", "Leaked emails", "show"),
    (
        "Turnout was the lowest in a generation, according to data from the electoral commission.",
        "data from the electoral commission",
        "according to",
    ),
)

MEDIA_REPORTS = cases(
    "media_report",
    ("The Times reported that the merger had been called off.", "The Times", "reported"),
    ("The two sides have agreed a truce, according to a report by Reuters.", "Reuters", "according to"),
    ("The minister has resigned, the BBC reported on Monday.", "the BBC", "reported"),
    (
        "According to the Wall Street Journal, the fund lost a billion dollars in a day.",
        "the Wall Street Journal",
        "According to",
    ),
    ("Local media said that three miners had been rescued.", "Local media", "said"),
    ("State television reported that the president had left hospital.", "State television", "reported"),
    ("Der Spiegel writes that the spy had worked under two names.", "Der Spiegel", "writes"),
    ("The singer is to marry in May, reported the Daily Mirror.", "the Daily Mirror", "reported"),
    (
        "The pilot was quoted by the Kyodo news agency as saying the runway was dark.",
        "the Kyodo news agency",
        "was quoted",
    ),
    (
        "The general had fled the capital, Al Jazeera reported, citing witnesses.",
        "Al Jazeera",
        "reported",
    ),
    ("The Guardian first revealed that the files had been shredded.", "The Guardian", "first revealed"),
    (
        "According to Israeli media, the envoy will fly to Cairo on Sunday.",
        "Israeli media",
        "According to",
    ),
)

UNNAMED_OFFICIALS = cases(
    "unnamed_official",
    ("A senior defence official said the missile had been tracked from launch.", "A senior defence official", "said"),
    ("Police said a 34-year-old man was being questioned.", "Police", "said"),
    ("Two aides to the president said he had not slept.", "Two aides to the president", "said"),
    ("The talks have collapsed, a Western diplomat told Reuters.", "a Western diplomat", "told"),
    ("Prosecutors allege that the couple hid millions abroad.", "Prosecutors", "allege"),
    ("A spokesman for the railway said services would resume at noon.", "A spokesman for the railway", "said"),
    ("“The house was already gone when we arrived,” a firefighter said.", "a firefighter", "said"),
    (
        "According to a ministry official who asked not to be named, the list was never checked.",
        "a ministry official who asked not to be named",
        "According to",
    ),
    ("Authorities warned that the river could burst its banks overnight.", "Authorities", "warned"),
    ("Several lawmakers from both parties criticized the deal.", "Several lawmakers from both parties", "criticized"),
    ("A company spokeswoman declined to give figures but said orders were healthy.", "A company spokeswoman", "said"),
    ("The judge said the sentence had to send a message.", "The judge", "said"),
    ("One of the diplomats described the mood as funereal.", "One of the diplomats", "described"),
)

UNNAMED_SOURCES = cases(
    "unnamed_source",
    ("According to sources, the offer was withdrawn on Thursday.", "sources", "According to"),
    ("People familiar with the matter said the bank had hired advisers.", "People familiar with the matter", "said"),
    ("A person briefed on the talks said a deal was weeks away.", "A person briefed on the talks", "said"),
    ("Residents said they had smelled gas for days.", "Residents", "said"),
    ("One witness described seeing a lorry swerve across three lanes.", "One witness", "described"),
    ("Critics say the law will punish the poor.", "Critics", "say"),
    ("“Nobody told us anything,” a woman outside the gates said.", "a woman outside the gates", "said"),
    ("The deal is all but dead, said a source close to the buyer.", "a source close to the buyer", "said"),
    ("Neighbours told the Irish Times that the family had kept to itself.", "Neighbours", "told"),
    ("A former employee claims that the logs were altered.", "A former employee", "claims"),
)

HEDGED = cases(
    "hedged",
    ("The suspect reportedly fled across the border.", "", "reportedly"),
    ("The firm allegedly paid the inspectors in cash.", "", "allegedly"),
    ("It is expected that parliament will vote in July.", "", "It is expected"),
    ("The painting is believed to be worth ten million pounds.", "", "is believed"),
    ("Twelve climbers are feared dead after an avalanche in Nepal.", "", "are feared"),
    ("The chairman is said to be furious.", "", "is said"),
    ("Turkey is considered a possible venue for the talks.", "", "is considered"),
    ("The defender is understood to have failed a medical.", "", "is understood"),
    ("The minister was quoted as saying that the army would not yield.", "", "was quoted as saying"),
    ("Foreign Minister Elena Ruiz had reportedly warned the island months before.", "", "reportedly"),
    ("It was alleged that the referee had taken a bribe.", "", "It was alleged"),
    ("The ship was thought to have been carrying fertiliser.", "", "was thought"),
    ("The new line is expected to open in 2031.", "", "is expected"),
    ("Among the missing is a diver who is believed to have run out of air.", "", "is believed"),
    ("The palace supposedly has a tunnel to the river.", "", "supposedly"),
    ("She is rumoured to be writing a memoir.", "", "is rumoured"),
    ("The rebels are thought to number about four thousand.", "", "are thought"),
    ("It has been suggested that the letter was forged.", "", "It has been suggested"),
    ("He is accused of stealing a bus.", "", "is accused"),
)

UNATTRIBUTED = cases(
    "unattributed",
    ("The vote comes after months of protests.", "", ""),
    ("Shares in the brewer fell by four per cent.", "", ""),
    ("Who said the tunnel would ever be finished?", "", ""),
    ("Did the minister say that the file was lost?", "", ""),
    ("The twins are so alike that even their mother cannot tell them apart.", "", ""),
    ("As the story goes, a shepherd found the spring.", "", ""),
    ("The committee will publish its report in May.", "", ""),
    ("The navy sent two frigates to the strait.", "", ""),
    ("The council voted by nine to four to close the library.", "", ""),
    ("The museum’s new wing shows paintings from three centuries.", "", ""),
    ("The ministry did not respond to a request for comment.", "", ""),
    ("The spokesman declined to comment.", "", ""),
    ("It goes without saying that the match was sold out.", "", ""),
    ("The team has refused three offers for its goalkeeper.", "", ""),
    ("Needless to say, the rain did not stop.", "", ""),
    ("The measure might lead to higher rents.", "", ""),
    ("Nobody was hurt when the roof gave way.", "", ""),
    ("The players wear shirts that say “Fair Play”.", "", ""),
    ("The trial opened on Monday in front of a packed gallery.", "", ""),
    ("By signing the pact, Norway could cut its gas bill.", "", ""),
    ("Soldiers were told to report to barracks by dawn.", "", ""),
    ("The estate, which critics call an eyesore, was sold in March.", "", ""),
    ("The thief left a note, and the rest is history.", "", ""),
    ("The clock on the tower says half past four.", "", ""),
    ("The United Nations sent forty lorries of food to the valley.", "", ""),
)

#: What somebody thinks, and what nobody said, is no statement.
NOT_SAID = cases(
    "unattributed",
    ("Priya Nair, an economist at a Leeds think tank, expects inflation to fall next year.", "", ""),
    ("The striker Luca Conti believes the referee got it wrong.", "", ""),
    ("Investigators believe the fire was started on purpose.", "", ""),
    ("Analysts expect the central bank to hold rates in June.", "", ""),
    ("Many fear that the winter will be worse.", "", ""),
    ("Some scientists doubt that the signal came from space.", "", ""),
    ("Economists polled by Reuters had expected growth of 0.3 percent.", "", ""),
    ("Environmental groups fear for the aquifer.", "", ""),
    ("President Karim Haddad did not say whether he would run again.", "", ""),
    ("The company declined to comment on the report.", "", ""),
    ("Police questioned two men about the fire.", "", ""),
    ("Residents have been asked to stay indoors.", "", ""),
    ("Ann Berg called the police when the alarm went off.", "", ""),
    ("The council is trying to add 200 places to the school.", "", ""),
    ("The mess demonstrates that the system is not infallible.", "", ""),
)

TRAPS = [
    *cases(
        "named_official",
        ("“The minister told me he was ‘not a quitter’,” said his deputy, Anna Berg.", "his deputy, Anna Berg", "said"),
        (
            "Deputy Mayor Joan Fletcher said the suspect had allegedly threatened two clerks.",
            "Deputy Mayor Joan Fletcher",
            "said",
        ),
        (
            "The bridge, Transport Minister Wei Chen said, had been inspected in May.",
            "Transport Minister Wei Chen",
            "said",
        ),
        (
            "Asked about the delay, Commissioner Nadia Haddad said: “Ask the builders.”",
            "Commissioner Nadia Haddad",
            "said",
        ),
        ("“Is it safe?” asked Governor Luis Ortega.", "Governor Luis Ortega", "asked"),
        (
            "Chancellor Eva Brandt went on to say that the gap would close.",
            "Chancellor Eva Brandt",
            "went on to say",
        ),
    ),
    *cases(
        "organization",
        ("The ministry denied a newspaper report that the minister had been ill.", "The ministry", "denied"),
        (
            "While critics call the scheme a gimmick, the council says it has cut traffic by a third.",
            "the council",
            "says",
        ),
        ("The regulator pointed out that no licence had ever been issued.", "The regulator", "pointed out"),
    ),
    *cases(
        "unnamed_official",
        ("A police spokesman told the Daily Record that no arrests had been made.", "A police spokesman", "told"),
        ("The plane was said to be airworthy, an inspector told the inquiry.", "an inspector", "told"),
    ),
    *cases(
        "unnamed_source",
        ("A report is due in May, said a person who has seen a draft.", "a person who has seen a draft", "said"),
    ),
    *cases(
        "media_report",
        (
            "The prime minister told colleagues that she would quit, according to the Telegraph.",
            "the Telegraph",
            "according to",
        ),
        (
            "The New York Times reported that a senior aide had said the talks were over.",
            "The New York Times",
            "reported",
        ),
    ),
    *cases(
        "document",
        ("Neither side moved, the transcript shows, until the mediator left the room.", "the transcript", "shows"),
    ),
]

CASES = [
    *NAMED_OFFICIALS,
    *NAMED_PERSONS,
    *ORGANIZATIONS,
    *DOCUMENTS,
    *MEDIA_REPORTS,
    *UNNAMED_OFFICIALS,
    *UNNAMED_SOURCES,
    *HEDGED,
    *UNATTRIBUTED,
    *NOT_SAID,
    *TRAPS,
]
