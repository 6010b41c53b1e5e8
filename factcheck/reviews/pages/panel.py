"""What the panel shows of one claim."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from django.urls import reverse

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.models import Claim, Tally
from factcheck.reviews import history
from factcheck.reviews.comments import thread_of
from factcheck.reviews.dismissals import may_dismiss_on
from factcheck.reviews.ending import Ending
from factcheck.reviews.evidence import Item, evidence_of
from factcheck.reviews.findings import findings_on
from factcheck.reviews.history import Page
from factcheck.reviews.models import Review, Stance
from factcheck.reviews.pages.forms.evidence import CommentForm
from factcheck.reviews.pages.forms.findings import DismissForm
from factcheck.reviews.pages.forms.opinions import SendBackForm, SettleForm
from factcheck.reviews.pages.forms.review import ReviewForm
from factcheck.reviews.pages.navigation import ReviewNavigation
from factcheck.reviews.pages.sections import (
    CommentSection,
    Dismissing,
    EvidenceFormSection,
    EvidenceSection,
    FindingSection,
    HistorySection,
    NavigationLinks,
    OpinionSection,
    PartSection,
    ReviewSection,
    compare_opinions,
    may_ask_for_opinions,
)
from factcheck.reviews.previous_versions import PreviousVersion, previous_version_of
from factcheck.reviews.records import Held, quotations_of_claim
from factcheck.reviews.second_opinions import Answers, answers_on, may_withdraw
from factcheck.standards import Finding

#: What a claim may rest on by its status when the source is the article's own outlet.
_UNNAMED = (SourcingStatus.UNNAMED_OFFICIAL, SourcingStatus.UNNAMED_SOURCE)
_MAY_BE_OWN = (SourcingStatus.MEDIA_REPORT, *_UNNAMED)


@dataclass(frozen=True)
class Panel:
    """One claim as ``by`` sees it. A fixed number of queries, whatever the article's length.

    Each section is read when a template asks for it, so an answer that draws one section reads nothing else.
    """

    claim: Claim
    by: User
    url: str
    tally: Tally
    navigation: ReviewNavigation = field(default_factory=ReviewNavigation)
    form: ReviewForm | None = None
    conflict: Review | None = None
    #: What the form that was sent did before with other words, in a sentence.
    reused: str = ""
    #: Whether the words are shown to split the claim at one.
    is_splitting: bool = False
    #: What is said where nothing is left to decide on.
    ending: Ending | None = None
    #: What an editor wrote who sends the review back, when something was wrong with it.
    sending_back: SendBackForm | None = None
    #: What somebody wrote into the thread, when something was wrong with it.
    comment: CommentForm | None = None
    #: What an editor wrote who dismisses a finding, when something was wrong with it.
    dismissing: DismissForm | None = None
    #: The form for evidence, when it is open.
    evidence_form: EvidenceFormSection | None = None
    #: The section that takes the focus once it is swapped in.
    focus: Literal["", "evidence", "comments", "findings"] = ""

    @property
    def may_review(self) -> bool:
        return self.by.can_review

    @property
    def takes_answer(self) -> bool:
        """Whether this person decides on the claim here; not while a colleague's answer or an editor is awaited."""
        return not self.answers.is_waiting and (not self.answers.differ or self.by.can_set_verdict)

    @cached_property
    def answers(self) -> Answers:
        return answers_on(self.claim, self.by)

    @cached_property
    def links(self) -> NavigationLinks:
        return NavigationLinks(
            previous_url=self._neighbour_url(-1),
            next_url=self._neighbour_url(1),
            skip_url=reverse("reviews:next", args=[self.claim.article_id])
            + self.navigation.query(after=self.claim.label),
            article_url=reverse("reviews:article", args=[self.claim.article_id]),
            all_url=self._article_url(self.navigation.without_filter()),
            changes_url=self._article_url(self.navigation.through_changes()),
            order_url=self._article_url(self.navigation.turned()),
            query=self.navigation.query(),
            sourcing=self.navigation.sourcing,
        )

    @property
    def place(self) -> str:
        """Which of the claims it is that a filter shows, in words; empty without a filter."""
        return self.navigation.place(self.claim)

    @cached_property
    def review(self) -> ReviewSection:
        return ReviewSection(
            claim=self.claim,
            form=self.form or self._empty_form(),
            is_conflict=self.conflict is not None,
            is_settling=self.answers.differ,
            is_from_queue=self.navigation.from_queue,
            skip_url=self.links.skip_url,
            history_url=self._history_url,
        )

    @cached_property
    def parts(self) -> PartSection:
        return PartSection(
            claim=self.claim,
            split_url=self.url_of("split"),
            join_url=self.url_of("join") if self.claim.part else "",
            cancel_url=self.url,
        )

    @cached_property
    def opinions(self) -> OpinionSection:
        claim, by, answers = self.claim, self.by, self.answers
        # Who has sent it back already and wrote more since finds those words in the form.
        may_send_back = by.can_set_verdict and (claim.is_reviewed or self.sending_back is not None)
        return OpinionSection(
            claim=claim,
            answers=answers,
            may_review=by.can_review,
            sets_verdict=by.can_set_verdict,
            own_answer=history.changes_of_opinion(answers.own) if answers.own else [],
            compared=compare_opinions(answers.both) if answers.differ and by.can_set_verdict else [],
            sent_back=history.sent_back(self._history_page, claim),
            changed_by=history.changed_by_another(self._history_page, claim, by),
            ask_url=self.url_of("ask") if may_ask_for_opinions(claim, by, answers) else "",
            withdraw_url=self.url_of("withdraw") if may_withdraw(claim, by) else "",
            send_back_url=self.url_of("send_back") if may_send_back else "",
            send_back_form=self.sending_back or (SendBackForm.empty(claim) if may_send_back else None),
        )

    @cached_property
    def previous_version(self) -> PreviousVersion | None:
        return previous_version_of(self.claim, self.by, is_blind=self.answers.is_blind)

    @cached_property
    def findings(self) -> FindingSection:
        return FindingSection(
            findings=self._findings(),
            rows=[self.claim.pk],
            may_dismiss=may_dismiss_on(self.claim, self.by),
            dismissing=Dismissing(url=self.url_of("findings"), form=self.dismissing, claim=self.claim),
            is_focused=self.focus == "findings",
        )

    @cached_property
    def evidence(self) -> EvidenceSection:
        """No query for a claim that nobody has touched."""
        return EvidenceSection(
            claim=self.claim,
            items=self._evidence,
            add_url=self.url_of("add_evidence"),
            is_blind=self.answers.is_blind,
            may_review=self.by.can_review,
            is_focused=self.focus == "evidence",
            form=self.evidence_form,
        )

    @cached_property
    def quotations(self) -> list[Held]:
        """How the claim's quotations stand to the article's records. One query."""
        return quotations_of_claim(self.claim)

    @cached_property
    def comments(self) -> CommentSection:
        """No query for a claim that nobody has touched."""
        return CommentSection(
            claim=self.claim,
            thread=thread_of(self.claim, self.by, is_blind=self.answers.is_blind),
            form=self.comment or CommentForm.empty(),
            comment_url=self.url_of("comment"),
            settle_url=self.url_of("settle_thread"),
            read_url=self.url_of("read"),
            is_blind=self.answers.is_blind,
            may_review=self.by.can_review,
            is_focused=self.focus == "comments",
        )

    @cached_property
    def history(self) -> HistorySection:
        """No query for a claim that nobody has touched."""
        claim, page = self.claim, self._history_page
        older_url = self._history_url if page.older else ""
        return HistorySection(
            claim=claim,
            entries=page.entries,
            older_url=older_url,
            undo_url=self.undo_url,
            is_blind=self.answers.is_blind,
        )

    @property
    def _history_url(self) -> str:
        return f"{reverse('reviews:history', args=[self.claim.article_id])}?claim={self.claim.label}"

    @property
    def undo_url(self) -> str:
        return reverse("reviews:undo", args=[self.claim.article_id]) + self.navigation.query()

    @property
    def new_key(self) -> uuid.UUID:
        return uuid.uuid4()

    @property
    def undo_key(self) -> uuid.UUID:
        return uuid.uuid4()

    def url_of(self, name: str) -> str:
        """The address of something that is done to the claim."""
        return reverse(f"reviews:{name}", args=[self.claim.article_id, self.claim.label]) + self.navigation.query()

    @cached_property
    def _history_page(self) -> Page:
        return Page() if self.answers.is_blind else history.of_claim(self.claim, self.by)

    @cached_property
    def _evidence(self) -> list[Item]:
        return evidence_of(self.claim, self.by, is_blind=self.answers.is_blind)

    def _findings(self) -> list[Finding]:
        """What the standards desk remarks on the claim as it is; rules that need the whole article are left out."""
        claim = self.claim
        channel = claim.suggested_by.channel if claim.suggested_by else ""
        may_be_own = bool(channel) or claim.status in _MAY_BE_OWN
        article = None
        if may_be_own:
            fields = ("outlet__name", "url", "text") if claim.status in _UNNAMED else ("outlet__name", "url")
            article = Article.objects.select_related("outlet").only(*fields).get(pk=claim.article_id)
        outlet = article.known_outlet if article else ""
        text = article.text if article and claim.status in _UNNAMED else ""
        supports = sum(item.use.stance == Stance.SUPPORTS for item in self._evidence)
        return findings_on(claim, outlet=outlet, supports=supports, text=text)

    def _empty_form(self) -> ReviewForm:
        if self.answers.differ and self.by.can_set_verdict:
            return SettleForm(claim=self.claim, both=self.answers.both, by=self.by, url=self.url_of("settle"))
        return ReviewForm(claim=self.claim, by=self.by, url=self.url)

    def _neighbour_url(self, step: int) -> str:
        """The address of the claim before or after, among those the filter shows; empty at the end."""
        label = self._neighbour_label(step)
        return reverse("reviews:claim", args=[self.claim.article_id, label]) + self.navigation.query() if label else ""

    def _neighbour_label(self, step: int) -> str | None:
        claim = self.claim
        if not self.navigation.is_filtered and not self.tally.divided:  # numbers run from 1 without a gap
            number = claim.number + step
            return str(number) if 1 <= number <= self.tally.claims else None
        lit = self.navigation.shown(Claim.objects.filter(article_id=claim.article_id))
        further = lit.below(claim).in_reading_order() if step > 0 else lit.above(claim).reverse()
        neighbour = further.only("number", "part").first()
        return neighbour.label if neighbour else None

    def _article_url(self, navigation: ReviewNavigation) -> str:
        return reverse("reviews:article", args=[self.claim.article_id]) + navigation.query()
