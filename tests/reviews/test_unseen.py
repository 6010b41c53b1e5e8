"""What a person never saw: no verdict is signed over it, no older words replace it, nothing tells of it too early."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim
from factcheck.reviews import evidence, queue, second_opinions
from factcheck.reviews.models import Evidence, Lease, Stance
from tests.factories import make_article, make_claim, make_user
from tests.reviews.test_second_opinions import act, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(db: None) -> Claim:
    return make_claim(make_article("Sources said it rained.\nThe bridge is old."), 1)


def send(
    person: User, claim: Claim, version: int, *, path: str = "save/", key: Any = None, **typed: Any
) -> HttpResponse:
    client = Client()
    client.force_login(person)
    fields = {"claim": claim.pk, "version": version, "key": key or uuid.uuid4(), "status": "unattributed", **typed}
    return client.post(f"/articles/{claim.article_id}/claims/{claim.label}/{path}", fields)


def now(claim: Claim) -> Claim:
    return Claim.objects.get(pk=claim.pk)


def bring(claim: Claim, by: User, url: str = "https://example.org/minutes") -> Evidence:
    content = evidence.NewEvidence(url)
    return evidence.add_evidence(claims=[claim], content=content, stance=Stance.SUPPORTS, key=uuid.uuid4(), by=by)


def test_words_typed_after_an_opinion_never_replace_what_others_decided_since(
    claim: Claim, rita: User, ed: User
) -> None:
    """The answer to the opinion is lost, and sent again after an editor has settled the claim; more words follow."""
    act(second_opinions.ask, claim, ed)
    asked, key = now(claim).version, uuid.uuid4()
    send(rita, claim, asked, key=key, note="First.")
    say(now(claim), make_user("reviewer", "omar"), status=SourcingStatus.DOCUMENT)
    act(second_opinions.settle, now(claim), ed, reason="So.", take=second_opinions.answers_on(now(claim), ed).both[1])
    again = send(rita, claim, asked, key=key, note="First.")
    assert (again.status_code, again.json()["version"]) == (200, asked)
    assert send(rita, claim, again.json()["version"], note="Older words.").status_code == 409
    assert now(claim).status == SourcingStatus.DOCUMENT


@pytest.mark.parametrize("path", ["save/", ""])
def test_no_verdict_is_signed_over_evidence_that_came_after_its_form(
    claim: Claim, rita: User, ed: User, path: str
) -> None:
    say(claim, rita, status=SourcingStatus.UNATTRIBUTED)
    drawn_at = timezone.now().timestamp()
    bring(now(claim), rita)
    refused = send(ed, claim, 1, path=path, verdict="verified", note="Mine.", drawn_at=drawn_at)
    assert refused.status_code == 409
    assert "The evidence on claim 1 has changed while you were deciding" in refused.content.decode()
    assert now(claim).verdict == Verdict.PENDING
    if not path:
        assert "Mine." in refused.content.decode()
    drawn_at = timezone.now().timestamp()
    assert send(ed, claim, 1, verdict="verified", drawn_at=drawn_at).status_code == 200
    assert (now(claim).verdict, now(claim).is_verdict_stale) == (Verdict.VERIFIED, False)


def test_other_decisions_than_a_verdict_need_not_have_seen_it(claim: Claim, rita: User, ed: User) -> None:
    drawn_at = timezone.now().timestamp()
    bring(claim, rita)
    assert send(ed, claim, 0, note="Called them.", drawn_at=drawn_at).status_code == 200


@pytest.mark.parametrize("drawn_at", ["", "0", "1e300", "nan", "-1", "soon"])
def test_nonsense_about_when_a_form_was_drawn_is_no_error(claim: Claim, ed: User, drawn_at: str) -> None:
    assert send(ed, claim, 0, verdict="verified", drawn_at=drawn_at).status_code in (200, 422)


def test_a_form_sent_again_on_the_claim_it_has_changed_is_told_so(claim: Claim, rita: User) -> None:
    key = uuid.uuid4()
    send(rita, claim, 0, key=key, note="First.")
    again = send(rita, claim, 1, key=key, note="Second.")
    assert again.status_code == 409
    assert again.json()["problem"] == "this form was already saved; open the claim again."


def test_whoever_owes_an_opinion_is_not_told_the_first_one_by_an_open_page(claim: Claim, rita: User) -> None:
    say(claim, rita, status=SourcingStatus.DOCUMENT)
    omar = make_user("reviewer", "omar")
    act(second_opinions.ask, now(claim), omar)
    client = Client(headers={"X-Desk-User": str(omar.pk)})
    client.force_login(omar)
    fields = {"since": 0, "claim": claim.pk, "version": 0}
    news = client.post(f"/articles/{claim.article_id}/updates/", fields, headers={"HX-Request": "true"}).json()
    assert "decided" not in news or news["decided"] == ""


def test_evidence_of_a_hidden_answer_is_offered_as_if_it_were_not_used(claim: Claim, rita: User, ed: User) -> None:
    omar = make_user("reviewer", "omar")
    of_other = bring(make_claim(claim.article, 2), omar)
    act(second_opinions.ask, claim, ed)
    evidence.use_for(evidence=of_other, claim=now(claim), stance=Stance.CONTEXT, key=uuid.uuid4(), by=rita)
    assert of_other in evidence.offered_for(now(claim), omar)
    assert of_other not in evidence.offered_for(now(claim), rita)


def test_nobody_has_the_whole_queue_in_hand(rita: User, ed: User) -> None:
    make_article("\n".join(f"Sentence {number} is here." for number in range(30)))
    taken = []
    for _ in range(25):
        claim = queue.take_next(by=rita, besides=taken)
        assert claim is not None
        taken.append(claim.pk)
    assert Lease.objects.filter(person=rita).count() == queue.MAX_IN_HAND
    assert queue.take_next(by=ed) is not None
    assert set(Lease.objects.filter(person=rita).values_list("claim", flat=True)) <= set(taken)
