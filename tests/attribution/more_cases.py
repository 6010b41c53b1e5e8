"""More of the same, across the beats: written before the rules had seen them, then kept."""

from __future__ import annotations

from tests.attribution.cases import cases

MORE_CASES = [
    *cases(
        "named_official",
        (
            "Kenya’s president, William Otieno, has vowed to cut fuel duty.",
            "Kenya’s president, William Otieno",
            "has vowed",
        ),
        ("Police Sergeant Dana Cole said officers were searching the canal.", "Police Sergeant Dana Cole", "said"),
        ("“We were the better side for an hour,” manager Ian Burrows told Sky Sports.", "manager Ian Burrows", "told"),
        (
            "Ursula Keller, who chairs the committee, called the delay unacceptable.",
            "Ursula Keller, who chairs the committee",
            "called",
        ),
        (
            "NATO Secretary-General Piet de Wit stressed that no troops would be sent.",
            "NATO Secretary-General Piet de Wit",
            "stressed",
        ),
        ("Rep. Alan Moss (D-Ohio) tweeted that he would vote no.", "Rep. Alan Moss (D-Ohio)", "tweeted"),
        (
            "In a letter to shareholders, chairman Victor Lang acknowledged mistakes.",
            "chairman Victor Lang",
            "acknowledged",
        ),
        ("Lead prosecutor Sofia Marin told jurors that greed was the motive.", "Lead prosecutor Sofia Marin", "told"),
        (
            "The school’s headteacher, Ms Bridget Shaw, apologised to parents for the mix-up.",
            "The school’s headteacher, Ms Bridget Shaw",
            "apologised",
        ),
        ("Pope Leo condemned the bombing of the hospital.", "Pope Leo", "condemned"),
        (
            "UN envoy Hassan Karimi expressed hope that the truce would last.",
            "UN envoy Hassan Karimi",
            "expressed hope",
        ),
    ),
    *cases(
        "named_person",
        ("Novelist Jean Marais described the prize as a joke.", "Novelist Jean Marais", "described"),
        ("“I owe the nurses my life,” says 62-year-old Bill Tanner.", "62-year-old Bill Tanner", "says"),
        (
            "Seismologist Keiko Mori of Tohoku University said aftershocks could last for weeks.",
            "Seismologist Keiko Mori of Tohoku University",
            "said",
        ),
        ("Defender Ayo Bello insists the dressing room is united.", "Defender Ayo Bello", "insists"),
        (
            "Mr Pratt’s widow, Eileen Pratt, said the verdict brought no peace.",
            "Mr Pratt’s widow, Eileen Pratt",
            "said",
        ),
        ("Among the first to arrive was Nils Berg, who said the cabin was already burning.", "who", "said"),
        (
            "David Stone, an analyst with Harbour Securities, said the shares were overpriced.",
            "David Stone, an analyst with Harbour Securities",
            "said",
        ),
    ),
    *cases(
        "organization",
        ("Volkswagen said on Wednesday it would recall 40,000 vans.", "Volkswagen", "said"),
        ("The U.S. has repeatedly said it will not negotiate with the group.", "The U.S.", "has repeatedly said"),
        ("Tokyo lodged a protest and demanded an apology.", "Tokyo", "demanded"),
        ("The FBI said in a news release that the servers had been seized.", "The FBI", "said"),
        ("The charity Open Doors warned that rents had doubled.", "The charity Open Doors", "warned"),
        ("Goldman Sachs predicts that oil will reach $90 a barrel.", "Goldman Sachs", "predicts"),
        (
            "The Met Office has issued a warning that snow will fall on high ground.",
            "The Met Office",
            "has issued a warning",
        ),
        ("Pyongyang claims the rocket carried a weather satellite.", "Pyongyang", "claims"),
        ("The Democratic Party said the rule would be challenged in court.", "The Democratic Party", "said"),
        ("Greater Manchester Police said two people had been charged.", "Greater Manchester Police", "said"),
        (
            "Hospital trust bosses say the ward will close, but the Royal College of Nursing said it was needed.",
            "the Royal College of Nursing",
            "said",
        ),
        ("The government has announced three inquiries since January.", "The government", "has announced"),
    ),
    *cases(
        "document",
        ("The lawsuit claims that the lender forged signatures.", "The lawsuit", "claims"),
        ("New research suggests that bees can count to four.", "New research", "suggests"),
        (
            "An internal memo seen by the committee warned of cracks in the hull.",
            "An internal memo seen by the committee",
            "warned",
        ),
        ("Census data show the town has shrunk by a fifth.", "Census data", "show"),
        ("Per the contract, either side may withdraw.", "the contract", "Per"),
        ("The poll, conducted in May, put the two parties level.", "The poll, conducted in May", "put"),
        ("According to the complaint, the driver had been awake for thirty hours.", "the complaint", "According to"),
        (
            "The latest figures from the statistics office show that prices fell in June.",
            "The latest figures from the statistics office",
            "show",
        ),
        ("The ballot paper lists eleven candidates.", "The ballot paper", "lists"),
    ),
    *cases(
        "media_report",
        ("Citing two officials, the Financial Times said the tariff would be delayed.", "the Financial Times", "said"),
        ("A New York Times report said the agency had ignored the warnings.", "A New York Times report", "said"),
        (
            "Reuters could not verify the claim, but Bloomberg reported that the plant had shut.",
            "Bloomberg",
            "reported",
        ),
        ("News of the arrest was first reported by the Miami Herald.", "the Miami Herald", "was first reported"),
        ("The actress has left the show, according to Variety.", "Variety", "according to"),
    ),
    *cases(
        "unnamed_official",
        (
            "A White House official, speaking on condition of anonymity, said the call lasted an hour.",
            "A White House official",
            "said",
        ),
        ("Diplomats said the text was almost ready.", "Diplomats", "said"),
        ("Army officers told local reporters that the village had been cleared.", "Army officers", "told"),
        ("“We did what we could,” one of the paramedics said.", "one of the paramedics", "said"),
        ("Health officials in Lagos confirmed nine new cases.", "Health officials in Lagos", "confirmed"),
        (
            "The prime minister’s spokesman said there were no plans to resign.",
            "The prime minister’s spokesman",
            "said",
        ),
    ),
    *cases(
        "unnamed_source",
        (
            "Three sources with knowledge of the inquiry told the Washington Post that charges were near.",
            "Three sources with knowledge of the inquiry",
            "told",
        ),
        (
            "“It’s a madhouse,” said one shopper, who had driven from Cork.",
            "one shopper, who had driven from Cork",
            "said",
        ),
        ("Experts warn that the ice may vanish within a decade.", "Experts", "warn"),
        ("A lawyer for the singer called the claims absurd.", "A lawyer for the singer", "called"),
        ("Fans said they had waited since dawn.", "Fans", "said"),
        ("An insider said morale had never been lower.", "An insider", "said"),
    ),
    *cases(
        "unattributed",
        ("The gunman, reportedly a former guard, was shot by police.", "", ""),
        ("The court heard evidence for three days.", "", ""),
        ("He told a good story and sang a little.", "", ""),
        ("The report runs to 400 pages.", "", ""),
        ("Germany will play Italy in the final.", "", ""),
        ("In 2019 the firm was fined for dumping waste.", "", ""),
        ("What did the director know, and when?", "", ""),
        ("The strike enters its third week on Monday.", "", ""),
    ),
    *cases(
        "hedged",
        ("Negotiators are reportedly close to a deal.", "", "reportedly"),
        ("Around 300 people are thought to have been aboard.", "", "are thought"),
        ("The hackers are alleged to have stolen nine million records.", "", "are alleged"),
        ("The takeover is widely expected to fail.", "", "is widely expected"),
        ("It is understood that the manager will be sacked.", "", "It is understood"),
        ("Sea levels are projected to rise by half a metre.", "", "are projected"),
        ("There are unconfirmed reports of looting in the port.", "", "reports"),
        ("Rumours that the king was ill swept the capital.", "", "Rumours"),
    ),
    *cases(
        "unnamed_official",
        ("A Ministry of Health spokesperson said the wards were full.", "A Ministry of Health spokesperson", "said"),
        ("According to gardaí, the road was closed by midnight.", "gardaí", "According to"),
    ),
    *cases(
        "named_person",
        (
            "“The noise was unbearable,” recalled caretaker Michael Flynn, 58.",
            "caretaker Michael Flynn, 58",
            "recalled",
        ),
    ),
    *cases(
        "document",
        ("However, papers seen by the inquiry show that two bids were rejected.", "papers seen by the inquiry", "show"),
    ),
    *cases(
        "unattributed",
        ("The central bank kept rates on hold, citing weak demand.", "", ""),
        ("It is not known when classes will resume.", "", ""),
        ("The bank’s chair wants lower rates.", "", ""),
    ),
    *cases(
        "named_official",
        (
            "White House press secretary Amy Chen told reporters that the president was “delighted”.",
            "White House press secretary Amy Chen",
            "told",
        ),
    ),
    *cases(
        "unnamed_official",
        ("Her death was, in the coroner’s words, “entirely avoidable”.", "the coroner", "in"),
        (
            "The judge’s clerk said nothing, but a court spokesman said the file was sealed.",
            "a court spokesman",
            "said",
        ),
    ),
    *cases(
        "document",
        ("In a survey of 1,200 nurses, most said they had thought of leaving.", "a survey of 1,200 nurses", "In"),
    ),
]
