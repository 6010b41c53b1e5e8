"""Accepting at once what is recommended: which claims, what is left out, one undo, and who may."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import UnattributedReason, Verdict
from factcheck.claims.models import Claim
from factcheck.refusals import Refused
from factcheck.reviews import dismissals, evidence, second_opinions, services
from factcheck.reviews.accepting import Accepted, accept, recommended_in
from factcheck.reviews.evidence import NewEvidence
from factcheck.reviews.findings import review_findings
from factcheck.reviews.models import Review, Stance
from factcheck.reviews.services import Annotation, Conflict, annotate
from tests.factories import make_article, make_claim
from tests.reviews.test_review_page import HTMX
from tests.reviews.test_versions import by_hand, revise  # noqa: F401  a fixture
from tests.words import body

pytestmark = pytest.mark.django_db

RECORD = UnattributedReason.ESTABLISHED


def recommend(claim: Claim, by: User, verdict: Verdict = Verdict.VERIFIED, **fields: Any) -> Review:
    fields = {"unattributed_reason": RECORD} | fields
    said = Annotation(SourcingStatus.UNATTRIBUTED, recommended=verdict, **fields)
    return annotate(claim=claim, annotation=said, version=claim.version, key=uuid.uuid4(), by=by)  # type: ignore[return-value]


@pytest.fixture
def article(rita: User) -> Article:
    """Claims 1 to 3 can be accepted; 4 would be verified without evidence, of 5 nothing is recommended, 6 is open."""
    article = make_article("\n".join(f"The bridge has {n} arches." for n in range(1, 7)))
    for number, verdict in ((1, "verified"), (2, "not_checkable"), (3, "verified"), (5, "pending")):
        recommend(make_claim(article, number), rita, Verdict(verdict))
    recommend(make_claim(article, 4), rita, unattributed_reason="")
    return article


def claims_of(article: Article, *numbers: int) -> dict[int, int]:
    rows = Claim.everything.filter(article=article, whole=None, number__in=numbers)
    return dict(rows.values_list("pk", "version"))


def accepted(article: Article, by: User, *numbers: int, **fields: Any) -> Accepted:
    given = {"claims": claims_of(article, *numbers), "drawn_at": timezone.now(), "key": uuid.uuid4()} | fields
    return accept(article=article, by=by, **given)


def verdicts(article: Article) -> list[str]:
    return list(Claim.objects.filter(article=article).in_reading_order().values_list("verdict", flat=True))


def numbers_of(accepted: Accepted) -> list[int]:
    return [review.claim.number for review in accepted.reviews]


UNDECIDED = ["pending"] * 6
THREE = ["verified", "not_checkable", "verified", *["pending"] * 3]


def test_what_is_recommended_and_what_of_it_has_findings(article: Article) -> None:
    entries = recommended_in(review_findings(article))
    assert [entry.claim.number for entry in entries] == [1, 2, 3, 4]
    assert [entry.may_be_accepted for entry in entries] == [True, True, True, False]
    # Nothing is wrong with it yet: the verdict would make it so.
    assert not review_findings(article).on(entries[3].claim.pk)
    assert "evidence" in entries[3].findings[0].sentence


def test_a_dismissed_finding_no_longer_stands_in_the_way(article: Article, ed: User) -> None:
    claim = make_claim(article, 4)
    recommend(claim, ed, Verdict.NOT_CHECKABLE, unattributed_reason="needs_source")
    finding = next(iter(review_findings(article).on(claim.pk)))

    def may_be_accepted() -> bool:
        return recommended_in(review_findings(article))[3].may_be_accepted

    assert not may_be_accepted()
    dismissals.dismiss(
        article=article,
        rule=finding.rule,
        words=finding.one,
        claims=[claim.pk],
        reason="Read the plans.",
        key=uuid.uuid4(),
        by=ed,
    )
    assert may_be_accepted()


def test_each_has_a_decision_and_the_review_stays_its_authors(article: Article, ed: User, rita: User) -> None:
    done = accepted(article, ed, 1, 2, 3)
    assert (numbers_of(done), done.left_out) == ([1, 2, 3], [])
    assert verdicts(article) == THREE
    claim = make_claim(article, 1)
    assert (claim.reviewed_by, claim.verdict_by, claim.verdict_version) == (rita, ed, claim.version)
    assert claim.reviews.count() == 2
    article.tally.refresh_from_db()
    assert (article.tally.verified, article.tally.not_checkable, article.tally.pending) == (2, 1, 3)


def test_what_changed_meanwhile_is_left_out_and_said(article: Article, ed: User, rita: User) -> None:
    seen = claims_of(article, 1, 2, 3, 4, 6)
    drawn_at = timezone.now()
    recommend(make_claim(article, 1), rita, Verdict.DISPUTED)
    content = NewEvidence(url="https://example.org/plans")
    evidence.add_evidence(
        claims=[make_claim(article, 2)], content=content, stance=Stance.CONTRADICTS, key=uuid.uuid4(), by=rita
    )
    done = accepted(article, ed, claims=seen, drawn_at=drawn_at)
    assert numbers_of(done) == [3]
    assert done.left_out == [
        "Left out: Rita has decided on claim 1 since.",
        "Left out: the evidence on claim 2 changed.",
        "Left out: there is a finding on claim 4 now.",
        "Left out: claim 6 has no recommendation to accept.",
    ]


def test_claims_of_another_article_stay(article: Article, ed: User, rita: User) -> None:
    other = make_article("It rained.")
    recommend(make_claim(other, 1), rita)
    done = accepted(article, ed, claims=claims_of(other, 1))
    assert done == Accepted([], [])
    assert verdicts(other) == ["pending"]


def test_two_opinions_under_way_are_nobodys_to_accept(article: Article, ed: User) -> None:
    claim = make_claim(article, 1)
    seen = claims_of(article, 1, 3)
    second_opinions.ask(claim=claim, version=claim.version, key=uuid.uuid4(), by=ed)
    assert numbers_of(accepted(article, ed, claims=seen)) == [3]
    assert numbers_of(accepted(article, ed, 1)) == []


@pytest.mark.usefixtures("by_hand")
def test_an_earlier_version_is_decided_on_no_more(article: Article, ed: User, client: Client) -> None:
    revise(article, ed, f"{article.text}\nIt rained.")
    with pytest.raises(Refused, match="newer version"):
        accepted(article, ed, 1)
    client.force_login(ed)
    assert "Open the newest" in body(client.get(f"/articles/{article.pk}/accept/"))
    assert "Accept" not in client.get(f"/articles/{article.pk}/claims/1/").content.decode().split("fc-to-report")[0]


# ---- One undo -------------------------------------------------------------------------------------------------------


def undo(article: Article, by: User, **fields: Any) -> Review:
    return services.undo(article=article, key=uuid.uuid4(), by=by, **fields)


def test_one_undo_takes_all_of_it_back(article: Article, ed: User) -> None:
    first = recommend(make_claim(article, 6), ed, Verdict.DISPUTED)
    accepted(article, ed, 1, 2, 3)
    undone = undo(article, ed)
    assert verdicts(article) == UNDECIDED
    assert services.left_in_batch(undone) == (3, 0)
    assert make_claim(article, 1).recommended == "verified"
    # The one before it comes next, and nothing twice.
    assert undo(article, ed).undoes == first
    with pytest.raises(Refused, match="Nothing to undo"):
        undo(article, ed)


def test_what_somebody_else_decided_since_stands(article: Article, ed: User, rita: User) -> None:
    accepted(article, ed, 1, 2, 3)
    recommend(make_claim(article, 2), rita, Verdict.DISPUTED)
    assert services.left_in_batch(undo(article, ed)) == (2, 1)
    assert verdicts(article) == ["pending", "not_checkable", *["pending"] * 4]
    with pytest.raises(Conflict):
        undo(article, ed)


def test_taken_back_alone_the_others_stand_and_are_taken_back_together(article: Article, ed: User) -> None:
    done = accepted(article, ed, 1, 2, 3)
    undo(article, ed, review=done.reviews[1])
    assert verdicts(article) == ["verified", "pending", "verified", *["pending"] * 3]
    assert services.left_in_batch(undo(article, ed)) == (2, 0)
    assert verdicts(article) == UNDECIDED


def test_the_same_undo_twice_is_one(article: Article, ed: User) -> None:
    accepted(article, ed, 1, 2, 3)
    key = uuid.uuid4()
    once, again = (services.undo(article=article, key=key, by=ed) for _ in range(2))
    assert once == again
    assert Review.objects.filter(article=article, undoes__isnull=False).count() == 3


# ---- The page -------------------------------------------------------------------------------------------------------


def fields_of(html: str) -> dict[str, Any]:
    hidden = dict(re.findall(r'name="(key|drawn_at)"\s+value="([^"]+)"', html))
    return hidden | {"claims": re.findall(r'name="claims"\s+value="([^"]+)"\s+checked', html)}


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("nora", 403), ("rita", 403), ("ed", 200), ("ada", 200)])
def test_editors_alone_accept(
    who: str, status: int, client: Client, article: Article, request: pytest.FixtureRequest
) -> None:
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))
    url = f"/articles/{article.pk}/accept/"
    assert client.get(url).status_code == status
    ticked = [f"{pk}.{version}" for pk, version in claims_of(article, 1).items()]
    client.post(url, {"key": uuid.uuid4(), "drawn_at": time.time(), "claims": ticked})
    assert verdicts(article)[0] == ("verified" if status == 200 else "pending")
    page = client.get(f"/articles/{article.pk}/claims/1/").content.decode()
    assert ("fc-accept" in page) == (status == 200)


def test_without_scripts_from_the_list_to_one_undo(client: Client, article: Article, ed: User) -> None:
    client.force_login(ed)
    url = f"/articles/{article.pk}/accept/"
    page = client.get(url).content.decode()
    assert "3 claims have a recommendation and no finding" in " ".join(page.split())
    assert "recommended by <bdi>Rita</bdi>" in page
    others = page.split("To check yourself")[1]
    assert f'href="/articles/{article.pk}/claims/4/"' in others
    fields = fields_of(page)
    assert len(fields["claims"]) == 3
    fields["claims"].pop(1)
    answer = client.post(url, fields, follow=True)
    assert answer.redirect_chain == [(f"/articles/{article.pk}/claims/2/", 302)]
    assert "2 verdicts set as recommended; one undo takes all of it back." in body(answer)
    assert verdicts(article) == ["verified", "pending", "verified", *["pending"] * 3]
    undone = client.post(f"/articles/{article.pk}/undo/", {"key": uuid.uuid4()}, follow=True)
    assert "2 verdicts you accepted together undone." in body(undone)
    assert verdicts(article) == UNDECIDED


def test_with_scripts_an_undo_of_many_draws_the_page_again(client: Client, article: Article, ed: User) -> None:
    client.force_login(ed)
    accepted(article, ed, 1, 2, 3)
    answer = client.post(f"/articles/{article.pk}/undo/", {"key": uuid.uuid4()}, headers=HTMX)
    assert answer["HX-Redirect"] == f"/articles/{article.pk}/claims/1/"


def test_the_last_ones_lead_to_the_end(client: Client, ed: User, rita: User) -> None:
    article = make_article("It rained.")
    recommend(make_claim(article, 1), rita)
    client.force_login(ed)
    url = f"/articles/{article.pk}/accept/"
    answer = client.post(url, fields_of(client.get(url).content.decode()))
    assert answer["Location"] == f"/articles/{article.pk}/claims/1/?end=1"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda fields: fields.pop("key"), "out of date"),
        (lambda fields: fields.update(drawn_at="inf"), "out of date"),
        (lambda fields: fields.update(claims=["1.1; drop"]), "out of date"),
        (lambda fields: fields.update(claims=["9" * 19 + ".1"]), "out of date"),
        (lambda fields: fields.update(claims=[]), "Select at least one claim."),
    ],
)
def test_nonsense_sets_nothing(
    change: Callable[[dict[str, Any]], Any], sentence: str, client: Client, article: Article, ed: User
) -> None:
    client.force_login(ed)
    url = f"/articles/{article.pk}/accept/"
    fields = fields_of(client.get(url).content.decode())
    change(fields)
    answer = client.post(url, fields)
    assert answer.status_code == 422
    assert sentence in body(answer)
    assert verdicts(article) == UNDECIDED


def test_nothing_left_to_set_says_why_and_shows_the_list_as_it_is(
    client: Client, article: Article, ed: User, rita: User
) -> None:
    client.force_login(ed)
    url = f"/articles/{article.pk}/accept/"
    fields = fields_of(client.get(url).content.decode())
    fields["claims"] = fields["claims"][:1]
    recommend(make_claim(article, 1), rita, Verdict.NOT_CHECKABLE)
    answer = client.post(url, fields)
    assert answer.status_code == 409
    assert "Nothing was set. Left out: Rita has decided on claim 1 since." in body(answer)
    # What was ticked stays ticked, as it now is; what wasn't, doesn't.
    assert fields_of(answer.content.decode())["claims"] == [
        f"{pk}.{version}" for pk, version in claims_of(article, 1).items()
    ]


def test_history_says_that_it_was_one_of_several(client: Client, article: Article, ed: User) -> None:
    client.force_login(ed)
    accepted(article, ed, 1, 2)
    page = body(client.get(f"/articles/{article.pk}/history/?claim=1"))
    assert "accepted the recommendation, with others at once" in page


def test_the_list_of_findings_says_how_many_to_an_editor(
    client: Client, article: Article, ed: User, rita: User
) -> None:
    for person, count in ((ed, "3"), (rita, "0")):
        client.force_login(person)
        html = client.get(f"/articles/{article.pk}/findings/", headers=HTMX).content.decode()
        assert re.search(r'data-acceptable="(\d+)"', html)[1] == count  # type: ignore[index]


def test_the_list_takes_the_same_queries_whatever_the_length(client: Client, ed: User, rita: User) -> None:
    client.force_login(ed)
    numbers = []
    for length in (2, 20):
        article = make_article("\n".join(f"It rained on day {n}." for n in range(length)))
        for number in range(1, length + 1):
            recommend(make_claim(article, number), rita)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/articles/{article.pk}/accept/")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
