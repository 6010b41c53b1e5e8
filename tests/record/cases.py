"""What a difference between record and quotation is: each row the words of the record, the quotation, its class.

After that the kinds of its differences, in order, where a kind is what the row is about.
"""

from __future__ import annotations

Row = tuple[str, str, str, *tuple[str, ...]]

#: Every one of these changes what somebody said, however like the words are.
MEANING: list[Row] = [
    # negation
    ("I am not sure that the boat will run.", "I am sure that the boat will run.", "altered", "negation"),
    ("I am sure that the boat will run.", "I'm not sure that the boat will run.", "altered", "spelling", "negation"),
    ("The boat can't run in the winter months.", "The boat can run in the winter months.", "altered", "negation"),
    ("They did run the boat in the winter.", "They didn’t run the boat in the winter.", "altered", "negation"),
    ("We never wanted the night boat to stop.", "We wanted the night boat to stop.", "altered", "negation"),
    ("Nobody wants the night boat to stop.", "Somebody wants the night boat to stop.", "altered"),
    ("They said the boat was unsafe in high seas.", "They said the boat was safe in high seas.", "altered", "word"),
    # numbers and units
    ("We carried 15 passengers on the last boat.", "We carried 50 passengers on the last boat.", "altered", "number"),
    ("We carried fifteen people on that boat.", "We carried fifty people on that boat.", "altered", "number"),
    ("It costs 4 million euros over two years.", "It costs 4 billion euros over two years.", "altered", "number"),
    ("It costs $4.5 billion over two years.", "It costs $4.5 million over two years.", "altered", "number"),
    ("It costs four million euros a year.", "It costs four million dollars a year.", "altered", "word"),
    ("It is forty miles to the mainland by road.", "It is forty kilometers to the mainland by road.", "altered"),
    ("It grew by two percentage points that winter.", "It grew by two percent that winter.", "altered"),
    ("We came first in the harbor race that year.", "We came third in the harbor race that year.", "altered", "number"),
    ("We signed it on Tuesday with their lawyer.", "We signed it on Thursday with their lawyer.", "altered", "name"),
    # names and who does what
    ("Then Ines Dahl signed the harbor contract.", "Then Ines Vance signed the harbor contract.", "altered", "name"),
    ("The operator sued the union over the boat.", "The union sued the operator over the boat.", "altered"),
    ("He wants to run the ferry for ten years.", "She wants to run the ferry for ten years.", "altered"),
    # hedges, conditions, quantifiers
    ("I think we will probably close it in March.", "I think we will close it in March.", "altered", "dropped"),
    ("We only run the boat on weekdays in winter.", "We run the boat on weekdays in winter.", "altered", "dropped"),
    ("We will close it if the union agrees to that.", "We will close it.", "verbatim"),  # it may end anywhere
    ("If the union agrees, we will close it in May.", "When the union agrees, we will close it in May.", "altered"),
    ("You can have the boat or the subsidy.", "You can have the boat and the subsidy.", "altered", "word"),
    ("Most of the islanders signed that letter.", "All of the islanders signed that letter.", "altered", "word"),
    ("More people use the ferry than the bridge.", "Fewer people use the ferry than the bridge.", "altered", "word"),
    ("Almost every islander signed that letter.", "Every islander signed that letter.", "verbatim"),
    ("And almost every islander signed that letter.", "And every islander signed that letter.", "altered", "dropped"),
    ("Well, I think the boat is old.", "Well, the boat is old.", "altered"),
    # modal verbs and tense
    ("They may close the route after the summer.", "They will close the route after the summer.", "altered", "modal"),
    ("They could close the route after summer.", "They should close the route after summer.", "altered", "modal"),
    (
        "She says the ferry was late again on Sunday.",
        "She said the ferry was late again on Sunday.",
        "altered",
        "tense",
    ),
    ("They want another boat for the islands.", "They wanted another boat for the islands.", "altered", "tense"),
    ("They're the ones who paid for the wall.", "They were the ones who paid for the wall.", "altered", "tense"),
    ("He was paid for the boat by the harbor.", "He's paid for the boat by the harbor.", "altered", "tense"),
    # nothing is too small
    ("We need to have a plan for the winter.", "We need a plan for the winter.", "altered", "dropped"),
    ("The boat that we bought is too small.", "The boat we bought is too small.", "altered", "dropped"),
    ("That was the union plan from the beginning.", "That was the union's plan from the beginning.", "altered", "word"),
    ("We have to stop these boats at the pier.", "We have to stop the boats at the pier.", "altered", "word"),
    # what is like something allowed, and isn't
    ("Maybe we close the route before the summer.", "May be we close the route before the summer.", "altered"),
    ("He had signed the contract by that time.", "He would signed the contract by that time.", "altered"),
    ("The right answer is to keep the night boat.", "The answer is to keep the night boat.", "altered", "dropped"),
    ("It did well in the winter, the night boat.", "It did in the winter, the night boat.", "altered", "dropped"),
    ("Do you know the operator of that ferry?", "Do the operator of that ferry?", "altered"),
    ("It is a long way to the mainland by boat.", "It is a very, very long way to the mainland by boat.", "altered"),
    ("It will help us rebuild the harbor wall.", "It will help the U.S. rebuild the harbor wall.", "altered"),
    (
        "Then she told the whole old harbor committee about that contract in May.",
        "Then she told [them] about that contract in May.",
        "altered",
    ),
    ("We ain't closing the line before summer.", "We aren't closing the line before summer.", "altered"),
    # what an ellipsis hides
    ("The boat is not, I am glad to say, old at all.", "The boat is … old at all.", "altered", "ellipsis"),
    ("We raise the fare if the union agrees, in May.", "We raise the fare ... in May.", "altered", "ellipsis"),
]

