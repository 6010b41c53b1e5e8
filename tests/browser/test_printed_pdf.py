"""A web page that somebody saved as PDF: what was printed is what is read, letter by letter."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.readers.builders import only

SAID = [
    "Tuesday’s AVATAR vote: “We will,” Toyota’s official Wolfgang Vogt told the LTV office. Yes, why not AA?",
    "The bridge stays closed until spring, the mayor said, as repairs cost more than the city had planned for this "
    "year, according to people familiar with the matter who asked not to be named, and nobody knows more.",
    "Short.",
    "Two people said so.",
]
HEAD = "<h1>Bridge</h1><p>By Jane Doe</p>"
STYLES = {
    "gaps": "",
    "indents": "p { margin: 0; text-indent: 1.5em }",
    "columns": "div { columns: 2 } p { text-align: justify }",
    "double": "p { line-height: 2.2 }",
}


@pytest.mark.parametrize("style", STYLES)
def test_what_a_browser_prints_is_read_letter_by_letter(browser: Browser, style: str) -> None:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in SAID)
    html = f"<title>Bridge</title><style>{STYLES[style]}</style>{HEAD}<div>{paragraphs}</div>"
    assert read(browser, html) == ("Bridge", "Jane Doe", ["Bridge", *SAID])


def test_a_large_initial_stands_at_the_beginning_of_its_word(browser: Browser) -> None:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in SAID).replace("<p>The", "<p><i>T</i>he")
    html = f"<title>Bridge</title><style>i {{ float: left; font: 3em/0.9 serif }}</style><h1>Bridge</h1>{paragraphs}"
    assert read(browser, html) == ("Bridge", "", ["Bridge", *SAID])


def read(browser: Browser, html: str) -> tuple[str, str, list[str]]:
    """Title, byline and paragraphs of a page that was printed with its address in the margin."""
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=html))
    page.goto("https://news.example.org/bridge")
    margin = {"top": "2cm", "bottom": "2cm", "left": "2cm", "right": "2cm"}
    copy = only(page.pdf(display_header_footer=True, margin=margin), "bridge.pdf", "pdf")
    page.close()
    assert copy.url == "https://news.example.org/bridge"
    return copy.title, copy.byline, copy.text.split("\n\n")
