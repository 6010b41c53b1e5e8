"""Whatever happens in whatever order, the last words of each person are saved, or wait for them beside a reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from typing import Any

from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import BrowserContext, Page, Route, expect

from factcheck.accounts.models import Session, User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.models import Claim
from factcheck.reviews.models import Review
from tests.factories import make_article
from tests.reviews.test_services import say

Open = Callable[..., Page]

CLAIMS = 4
#: What can happen; numbers choose the tab or the claim.
ACTIONS = st.one_of(
    st.tuples(st.just("save"), st.integers(0, 1), st.integers(1, CLAIMS)),
    st.tuples(st.just("correct"), st.integers(0, 1), st.integers(1, CLAIMS)),
    st.tuples(st.just("undo"), st.integers(0, 1), st.just(0)),
    st.tuples(st.sampled_from(["lose requests", "lose answers", "server fails", "connect"]), st.just(0), st.just(0)),
    st.tuples(st.sampled_from(["reload", "crash"]), st.integers(0, 1), st.just(0)),
    st.tuples(st.sampled_from(["colleague decides"]), st.just(0), st.integers(1, CLAIMS)),
    st.tuples(st.sampled_from(["session ends", "sign in"]), st.just(0), st.just(0)),
)


class Desk:
    """Rita at two tabs of one browser, over a line that can be broken, and what she said of each claim last."""

    def __init__(self, page: Page, rita: User, ed: User, article: Article) -> None:
        self.context: BrowserContext = page.context
        self.tabs = [self.context.new_page() for _ in range(2)]
        self.rita, self.ed, self.article = rita, ed, article
        self.address = page.evaluate("location.origin")
        self.line = "connect"
        self.last_words: dict[int, str] = {}
        self.spoken = 0
        self.context.route("**/save/", self.carry)
        for tab in self.tabs:
            self.open(tab)

    def carry(self, route: Route) -> None:
        """What the line does with a save on its way."""
        if self.line == "lose requests":
            route.abort()
        elif self.line == "lose answers":
            route.fetch()
            route.abort()
        elif self.line == "server fails":
            route.fulfill(status=502, body="Bad gateway")
        else:
            route.continue_()

    def open(self, tab: Page, number: int = 1) -> None:
        tab.goto(f"/articles/{self.article.pk}/claims/{number}/")
        if "/login/" in tab.url:
            self.sign_in()
            tab.goto(f"/articles/{self.article.pk}/claims/{number}/")
        expect(tab.locator("body")).to_have_attribute("data-outbox", _A_NUMBER)

    def do(self, action: str, place: int, number: int) -> None:
        tab = self.tabs[place]
        if action in ("save", "correct"):
            self.save(tab, number, stays=action == "correct")
        elif action == "undo":
            self.undo(tab)
        elif action == "reload":
            self.open(tab, _number(tab))
        elif action == "crash":
            number = _number(tab)
            tab.close(run_before_unload=False)
            self.tabs[place] = self.context.new_page()
            self.open(self.tabs[place], number)
        elif action == "colleague decides":
            say(Claim.objects.get(article=self.article, number=number), self.ed, status=SourcingStatus.MEDIA_REPORT)
        elif action == "session ends":
            Session.objects.all().delete()
        elif action == "sign in":
            self.sign_in()
        else:
            self.line = action

    def save(self, tab: Page, number: int, *, stays: bool) -> None:
        """Write a note on a claim and save; or save twice, without waiting for what became of the first."""
        self.close_dialog(tab)
        for _ in range(2 if stays else 1):
            if _number(tab) != number:
                self.open(tab, number)
            note = tab.locator("#id_note")
            if not note.count():
                return
            self.spoken += 1
            words = f"Words {self.spoken}."
            note.fill(words)
            note.press("Control+Enter")
            expect(tab.locator("#keys-count")).to_be_hidden()  # pressed while the claim is drawn again, it waits
            expect(tab.locator("body[data-saving]")).to_have_count(0)
            self.last_words[number] = words

    def undo(self, tab: Page) -> None:
        """Takes back something of Rita's that was sent; it stays in the log, as her last words."""
        self.close_dialog(tab)
        if self.line == "connect" and tab.locator("#undo-form").count():
            _settle(tab)
            tab.locator("#decided-note, #connection").evaluate_all("places => places.map(it => it.replaceChildren())")
            tab.locator("#undo-form").evaluate("form => form.requestSubmit()")
            expect(tab.locator("#decided-note .alert, #connection .alert").first).to_be_visible()

    def close_dialog(self, tab: Page) -> None:
        """Somebody who is asked to sign in does."""
        if tab.locator("dialog[open]").count():
            self.sign_in()
            tab.reload()
            expect(tab.locator("body")).to_have_attribute("data-outbox", _A_NUMBER)

    def sign_in(self) -> None:
        client = Client()
        client.force_login(self.rita)
        (cookie,) = client.cookies.values()
        self.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])

    def finish(self) -> list[dict[str, Any]]:
        """The line holds and Rita is signed in: what can be sent is. Gives what waits for her beside a reason."""
        self.line = "connect"
        self.sign_in()
        for tab in self.tabs:
            self.open(tab)
            _settle(tab)
        return self.tabs[0].evaluate(_IN_OUTBOX)


