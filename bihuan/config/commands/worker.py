"""`bihuan worker`: background jobs, from PostgreSQL."""

from __future__ import annotations

import asyncio
import signal
import time

import click

from bihuan.common import boot

RETRY_SECONDS = 2.0
STOP_SECONDS = 10  # what a running job gets to finish; one that is cut off is run again later


@click.command()
@click.option("--concurrency", default=4, show_default=True, help="Jobs at the same time.")
def command(concurrency: int) -> None:
    """Run background jobs: reminders, sweeps, messages out, documents.

    `bihuan serve` already runs one. Start more on other machines with the same DATABASE_URL. Stops after the
    current jobs on SIGTERM or Ctrl-C; a job cut off by a kill is run again. When the database restarts, it waits
    and goes on.

    \b
    Example:
      bihuan worker --concurrency 8
    """
    boot.prepare()
    while not asyncio.run(_work(concurrency)):
        time.sleep(RETRY_SECONDS)


async def _work(concurrency: int) -> bool:
    """Work until told to stop (True) or until the database goes away (False)."""
    import structlog

    log = structlog.get_logger("bihuan.worker")
    told_to_stop = asyncio.Event()

    def stop() -> None:
        # Leaving needs the database, which may be the reason to leave: the alarm ends us anyway.
        signal.alarm(STOP_SECONDS + 5)
        told_to_stop.set()

    loop = asyncio.get_running_loop()
    for how in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(how, stop)
    log.info("worker_started", concurrency=concurrency)
    working = asyncio.create_task(_jobs(concurrency))
    stopping = asyncio.create_task(told_to_stop.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if told_to_stop.is_set():
        working.cancel()  # procrastinate then finishes what runs and takes nothing new
        await asyncio.wait({working})
        log.info("worker_stopped")
        return True
    stopping.cancel()
    lost = working.exception()
    log.warning("worker_lost_the_database", kind=type(lost).__name__ if lost else "ended")
    return False


async def _jobs(concurrency: int) -> None:
    """One life of procrastinate's worker: it ends, or raises, when its connection breaks."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        async with working.open_async():
            await working.run_worker_async(
                concurrency=concurrency, install_signal_handlers=False, shutdown_graceful_timeout=STOP_SECONDS
            )
