"""What people say to each other about a claim: comments, mentions, what is settled, what is unread."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import restrict_article
from factcheck.claims.models import Claim, Tally
from factcheck.refusals import Refused
from factcheck.reviews import assignments, comments
from factcheck.reviews.comments import (
    mark_read,
    named_in,
    resolve,
    say,
    thread_of,
    unread_counts,
    unread_mentions,
)
from factcheck.reviews.models import Comment, Mention, ReadMark
from tests.factories import make_article, make_claim, make_user
from tests.reviews.test_evidence import answer, ask, cut
from tests.reviews.test_two_at_once import at_once

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def article(db: None) -> Article:
    return make_article("One claim stands here.\nTwo stands here.\nThree stands here.")


@pytest.fixture
def claim(article: Article) -> Claim:
    return make_claim(article, 1)


@pytest.fixture
def omar(db: None) -> User:
    return make_user("reviewer", "omar")


def address(article: Article, rest: str = "", label: str = "1") -> str:
    return f"/articles/{article.pk}/claims/{label}/comments/{rest}"


def form(**fields: Any) -> dict[str, Any]:
    return {"text": "Who is this?", "key": str(uuid.uuid4())} | fields


def comment(claim: Claim, by: User, text: str = "Who is this?", key: uuid.UUID | None = None) -> Comment:
    return say(claim=claim, text=text, key=key or uuid.uuid4(), by=by)


def texts(claim: Claim, person: User, *, is_blind: bool = False) -> list[str]:
    claim.refresh_from_db()
    return [entry.text for entry in thread_of(claim, person, is_blind=is_blind).comments]


def read_all(claim: Claim, person: User) -> None:
    claim.refresh_from_db()
    mark_read(claim=claim, up_to=thread_of(claim, person).last, person=person)


# ---- Saying ---------------------------------------------------------------------------------------------------------


def test_a_thread_is_in_order_and_keeps_line_breaks(claim: Claim, rita: User, ed: User) -> None:
    comment(claim, rita, "First\nline.")
    comment(claim, ed, "Second.")
    assert texts(claim, rita) == ["First\nline.", "Second."]


def test_the_same_form_twice_is_one_comment(article: Article, claim: Claim, rita: User, ed: User) -> None:
    key = uuid.uuid4()
    assert comment(claim, rita, key=key) == comment(claim, rita, key=key)
    assert Comment.objects.count() == 1
    assert Tally.objects.get(article=article).change_seq == 1
    with pytest.raises(Refused, match="out of date"):
        comment(claim, ed, key=key)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@rita please look, and @Ed.", ["rita", "ed"]),
        ("(@rita)", ["rita"]),
        ("@j.smith: see @j.", ["j.smith"]),
        ("mail rita@example.org or @nobody", []),
        ("@@rita @", []),
        ("@nora has no role", []),
        ("@gone has left", []),
        ("@ritas @rit", []),
        ("@rita " * 400, ["rita"]),
    ],
)
def test_who_is_mentioned(text: str, names: list[str], rita: User, ed: User, nora: User) -> None:
    make_user("reviewer", "j.smith")
    make_user("reviewer", "gone", is_active=False)
    assert {person.username for person in named_in(text)} == set(names)


def test_a_thread_is_resolved_and_opened_again(claim: Claim, rita: User, ed: User) -> None:
    with pytest.raises(Refused, match="No comments yet"):
        resolve(claim=claim, key=uuid.uuid4(), by=rita)
    comment(claim, rita)
    for _ in range(2):
        resolve(claim=claim, key=uuid.uuid4(), by=ed)
    claim.refresh_from_db()
    thread = thread_of(claim, rita)
    assert (thread.is_resolved, thread.said, len(thread.comments)) == (True, 1, 2)
    for _ in range(2):
        comments.reopen(claim=claim, key=uuid.uuid4(), by=rita)
    claim.refresh_from_db()
    thread = thread_of(claim, rita)
    assert (thread.is_resolved, len(thread.comments)) == (False, 3)


def test_only_the_latest_of_a_long_thread_are_shown(claim: Claim, rita: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "MAX_SHOWN", 3)
    for number in range(5):
        comment(claim, rita, str(number))
    assert texts(claim, rita) == ["2", "3", "4"]
    assert thread_of(claim, rita).is_cut


# ---- Reading --------------------------------------------------------------------------------------------------------


def test_unread_until_it_is_read_and_never_of_ones_own(
    article: Article, claim: Claim, rita: User, ed: User, omar: User
) -> None:
    comment(claim, rita)
    comment(claim, ed, "@rita that is the clerk.")
    comment(make_claim(article, 3), ed)
    three = make_claim(article, 3)
    assert unread_counts(article.pk, rita) == {claim.pk: 1, three.pk: 1}
    assert unread_counts(article.pk, omar) == {claim.pk: 2, three.pk: 1}
    assert (unread_mentions(rita), unread_mentions(omar)) == (1, 0)
    claim.refresh_from_db()
    assert thread_of(claim, rita).unread == 1
    read_all(claim, rita)
    assert unread_counts(article.pk, rita) == {three.pk: 1}
    assert unread_mentions(rita) == 0
    comment(claim, ed, "And @rita again.")
    assert unread_counts(article.pk, rita)[claim.pk] == 1


def test_a_word_that_a_thread_is_resolved_is_no_unread_comment(
    article: Article, claim: Claim, rita: User, ed: User
) -> None:
    comment(claim, rita)
    resolve(claim=claim, key=uuid.uuid4(), by=ed)
    assert unread_counts(article.pk, rita) == {}


def test_reading_never_goes_back(claim: Claim, rita: User, ed: User) -> None:
    first, second = comment(claim, ed), comment(claim, ed)
    mark_read(claim=claim, up_to=second.pk, person=rita)
    mark_read(claim=claim, up_to=first.pk, person=rita)
    assert ReadMark.objects.get(person=rita).comment == second
    mark_read(claim=claim, up_to=second.pk + 99, person=rita)
    assert ReadMark.objects.get(person=rita).comment == second


def test_what_came_after_the_page_was_drawn_stays_unread(article: Article, claim: Claim, rita: User, ed: User) -> None:
    first = comment(claim, ed)
    comment(claim, ed, "One more.")
    mark_read(claim=claim, up_to=first.pk, person=rita)
    assert unread_counts(article.pk, rita) == {claim.pk: 1}


def test_a_thread_survives_a_split_and_a_join(article: Article, claim: Claim, rita: User, ed: User) -> None:
    comment(claim, ed, "On the whole.")
    cut(claim, rita, at="stands")
    first, second = Claim.objects.filter(article=article, number=1).in_reading_order()
    assert unread_counts(article.pk, rita) == {first.pk: 1}
    assert texts(first, rita) == texts(second, rita) == ["On the whole."]
    read_all(first, rita)
    comment(second, ed, "On the second.")
    assert texts(first, rita) == ["On the whole."]
    assert unread_counts(article.pk, rita) == {second.pk: 1}
    cut(second, rita)
    assert unread_counts(article.pk, rita) == {claim.pk: 1}
    assert texts(claim, rita) == ["On the whole.", "On the second."]
    read_all(claim, rita)
    assert unread_counts(article.pk, rita) == {}


def test_who_owes_an_opinion_reads_nothing_of_others(
    client: Client, article: Article, claim: Claim, rita: User, omar: User, ed: User
) -> None:
    comment(claim, rita, "I think it is hedged, @omar.")
    ask(claim, ed)
    comment(claim, omar, "My own thought.")
    assert unread_counts(article.pk, omar) == {}
    assert unread_mentions(omar) == 0
    assert comments.waiting_for(omar) == ([], [])
    client.force_login(omar)
    for url in (f"/articles/{article.pk}/claims/1/", "/articles/mentions/"):
        assert "I think it is hedged" not in client.get(url).content.decode()
    html = client.get(f"/articles/{article.pk}/claims/1/").content.decode()
    assert "My own thought." in html
    assert "Comments from others are hidden until you have answered" in html
    client.post(address(article, "read/"), {"up_to": Comment.objects.latest("pk").pk})
    answer(claim, omar)
    assert unread_counts(article.pk, omar) == {claim.pk: 1}
    assert "I think it is hedged" in client.get(f"/articles/{article.pk}/claims/1/").content.decode()


def test_what_waits_for_somebody(client: Client, article: Article, claim: Claim, rita: User, ed: User) -> None:
    two, three = make_claim(article, 2), make_claim(article, 3)
    comment(claim, rita)
    comment(claim, ed, "In a thread of yours.")
    comment(two, ed, "@rita, you are named.")
    comment(claim, ed, "@rita, named in a thread of yours.")
    comment(three, ed, "Nothing to do with you.")
    client.force_login(rita)
    html = client.get("/articles/mentions/").content.decode()
    page = html[html.index("<h1") :]
    order = [
        "You are mentioned",
        "named in a thread of yours",
        "you are named",
        "New in threads",
        "In a thread of yours",
    ]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    assert "Nothing to do with you" not in page
    assert page.count("named in a thread of yours") == 1
    assert f"/articles/{article.pk}/claims/2/#talk" in page
    assert "@ed" in page
    assert re.search(r"Mentions <span[^>]*>2<", html)
    for first in (claim, two):
        read_all(first, rita)
    assert "No mentions yet" in client.get("/articles/mentions/").content.decode()


# ---- Over HTTP ------------------------------------------------------------------------------------------------------


def test_rights(client: Client, article: Article, claim: Claim, rita: User, ed: User, nora: User) -> None:
    comment(claim, ed)
    posts = {address(article): form(), address(article, "settle/"): form(), address(article, "read/"): {"up_to": 1}}
    pages = ("/articles/mentions/", "/articles/mentions/colleagues/")
    for person, status in ((None, 302), (nora, 403)):
        if person:
            client.force_login(person)
        for url, fields in posts.items():
            assert client.post(url, fields).status_code == status
        for url in pages:
            assert client.get(url).status_code == status
    assert (Comment.objects.count(), ReadMark.objects.count()) == (1, 0)
    client.force_login(rita)
    for url, fields in posts.items():
        if url != address(article):
            assert client.get(url).status_code == 405
        assert client.post(url, fields).status_code == 302
    for url in pages:
        assert client.get(url).status_code == 200
        assert client.post(url).status_code == 405


def test_a_reader_who_may_not_review_reads_and_says_nothing(
    client: Client, article: Article, claim: Claim, rita: User, nora: User
) -> None:
    from django.contrib.auth.models import Permission

    comment(claim, rita)
    nora.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(nora)
    html = client.get(f"/articles/{article.pk}/claims/1/").content.decode()
    assert "Who is this?" in html
    assert "id_comment" not in html
    assert client.post(address(article), form()).status_code == 403
    assert client.post(address(article, "settle/"), form()).status_code == 403
    assert client.post(address(article, "read/"), {"up_to": Comment.objects.get().pk}).status_code == 302
    assert unread_counts(article.pk, nora) == {}


def test_without_csrf_token_nothing_is_said(article: Article, rita: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(rita)
    for rest in ("", "settle/", "read/"):
        assert client.post(address(article, rest), form()).status_code == 403
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": " "}, "Write a comment first."),
        ({"text": "x" * 5001}, "The comment has 5001 characters; the limit is 5000."),
        ({"text": "nul\x00here"}, "Null characters are not allowed"),
        ({"key": "nonsense"}, "The page was out of date and nothing was sent"),
    ],
)
def test_bad_input_says_so_and_keeps_the_rest(
    client: Client, article: Article, rita: User, wrong: dict[str, str], sentence: str
) -> None:
    client.force_login(rita)
    for headers in ({}, HTMX):
        fields = form(text="Half a thought.") | wrong
        answered = client.post(address(article), fields, headers=headers)
        assert answered.status_code == 422
        assert sentence in answered.content.decode()
        assert fields["text"].replace("\x00", "\x00")[:5000].strip() in answered.content.decode()
    assert not Comment.objects.exists()


def test_out_of_date_buttons_say_so(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    answered = client.post(address(article, "settle/"), {"key": "x"}, headers=HTMX)
    assert "out of date" in answered.content.decode()
    answered = client.post(address(article, "settle/"), form(), headers=HTMX)
    assert "No comments yet. Write to a colleague with @name." in answered.content.decode()
    assert client.post(address(article, "read/"), {"up_to": "x"}).status_code == 302
    assert client.post(address(article, label="9"), form()).status_code == 404


def section(html: str) -> str:
    """What the page holds in #talk, without what every form has of its own."""
    at = html.index("Comments (")
    words = html[at : html.index("</form>", html.index('id="id_comment"'))]
    own = r'name="csrfmiddlewaretoken" value="[^"]+"|name="key"\s+value="[^"]+"|\sautofocus'
    return " ".join(re.sub(own, "", words).split()).replace(" >", ">")


