"""What WCAG 2.2 AA asks for and axe-core can't see, on the review page: 2.4.11, 2.5.8 and 3.3.7.

Single keys (2.1.4) are in test_keys.py, the way from page to panel in test_fewer_keys.py.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from tests.browser.test_layout import Open, troubled  # noqa: F401  a fixture
from tests.browser.test_review import heading, press
from tests.factories import make_article

#: Laptop, the same at 200 %, a phone, and 1280 px at 400 %.
SIZES = [(1280, 720), (680, 450), (390, 844), (320, 640)]

#: Where the cursor is: its name, and whether any of five points of it is reached by a click there.
FOCUSED = """() => {
    const focused = document.activeElement;
    if (focused === document.body) return null;
    const target = focused.closest("label") ?? focused;
    const isHit = [...target.getClientRects()].some(({left, top, width, height}) =>
        [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]].some(([x, y]) => {
            const hit = document.elementFromPoint(left + width * x, top + height * y);
            return hit && (target.contains(hit) || hit.contains(target) && getComputedStyle(target).position !== "fixed"
                && hit === target.parentElement);
        }));
    const name = focused.getAttribute("aria-label") ?? focused.id ?? "";
    const words = focused.textContent.trim().replace(/\\s+/g, " ").slice(0, 40);
    return {name: `${focused.tagName} ${name} ${words}`, isHit, isInPanel: Boolean(focused.closest(".fc-controls"))};
}"""

#: Targets smaller than 24 × 24 px, unless a circle of 24 px round each leaves all others alone, or they stand in a line
#: of text.
SMALL = """() => {
    const all = [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), textarea, select")];
    const shown = all.filter(target => target.checkVisibility({visibilityProperty: true}) && !target.disabled
        && !target.matches(".fc-skip"));
    const boxes = shown.map(target => (target.closest("label") ?? target).getBoundingClientRect());
    const isInLine = target => {
        if (getComputedStyle(target).display !== "inline") return false;
        const block = target.parentElement.closest("p, li, dd, td, span, article");
        return block && block.textContent.trim().length > target.textContent.trim().length + 3;
    };
    const middle = ({left, top, width, height}) => [left + width / 2, top + height / 2];
    const isNear = (box, other) => {
        const [x, y] = middle(box);
        const dx = Math.max(other.left - x, 0, x - other.right), dy = Math.max(other.top - y, 0, y - other.bottom);
        if (Math.hypot(dx, dy) < 12) return true;
        const [a, b] = middle(other);
        return Math.min(other.width, other.height) < 24 && Math.hypot(a - x, b - y) < 24;
    };
    return shown.filter((target, at) => {
        const box = boxes[at];
        if (Math.min(box.width, box.height) >= 24 || box.width <= 1 || isInLine(target)) return false;
        return boxes.some((other, place) => place !== at && other.width > 1 && isNear(box, other)
            && !shown[place].contains(target) && !target.contains(shown[place]));
    }).map(target => `${target.tagName} ${target.className} ${target.textContent.trim().slice(0, 30)}`);
}"""


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_cursor_is_never_under_anything_and_targets_are_large_enough(
    open_browser: Open,
    ed: User,
    troubled: Article,  # noqa: F811
    width: int,
    height: int,
) -> None:
    page = open_browser(ed, viewport={"width": width, "height": height})
    page.goto(f"/articles/{troubled.pk}/claims/3/")
    heading(page, 3)
    page.wait_for_selector("#findings-list .fc-findings", state="attached")
    assert page.evaluate(SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    stops, covered = 0, []
    page.evaluate("document.activeElement.blur()")
    for _ in range(150):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        stops += focused["isInPanel"]
        if not focused["isHit"]:
            covered.append(focused["name"])
    else:
        pytest.fail("There is no end of it.")
    assert covered == []
    assert stops > 10


def test_nothing_is_asked_twice(open_browser: Open, rita: User) -> None:
    """What was typed is there again, after going on and back, and after the page was closed."""
    article = make_article("It rained.\nIt snowed.")
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    heading(page, 1)
    press(page, "n")
    page.keyboard.type("Asked the weather service.")
    press(page, "Escape", "c")
    page.keyboard.type("Who else knows?")
    press(page, "Escape", "j")
    heading(page, 2)
    page.goto("/articles/")
    page.goto(f"/articles/{article.pk}/claims/1/")
    heading(page, 1)
    expect(page.locator("#id_note")).to_have_value("Asked the weather service.")
    press(page, "c")
    expect(page.locator("#id_comment")).to_have_value("Who else knows?")
