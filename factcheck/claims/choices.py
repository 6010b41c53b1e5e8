"""What a person may choose for a claim. Values are stored, labels are shown."""

from django.db.models import TextChoices

from factcheck.attribution.types import SourcingStatus

#: The nine sourcing statuses as a model or form field takes them.
STATUS_CHOICES = [(status.value, status.label) for status in SourcingStatus]


class UnattributedReason(TextChoices):
    """Why a claim stands in the outlet's own voice."""

    ESTABLISHED = "established", "Established fact or public record"
    WITNESSED = "witnessed", "Witnessed by the reporter"
    ANALYSIS = "analysis", "The outlet’s own analysis"
    NEEDS_SOURCE = "needs_source", "Needs a source"

    @property
    def short(self) -> str:
        """The label on the button, of which four stand in a row."""
        return _SHORT_REASONS[self]

    @property
    def key(self) -> str:
        """The key on the review page."""
        return _REASON_KEYS[self]


class Verdict(TextChoices):
    """What the check found. Any verdict may follow any other: new evidence may turn up on either side."""

    PENDING = "pending", "Not checked"
    VERIFIED = "verified", "Verified"
    UNVERIFIED = "unverified", "Unverified"
    DISPUTED = "disputed", "Disputed"
    NOT_CHECKABLE = "not_checkable", "Not checkable"

    @property
    def mark(self) -> str:
        """The sign beside the claim, so that colour is never alone."""
        return _MARKS[self]

    @property
    def key(self) -> str:
        """The key on the review page."""
        return _KEYS[self]

    @property
    def definition(self) -> str:
        return _DEFINITIONS[self]


class Said(TextChoices):
    """Whether the source really said it: a question apart from whether it is so."""

    PENDING = "pending", "Not checked"
    VERIFIED = "verified", "Confirmed"
    UNVERIFIED = "unverified", "Couldn’t confirm"
    DISPUTED = "disputed", "Said otherwise"

    @property
    def mark(self) -> str:
        """The same signs as the verdicts have."""
        return _MARKS[Verdict(self.value)]

    @property
    def key(self) -> str:
        """The key on the review page: that of the verdict, with Shift."""
        return _KEYS[Verdict(self.value)].upper()

    @property
    def definition(self) -> str:
        return _SAID_DEFINITIONS[self]


#: What the agencies' rules ask about a source without a name, by column. The name itself is never asked for.
CHECKLIST = {
    "anonymity_reason": "Why is the source not named?",
    "how_source_knows": "How does the source know?",
    "second_source": "Is there a second source?",
    "name_known_to": "Who in the newsroom knows the name?",
}


class SecondOpinion(TextChoices):
    """Where the two independent reviews of a claim are."""

    NONE = "", "Not asked"
    ASKED = "asked", "Second opinion requested"
    DIFFERS = "differs", "Two opinions differ"
    SETTLED = "settled", "Second opinion done"


#: The claim is open, and as the machine suggested it, until both opinions are in and settled.
OPINIONS_UNDER_WAY = (SecondOpinion.ASKED, SecondOpinion.DIFFERS)


class ChangeSincePrevious(TextChoices):
    """What became of a sentence since the last version of the article."""

    NONE = "", "No earlier version"
    UNCHANGED = "unchanged", "Unchanged"
    CHANGED = "changed", "Changed"
    NEW = "new", "New"


#: What is said, everywhere, of a verdict that judged another review or other evidence than there is now.
SET_BEFORE = "set before the review changed"

#: What files and pages say of a verdict other than the one the reviewer recommended.
DIFFERS_FROM_RECOMMENDATION = "differs from the recommendation"

#: The verdicts a person can choose, in the order of their buttons.
DECIDED = tuple(verdict for verdict in Verdict if verdict is not Verdict.PENDING)

_SHORT_REASONS = {
    UnattributedReason.ESTABLISHED: "Fact or record",
    UnattributedReason.WITNESSED: "Witnessed",
    UnattributedReason.ANALYSIS: "Analysis",
    UnattributedReason.NEEDS_SOURCE: "Needs a source",
}
_REASON_KEYS = {
    UnattributedReason.ESTABLISHED: "q",
    UnattributedReason.WITNESSED: "t",
    UnattributedReason.ANALYSIS: "y",
    UnattributedReason.NEEDS_SOURCE: "h",
}
_MARKS = {
    Verdict.PENDING: "",
    Verdict.VERIFIED: "✓",
    Verdict.UNVERIFIED: "✗",
    Verdict.DISPUTED: "≠",
    Verdict.NOT_CHECKABLE: "–",
}
_KEYS = {
    Verdict.PENDING: "",
    Verdict.VERIFIED: "v",
    Verdict.UNVERIFIED: "u",
    Verdict.DISPUTED: "d",
    Verdict.NOT_CHECKABLE: "x",
}
_DEFINITIONS = {
    Verdict.PENDING: "Not checked yet.",
    Verdict.VERIFIED: "A source on the record or evidence confirms it.",
    Verdict.UNVERIFIED: "We looked, and couldn’t verify it.",
    Verdict.DISPUTED: "Evidence or another source contradicts it.",
    Verdict.NOT_CHECKABLE: "Opinion, prediction, or no factual content.",
}
_SAID_DEFINITIONS = {
    Said.PENDING: "Not compared with the recording, transcript or report yet.",
    Said.VERIFIED: "It is in the recording, transcript or report.",
    Said.UNVERIFIED: "We looked, and didn’t find it.",
    Said.DISPUTED: "The source said something else, or denies it.",
}