#: Most house rules allow these; they are shown all the same.
ALLOWED: list[Row] = [
    # fillers and repetitions
    ("We will, um, keep the night boat.", "We will keep the night boat.", "cleaned", "filler"),
    ("We will, you know, keep the night boat.", "We will keep the night boat.", "cleaned", "filler"),
    ("It is late. Well, we keep the night boat.", "It is late. We keep the night boat.", "cleaned", "filler"),
    ("And so we keep -- we keep the night boat.", "And so we keep the night boat.", "cleaned", "filler"),
    ("It is a very, very long way by boat.", "It is a very long way by boat.", "cleaned", "filler"),
    ("The plan is that I -- I'd stop the boat.", "The plan is that I'd stop the boat.", "cleaned", "filler"),
    ("We will keep the night boat.", "We will, uh, keep the night boat.", "cleaned", "filler"),
    # contractions and spellings
    ("They had asked for another boat.", "They'd asked for another boat.", "cleaned", "spelling"),
    ("They would ask for another boat.", "They'd ask for another boat.", "cleaned", "spelling"),
    ("He has paid for it, and he is glad.", "He's paid for it, and he's glad.", "cleaned", "spelling", "spelling"),
    ("The boat cannot run in the winter.", "The boat can't run in the winter.", "cleaned", "spelling"),
    ("We're gonna keep the boat for them.", "We are going to keep the boat for ’em.", "cleaned"),
    ("They were goin' to the pier by then.", "They were going to the pier by then.", "cleaned", "spelling"),
    ("The color of the harbor is gray.", "The colour of the harbour is grey.", "cleaned", *["spelling"] * 3),
    ("Our healthcare is on the mainland.", "Our health care is on the mainland.", "cleaned", "spelling"),
    ("The café on the pier will close.", "The cafe on the pier will close.", "cleaned", "spelling"),
    ("We never saw Al-Qaeda on the pier.", "We never saw al-Qaida on the pier.", "cleaned", "spelling"),
    ("Then Senator Vance came to the pier.", "Then Sen. Vance came to the pier.", "cleaned", "spelling"),
    ("And the US will help us rebuild it.", "And the United States will help us rebuild it.", "cleaned", "spelling"),
    ("We saw the Sanders' house on the pier.", "We saw the Sanders's house on the pier.", "cleaned", "spelling"),
    # numbers of the same value
    ("There were seven thousand names on it.", "There were 7,000 names on it.", "cleaned", "spelling"),
    ("We lost $4.5 billion on that route.", "We lost 4.5 billion dollars on that route.", "cleaned", "spelling"),
    ("We lost $4.5 billion on that route.", "We lost $4.5bn on that route.", "cleaned", "spelling"),
    ("We lost half a million on that route.", "We lost 500,000 on that route.", "cleaned", "spelling"),
    ("We lost two and a half million on it.", "We lost 2.5 million on it.", "cleaned", "spelling"),
    ("It is 40 per cent cheaper than that.", "It is 40% cheaper than that.", "cleaned", "spelling"),
    ("In nineteen eighty-four the pier burned.", "In 1984 the pier burned.", "cleaned", "spelling"),
    ("Twenty-five boats lay in the harbor.", "25 boats lay in the harbor.", "cleaned", "spelling"),
    ("About two thirds of them signed it.", "About 2/3 of them signed it.", "cleaned", "spelling"),
    ("It was the first boat of the year.", "It was the 1st boat of the year.", "cleaned", "spelling"),
    ("It was on March 3rd that she signed.", "It was on March 3 that she signed.", "cleaned", "spelling"),
    # brackets and ellipses
    ("And then she told us about the boat.", "And then [Ines Dahl] told us about the boat.", "cleaned", "bracket"),
    ("We told the board about it in May.", "We told the board [of the harbor] about it in May.", "cleaned", "bracket"),
    ("They was walking to the pier.", "They was [sic] walking to the pier.", "cleaned", "bracket"),
    ("Then we walk to the pier by night.", "Then we walk[ed] to the pier by night.", "cleaned", "bracket"),
    ("The boat is old. It needs paint. It is sold.", "The boat is old. … It is sold.", "cleaned", "ellipsis"),
    ("The boat is old. It is sold to the union.", "The boat is old … It is sold to the union.", "cleaned", "ellipsis"),
    ("It is a harbor that pays for itself.", "It is a harbor . . . pays for itself.", "cleaned", "ellipsis"),
]

#: The very same words.
SAME: list[Row] = [
    ("We will keep the night boat running.", "we will keep the night boat running,", "verbatim"),
    ("We will keep the night boat running.", "keep the night boat", "verbatim"),
    ("It pays for itself, and we keep it.", "It pays for itself — and we keep it", "verbatim"),
    ("When the boat left, we went home.", "[W]hen the boat left, we went home.", "verbatim"),
    ("The commander-in-chief of the harbor.", "The commander in chief of the harbor.", "verbatim"),
    ("The African- Americans on the pier.", "the African-Americans on the pier", "verbatim"),
    ("The F.B.I. came to the pier at night.", "The FBI came to the pier at night.", "verbatim"),
    ("Then I’ll go home and sleep a while.", "Then I'll go home and sleep a while.", "verbatim"),
    ("It said “the boat is old” in that letter.", "It said 'the boat is old' in that letter.", "verbatim"),
    ("You know the operator of the night boat.", "the operator of the night boat", "verbatim"),
]
