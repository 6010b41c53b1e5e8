"""Findings on the review page and in the admin, over HTTP."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.reviews.models import Dismissal, RuleSetting
from tests.factories import make_article, make_claim
from tests.reports.page_parser import Element, parse
from tests.reviews.test_evidence import ask
from tests.reviews.test_findings import HEDGED, HTMX, WHY, gone, put_aside

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db: None) -> Article:
    text = "Talks reportedly failed.\nTrains reportedly stop.\nCNN says a.\nCNN says b.\nCNN says c.\nIt rained."
    return make_article(text, "<b>Talks</b>", statuses=["hedged"] * 2 + ["media_report"] * 3)


@pytest.fixture
def claim(article: Article) -> Claim:
    return make_claim(article, 1)


def list_of(article: Article) -> str:
    return reverse("reviews:findings_of_article", args=[article.pk])


def here(claim: Claim) -> str:
    return reverse("reviews:findings", args=[claim.article_id, claim.label])


def form(claim: Claim | None = None, **fields: Any) -> dict[str, Any]:
    rows = {"claims": [claim.pk], "claim": claim.pk} if claim else {}
    return {"rule": "hedged_without_source", "words": HEDGED, "key": uuid.uuid4(), "reason": WHY} | rows | fields


def drawn(form: Element) -> dict[str, Any]:
    """What a form would send, as it stands on the page."""
    sent: dict[str, Any] = {"reason": WHY}
    for field in form.all("input"):
        sent.setdefault(str(field.attrs["name"]), []).append(field.attrs.get("value") or "")
    return sent


# Who may


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("nora", 403), ("rita", 403), ("ed", 302), ("ada", 302)])
def test_only_editors_dismiss(
    client: Client, article: Article, claim: Claim, request: Any, who: str | None, status: int
) -> None:
    if who:
        client.force_login(request.getfixturevalue(who))
    for address in (here(claim), list_of(article)):
        assert client.post(address, form(claim)).status_code == status
    assert len(gone(article)) == (who in ("ed", "ada"))


def test_reviewers_see_findings_without_a_form(client: Client, article: Article, claim: Claim, rita: User) -> None:
    client.force_login(rita)
    for address in (list_of(article), here(claim)):
        page = parse(client.get(address, headers=HTMX).content.decode())
        assert "hedged" in page.words
        assert not page.all("form")


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("nora", 403)])
def test_findings_are_closed_to_strangers(
    client: Client, article: Article, request: Any, who: str | None, status: int
) -> None:
    if who:
        client.force_login(request.getfixturevalue(who))
    assert client.get(list_of(article)).status_code == status


# The panel


def test_dismissing_in_the_panel(client: Client, article: Article, claim: Claim, ed: User) -> None:
    client.force_login(ed)
    page = parse(client.get(claim.get_absolute_url()).content.decode())
    (own,) = page.one("div", id="remarks").all("form")
    answer = client.post(str(own.attrs["action"]), drawn(own), headers=HTMX)
    assert gone(article) == [("1", "hedged_without_source")]
    swapped = answer.content.decode()
    fresh = parse(client.get(claim.get_absolute_url()).content.decode()).one("div", id="remarks")
    assert f"Dismissed by Ed, {fresh.one('time').words}: {WHY}" in fresh.words
    assert fresh.words in parse(swapped).words
    assert "The finding is dismissed." in swapped
    assert 'hx-target="#history"' in swapped


def test_raising_again_in_the_panel(client: Client, article: Article, claim: Claim, ed: User) -> None:
    put_aside(claim, ed)
    client.force_login(ed)
    page = parse(client.get(claim.get_absolute_url()).content.decode())
    (own,) = page.one("div", id="remarks").all("form")
    assert own.one("button").words == "Reopen"
    response = client.post(str(own.attrs["action"]), drawn(own) | {"again": "1", "reason": ""})
    assert response.url == f"{claim.get_absolute_url()}#remarks"
    assert gone(article) == []


def test_a_missing_reason_is_said_in_the_form(client: Client, article: Article, claim: Claim, ed: User) -> None:
    client.force_login(ed)
    for headers in ({}, HTMX):
        response = client.post(here(claim), form(claim, reason="  "), headers=headers)
        assert response.status_code == 422
        assert "Say why in a sentence" in response.content.decode()
    long = client.post(here(claim), form(claim, reason="why " * 501), headers=HTMX)
    assert "The reason has 2003 characters; the limit is 2000." in long.content.decode()
    assert "why why" in long.content.decode()
    assert not Dismissal.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [{"key": "x"}, {"rule": ""}, {"words": ""}, {"claims": ["99999999"]}, {"claims": ["x"]}, {"rule": "r" * 99}],
)
def test_a_form_that_is_out_of_date_changes_nothing(
    client: Client, claim: Claim, ed: User, broken: dict[str, Any]
) -> None:
    client.force_login(ed)
    response = client.post(here(claim), form(claim, **broken), headers=HTMX)
    assert "out of date" in response.content.decode()
    assert response["HX-Retarget"] == "#connection"
    assert not Dismissal.objects.exists()


def test_a_finding_of_another_claim_is_not_dismissed_here(
    client: Client, article: Article, claim: Claim, ed: User
) -> None:
    client.force_login(ed)
    response = client.post(here(claim), form(claim, claims=[make_claim(article, 2).pk]), headers=HTMX)
    assert "out of date" in response.content.decode()
    assert not Dismissal.objects.exists()


def test_while_opinions_are_asked_for_the_panel_has_no_form(client: Client, claim: Claim, ed: User) -> None:
    put_aside(claim, ed)
    ask(claim, ed)
    client.force_login(ed)
    remarks = parse(client.get(claim.get_absolute_url()).content.decode()).one("div", id="remarks")
    assert not remarks.all("form")
    assert WHY not in remarks.words


# The list


def test_the_list_has_the_gravest_first_with_links_and_origins(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    page = parse(client.get(list_of(article)).content.decode())
    lines = [line.words for line in page.one("div", id="findings-list").all("li")]
    assert [line.split(" Why")[0] for line in lines] == [
        "Serious Claims 1 and 2 are hedged and name no source.",
        "Concern Claims 3–5 rely on another outlet’s reporting.",
        "Concern Claims 3–5 come from a single source: CNN.",
    ]
    assert "come from 1 source: CNN (3)." in page.words
    targets = {link.attrs["href"] for link in page.one("div", id="findings-list").all("a")}
    assert targets == {f"/articles/{article.pk}/claims/{label}/" for label in ("1", "2", "3", "5")}


def test_the_fragment_says_how_many(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    fragment = client.get(list_of(article), headers=HTMX).content.decode()
    assert '<hx-partial hx-target="#findings-count" hx-swap="innerHTML">(3)</hx-partial>' in fragment


def test_dismissing_for_all_claims_of_a_line_and_for_the_article(client: Client, article: Article, ed: User) -> None:
    client.force_login(ed)
    for place in (0, 1):  # dismissed ones move to the end
        page = parse(client.get(list_of(article)).content.decode())
        own = page.one("div", id="findings-list").all("form")[place]
        response = client.post(str(own.attrs["action"]), drawn(own), headers=HTMX)
        assert response.status_code == 200
    rules = {rule for _, rule in gone(article)}
    assert rules == {"hedged_without_source", "one_origin"}
    assert [label for label, _ in gone(article)] == ["1", "2", ""]


def test_the_page_of_an_article_without_findings(client: Client, rita: User) -> None:
    client.force_login(rita)
    page = client.get(list_of(make_article("It rained."))).content.decode()
    assert "No findings: nothing in this article goes against the desk’s rules." in page


def test_the_article_history_names_no_claim_for_the_whole(client: Client, article: Article, ed: User) -> None:
    client.force_login(ed)
    words = "comes from a single source: CNN"
    client.post(list_of(article), form(rule="one_origin", words=words))
    page = parse(client.get(reverse("reviews:history", args=[article.pk])).content.decode())
    assert "the article as a whole dismissed a finding: Comes from a single source: CNN." in page.words


# The admin

CHANGE = "admin:reviews_rulesetting_changelist"


@pytest.mark.parametrize(("who", "status"), [("rita", 302), ("ed", 403), ("ada", 200)])
def test_only_administrators_weigh_the_rules(client: Client, request: Any, who: str, status: int) -> None:
    client.force_login(request.getfixturevalue(who))
    response = client.get(reverse(CHANGE))
    assert response.status_code == status


def test_an_administrator_switches_a_rule_off_in_the_list(client: Client, article: Article, ada: User) -> None:
    client.force_login(ada)
    page = client.get(reverse(CHANGE))
    assert "Hedged without a source" in page.content.decode()
    rows = page.context["cl"].formset.forms
    sent: dict[str, Any] = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": "Save"}
    for number, row in enumerate(rows):
        sent |= {f"form-{number}-id": row.instance.pk, f"form-{number}-severity": ""}
        if row.instance.rule != "hedged_without_source":
            sent[f"form-{number}-is_on"] = "on"
    assert client.post(reverse(CHANGE), sent).status_code == 302
    assert not RuleSetting.objects.get(rule="hedged_without_source").is_on
    client.force_login(ada)
    assert "hedged" not in parse(client.get(list_of(article)).content.decode()).one("div", id="findings-list").words


def test_a_rule_that_came_later_can_be_added(client: Client, ada: User) -> None:
    RuleSetting.objects.filter(rule="one_origin").delete()
    client.force_login(ada)
    page = client.get(reverse("admin:reviews_rulesetting_add")).content.decode()
    assert "Many claims from one source" in page
    assert "Hedged without a source" not in page
    sent = {"rule": "one_origin", "is_on": "on", "severity": "note"}
    assert client.post(reverse("admin:reviews_rulesetting_add"), sent).status_code == 302
    assert RuleSetting.objects.get(rule="one_origin").severity == "note"
    assert client.get(reverse("admin:reviews_rulesetting_add")).status_code == 403
