"""Loading in a real browser: dropped, pasted, looked at, loaded; and a job that is followed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.jobs import services
from factcheck.jobs.models import Item, Job
from factcheck.jobs.services import Outcome
from factcheck.loading import views
from factcheck.loading.drafts import IncomingFile, create_draft
from tests.browser.test_pages import DESK, LONG, PHONE, check
from tests.factories import make_article
from tests.jobs.worker import work_until_nothing_is_left

Open = Callable[..., Page]
ADD = "/admin/articles/article/add/"


@pytest.fixture(autouse=True)
def by_hand(settings: Any) -> None:
    """Each line is a claim, and no model has to be loaded."""
    settings.ATTRIBUTION_DETECTOR = "tests.factories.ByHand"


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"viewport": request.param}


DROP = """([selector, files]) => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([text], name, {type: "text/plain"}));
    const zone = document.querySelector(selector);
    for (const type of ["dragenter", "dragover", "drop"])
        zone.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def drop(page: Page, *files: tuple[str, str], on: str = "[data-drop]") -> None:
    page.evaluate(DROP, [on, list(files)])


def test_dropped_files_are_previewed_and_loaded_while_the_page_follows(open_browser: Open, ed: User) -> None:
    page = open_browser(ed)
    page.goto(ADD)
    drop(page, ("bridge.txt", "Council delays bridge\nThe council met."))
    drop(page, ("ferry.txt", "Ferry talks resume\nThe ferry sails again."), ("picture.gif", "GIF89a"))
    expect(page.locator("[data-drop-list] li")).to_have_count(3)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("The ferry sails again.")).to_be_visible()
    expect(page.get_by_text("picture.gif: This is a picture;")).to_be_visible()
    page.get_by_label("Outlet").fill("Example Wire")
    page.get_by_role("button", name="Load all").click()
    expect(page.get_by_text("nothing is running background jobs")).to_be_visible()
    job = Job.objects.seen_by(ed).get()
    # The page learns by itself what became of it.
    page.evaluate("window.isTheSamePage = true")
    work_until_nothing_is_left()
    expect(page.get_by_text("3 of 3")).to_be_visible()
    assert page.evaluate("window.isTheSamePage")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "100")
    expect(page.get_by_text("picture.gif: This is a picture;")).to_be_visible()
    page.reload()
    expect(page.get_by_text("3 of 3")).to_be_visible()
    page.get_by_role("link", name="ferry.txt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ferry talks resume")
    assert Article.objects.filter(outlet__name="Example Wire").count() == 2
    assert job.items.filter(state=Item.State.FAILED).count() == 1


def test_pasted_text_goes_back_and_forth_and_is_loaded_once(open_browser: Open, ed: User) -> None:
    page = open_browser(ed)
    page.goto(ADD)
    page.get_by_label("Or paste the text").fill("Council delays bridge\nMayor Berg said so.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#id_title")).to_have_value("Council delays bridge")
    page.go_back()
    expect(page.get_by_label("Or paste the text")).to_have_value("Council delays bridge\nMayor Berg said so.")
    page.go_forward()
    page.get_by_label("Outlet").fill("Example Wire")
    page.get_by_role("button", name="Load the article").dblclick()
    expect(page.locator("#panel-heading")).to_contain_text("Claim 1 of 2")
    assert Article.objects.count() == 1
    page.go_back()
    expect(page.locator("#panel-heading")).to_contain_text("Claim 1 of 2")


def test_file_that_misses_its_place_does_not_replace_the_page(open_browser: Open, ed: User) -> None:
    page = open_browser(ed)
    page.goto(ADD)
    page.get_by_label("Or paste the text").fill("Half an article")
    drop(page, ("bridge.txt", "One."), on="h1")
    expect(page.get_by_label("Or paste the text")).to_have_value("Half an article")
    expect(page.locator("[data-drop-list] li")).to_have_count(0)


