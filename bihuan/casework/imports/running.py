"""The run: one batch, one transaction. Killed at any moment it goes on where the last commit stands.

In that one transaction: the batch is taken and removed, its rows applied, what became of each written, keys
claimed, counts raised. So a row is either still waiting or done, never both and never twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, ProgrammingError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bihuan.casework.imports import sealing, targets
from bihuan.casework.imports.models import Batch, Import, Outcome
from bihuan.casework.imports.staging import stage
from bihuan.casework.imports.targets import ImportRow, ImportTarget, RowResult, State
from bihuan.common.tables.columns import RowReader
from bihuan.common.tables.reasons import Reason, TableError
from bihuan.organizations import selectors
from bihuan.organizations.actor import SYSTEM, Actor

log = structlog.get_logger(__name__)
Progress = Callable[[Import], None]
SAME_ROW = _("与第 %(row)s 行重复")
IN_ALREADY = _("此前已导入（%(label)s）")
FAULT = _("系统处理这一行时出错，请联系管理员")
MAX_FAULTS = 10  # rows of one batch on which a target may raise before the fault is its own
_Done = tuple[int, list[Any], RowResult]  # row number, cells, result


class FaultyTargetError(TableError):
    """The slice fails whatever the row: going on would reject good rows."""


class NoActorError(TableError):
    """Who started the import no longer holds the post."""


def run(
    import_id: int, *, clock: Callable[[], datetime] = timezone.now, progress: Progress | None = None
) -> Import:
    """Apply every row that waits, batch by batch, until none is left or somebody stops it."""
    job = _staged(import_id)
    while job.state == Import.State.RUNNING and work_batch(import_id, at=clock()):
        job.refresh_from_db()
        if progress:
            progress(job)
    job.refresh_from_db()
    return job


def rehearse(
    import_id: int, *, clock: Callable[[], datetime] = timezone.now, progress: Progress | None = None
) -> Import:
    """The trial run: everything a run does to every waiting row, then all of it undone. Keeps counts and reasons."""
    job = _staged(import_id)
    if job.state != Import.State.REHEARSING:
        return job
    target, actor = targets.get(job.target), actor_of(job, clock())
    job.outcomes.filter(rehearsal=True).delete()
    counts = {"total": 0, **{state.value: 0 for state in State}}
    seen: dict[bytes, int] = {}
    for place in job.batches.order_by("place").values_list("place", flat=True):
        with transaction.atomic():
            done = _work(job, job.batches.get(place=place), target, actor, clock(), seen=seen)
            _write_outcomes(
                job,
                [one for one in done if one[2].reasons or one[2].state is not State.APPLIED],
                rehearsal=True,
            )
            for _row, _cells, result in done:
                counts[result.state.value] += 1
            counts["total"] += len(done)
            # A compare-and-set: a trial that was stopped in the meantime must not come back to life.
            if not Import.objects.filter(pk=job.pk, state=Import.State.REHEARSING).update(rehearsal=counts):
                break
        job.rehearsal = counts
        if progress:
            progress(job)
    Import.objects.filter(pk=job.pk, state=Import.State.REHEARSING).update(
        state=Import.State.CANCELLED if job.begun else Import.State.READY, rehearsed_at=clock()
    )
    job.refresh_from_db()
    return job


def work_batch(import_id: int, *, at: datetime) -> bool:
    """Apply the next batch of a running import. False when there is none or it was stopped."""
    with transaction.atomic():
        job = Import.objects.select_for_update().get(pk=import_id)
        if job.state != Import.State.RUNNING:
            return False
        batch = job.batches.order_by("place").first()
        if batch is None:
            _finish(job, at)
            return False
        target = targets.get(job.target)
        with connection.cursor() as cursor:  # two files of one target at once: their keys are claimed in turn
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"imports:{job.target}"])
        done = _work(job, batch, target, actor_of(job, at), at, seen=None)
        _write_outcomes(job, done, rehearsal=False)
        batch.delete()
        job.done += len(done)
        for state in State:
            setattr(job, state.value, getattr(job, state.value) + sum(one[2].state is state for one in done))
        job.save(update_fields=["done", *(state.value for state in State)])
    return True


def actor_of(job: Import, at: datetime) -> Actor:
    """Who started it, in the post of then. Raises NoActorError when they have left it."""
    if job.account_id is None:
        return SYSTEM
    found = selectors.actor(job.account_id, job.appointment_id, timezone.localdate(at))
    if found is None:
        raise NoActorError(_("%(name)s已不在原来的岗位，导入停止；请由现任人员继续"), name=job.by_name)
    return found


def _staged(import_id: int) -> Import:
    job = Import.objects.get(pk=import_id)
    if not job.staged:
        stage(job)
    return job


def _finish(job: Import, at: datetime) -> None:
    job.state, job.finished_at = Import.State.DONE, at
    job.preview = b""
    job.save(update_fields=["state", "finished_at", "preview"])
    job.outcomes.filter(rehearsal=True).delete()
    transaction.on_commit(lambda: sealing.file_path(job.pk).unlink(missing_ok=True))


def _work(
    job: Import,
    batch: Batch,
    target: ImportTarget,
    actor: Actor,
    at: datetime,
    *,
    seen: dict[bytes, int] | None,
) -> list[_Done]:
    """Read, check and apply the rows of a batch. `seen`: keys of the trial so far; None is the real run."""
    reader = RowReader(target.columns, job.mapping)
    rows: list[list[Any]] = sealing.unseal_json(batch.content, f"batch:{job.pk}:{batch.place}")
    results: dict[int, RowResult] = {}
    fresh: list[tuple[bytes, ImportRow]] = []
    mine: dict[bytes, int] = {} if seen is None else seen
    for number, cells in rows:
        values, reasons = reader.read(cells)
        if reasons:
            results[number] = RowResult(State.REJECTED, reasons=tuple(reasons))
            continue
        key = target.key_of(values)
        digest = hashlib.sha256(key.encode()).digest()[:16]
        if digest in mine:
            results[number] = RowResult(
                State.SKIPPED, reasons=(Reason(SAME_ROW, {"row": str(mine[digest])}),)
            )
            continue
        mine[digest] = number
        fresh.append((digest, ImportRow(number, values, key)))
    present = _already_in(target, job, [digest for digest, _row in fresh])
    for digest, row in fresh:
        if digest in present:
            results[row.number] = present[digest]
    todo = [(digest, row) for digest, row in fresh if digest not in present]
    answers = _try(target, [row for _digest, row in todo], actor, at, trial=seen is not None, faults=[])
    for (_digest, row), result in zip(todo, answers, strict=True):
        results[row.number] = result
    if seen is None:
        _claim(
            target,
            job,
            [(digest, row.number) for digest, row in todo if results[row.number].state is State.APPLIED],
        )
    return [(number, cells, results[number]) for number, cells in rows]


def _try(
    target: ImportTarget,
    rows: Sequence[ImportRow],
    actor: Actor,
    at: datetime,
    *,
    trial: bool,
    faults: list[int],
) -> list[RowResult]:
    """The target's answers. A batch in which it raises is undone and tried in halves, so one row spoils only itself.

    `faults` collects the rows it raised on. Raises FaultyTargetError when they are too many, or the fault is in no row.
    """
    if not rows:
        return []
    try:
        return _ask(target, rows, actor, at, trial=trial)
    except (OperationalError, InterfaceError):
        raise  # the database went away or gave up on us: the rows are not to blame
    except Exception as problem:
        if len(rows) > 1 and not isinstance(problem, ProgrammingError):
            middle = len(rows) // 2
            first = _try(target, rows[:middle], actor, at, trial=trial, faults=faults)
            return first + _try(target, rows[middle:], actor, at, trial=trial, faults=faults)
        log.exception("import_row_failed", target=target.name, row=rows[0].number)
        faults.append(rows[0].number)
        if isinstance(problem, ProgrammingError) or len(faults) > MAX_FAULTS:
            raise FaultyTargetError(
                _("系统接连出错，导入已停止，没有丢失任何行；请联系管理员，修复后可以继续")
            ) from problem
        return [RowResult.rejected(Reason(FAULT))]


def _ask(
    target: ImportTarget, rows: Sequence[ImportRow], actor: Actor, at: datetime, *, trial: bool
) -> list[RowResult]:
    with transaction.atomic():
        ask = target.check_batch if trial and target.check_batch is not None else target.apply_batch
        results = list(ask(rows, actor, at))
        if len(results) != len(rows):
            raise RuntimeError(f"target {target.name} answered {len(results)} results for {len(rows)} rows")
        if trial:
            transaction.set_rollback(True)
    return results


def _already_in(target: ImportTarget, job: Import, digests: Sequence[bytes]) -> dict[bytes, RowResult]:
    if not digests:
        return {}
    with connection.cursor() as cursor:  # one parameter, not five hundred
        cursor.execute(
            "SELECT digest, job_id, row FROM imports_importedkey WHERE target = %s AND digest = ANY(%s)",
            [target.name, list(digests)],
        )
        found = {bytes(digest): (job_id, row) for digest, job_id, row in cursor.fetchall()}
    results: dict[bytes, RowResult] = {}
    for digest, (job_id, row) in found.items():
        became = (
            Outcome.objects.filter(job_id=job_id, rehearsal=False, row=row)
            .values_list("label", "link")
            .first()
        )
        label, link = became or ("", "")
        said = (
            Reason(SAME_ROW, {"row": str(row)}) if job_id == job.pk else Reason(IN_ALREADY, {"label": label})
        )
        results[digest] = RowResult(State.SKIPPED, label, link, (said,))
    return results


def _claim(target: ImportTarget, job: Import, keys: Sequence[tuple[bytes, int]]) -> None:
    if not keys:
        return
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY imports_importedkey (target, digest, job_id, row) FROM STDIN (FORMAT BINARY)"
        ) as copy,
    ):
        copy.set_types(["varchar", "bytea", "int8", "int4"])
        for digest, number in keys:
            copy.write_row((target.name, digest, job.pk, number))


def _write_outcomes(job: Import, done: Sequence[_Done], *, rehearsal: bool) -> None:
    if not done:
        return
    columns = "job_id, row, rehearsal, state, label, link, reasons, cells"
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY imports_outcome ({columns}) FROM STDIN") as copy,
    ):
        for number, cells, result in done:
            kept = None
            if result.state is State.REJECTED:
                kept = sealing.seal_json(cells, f"row:{job.pk}:{number}")
            copy.write_row(
                (
                    job.pk, number, rehearsal, result.state.value, result.label[:80], result.link[:200],
                    _json(result.reasons), kept,
                )
            )  # fmt: skip


def _json(reasons: Sequence[Reason]) -> str:
    return json.dumps([reason.as_json() for reason in reasons], ensure_ascii=False) if reasons else "[]"