def test_swapped_in_the_section_is_what_a_reload_shows(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    html = client.post(address(article), form(), headers=HTMX).content.decode()
    assert "<html" not in html
    page = client.get(f"/articles/{article.pk}/claims/1/").content.decode()
    assert "Who is this?" in section(html)
    assert section(html) == section(page)
    history = re.search(r'<hx-partial hx-target="#history"[^>]*>(.*?)</hx-partial>', html, re.DOTALL)
    assert history
    assert " ".join(history[1].split()) in " ".join(page.split())


def test_the_thread_alone_is_what_a_reload_shows(
    client: Client, article: Article, claim: Claim, rita: User, ed: User
) -> None:
    comment(claim, ed)
    client.force_login(rita)
    html = client.get(address(article), headers=HTMX).content.decode()
    assert section(html) == section(client.get(f"/articles/{article.pk}/claims/1/").content.decode())
    assert client.get(address(article))["Location"] == f"/articles/{article.pk}/claims/1/#talk"


def test_said_resolved_and_read_without_scripts(client: Client, article: Article, rita: User, ed: User) -> None:
    client.force_login(ed)
    answered = client.post(address(article), form(text="@rita who?"), follow=True)
    assert answered.redirect_chain == [(f"/articles/{article.pk}/claims/1/#talk", 302)]
    client.force_login(rita)
    page = client.get(f"/articles/{article.pk}/claims/1/").content.decode()
    assert "1 unread comment" in page
    up_to = re.search(r'name="up_to" value="(\d+)"', page)
    assert up_to
    page = client.post(address(article, "read/"), {"up_to": up_to[1]}, follow=True).content.decode()
    assert "unread comment" not in page
    page = client.post(address(article, "settle/"), form(), follow=True).content.decode()
    assert "The thread is resolved." in page
    assert "Reopen" in page
    page = client.post(address(article, "settle/"), form(again="1"), follow=True).content.decode()
    assert "The thread is open again." in page


def test_once_read_the_marks_are_gone(client: Client, article: Article, claim: Claim, rita: User, ed: User) -> None:
    first = comment(claim, ed, "@rita who?")
    client.force_login(rita)
    page = client.get(f"/articles/{article.pk}/claims/1/").content.decode()
    assert '<span class="fc-unread"' in page
    html = client.post(address(article, "read/"), {"up_to": first.pk}, headers=HTMX).content.decode()
    sentence = re.search(r'<hx-partial hx-target="#sentence-1"[^>]*>(.*?)</hx-partial>', html, re.DOTALL)
    mentions = re.search(r'<hx-partial hx-target="#mentions"[^>]*>(.*?)</hx-partial>', html, re.DOTALL)
    assert sentence
    assert mentions
    page = " ".join(client.get(f"/articles/{article.pk}/claims/1/").content.decode().split())
    assert "fc-unread" not in sentence[1]
    assert " ".join(sentence[1].split()) in page
    assert " ".join(mentions[1].split()) in page


def test_news_of_a_comment_brings_its_mark(
    client: Client, article: Article, claim: Claim, rita: User, ed: User
) -> None:
    client.force_login(rita)
    comment(claim, ed)
    news = client.post(f"/articles/{article.pk}/updates/", {"since": 0, "claim": claim.pk, "version": 0}).json()
    assert '<span class="fc-unread"' in news["sentences"]["1"]
    assert not news["decided"]


def test_saving_a_claim_keeps_its_mark(client: Client, article: Article, claim: Claim, rita: User, ed: User) -> None:
    comment(claim, ed)
    client.force_login(rita)
    fields = {"status": "hedged", "version": 0, "key": str(uuid.uuid4()), "verdict": "pending"}
    html = client.post(f"/articles/{article.pk}/claims/1/", fields, headers=HTMX).content.decode()
    assert '<span class="fc-unread"' in html


def test_text_cannot_become_markup(client: Client, article: Article, claim: Claim, rita: User, ed: User) -> None:
    comment(claim, ed, "<script>alert(1)</script> @rita {{ x }}")
    client.force_login(rita)
    for url in (f"/articles/{article.pk}/claims/1/", "/articles/mentions/"):
        html = client.get(url).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("many", [1, 12])
def test_fixed_number_of_queries(
    client: Client, article: Article, rita: User, ed: User, many: int, django_assert_num_queries: Any
) -> None:
    claim = make_claim(article, 1)
    with django_assert_num_queries(0):
        thread_of(claim, rita)
    comment(claim, rita)
    for number in range(many):
        comment(claim, ed, f"@rita {number}")
        comment(make_claim(article, 2), ed, f"@rita {number}")
    claim.refresh_from_db()
    acts: list[tuple[int, Callable[[], object]]] = [
        (1, lambda: thread_of(claim, rita)),
        (1, lambda: unread_counts(article.pk, rita)),
        (1, lambda: unread_mentions(rita)),
        (2, lambda: mark_read(claim=claim, up_to=1, person=rita)),
    ]
    assert rita.has_role  # whoever is signed in comes with their rights
    for queries, act in acts:
        with django_assert_num_queries(queries):
            act()
    client.force_login(rita)
    # session, person with rights; mentions, threads; colleagues; and the number in the navigation
    with django_assert_num_queries(6):
        client.get("/articles/mentions/")


# ---- Two at once ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_four_times_in_one_instant_is_one_comment() -> None:
    claim, rita, key = make_claim(make_article(), 1), make_user("reviewer", "rita"), uuid.uuid4()
    outcomes = at_once(*[lambda: comment(claim, rita, "@rita", key) for _ in range(4)])
    assert [outcome.pk for outcome in outcomes if isinstance(outcome, Comment)] == [Comment.objects.get().pk] * 4
    assert Mention.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_resolved_and_read_by_four_in_one_instant() -> None:
    claim = make_claim(make_article(), 1)
    rita, ed = make_user("reviewer", "rita"), make_user("editor", "ed")
    first = comment(claim, ed)
    outcomes = at_once(
        *[lambda by=by: resolve(claim=claim, key=uuid.uuid4(), by=by) for by in (rita, ed)],
        *[lambda: mark_read(claim=claim, up_to=first.pk, person=rita) for _ in range(4)],
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert Comment.objects.filter(kind=Comment.Kind.RESOLVED).count() == 1
    assert ReadMark.objects.count() == 1


def test_the_former_address_of_a_thread_leads_to_it(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    answer = client.get(f"/articles/{article.pk}/claims/1/talk/?sourcing=hedged")
    assert (answer.status_code, answer["Location"]) == (301, address(article) + "?sourcing=hedged")


def test_a_page_that_was_open_during_an_update_goes_on(
    client: Client, article: Article, rita: User, nora: User
) -> None:
    """It knows the former addresses alone."""
    former = f"/articles/{article.pk}/claims/1/talk/"
    client.force_login(nora)
    assert client.post(former, form()).status_code == 403
    client.force_login(rita)
    assert client.post(former, form()).status_code == 302
    fields = Comment.objects.get()
    assert client.post(f"{former}settle/", {"key": uuid.uuid4()}).status_code == 302
    assert client.post(f"{former}read/", {"up_to": fields.pk}).status_code == 302
    assert [comment.kind for comment in Comment.objects.order_by("pk")] == ["said", "resolved"]
    assert client.post(f"/articles/{article.pk}/live/", {"since": 0}).json()["changes"] > 0


# ---- Restricted articles --------------------------------------------------------------------------------------------


def test_who_can_not_find_the_article_is_neither_offered_nor_mentioned(
    client: Client, article: Article, rita: User, ed: User
) -> None:
    restrict_article(article=article, by=ed)
    claim = make_claim(article, 1)
    client.force_login(ed)
    offered = client.get(f"/articles/mentions/colleagues/?article={article.pk}").content.decode()
    assert "@rita" not in offered
    with pytest.raises(Refused, match=r"Not sent: this article is restricted, and @rita can’t see it\."):
        comment(claim, ed, "@rita @nobody Look.")
    assignments.assign(articles=[article], people=[rita], by=ed)
    assert "@rita" in client.get(f"/articles/mentions/colleagues/?article={article.pk}").content.decode()
    comment(claim, ed, "@rita Look.")
    assert unread_mentions(rita) == 1
    assignments.end(assignment=article.assignments.get(), by=ed)
    assert unread_mentions(rita) == 0
