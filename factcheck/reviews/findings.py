"""What the standards desk remarks on an article, what people dismissed of it, and how this desk weighs the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.attribution.outlets import OwnOutlet
from factcheck.claims.choices import SecondOpinion, Verdict
from factcheck.claims.models import Claim, Tally
from factcheck.claims.sources import ListedSource, list_sources
from factcheck.reviews.assignments import active
from factcheck.reviews.models import Dismissal, EvidenceUse, RuleSetting, Stance
from factcheck.standards import (
    BY_NAME,
    ArticleFinding,
    CreditedArticle,
    Finding,
    RulesArticle,
    RulesClaim,
    Weights,
    apply_rules,
    findings_for_article,
    findings_for_claim,
    patterns,
    with_dismissal,
)
from factcheck.standards import Dismissal as Dismissed
from factcheck.standards.article_rules import Origin, origins_of
from factcheck.standards.dismissal_keys import gather, keys_of
from factcheck.standards.findings import sort_key
from factcheck.standards.inputs import outlet_key
from factcheck.standards.table import ClaimRule

#: How many articles of the credited outlets are read, the newest first.
_MAX_CREDITED = 20
#: By row of the claim, None for the article as a whole: decisions by rule and words.
_Log = dict[int | None, dict[tuple[str, str], Dismissal]]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The findings on an article: on each claim, in reading order, and on the whole."""

    of: tuple[Claim, ...]
    claims: tuple[tuple[Finding, ...], ...]
    of_article: tuple[ArticleFinding, ...]
    #: Where the attributed claims lead back to in the end.
    origins: tuple[Origin, ...]
    #: What if_accepted() goes by: the claims as the rules see them, how the desk weighs these, and what is dismissed.
    rules_claims: tuple[RulesClaim, ...]
    weights: Weights
    dismissals: _Log

    def gathered(self) -> list[ArticleFinding]:
        """One sentence for the claims that share a finding; the gravest first, the dismissed last."""
        labels = [claim.label for claim in self.of]
        return findings_for_article(zip(labels, self.claims, strict=True), self.of_article)

    def on(self, claim: int) -> tuple[Finding, ...]:
        """Those on one claim, by its primary key; none where the row no longer counts."""
        return next((on_claim for row, on_claim in zip(self.of, self.claims, strict=True) if row.pk == claim), ())

    def if_accepted(self, place: int) -> tuple[Finding, ...]:
        """Those on the claim at a place, from 0, with the recommended verdict; no rule of the whole asks for one."""
        claim = self.of[place]
        accepted = replace(self.rules_claims[place], verdict=claim.recommended, is_verdict_stale=False)
        own = findings_for_claim(accepted, weights=self.weights)
        of_the_whole = [finding for finding in self.claims[place] if not isinstance(BY_NAME[finding.rule], ClaimRule)]
        return (*_with_dismissals(own, claim, self.dismissals), *of_the_whole)


def review_findings(
    article: Article,
    claims: Sequence[Claim] | None = None,
    sources: Iterable[ListedSource] | None = None,
    supports: Mapping[int, int] | None = None,
) -> Reviewed:
    """All findings on an article as it stands, whatever its length in at most eight queries.

    Somebody who has the claims in reading order with ``suggested_by``, the sources, or the number of pieces of
    supporting evidence by row of the claim at hand saves their queries.
    """
    if claims is None:
        claims = list(Claim.objects.filter(article=article).select_related("suggested_by").in_reading_order())
    sources = list_sources(article.pk, claims) if sources is None else sources
    supports = _supports(article, claims) if supports is None else supports
    rules_claims = _rules_claims(article, claims, sources, supports)
    rules_article = RulesArticle(
        rules_claims,
        article.text,
        _credited_articles(article, rules_claims),
        title=article.title,
        published_on=article.published_on,
    )
    weights = read_weights()
    findings = apply_rules(rules_article, weights=weights)
    latest = _latest_dismissals(article.pk)
    return Reviewed(
        tuple(claims),
        tuple(_with_dismissals(of, claim, latest) for claim, of in zip(claims, findings.claims, strict=True)),
        tuple(
            replace(remark, finding=_with_dismissals([remark.finding], None, latest)[0])
            for remark in findings.of_article
        ),
        tuple(origins_of(rules_article)),
        rules_claims,
        weights,
        latest,
    )


