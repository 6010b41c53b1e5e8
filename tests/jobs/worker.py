"""A worker within the test's own process, on the tests' database."""

from __future__ import annotations

import asyncio
import threading

from factcheck.jobs.management.commands.work import work


def work_until_nothing_is_left() -> None:
    """Do all jobs of the queue. In a thread: Playwright may keep an event loop in this one."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work(wait=False))
        except BaseException as problem:
            raised.append(problem)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]
