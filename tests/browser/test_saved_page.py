"""A web page that somebody saved as one file (MHTML): it is read as the page itself would be."""

from __future__ import annotations

import datetime as dt

from playwright.sync_api import Browser

from tests.readers.builders import only

SAID = [
    "The bridge stays closed until spring, the mayor of Älvdal said on Monday, as repairs cost more than planned.",
    "“We will open it,” according to the county, whose engineers have looked at each of its four cables since March.",
]
HTML = f"""<!doctype html><html lang="en"><head><title>Bridge closed – The Gazette</title>
<meta name="author" content="Jane Doe"><meta property="article:published_time" content="2026-11-23T10:00:00Z">
</head><body><nav>Home Sport</nav><article><h1>Bridge closed</h1><p>{SAID[0]}</p><p>{SAID[1]}</p></article>
<iframe src="https://ads.example.org/"></iframe></body></html>"""


def test_what_a_browser_saves_in_one_file_is_read_as_the_page(browser: Browser) -> None:
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=HTML))
    page.goto("https://news.example.org/bridge")
    session = page.context.new_cdp_session(page)
    saved = session.send("Page.captureSnapshot", {"format": "mhtml"})["data"]
    page.close()

    copy = only(saved, "bridge.mhtml", "mhtml")

    assert copy.text.split("\n\n") == ["Bridge closed", *SAID]
    assert (copy.title, copy.byline, copy.published_on) == ("Bridge closed", "Jane Doe", dt.date(2026, 11, 23))
    assert copy.url == "https://news.example.org/bridge"