def findings_on(claim: Claim, *, outlet: str, supports: int, text: str = "") -> list[Finding]:
    """The findings on one claim that need no other claim, the gravest first and what was dismissed last.

    ``text`` is the article's, wanted where the claim's source has no name.

    No query where no rule has anything to say; else one for the weights, and one more on a claim that was touched.
    """
    rules_claim = _rules_claim(
        claim,
        own=OwnOutlet(outlet),
        supports=supports,
        is_to_come=_may_be_early(claim) and _is_to_come(claim),
        tells_why_unnamed=patterns.tells_why_unnamed(text),
    )
    if not findings_for_claim(rules_claim):
        return []
    findings = findings_for_claim(rules_claim, weights=read_weights())
    if findings and (claim.changed_seq or claim.part):
        latest = _latest_dismissals(claim.article_id, about=(claim.pk, claim.sentence_id))
        return list(_with_dismissals(findings, claim, latest))
    return gather(sorted(findings, key=sort_key))


def read_weights() -> Weights:
    """What this desk has changed of the rules; rules that are no longer there are left out."""
    return {setting.rule: setting.weight for setting in RuleSetting.objects.all() if setting.rule in BY_NAME}


# ---- What was dismissed ---------------------------------------------------------------------------------------------


def _latest_dismissals(article_id: int, *, about: Sequence[int] | None = None) -> _Log:
    """The latest row of each finding on which somebody has decided."""
    rows = Dismissal.objects.filter(article=article_id).select_related("by").order_by("pk")
    if about is not None:
        rows = rows.filter(claim__in=about)
    latest: _Log = {}
    for row in rows:
        latest.setdefault(row.claim_id, {}).update(dict.fromkeys(keys_of(row.rule, row.words), row))
    return latest


def _dismissals_for(claim: Claim | None, latest: _Log) -> dict[tuple[str, str], Dismissed]:
    """What is dismissed on a claim or, with None, on the article as a whole, by rule and words.

    On a part, what was decided on the whole sentence counts too, until somebody decides otherwise on the part. As long
    as two opinions are asked for, a claim is as the machine suggested it, and nothing is dismissed on it.
    """
    if claim is None:
        rows = latest.get(None, {})
    elif claim.second_opinion == SecondOpinion.ASKED:
        return {}
    else:
        own, whole = latest.get(claim.pk, {}), latest.get(claim.sentence_id, {})
        rows = {key: max(filter(None, (own.get(key), whole.get(key))), key=_order) for key in own | whole}
    return {
        key: Dismissed(row.reason, str(row.by), row.by.get_username(), row.at)
        for key, row in rows.items()
        if row.kind == Dismissal.Kind.DISMISSED
    }


def _with_dismissals(findings: Iterable[Finding], claim: Claim | None, latest: _Log) -> tuple[Finding, ...]:
    """The findings, each with its dismissal if it has one; then those that say one thing are one."""
    dismissals = _dismissals_for(claim, latest)
    return tuple(gather(sorted((with_dismissal(finding, dismissals) for finding in findings), key=sort_key)))


def _order(row: Dismissal) -> int:
    return row.pk


# ---- Claims as the rules see them -----------------------------------------------------------------------------------


def _rules_claims(
    article: Article, claims: Sequence[Claim], sources: Iterable[ListedSource], supports: Mapping[int, int]
) -> tuple[RulesClaim, ...]:
    named = {label: source for source in sources for label in source.claims}
    numbers = {claim.sentence_id: claim.number for claim in claims}
    own = OwnOutlet(article.known_outlet)
    is_to_come = any(_may_be_early(claim) or _is_early(claim.recommended) for claim in claims) and _is_dated_later(
        article
    )
    tells_why_unnamed = patterns.tells_why_unnamed(article.text)
    rules_claims = []
    for claim in claims:
        rules_claim = _rules_claim(
            claim,
            own=own,
            supports=supports.get(claim.pk, 0),
            is_to_come=is_to_come,
            tells_why_unnamed=tells_why_unnamed,
        )
        source = named.get(claim.label)
        rules_claims.append(
            replace(
                rules_claim,
                origin=source.name if source else "",
                described=source.described if source else "",
                distance=_distance(claim, numbers),
            )
        )
    return tuple(rules_claims)