def test_without_scripts_files_are_chosen_and_everything_works(open_browser: Open, ed: User, tmp_path: Path) -> None:
    paths = [tmp_path / "bridge.txt", tmp_path / "ferry.txt"]
    for path in paths:
        path.write_text(f"About the {path.stem}\nIt is said.")
    page = open_browser(ed, java_script_enabled=False)
    page.goto(ADD)
    page.get_by_label("Files").set_input_files(paths)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("About the ferry").first).to_be_visible()
    page.get_by_role("button", name="Load all").click()
    work_until_nothing_is_left()
    page.get_by_role("link", name="Refresh").click()
    expect(page.get_by_text("2 of 2")).to_be_visible()


def test_by_keyboard_alone(open_browser: Open, ed: User) -> None:
    page = open_browser(ed)
    page.goto(ADD)
    page.get_by_label("Files").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("Council delays bridge\nThe council met.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_title")).to_have_value("Council delays bridge")
    page.locator("#id_title").press("Enter")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 1 of 2")


def test_pages_of_loading(
    open_browser: Open,
    axe: Callable[[Page], None],
    look: dict[str, Any],
    ed: User,
    ada: User,
    settings: Any,
) -> None:
    make_article("One.\nTwo.", title=LONG, url="https://example.org/a")
    settings.FETCH_URLS = True
    page = open_browser(ed, **look)
    page.goto(ADD)
    check(page, axe)
    page.get_by_label("Or paste the text").fill("One.\nTwo.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("This text is already loaded")).to_be_visible()
    check(page, axe)
    text = "\n".join(f"{'Donaudampfschifffahrtsgesellschaft' * 4} {n} said so." for n in range(200))
    page.get_by_label("Or paste the text").fill(f"{LONG[:190]}\n{text}")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("The first 12 of 201 claims")).to_be_visible()
    check(page, axe)
    page.get_by_label("URL").fill("https://example.org/a")
    page.locator("#id_title").fill("")
    page.get_by_role("button", name="Load the article").click()
    expect(page.get_by_text("Give a title")).to_be_visible()
    expect(page.get_by_text("This becomes its version")).to_be_visible()
    check(page, axe)
    page.goto(ADD)
    drop(page, (f"{'x' * 150}.txt", f"{LONG[:190]}\nSaid."), ("b.txt", "Title\nSaid."), ("<i>.gif", "GIF89a"))
    check(page, axe)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Can’t be read")).to_be_visible()
    check(page, axe)
    settings.FETCH_URLS = False
    page = open_browser(ada, **look)
    page.goto(ADD)
    expect(page.get_by_text("FETCH_URLS=on")).to_be_visible()
    check(page, axe)


def test_page_of_a_load(open_browser: Open, axe: Callable[[Page], None], look: dict[str, Any], ed: User) -> None:
    article = make_article()
    job = create_draft([IncomingFile("x" * 190 + ".csv", [b"."])], label="Load “stories.csv”", by=ed)
    services.submit(job)
    names = [f"row {n} of {'stories' * 20}.csv" for n in range(120)]
    services.add_items(job, [Item(job=job, number=n, name=name) for n, name in enumerate(names)])
    states = [Item.State.DONE, Item.State.ALREADY, Item.State.FAILED, Item.State.DONE]
    page = open_browser(ed, **look)
    page.goto(job.get_absolute_url())
    check(page, axe)
    services.start(job.pk)
    for item in job.items.order_by("number")[:90]:
        outcome = Outcome(states[item.number % 4], "It is what it is, and some words more.", article.get_absolute_url())
        services._record(item, outcome)
    page.goto(job.get_absolute_url())
    expect(page.get_by_text("90 so far")).to_be_visible()
    check(page, axe)
    services.finish_listing(job)
    expect(page.get_by_text("90 of 120")).to_be_visible()
    services.process_items(Job.objects.get(pk=job.pk), lambda item: Outcome(Item.State.DONE))
    expect(page.get_by_text("120 of 120")).to_be_visible()
    check(page, axe)
    page.goto("/jobs/")
    check(page, axe)


def test_what_was_cleared_away_is_said(open_browser: Open, ed: User) -> None:
    page = open_browser(ed)
    page.goto(ADD)
    page.get_by_label("Or paste the text").fill("One.\nTwo.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#id_title")).to_be_visible()
    Job.objects.all().delete()
    page.locator("#id_title").fill("One")
    page.get_by_role("button", name="Load the article").click()
    expect(page.get_by_text(views.EXPIRED)).to_be_visible()
