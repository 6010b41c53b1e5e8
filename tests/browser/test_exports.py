"""The overview's charts, the export of many articles, and the log, as people meet them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import docx
import pytest
from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.articles.services import Provenance
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.reports import freezing
from factcheck.reports.models import Export
from factcheck.reviews import comments
from factcheck.reviews.editions import FOR_DESK
from factcheck.reviews.versions import revise_article
from tests.browser.test_pages import DESK, PHONE, Open, check
from tests.factories import make_article, make_claim
from tests.jobs.worker import work_until_nothing_is_left
from tests.reviews.test_services import say

LONG = f"Harbour {'W' * 90} bridge, “a very long title” that goes on and on and on until the very end of it"


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages(open_browser: Open, ed: User, axe: Callable[[Page], None], viewport: Any) -> None:
    article = make_article("Sources said one.\nTwo.", LONG, outlet="O" * 120, byline="B" * 120, statuses=["hedged"])
    for number in (1, 2):
        say(make_claim(article, number), ed, status=SourcingStatus.UNNAMED_SOURCE, verdict=Verdict.VERIFIED)
    frozen = freezing.freeze(article=article, occasion="", key=uuid4(), by=ed)
    freezing.share(report=frozen, recipient="R" * 150, days=3, by=ed)
    freezing.log_export(article=article, slug="csv", by=ed, choice=FOR_DESK, report=frozen)
    freezing.log_export_of(what="W" * 300, slug="zip", by=ed, articles=1200, claims=30_000)
    page = open_browser(ed, viewport=viewport)
    for path in (
        "/overview/",
        f"/overview/?by=reviewer&outlet={article.outlet_id}",
        f"/exports/new/?outlet={article.outlet_id}",
        "/exports/new/?q=zeppelin",
        "/exports/",
        "/reports/links/",
    ):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        check(page, axe)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path


def test_a_bar_leads_to_its_claims_by_keyboard(open_browser: Open, ed: User) -> None:
    make_article("Sources said one.\nTwo.\nThree.\nFour.", statuses=["unnamed_source"])
    page = open_browser(ed)
    page.goto("/overview/")
    bar = page.get_by_role("link", name="25%, 1 of 4 claims, on unnamed sources")
    expect(bar).to_have_count(1)
    bar.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Claims")).to_be_visible()
    expect(page.get_by_text("Sources said one.")).to_be_visible()
    expect(page.get_by_text("Two.")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_the_list_to_the_file(open_browser: Open, ed: User, tmp_path: Path, scripts: bool) -> None:
    make_article("One.\nTwo.", outlet="Wire")
    make_article("Three.", outlet="Paper")
    page = open_browser(ed, java_script_enabled=scripts)
    page.goto("/articles/?q=two")
    page.get_by_role("link", name="Export articles matching these filters").click()
    expect(page.get_by_text("with the words “two”")).to_be_visible()
    expect(page.get_by_label("Report format")).to_be_hidden()
    page.get_by_label("One ZIP with a report for each article").check()
    expect(page.get_by_label("Report format")).to_be_visible()
    page.get_by_label("One table of all claims, as CSV").check()
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Export as CSV, for the desk · Articles: with the words “two”"
    )
    work_until_nothing_is_left()
    if not scripts:
        page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    path = tmp_path / "export.csv"
    download.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [row["Claim"] for row in csv.DictReader(file)] == ["One.", "Two."]
    page.goto("/exports/")
    expect(page.get_by_text("1 article, 2 claims")).to_be_visible()
    assert Export.objects.get().by == ed


def test_that_a_text_was_replaced_is_printed_with_its_report(
    open_browser: Open, ed: User, axe: Callable[[Page], None]
) -> None:
    article = make_article("The bridge can wait for us.\nIt rained all day.")
    frozen = freezing.freeze(article=article, occasion="", key=uuid4(), by=ed)
    revise_article(article=article, text="The bridge must wait for us.", provenance=Provenance("Again"), by=ed)
    page = open_browser(ed)
    page.goto(f"/reports/{frozen.pk}/")
    strip = page.get_by_role("complementary", name="Since this report was frozen")
    expect(strip).to_contain_text("1 claim changed, 1 removed.")
    axe(page)
    page.emulate_media(media="print")
    expect(strip).to_be_visible()
    expect(strip.get_by_role("link")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_report_is_frozen_and_shared_for_outside(
    open_browser: Open, ed: User, axe: Callable[[Page], None], scripts: bool
) -> None:
    article = make_article("The bridge can wait for us.")
    say(make_claim(article, 1), ed, status=SourcingStatus.UNATTRIBUTED, note="Zoning board.", wording="It waits.")
    comments.say(claim=make_claim(article, 1), text="Call O’Connor.", key=uuid4(), by=ed)
    page = open_browser(ed, java_script_enabled=scripts)
    page.goto(f"/articles/{article.pk}/report/")
    expect(page.locator("#claim-1")).to_contain_text("Call O’Connor.")
    freezing_form = page.locator(".fc-freeze")
    expect(freezing_form.get_by_text("Share more")).to_be_hidden()
    freezing_form.get_by_label("For outside").check()
    freezing_form.get_by_text("Share more").click()
    freezing_form.get_by_label("Reviewers’ notes").check()
    if scripts:
        axe(page)
    page.get_by_role("button", name="Freeze this report").click()
    expect(page.get_by_text("for outside readers, with reviewers’ notes").first).to_be_visible()
    expect(page.locator("#claim-1")).to_contain_text("Zoning board.")
    expect(page.locator("#claim-1")).not_to_contain_text("Call O’Connor.")
    page.locator("summary", has_text="Shared links").click()
    page.get_by_label("Recipient").fill("The lawyer")
    expect(page.locator(".fc-share").get_by_label("Reviewers’ notes")).to_be_checked()
    page.get_by_role("button", name="Create link").click()
    guest = open_browser(java_script_enabled=scripts)
    guest.goto(page.get_by_label("Link").input_value())
    with guest.expect_download() as download:
        guest.get_by_role("link", name="Word").click()
    words = " ".join(comment.text for comment in docx.Document(str(download.value.path())).comments)
    assert "Zoning board." in words
    assert "O’Connor" not in words
    assert "It waits." not in words
