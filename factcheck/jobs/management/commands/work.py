"""``manage.py work``: a worker, beside the web servers, on any number of machines."""

from __future__ import annotations

import asyncio
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from factcheck.jobs.tasks import requeue_stalled
from factcheck.secrecy import put_away_secrets


class Command(BaseCommand):
    help = "Run background jobs until stopped. You can run any number of these, on any machine."

    def handle(self, **options: Any) -> None:
        put_away_secrets()
        asyncio.run(work())


async def work(*, wait: bool = True) -> None:
    """Work until stopped; with ``wait=False`` until nothing is left. A job under way is finished for twenty seconds."""
    with app.replace_connector(app.connector.get_worker_connector()) as workers_app:  # type: ignore[attr-defined]
        async with workers_app.open_async():
            await requeue_stalled()
            await workers_app.run_worker_async(
                wait=wait,
                concurrency=1,
                delete_jobs="successful",
                fetch_job_polling_interval=5,
                update_heartbeat_interval=5,
                stalled_worker_timeout=20,
                shutdown_graceful_timeout=25,
            )