_A_NUMBER = re.compile(r"^\d+$")
_IN_OUTBOX = """async () => {
  const { unseal } = await import("/static/factcheck/sealed.js");
  const box = await new Promise((resolve) => {
    indexedDB.open("factcheck-outbox", 1).onsuccess = ({ target: { result: database } }) => {
      const boxes = database.transaction("boxes").objectStore("boxes");
      boxes.get(document.body.dataset.user).onsuccess = ({ target }) => {
        database.close();
        resolve(target.result);
      };
    };
  });
  return unseal(box)?.saves ?? [];
}"""
_SENT = f"async () => (await ({_IN_OUTBOX})()).every((save) => save.problem)"


def _settle(tab: Page) -> None:
    """Until nothing waits to be sent any more."""
    tab.wait_for_function(_SENT, timeout=60_000)


def _number(tab: Page) -> int:
    return int(tab.locator("#panel [data-claim]").get_attribute("data-claim") or 0)


def test_the_last_words_of_each_are_saved_or_wait_beside_a_reason(open_browser: Open, rita: User, ed: User) -> None:
    opened = open_browser(rita)
    opened.goto("/articles/")
    days = count(1)

    @settings(
        max_examples=12,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(st.lists(ACTIONS, min_size=4, max_size=12))
    def whatever_happens(actions: list[tuple[str, int, int]]) -> None:
        day = next(days)
        article = make_article("\n".join(f"Sentence {number} of day {day}." for number in range(1, CLAIMS + 1)))
        desk = Desk(opened, rita, ed, article)
        try:
            for action in actions:
                desk.do(*action)
            stuck = desk.finish()
            assert_nothing_lost(desk, stuck)
        finally:
            desk.context.unroute_all(behavior="ignoreErrors")
            for tab in desk.tabs:
                tab.close(run_before_unload=False)

    whatever_happens()


def assert_nothing_lost(desk: Desk, stuck: list[dict[str, Any]]) -> None:
    here = f"/articles/{desk.article.pk}/"
    waiting = {save["label"]: save["fields"]["note"] for save in stuck if save["address"].startswith(here)}
    for number, words in desk.last_words.items():
        own = Review.objects.filter(claim__article=desk.article, claim__number=number, by=desk.rita, undoes=None)
        latest = own.order_by("-pk").first()
        saved = latest.note if latest else None
        assert words in (saved, waiting.get(str(number))), (number, words, saved, waiting)
    notes = [review.note for review in Review.objects.filter(article=desk.article, by=desk.rita, undoes=None)]
    assert len(notes) == len(set(notes)), "a decision is in the log twice"
