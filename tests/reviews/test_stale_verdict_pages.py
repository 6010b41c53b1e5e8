"""Wherever a verdict is shown, it says that it was set before the review changed; and only an editor confirms it."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from factcheck.accounts.models import User
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim
from tests.factories import make_user
from tests.reviews.test_services import say
from tests.reviews.test_verdicts import OFFICIAL, TURNED, cite, claim, done, now

pytestmark = pytest.mark.django_db

__all__ = ["claim", "done"]  # fixtures

SET_BEFORE = "Verified, set before the review changed"


def page(client: Client, claim: Claim, person: User) -> str:
    client.force_login(person)
    return " ".join(client.get(claim.get_absolute_url()).content.decode().split())


def sent(claim: Claim, **fields: Any) -> dict[str, Any]:
    """The review form as the page draws it, with its verdict untouched."""
    state = {name: getattr(claim, name) for name in ("status", "source", "cue", "note", "said", "wording", "verdict")}
    return state | {"claim": claim.pk, "version": claim.version, "key": str(uuid4())} | fields


def confirming(client: Client, claim: Claim) -> dict[str, str]:
    """What the hidden field of the form on the page sends."""
    html = client.get(claim.get_absolute_url()).content.decode()
    return dict(re.findall(r'name="(confirms)"\s+value="(\w+)"', html))


@pytest.fixture
def stale(done: Claim, rita: User) -> Claim:
    say(done, rita, recommended=Verdict.UNVERIFIED, **TURNED)
    return now(done)


def test_the_panel_says_who_set_it_and_what_changed(client: Client, stale: Claim, rita: User, ed: User) -> None:
    html = page(client, stale, ed)
    assert f"<strong>{SET_BEFORE}:</strong> by Ed" in html
    assert "Changed since: Sourcing, Source, Recommended verdict, Note." in html
    assert "Confirm and next" in html
    assert "Save and next" not in html
    html = page(client, stale, rita)
    assert f"<strong>{SET_BEFORE}:</strong> by Ed" in html
    assert "An editor looks at it again." in html
    assert "Confirm and next" not in html


def test_a_verdict_that_fits_is_shown_as_ever(client: Client, done: Claim, ed: User) -> None:
    html = page(client, done, ed)
    assert f"<strong>{SET_BEFORE}" not in html
    assert f'title="{SET_BEFORE}"' not in html
    assert "Save and next" in html
    assert 'name="confirms"' not in html


def test_prose_tally_and_queue_say_it(client: Client, stale: Claim, ed: User) -> None:
    html = page(client, stale, ed)
    assert f'title="{SET_BEFORE}"' in html
    assert "1 verdict set before the review changed" in html
    assert f"<strong>{SET_BEFORE}</strong>" in client.get("/desk/").content.decode()


def test_the_history_says_which_decision_left_it_behind(client: Client, stale: Claim, ed: User) -> None:
    client.force_login(ed)
    say(stale, ed, verdict=Verdict.VERIFIED, confirms=True, **TURNED)
    html = " ".join(client.get(f"/articles/{stale.article_id}/history/").content.decode().split())
    assert f'<span class="fc-note">{SET_BEFORE}</span>' in html
    assert '<span class="fc-history-action">confirmed the verdict</span>' in html


@pytest.mark.parametrize("path", ["{}", "{}save/"])
def test_an_editor_confirms_by_saving_the_form_untouched(
    client: Client, stale: Claim, path: str, ed: User, rita: User
) -> None:
    eve = make_user("editor", "eve")
    client.force_login(eve)
    fields = sent(stale, **confirming(client, stale))
    assert fields["confirms"] == "on"
    assert client.post(path.format(stale.get_absolute_url()), fields).status_code in (200, 302)
    assert (now(stale).is_verdict_stale, stale.verdict_by, stale.reviewed_by) == (False, eve, rita)


def test_a_reviewer_does_not_confirm_even_by_a_form_of_their_own(client: Client, stale: Claim, ed: User) -> None:
    omar = make_user("reviewer", "omar")
    client.force_login(omar)
    assert confirming(client, stale) == {}
    client.post(stale.get_absolute_url(), sent(stale, confirms="on"))
    assert now(stale).version == 4
    assert (stale.is_verdict_stale, stale.verdict_by) == (True, ed)


def test_nobody_and_somebody_without_rights_confirm_nothing(client: Client, stale: Claim, nora: User) -> None:
    fields = sent(stale, confirms="on")
    assert "/accounts/login/" in client.post(stale.get_absolute_url(), fields)["Location"]
    client.force_login(nora)
    assert client.post(stale.get_absolute_url(), fields).status_code == 403
    assert now(stale).is_verdict_stale


def test_a_form_drawn_before_the_evidence_came_confirms_nothing(
    client: Client, done: Claim, rita: User, ed: User
) -> None:
    client.force_login(ed)
    fields = sent(done, **confirming(client, done))
    cite(done, rita)
    client.post(done.get_absolute_url(), fields)
    assert now(done).is_verdict_stale
    assert confirming(client, done) == {"confirms": "on"}


def test_a_conflict_shows_the_notice_and_saving_over_it_judges(
    client: Client, done: Claim, rita: User, ed: User
) -> None:
    client.force_login(ed)
    fields = sent(done)
    say(done, rita, **TURNED)
    answer = client.post(done.get_absolute_url(), fields)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert SET_BEFORE in html
    assert 'name="confirms"' in html
    client.post(done.get_absolute_url(), sent(now(done), **(OFFICIAL | {"status": "named_official"}), confirms="on"))
    assert not now(done).is_verdict_stale
