"""The job of a print run. Killed and run again it begins anew: what was opened before is on record as opened twice."""

from __future__ import annotations

import structlog
from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

log = structlog.get_logger(__name__)


@app.task(name="bihuan.appeals.printing.jobs.make", retry=RetryStrategy(max_attempts=5, linear_wait=15))
def make(run_id: int) -> None:
    """Make the files of a run, if it still waits for them."""
    from bihuan.appeals.printing import batches

    batches.make(run_id=run_id)


def enqueue(run_id: int) -> None:
    """Queue the job in the current transaction; one per run at a time."""
    lock = f"printing.{run_id}"
    try:
        with transaction.atomic():  # a savepoint: the clash must not spoil the caller's transaction
            make.configure(lock=lock, queueing_lock=lock).defer(run_id=run_id)
    except AlreadyEnqueued:
        log.info("print_run_already_queued", run=run_id)


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="printing.forget", lock="printing.forget")
def forget(timestamp: int) -> None:
    """Each hour: remove files with names that are a day old. What is gone already is not missed when run again."""
    del timestamp
    from bihuan.appeals.printing import batches

    count = batches.forget(at=timezone.now())
    if count:
        log.info("print_runs_forgotten", runs=count)
