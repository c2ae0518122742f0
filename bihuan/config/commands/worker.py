"""`bihuan worker`: background jobs, from PostgreSQL."""

from __future__ import annotations

import asyncio
import time

import click

from bihuan.common import boot

RETRY_SECONDS = 2.0


@click.command()
@click.option("--concurrency", default=4, show_default=True, help="Jobs at the same time.")
def command(concurrency: int) -> None:
    """Run background jobs: reminders, sweeps, messages out, documents.

    `bihuan serve` already runs one. Start more on other machines with the same DATABASE_URL. Stops after the
    current jobs on SIGTERM or Ctrl-C; a job cut off by a kill is run again.

    \b
    Example:
      bihuan worker --concurrency 8
    """
    boot.prepare()
    while True:
        if asyncio.run(_work(concurrency)):
            return
        time.sleep(RETRY_SECONDS)


async def _work(concurrency: int) -> bool:
    """Work until told to stop (True) or until the database goes away (False)."""
    import psycopg
    import structlog
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector
    from procrastinate.exceptions import ConnectorException

    log = structlog.get_logger("bihuan.worker")
    try:
        assert isinstance(app.connector, DjangoConnector)
        with app.replace_connector(app.connector.get_worker_connector()) as working:
            async with working.open_async():
                log.info("worker_started", concurrency=concurrency)
                await working.run_worker_async(concurrency=concurrency)
    except (ConnectorException, psycopg.OperationalError) as lost:
        log.warning("worker_lost_the_database", kind=type(lost).__name__)
        return False
    log.info("worker_stopped")
    return True
