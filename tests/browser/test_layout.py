"""Nothing is hidden and nothing moves: every control of the panel, for every claim, at the sizes people have."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import Provenance
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import SecondOpinion, Verdict
from factcheck.claims.models import Claim
from factcheck.reviews import comments, second_opinions
from factcheck.reviews.services import Annotation, annotate, split
from factcheck.reviews.versions import revise_article
from tests.browser.long_articles import make_long_articles, panels_in_trouble, panels_of
from tests.browser.test_review import heading, press
from tests.factories import load_example, make_article

Open = Callable[..., Page]

#: Laptops, and the first of them at 200 % zoom.
SIZES = [(1360, 900), (1366, 768), (1280, 720), (680, 450)]

#: Of each control that is drawn: its name, its box, and whether a click in its middle reaches it.
_MEASURE = """function measure() {
    const panel = document.querySelector(".fc-controls");
    const named = [...panel.querySelectorAll("input[type=radio]:not([data-no-verdict])")].map(
        radio => [`${radio.name}=${radio.value}`, radio.closest("label")]);
    for (const selector of ["#id_source", "#id_cue", "#id_note", "#id_wording"])
        named.push([selector, panel.querySelector(selector)]);
    for (const place of panel.querySelectorAll(".fc-actions .btn, .fc-panel-head .fc-btn:not([data-fold])"))
        named.push([
            place.classList.contains("fc-agree") ? "agree" : place.dataset.key ?? place.textContent.trim(), place]);
    return Object.fromEntries(named.filter(([, place]) => place?.checkVisibility()).map(([name, place]) => {
        const {x, y, width, height} = place.getBoundingClientRect();
        const hit = document.elementFromPoint(x + width / 2, y + height / 2);
        return [name, {box: [x, y, width, height], isHit: place.contains(hit) || place === hit?.closest("label")}];
    }));
}"""
MEASURE = f"() => {{ {_MEASURE}; return measure(); }}"
#: The same of panels that are shown one after the other, with the sourcing that each has.
MEASURE_EACH = f"""panels => {{ {_MEASURE}
    const panel = document.getElementById("panel");
    return panels.map(html => {{
        panel.replaceChildren(document.createRange().createContextualFragment(html));
        document.dispatchEvent(new Event("htmx:after:swap"));
        panel.querySelector("input[name=take][value=own]")?.click();
        const status = panel.querySelector("#review-form [name=status]:checked")?.value ?? "";
        return [status, measure()];
    }});
}}"""
STATUSES = {f"status={status.value}" for status in SourcingStatus}
ALWAYS = STATUSES | {"#id_note", "#id_wording", "Enter", "z", "p"} | {
    f"verdict={verdict.value}" for verdict in Verdict if verdict is not Verdict.PENDING
}  # fmt: skip
WITH_SOURCE = {"#id_source", "#id_cue"}
SAID = {"said=verified", "said=unverified", "said=disputed"}
REASONS = {f"unattributed_reason={reason}" for reason in ("established", "witnessed", "analysis", "needs_source")}


def measured(page: Page) -> dict[str, Any]:
    controls: dict[str, Any] = page.evaluate(MEASURE)
    status = page.locator("#review-form [name=status]:checked").get_attribute("value") or ""
    return boxes_in(controls, status, page.url)


def boxes_in(controls: dict[str, Any], status: str, where: str) -> dict[str, list[float]]:
    """Where the controls are; all that belong to the status are there, and none is covered."""
    expected = ALWAYS | (REASONS if status == "unattributed" else WITH_SOURCE)
    if status not in ("unattributed", "hedged"):
        expected |= SAID
    assert expected <= controls.keys(), f"{where}: {expected - controls.keys()}"
    covered = [name for name, control in controls.items() if not control["isHit"]]
    assert not covered, f"{where}: {covered}"
    return {name: control["box"] for name, control in controls.items()}


class Places:
    """Where each control was when it was first there: it is there ever after."""

    def __init__(self) -> None:
        self.first: dict[str, list[float]] = {}

    def note(self, page: Page) -> None:
        self.compare(measured(page), page.url)

    def compare(self, boxes: dict[str, list[float]], where: str) -> None:
        for name, box in boxes.items():
            # Two that stand for “skip” where a claim was decided by somebody else meanwhile have words of their own.
            before = self.first.setdefault(name, box)
            assert box == pytest.approx(before, abs=0.01), f"{name} moved at {where}: {before} → {box}"


def walk(page: Page, labels: list[str], places: Places) -> None:
    for label, following in zip(labels, [*labels[1:], ""], strict=True):
        expect(page.locator("#panel-heading")).to_contain_text(f"Claim {label} ")
        places.note(page)
        if following:
            press(page, "j")


@pytest.fixture
def troubled(rita: User, ed: User, settings: Any) -> Article:
    """A newer version of an article, with every state a claim may be in."""
    settings.ATTRIBUTION_DETECTOR = "tests.factories.ByHand"
    lines = [f"Berg {'said ' * (1 + 9 * (n % 3))}that bridge {n} would stay closed until the autumn." for n in range(9)]
    statuses = [status.value for status in SourcingStatus]
    old = make_article("\n\n".join(lines), "Bridges " * 20, url="https://example.org/bridges", statuses=statuses)
    review = Annotation(SourcingStatus.NAMED_PERSON, source="Berg", cue="said", note="Called him. " * 60)
    verdict = Annotation(SourcingStatus.NAMED_PERSON, source="Berg", cue="said", verdict=Verdict.VERIFIED)
    for number in (1, 2, 3):
        claim = old.claims.get(number=number)
        annotate(claim=claim, annotation=review, version=0, key=uuid.uuid4(), by=rita)
        annotate(claim=claim, annotation=verdict, version=1, key=uuid.uuid4(), by=ed)
    text = "\n\n".join([*lines[:1], lines[1].replace("autumn", "winter"), *lines[2:], "A new one says nothing."])
    article = revise_article(article=old, text=text, provenance=Provenance("Bridges " * 20), by=ed).article

    def claim(number: int) -> Claim:
        return Claim.objects.get(article=article, number=number)

    stale = claim(3)
    unnamed = Annotation(SourcingStatus.UNNAMED_SOURCE, source="sources", recommended=Verdict.DISPUTED)
    annotate(claim=stale, annotation=unnamed, version=stale.version, key=uuid.uuid4(), by=rita)
    whole = claim(4)
    split(claim=whole, at=whole.start + whole.text.index("that"), version=0, key=uuid.uuid4(), by=rita)
    comments.say(claim=claim(5), text="Ask the harbour master. " * 30, key=uuid.uuid4(), by=rita)
    second_opinions.ask(claim=claim(6), version=0, key=uuid.uuid4(), by=ed)
    assert claim(3).is_verdict_stale
    assert claim(6).second_opinion == SecondOpinion.ASKED
    return article


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_control_is_in_sight_and_stays_where_it_is(
    open_browser: Open, ed: User, rita: User, troubled: Article, width: int, height: int
) -> None:
    example = load_example()
    places = Places()
    page = open_browser(ed, viewport={"width": width, "height": height})
    page.goto(f"/articles/{example.pk}/claims/1/")
    walk(page, [str(number) for number in range(1, 25)], places)

    page.goto(f"/articles/{troubled.pk}/claims/1/")
    walk(page, ["1", "2", "3", "4a", "4b", "5", "6", "7", "8", "9", "10"], places)
    # Whatever is chosen, nothing becomes larger.
    for key in ("1", "4", "8", "9", "q", "v", "x"):
        press(page, key)
        places.note(page)

    # Somebody else decides on the claim that is open.
    last = Claim.objects.get(article=troubled, number=10)
    annotate(claim=last, annotation=Annotation(SourcingStatus.HEDGED), version=last.version, key=uuid.uuid4(), by=rita)
    press(page, "Enter")
    expect(page.get_by_role("button", name="Look")).to_be_visible()
    press(page, "l")
    expect(page.locator(".fc-conflict")).to_contain_text("Saved by Rita")
    places.note(page)


def test_two_hundred_claims_of_ten_long_articles(open_browser: Open, ed: User, rita: User) -> None:
    """The panels as the server draws them, shown one after the other in the page of the longest."""
    articles = make_long_articles(rita, ed)
    client = Client()
    client.force_login(ed)
    panels = [panel for article in articles for panel in panels_of(article, client)]
    panels += panels_in_trouble(articles[0], client, rita, ed)
    assert len(panels) >= 200
    page = open_browser(ed)
    page.goto(f"/articles/{articles[-1].pk}/claims/1/")
    heading(page, 1)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        places = Places()
        measures = page.evaluate(MEASURE_EACH, [html for _, html in panels])
        for (where, _), (status, controls) in zip(panels, measures, strict=True):
            places.compare(boxes_in(controls, status, f"{where} at {width}×{height}"), where)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_head_leaves_the_height_to_the_article(open_browser: Open, rita: User, troubled: Article) -> None:
    page = open_browser(rita, viewport={"width": 1280, "height": 720})
    page.goto(f"/articles/{troubled.pk}/claims/1/")
    assert page.evaluate("document.getElementById('desk').getBoundingClientRect().top") <= 90
    assert page.evaluate("document.documentElement.scrollWidth") == 1280


def test_a_claim_is_read_in_the_upper_third(open_browser: Open, rita: User) -> None:
    article = load_example()
    page = open_browser(rita, viewport={"width": 1280, "height": 720})
    page.goto(f"/articles/{article.pk}/claims/9/")
    for number in range(9, 22):
        expect(page.locator("#panel-heading")).to_contain_text(f"Claim {number} ")
        top, of, height = page.evaluate(
            """number => {
            const column = document.querySelector(".fc-scroll").getBoundingClientRect();
            return [document.getElementById(`claim-${number}`).getBoundingClientRect().top, column.top, column.height];
        }""",
            number,
        )
        assert 0 < (top - of) / height < 0.42
        press(page, "j")


def test_the_sheet_folds_for_reading(open_browser: Open, rita: User, axe: Callable[[Page], None]) -> None:
    article = load_example()
    page = open_browser(rita, viewport={"width": 390, "height": 844})
    page.goto(f"/articles/{article.pk}/claims/4/")
    places = Places()
    places.note(page)
    assert all(box[3] >= 44 for name, box in places.first.items() if name in STATUSES)
    axe(page)
    page.get_by_role("button", name="Close the panel to read").click()
    assert page.locator(".fc-side").bounding_box()["height"] < 120  # type: ignore[index]
    expect(page.get_by_role("button", name="Save and next")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Open the panel").click()
    places.note(page)
