"""From a key to the next panel painted, in a real browser. ``python -m tests.benchmarks.panel``.

Saves with Enter through an article of 100 claims, and goes on with ``j`` through another, a third of a second between
two keys. The time is taken in the page, from the key to the end of the frame in which the heading has changed.
"""

from __future__ import annotations

import os

from tests.benchmarks.desk import database, milliseconds, say, web

_STEPS = 60
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
        articles = [make_article("\n".join(text.format(f"{n} of {k}") for n in range(100))) for k in range(2)]
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
            for article, key in zip(articles, ("Enter", "j"), strict=True):
                page.goto(f"/articles/{article.pk}/claims/1/")
                page.wait_for_selector("#desk[data-ahead]", state="attached")
                times = []
                for _ in range(_STEPS):
                    page.wait_for_timeout(333)
                    times.append(page.evaluate(_PRESS, key) / 1000)
                say(f"{key}: from the key to the next panel painted", milliseconds(times[5:]))
            browser.close()


if __name__ == "__main__":
    main()
