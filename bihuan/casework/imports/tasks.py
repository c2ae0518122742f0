"""The import's job. A killed worker's job is run again by the engine's rescue and goes on with the next batch."""

from __future__ import annotations

import structlog
from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from bihuan.casework.imports import running, services
from bihuan.casework.imports.models import Import
from bihuan.common.tables.reasons import TableError

log = structlog.get_logger(__name__)


@app.task(name="bihuan.casework.imports.jobs.run", retry=RetryStrategy(max_attempts=40, linear_wait=15))
def run(import_id: int) -> None:
    """Do what the import's state asks for: the trial run or the run."""
    job = Import.objects.get(pk=import_id)
    try:
        if job.state == Import.State.REHEARSING:
            running.rehearse(import_id)
        elif job.state == Import.State.RUNNING:
            running.run(import_id)
    except TableError as problem:
        services.give_up(import_id=import_id, why=problem)
    except Exception as problem:
        log.exception("import_interrupted", job=import_id, kind=type(problem).__name__)
        raise


def enqueue(import_id: int) -> None:
    """Queue the job in the current transaction; one per import at a time."""
    lock = f"imports.{import_id}"
    try:
        with transaction.atomic():  # a savepoint: the clash must not spoil the caller's transaction
            run.configure(lock=lock, queueing_lock=lock).defer(import_id=import_id)
    except AlreadyEnqueued:
        log.info("import_already_queued", job=import_id)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="imports.forget", lock="imports.forget")
def forget(timestamp: int) -> None:
    """Each night: forget what nobody came back for."""
    del timestamp
    count = services.forget(at=timezone.now())
    if count:
        log.info("imports_forgotten", imports=count)