def _rules_claim(
    claim: Claim, *, own: OwnOutlet, supports: int, is_to_come: bool, tells_why_unnamed: bool
) -> RulesClaim:
    """What the article's ``own`` outlet was told is first-hand, and what it found is its own."""
    channel = claim.suggested_by.channel if claim.suggested_by else ""
    return RulesClaim(
        status=claim.status,
        label=claim.label,
        text=claim.text,
        start=claim.start,
        end=claim.end,
        unattributed_reason=claim.unattributed_reason,
        source=claim.source,
        cue=claim.cue,
        channel="" if own.named_by(channel, claim.start) else channel,
        outlet=own.name,
        is_own_reporting=bool(claim.source) and own.speaks_in(claim.source, claim.start),
        verdict=claim.verdict,
        said=claim.said,
        is_verdict_stale=claim.is_verdict_stale,
        verdict_version=claim.verdict_version or 0,
        version=claim.version,
        evidence=0 if claim.second_opinion == SecondOpinion.ASKED else supports,
        anonymity_reason=claim.anonymity_reason,
        how_source_knows=claim.how_source_knows,
        second_source=claim.second_source,
        is_to_come=is_to_come,
        tells_why_unnamed=tells_why_unnamed,
    )


def _distance(claim: Claim, numbers: Mapping[int, int]) -> int:
    """How many sentences are between a claim and what attributes it; 0 once a person has named another source."""
    suggested = claim.suggested_by
    if suggested is None or not claim.source or claim.source != claim.suggested_source_and_cue()[0]:
        return 0
    return abs(claim.number - numbers.get(suggested.claim_id, claim.number))


def _supports(article: Article, claims: Sequence[Claim]) -> dict[int, int]:
    """How many pieces of evidence support each claim or, if added before it was split or joined, its sentence."""
    uses = EvidenceUse.objects.filter(article=article, withdrawn_at=None, stance=Stance.SUPPORTS)
    counts: Counter[tuple[bool, int]] = Counter()
    for claim_id, is_current, number in uses.values_list("claim", "claim__is_current", "claim__number"):
        counts[is_current, claim_id if is_current else number] += 1
    return {claim.pk: counts[True, claim.pk] + counts[False, claim.number] for claim in claims} if counts else {}


# ---- When it comes out, and what others have ------------------------------------------------------------------------


def _may_be_early(claim: Claim) -> bool:
    return _is_early(claim.verdict)


def _is_early(verdict: str) -> bool:
    return verdict in (Verdict.UNVERIFIED, Verdict.DISPUTED)


def _is_to_come(claim: Claim) -> bool:
    return _is_dated_later(Article.objects.only("published_on", "archived_at").get(pk=claim.article_id))


def _is_dated_later(article: Article) -> bool:
    """Whether an article is still to come out: dated today or later; without a date, while somebody has a deadline."""
    if article.is_archived:
        return False
    if article.published_on:
        return article.published_on >= timezone.localdate()
    running = active().filter(article=article.pk, deadline__isnull=False)
    return running.exists()


def _credited_articles(article: Article, rules_claims: Iterable[RulesClaim]) -> tuple[CreditedArticle, ...]:
    """For each outlet that is credited, its article on the same matter, if it is loaded. One query, or none.

    On the same matter means: at least two, and half, of the significant words of its title are in this text. Restricted
    ones are left out, whoever asks: a finding is read by everybody who reads this article.
    """
    names = {outlet_key(rules_claim.leads_to) for rules_claim in rules_claims if rules_claim.is_borrowed} - {""}
    if not names:
        return ()
    spellings = [*names, *(f"the {name}" for name in names)]
    theirs = (
        Article.objects.current()
        .exclude(Q(pk=article.pk) | Q(outlet=article.outlet_id))
        .alias(called=Lower("outlet__name"))
        .filter(called__in=spellings, restriction=None)
        .for_lists()
        .order_by("-newest", "-pk")[:_MAX_CREDITED]
    )
    by_outlet: dict[int, CreditedArticle] = {}
    mine: frozenset[str] = frozenset()
    for other in theirs:
        mine = mine or _subjects(article.text)
        subjects = _subjects(other.title)
        shared = len(subjects & mine)
        if other.outlet and shared >= 2 and 2 * shared >= len(subjects):
            by_outlet.setdefault(
                other.outlet.pk, CreditedArticle(other.outlet.name, other.title, _rests_on(other.tally))
            )
    return tuple(by_outlet.values())


def _subjects(text: str) -> frozenset[str]:
    """Word by word, whatever has a capital: headlines have them where they please."""
    return frozenset[str]().union(*(others for word in text.split() for _, others in [patterns.subjects(word)]))


def _rests_on(tally: Tally) -> str:
    weak = tally.unnamed + tally.hedged
    parts = [f"{weak} of its {tally.claims} claims rely on unnamed sources or hedges"]
    if tally.media_report:
        parts.append(f"{tally.media_report} on other outlets")
    return ", ".join(parts)
