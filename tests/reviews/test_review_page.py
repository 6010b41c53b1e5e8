"""The review page over HTTP: rights, answers to htmx, answers without it, errors."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.models import Attribution, Claim
from factcheck.reviews.models import Review
from tests.factories import make_article, make_claim

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def address(article: Article, number: int = 1) -> str:
    return f"/articles/{article.pk}/claims/{number}/"


def form(**fields: Any) -> dict[str, Any]:
    """What the panel sends; every value may be overridden."""
    return {"status": "hedged", "version": 0, "key": str(uuid.uuid4()), "verdict": "pending"} | fields


@pytest.fixture
def article(db: None) -> Article:
    return make_article("One stands here.\nSources said two.\nThree stands here.", statuses=["unattributed", "hedged"])


def test_nobody_is_sent_to_sign_in(client: Client, article: Article) -> None:
    for url in (address(article), f"/articles/{article.pk}/", f"/articles/{article.pk}/next/"):
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/?next=")
    assert client.post(address(article), form()).status_code == 302
    assert client.post(f"/articles/{article.pk}/undo/", {"key": uuid.uuid4()}).status_code == 302
    assert not Review.objects.exists()


def test_nora_is_told_whom_to_ask(client: Client, article: Article, nora: User, ada: User) -> None:
    client.force_login(nora)
    answer = client.get(address(article))
    assert answer.status_code == 403
    assert str(ada) in answer.content.decode()
    assert client.post(address(article), form()).status_code == 403
    assert client.post(f"/articles/{article.pk}/undo/", {"key": uuid.uuid4()}).status_code == 403
    assert not Review.objects.exists()


def test_reader_who_may_not_review_gets_no_form_and_no_save(client: Client, article: Article, nora: User) -> None:
    from django.contrib.auth.models import Permission

    nora.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(nora)
    page = client.get(address(article))
    assert page.status_code == 200
    assert b"review-form" not in page.content
    assert client.post(address(article), form()).status_code == 403
    assert client.post(f"/articles/{article.pk}/undo/", {"key": uuid.uuid4()}).status_code == 403


def test_reviewer_cannot_set_verdict(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    client.post(address(article), form(verdict="verified"))
    claim = article.claims.get(number=1)
    assert (claim.verdict, claim.recommended) == ("pending", "verified")


def test_editor_sets_verdict(client: Client, article: Article, ed: User) -> None:
    client.force_login(ed)
    client.post(address(article), form(verdict="verified"))
    claim = article.claims.get(number=1)
    assert (claim.verdict, claim.verdict_by, claim.recommended) == ("verified", ed, "pending")


def test_save_without_csrf_token_is_refused(article: Article, rita: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(rita)
    assert client.post(address(article), form()).status_code == 403
    assert client.post(f"/articles/{article.pk}/undo/", {"key": uuid.uuid4()}).status_code == 403
    assert not Review.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client: Client, article: Article, rita: User, method: str) -> None:
    client.force_login(rita)
    assert getattr(client, method)(address(article)).status_code == 405


def test_undo_by_get_is_refused(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    assert client.get(f"/articles/{article.pk}/undo/").status_code == 405


def test_unknown_article_and_claim_are_404(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    for url in (address(article, 99), "/articles/999999/claims/1/", "/articles/999999/", "/articles/999999/next/"):
        assert client.get(url).status_code == 404


def test_article_opens_at_the_first_open_claim(client: Client, article: Article, rita: User, ed: User) -> None:
    client.force_login(rita)
    client.post(address(article), form())
    assert client.get(f"/articles/{article.pk}/")["Location"] == address(article, 2)
    client.force_login(ed)  # without a verdict, the first is still open for the editor
    assert client.get(f"/articles/{article.pk}/")["Location"] == address(article, 1)


def test_skip_goes_on_and_around(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    assert client.get(f"/articles/{article.pk}/next/?after=1")["Location"] == address(article, 2)
    assert client.get(f"/articles/{article.pk}/next/?after=3")["Location"] == address(article, 1)
    for nonsense in ("x", "-1", "9" * 40, "²"):
        assert client.get(f"/articles/{article.pk}/next/?after={nonsense}").status_code == 302


def test_save_without_htmx_leads_to_the_next_claim(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    answer = client.post(address(article), form(), follow=True)
    assert answer.redirect_chain == [(address(article, 2), 302)]
    assert "Claim 1 saved. Now claim 2." in answer.content.decode()


def fragment_of(html: str, target: str) -> str:
    """What a partial of the answer puts in the place of ``target``."""
    match = re.search(rf'<hx-partial hx-target="{target}"[^>]*>(.*?)</hx-partial>', html, re.DOTALL)
    assert match, f"no partial for {target}"
    return match[1].strip()


def test_swapped_in_the_page_is_what_a_reload_shows(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    answer = client.post(address(article), form(status="document", source="minutes"), headers=HTMX)
    assert answer["HX-Push-Url"] == address(article, 2)
    html = answer.content.decode()
    page = client.get(address(article, 2)).content.decode()
    assert fragment_of(html, "#sentence-1") in page
    assert fragment_of(html, "#tally") in page
    assert "1 of 3" in fragment_of(html, "#tally")
    assert "Claim 2 " in html
    assert fragment_of(html, "#announce") == "Claim 1 saved. Now claim 2."


def test_going_back_asks_for_the_whole_page(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    panel = client.get(address(article), headers=HTMX)
    page = client.get(address(article), headers={"HX-Request": "true", "HX-Request-Type": "full"})
    assert b"<html" not in panel.content
    assert b"<html" in page.content
    assert "HX-Request-Type" in panel["Vary"]
    assert "no-store" in panel["Cache-Control"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"status": ""}, "Choose a sourcing status."),
        ({"status": "gossip"}, "Choose one of the nine sourcing statuses."),
        ({"note": "x" * 5001}, "at most 5000 characters"),
        ({"source": "x" * 501}, "at most 500 characters"),
        ({"verdict": "maybe"}, "Choose one of the verdicts."),
        ({"note": "nul\x00here"}, "Null characters are not allowed"),
    ],
)
def test_bad_input_says_so_and_keeps_the_rest(
    client: Client, article: Article, rita: User, wrong: dict[str, str], sentence: str
) -> None:
    client.force_login(rita)
    for headers in ({}, HTMX):
        answer = client.post(address(article), form(cue="he whispered") | wrong, headers=headers)
        assert answer.status_code == 422
        html = answer.content.decode()
        assert sentence in html
        assert "he whispered" in html
    assert not Review.objects.exists()


@pytest.mark.parametrize("broken", [{"version": "x"}, {"key": "nonsense"}, {"version": ""}, {"key": ""}])
def test_a_form_without_version_or_key_saves_nothing(
    client: Client, article: Article, rita: User, broken: dict[str, str]
) -> None:
    client.force_login(rita)
    answer = client.post(address(article), form(note="Kept.") | broken, headers=HTMX)
    assert answer.status_code == 422
    assert "Kept." in answer.content.decode()
    assert not Review.objects.exists()


@pytest.mark.parametrize("place", ["", "split/", "second-opinion/"])
def test_a_form_about_a_decision_that_never_was_is_answered_with_a_page(
    client: Client, article: Article, rita: User, place: str
) -> None:
    client.force_login(rita)
    answer = client.post(f"{address(article)}{place}", form(version=3, at=4))
    assert answer.status_code == 400
    assert "reload the page" in answer.content.decode()
    assert not Review.objects.exists()


def test_a_key_that_was_used_elsewhere_is_answered_with_a_page(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    sent = form()
    client.post(address(article, 1), sent)
    client.post(address(make_article("Another."), 1), form())
    assert client.post(address(article, 2), sent).status_code == 400
    elsewhere = f"/articles/{Article.objects.latest('pk').pk}/undo/"
    assert client.post(elsewhere, {"key": sent["key"]}).status_code == 400
    assert Review.objects.count() == 2


def test_stale_save_shows_both_and_changes_nothing(client: Client, article: Article, rita: User, ed: User) -> None:
    client.force_login(ed)
    client.post(address(article), form(status="document", note="Ed's note"))
    client.force_login(rita)
    for headers in ({}, HTMX):
        answer = client.post(address(article), form(note="Rita's note"), headers=headers)
        assert answer.status_code == 409
        html = answer.content.decode()
        assert "Ed changed this claim" in html
        assert "Ed&#x27;s note" in html
        assert "Rita&#x27;s note" in html
    assert article.claims.get(number=1).note == "Ed's note"
    again = {
        name: match[1]
        for name in ("version", "key")
        if (match := re.search(rf'name="{name}"[^>]*?value="([^"]+)"', answer.content.decode()))
    }
    assert client.post(address(article), form(note="Rita's note") | again).status_code == 302
    assert article.claims.get(number=1).note == "Rita's note"
    assert article.reviews.count() == 2


def test_undo_answers_with_the_claim_it_concerns(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    client.post(address(article), form(note="Oh."))
    answer = client.post(f"/articles/{article.pk}/undo/", {"key": uuid.uuid4()}, headers=HTMX)
    assert answer["HX-Push-Url"] == address(article, 1)
    assert "undone" in fragment_of(answer.content.decode(), "#announce")
    assert not article.claims.get(number=1).is_reviewed


def test_nothing_to_undo_leaves_the_panel_alone(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    answer = client.post(f"/articles/{article.pk}/undo/", {"key": uuid.uuid4()}, headers=HTMX)
    assert answer["HX-Retarget"] == "#connection"
    assert "Nothing to undo" in answer.content.decode()
    page = client.post(f"/articles/{article.pk}/undo/", {"key": "nonsense"}, follow=True)
    assert "nothing was undone" in page.content.decode()


def test_every_claim_shows_its_history(client: Client, article: Article, rita: User, ed: User) -> None:
    client.force_login(rita)
    client.post(address(article), form(note="First look."))
    client.force_login(ed)
    client.post(address(article), form(version=1, note="First look.", verdict="disputed"))
    html = client.get(address(article)).content.decode()
    history = html[html.index('id="history"') :]
    assert history.index("Ed") < history.index("Rita")
    words = " ".join(re.sub(r"<[^>]*>", " ", history).split())
    assert "Verdict: Not checked → is now Disputed" in words
    assert "Detected: No attribution" in history


def test_page_takes_the_same_queries_for_3_and_for_200_claims(
    client: Client, rita: User, django_assert_num_queries: Any
) -> None:
    client.force_login(rita)
    small = make_article("One.\nTwo.\nThree.", "Small")
    large = make_article("\n".join(f"Sentence {n} stands here." for n in range(200)), "Large", statuses=["hedged"] * 90)
    # session, person, whether they find it, claim, tally, article, claims, sources; unread comments, and those that
    # mention her; the counts of the chips, and of what is left to her;
    # how its quotations stand to records;
    # where a rule of the standards desk has something to say of the claim, how this desk weighs the rules
    for article, rules in ((small, 0), (large, 1)):
        with django_assert_num_queries(13 + rules):
            client.get(address(article))
        with django_assert_num_queries(6 + rules):
            client.get(address(article), headers=HTMX)


def test_a_save_takes_a_fixed_number_of_queries(client: Client, rita: User, django_assert_num_queries: Any) -> None:
    client.force_login(rita)
    article = make_article("\n".join(f"Sentence {n} stands here." for n in range(200)))
    # session, person, the article (3); claim; savepoint, lock, decision, release (4); next claim, tally, unread (3);
    # the counts of the chips, and of what is left to her (2); how its quotations stand to records
    with django_assert_num_queries(14):
        client.post(address(article), form(status="unattributed"), headers=HTMX)
    # and the same where the suggestion is not agreed with: the sources are asked for when somebody looks
    with django_assert_num_queries(14):
        client.post(address(article, 2), form(), headers=HTMX)


def test_filter_keeps_to_its_sourcing(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    assert (
        client.get(f"/articles/{article.pk}/?sourcing=hedged")["Location"] == address(article, 2) + "?sourcing=hedged"
    )
    page = client.get(address(article, 1) + "?sourcing=unattributed").content.decode()
    assert address(article, 3) + "?sourcing=unattributed" in page
    answer = client.post(address(article, 1) + "?sourcing=unattributed", form(status="unattributed"), headers=HTMX)
    assert answer["HX-Push-Url"] == address(article, 3) + "?sourcing=unattributed"
    assert client.get(address(article) + "?sourcing=<script>").status_code == 200


def test_text_cannot_become_markup(client: Client, rita: User) -> None:
    hostile = '<script>alert(1)</script> said </a><b>bold</b> & "so" {{ x }} {% y %}'
    article = make_article(hostile, "<i>Title</i>", statuses=["named_person"])
    client.force_login(rita)
    client.post(address(article), form(note="<u>note</u>", source="<s>"))
    html = client.get(address(article)).content.decode()
    for tag in ("<script>alert", "<b>bold", "<i>Title", "<u>note", "<s>"):
        assert tag not in html
    assert Claim.objects.get(article=article).text == hostile


# ---- From the outbox ------------------------------------------------------------------------------------------------


def save(client: Client, article: Article, sent: dict[str, Any], number: int = 1) -> Any:
    return client.post(f"{address(article, number)}save/", sent)


def sent_form(claim: Claim, **fields: Any) -> dict[str, Any]:
    return form(claim=claim.pk, version=claim.version) | fields


def test_a_save_from_the_outbox_says_what_became_of_it(client: Client, article: Article, rita: User) -> None:
    claim = make_claim(article, 1)
    client.force_login(rita)
    sent = sent_form(claim, note="On the record.")
    for _ in range(2):  # the answer may be lost on its way
        answer = save(client, article, sent)
        assert (answer.status_code, answer.json()) == (
            200,
            {"label": "1", "version": 1, "message": "Claim 1 saved."},
        )
    assert [review.note for review in Review.objects.all()] == ["On the record."]


def test_its_version_is_that_of_the_decision_whatever_came_since(
    client: Client, article: Article, rita: User, ed: User
) -> None:
    claim = make_claim(article, 1)
    client.force_login(rita)
    sent = sent_form(claim)
    save(client, article, sent)
    client.force_login(ed)
    save(client, article, sent_form(Claim.objects.get(pk=claim.pk), note="Mine."))
    client.force_login(rita)
    assert save(client, article, sent).json()["version"] == 1


@pytest.mark.parametrize("path", ["save/", ""])
def test_other_words_under_a_key_are_never_taken_for_the_first_ones(
    client: Client, article: Article, rita: User, path: str
) -> None:
    claim = make_claim(article, 1)
    client.force_login(rita)
    sent = sent_form(claim, note="First words.")
    url = f"{address(article, 1)}{path}"
    assert client.post(url, sent, headers=HTMX).status_code == 200
    answer = client.post(url, sent | {"note": "Second words."}, headers=HTMX)
    assert answer.status_code == 409
    assert [review.note for review in Review.objects.all()] == ["First words."]
    if path:
        assert "different answers" in answer.json()["problem"]
    else:
        html = answer.content.decode()
        assert "You saved this claim at" in html
        assert "First words." in html
        assert "Second words." in html


def test_what_the_outbox_sends_in_vain_comes_back_with_a_reason(
    client: Client, article: Article, rita: User, ed: User
) -> None:
    claim = make_claim(article, 1)
    client.force_login(ed)
    save(client, article, sent_form(claim))
    client.force_login(rita)
    answers = {
        "Ed has since decided on it.": save(client, article, sent_form(claim)),
        "Choose a sourcing status.": save(client, article, sent_form(claim, status="")),
        "sentences have changed": save(client, article, sent_form(make_claim(article, 2))),
    }
    for words, answer in answers.items():
        assert answer.status_code in (409, 422)
        assert words in answer.json()["problem"]
    assert Review.objects.count() == 1


def test_the_outbox_is_closed_to_others(client: Client, article: Article, nora: User, rita: User) -> None:
    sent = sent_form(make_claim(article, 1))
    assert save(client, article, sent)["Location"].startswith("/accounts/login/")
    client.force_login(nora)
    assert save(client, article, sent).status_code == 403
    client.force_login(rita)
    assert client.get(f"{address(article, 1)}save/").status_code == 405
    assert not Review.objects.exists()


def test_a_save_asks_six_times(client: Client, rita: User, django_assert_num_queries: Any) -> None:
    client.force_login(rita)
    article = make_article("\n".join(f"Sentence {number} is here." for number in range(200)))
    sent = sent_form(make_claim(article, 1))
    # session, person; savepoint, lock with whether they find the article, decision, release
    with django_assert_num_queries(6):
        save(client, article, sent)


def test_what_is_saved_is_called_saved_when_nothing_can_be_drawn(
    client: Client, rita: User, caplog: pytest.LogCaptureFixture
) -> None:
    """Otherwise the browser is told of an error, and sends for ever what is stored."""
    client.force_login(rita)
    article = make_article("One is here.\nSources said two.")
    following = make_claim(article, 2)
    spans: dict[str, Any] = {"source_spans": [[17]], "cue_spans": [[17]]}  # a start without an end: no panel shows that
    following.suggested_by = Attribution.objects.create(
        article=article, claim=following, content_spans=[], source="Sources", cue="said", status="hedged", **spans
    )
    Claim.objects.filter(pk=following.pk).update(suggested_by=following.suggested_by, source="Sources")
    sent = sent_form(make_claim(article, 1), note="On the record.")
    for _ in range(2):
        answer = client.post(address(article, 1), sent, headers=HTMX)
        assert answer.status_code == 200
        assert answer["HX-Retarget"] == "#connection"
        assert "Claim 1 saved." in answer.content.decode()
        assert "reload the page" in answer.content.decode()
    assert save(client, article, sent).json()["message"] == "Claim 1 saved."
    assert [review.note for review in Review.objects.all()] == ["On the record."]
    assert "ValueError" in caplog.text


# ---- What comes next ------------------------------------------------------------------------------------------------


def ahead(client: Client, article: Article, query: str) -> Any:
    return client.get(f"/articles/{article.pk}/ahead/?{query}")


def paths(answer: Any) -> list[str]:
    return [panel["url"].split("/")[-2] for panel in answer.json()["panels"]]


def test_the_next_open_claims_come_with_their_panels(client: Client, rita: User) -> None:
    article = make_article("\n".join(f"Sentence {number} is here." for number in range(1, 31)))
    client.force_login(rita)
    client.post(address(article, 4), form(status="unattributed"))
    answer = ahead(client, article, "after=2&count=3")
    assert answer.json()["next"] == [address(article, number) for number in (3, 5, 6)]
    assert not answer.json()["is_complete"]
    assert paths(answer) == ["3", "5", "6"]
    assert 'data-claim="5"' in answer.json()["panels"][1]["html"]
    assert len(ahead(client, article, "after=2").json()["panels"]) == 12
    assert len(ahead(client, article, "after=2&count=900").json()["panels"]) == 12
    # What the page has it isn't sent again; the claims beside the open one are, decided on or not.
    kept = f"{make_claim(article, 3).pk}.0"
    assert paths(ahead(client, article, f"after=5&count=1&also=4&have={kept}")) == ["4", "6"]
    assert paths(ahead(client, article, f"after=2&count=2&also=3&have={kept}")) == ["5"]


def test_after_the_last_claims_come_those_above_and_then_no_more(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    answer = ahead(client, article, "after=3&sourcing=unattributed").json()
    assert answer["next"] == [f"{address(article, 1)}?sourcing=unattributed"]
    assert answer["is_complete"]


def test_nonsense_about_what_comes_next_is_answered(client: Client, article: Article, nora: User, rita: User) -> None:
    assert ahead(client, article, "after=1").status_code == 302
    client.force_login(nora)
    assert ahead(client, article, "after=1").status_code == 403
    client.force_login(rita)
    assert ahead(client, article, "after=99").status_code == 404
    assert ahead(client, article, "").status_code == 404
    assert ahead(client, article, "after=1&count=x&also=%00&also=zz&have=<b>").status_code == 200
