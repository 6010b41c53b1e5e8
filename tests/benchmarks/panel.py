"""From a key to the next panel painted, in a real browser. ``python -m tests.benchmarks.panel``.

Saves with Enter through an article of 200 claims, a third of a second between two keys, without and with 900 ms between
browser and server; and goes on with ``j`` through another. The time is taken in the page, from the key to the end of
the frame in which the heading has changed. Afterwards every decision is in the database once.
"""

from __future__ import annotations

import os

from tests.benchmarks.desk import database, milliseconds, say, web

_CLAIMS = 200
_LATENCY = 900
_PRESS = """key => new Promise(painted => {
  const heading = () => document.getElementById("panel-heading").textContent;
  const before = heading();
  const start = performance.now();
  const watch = new MutationObserver(() => {
    if (heading() === before) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => painted(performance.now() - start)));
  });
  watch.observe(document.getElementById("panel"), { childList: true, subtree: true });
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
})"""


def _line(latency: int) -> dict[str, object]:
    return {"offline": False, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1}


def main() -> None:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
    with database():
        from django.conf import settings
        from django.db import connections
        from django.test import Client
        from playwright.sync_api import sync_playwright

        from tests.browser.conftest import chromium
        from tests.factories import make_article, make_user

        text = "Sources said on day {} that the bridge can wait until the spring, whatever the council votes."
        articles = [make_article("\n".join(text.format(f"{n} of {k}") for n in range(_CLAIMS))) for k in range(3)]
        client = Client()
        client.force_login(make_user("reviewer", "rita"))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        connections.close_all()
        with web() as port, sync_playwright() as playwright:
            sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = playwright.chromium.launch(executable_path=chromium(), args=[*sandbox, "--disable-gpu"])
            context = browser.new_context(base_url=f"http://localhost:{port}", viewport={"width": 1360, "height": 900})
            context.add_cookies([{"name": "sessionid", "value": session, "url": f"http://localhost:{port}"}])
            page = context.new_page()
            network = context.new_cdp_session(page)
            for article, (key, latency) in zip(articles, (("Enter", 0), ("Enter", _LATENCY), ("j", 0)), strict=True):
                network.send("Network.emulateNetworkConditions", _line(0))
                page.goto(f"/articles/{article.pk}/claims/1/")
                page.wait_for_selector("#desk[data-ahead]", state="attached")
                network.send("Network.emulateNetworkConditions", _line(latency))
                times = []
                for _ in range(_CLAIMS - 1):
                    page.wait_for_timeout(333)
                    times.append(page.evaluate(_PRESS, key) / 1000)
                say(f"{key}, {latency} ms away: from the key to the next panel painted", milliseconds(times))
                page.wait_for_selector('body[data-outbox="0"]', timeout=120_000)
                stored = article.reviews.count()
                assert stored == (_CLAIMS - 1 if key == "Enter" else 0), stored
            browser.close()


if __name__ == "__main__":
    main()
