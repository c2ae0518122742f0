"""What a clerk, the API or the command line does with an import, step by step."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_noop as _

from bihuan.casework.imports import sealing, selectors, targets
from bihuan.casework.imports.models import Import, RememberedMapping
from bihuan.casework.imports.staging import first_rows, look, stage
from bihuan.casework.imports.targets import ImportTarget
from bihuan.common.tables.heads import Heading
from bihuan.common.tables.matching import Proposal, propose
from bihuan.common.tables.reasons import TableError
from bihuan.organizations.actor import Actor

FORGET_AFTER = timedelta(days=30)  # cells of rejected rows, and files nobody went on with


class ImportRefusedError(TableError):
    """The step cannot be taken now, or not by this actor. Nothing has changed."""


class Received(NamedTuple):
    """`new` False: this file was here before, and `job` is that import."""

    job: Import
    new: bool


def receive(
    *, target: str, content: bytes, file_name: str, actor: Actor, at: datetime, whole: bool = False
) -> Received:
    """Take a file: read its heading, propose what its columns mean, keep it sealed.

    The same file again is the same import: nothing is added. `whole` reads its rows at once, which spares a second
    opening where nobody waits for a page. Raises TableErrors that say what is wrong with the
    file, ImportRefusedError when the actor may not import this.
    """
    chosen = _allowed(target, actor)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        job, new = Import.objects.select_for_update().get_or_create(
            target=chosen.name, sha256=digest,
            defaults={
                "unit_id": actor.unit_id, "account_id": actor.account_id, "appointment_id": actor.appointment_id,
                "by_name": actor.name, "file_name": file_name[-200:], "size": len(content), "received_at": at,
            },
        )  # fmt: skip
        if not new and (job.begun or job.busy):
            return Received(job, new=False)
        sheet, head = look(job, content)
        job.preview = sealing.seal_json(first_rows(sheet, head.last_row), f"preview:{job.pk}")
        job.state, job.staged, job.forgotten_at = Import.State.RECEIVED, False, None
        job.mapping = remembered(job) or propose(head.headings, chosen.columns).positions
        job.save()
        sealing.store_file(job.pk, content)
        if whole:
            stage(job, sheet)
    return Received(job, new)


def choose_sheet(*, job: Import, sheet: str, head_row: int) -> None:
    """Read another sheet, or take another row for the heading (0: find it). Raises TableErrors."""
    _before_the_run(job)
    opened, head = look(job, sealing.load_file(job.pk), sheet=sheet, head_row=head_row)
    job.preview = sealing.seal_json(first_rows(opened, head.last_row), f"preview:{job.pk}")
    job.state, job.staged = Import.State.RECEIVED, False
    job.mapping = remembered(job) or proposal(job).positions
    job.save()


def remembered(job: Import) -> dict[str, int]:
    """How the unit mapped the same headings before; empty if never."""
    row = RememberedMapping.objects.filter(
        selectors.of_unit(job.unit_id), target=job.target, fingerprint=job.fingerprint
    ).first()
    known = {column.name for column in targets.get(job.target).columns}
    return {name: index for name, index in row.mapping.items() if name in known} if row else {}


def proposal(job: Import) -> Proposal:
    """What the headings seem to mean."""
    headings = [Heading(index, text, tuple(text.split(" "))) for index, text in job.headings]
    return propose(headings, targets.get(job.target).columns)


def map_columns(*, job: Import, mapping: Mapping[str, int], at: datetime) -> None:
    """Fix which heading is which column, and remember it for the unit's next file with these headings.

    Raises ImportRefusedError naming required columns left out, or a heading used twice.
    """
    _before_the_run(job)
    target = targets.get(job.target)
    missing = [column.label for column in target.columns if column.required and column.name not in mapping]
    if missing:
        raise ImportRefusedError(
            _("缺少必需的列：%(columns)s。请为它们选择表中的列"), columns="、".join(missing)
        )
    texts = dict(job.headings)
    twice = {index for index in mapping.values() if list(mapping.values()).count(index) > 1}
    if twice:
        raise ImportRefusedError(
            _("表中的列“%(columns)s”用了两次；每一列只能对应一项"),
            columns="、".join(texts.get(index, "?") for index in sorted(twice)),
        )
    if any(index not in texts for index in mapping.values()):
        raise ImportRefusedError(_("选择的列不在表里，请重新选择"))
    job.mapping, job.state = dict(mapping), Import.State.READY
    job.rehearsal, job.rehearsed_at = {}, None
    job.save(update_fields=["mapping", "state", "rehearsal", "rehearsed_at"])
    job.outcomes.filter(rehearsal=True).delete()
    RememberedMapping.objects.update_or_create(
        target=job.target, unit=job.unit, fingerprint=job.fingerprint,
        defaults={"mapping": dict(mapping), "at": at},
    )  # fmt: skip


def start(*, job: Import, actor: Actor, at: datetime, rehearse: bool, inline: bool = False) -> None:
    """Begin the trial run or the run, or go on with one that was stopped; a job is queued unless `inline`.

    The run cannot be undone. Raises ImportRefusedError.
    """
    _allowed(job.target, actor)
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=job.pk)
        if (
            locked.state not in (Import.State.READY, Import.State.CANCELLED, Import.State.BROKEN)
            or not locked.mapping
        ):
            raise ImportRefusedError(_("现在不能开始：%(state)s"), state=locked.get_state_display())
        if not rehearse and targets.get(locked.target).changes and locked.rehearsed_at is None:
            raise ImportRefusedError(_("先试运行，看过每一处改动以后才能写入"))
        locked.state = Import.State.REHEARSING if rehearse else Import.State.RUNNING
        locked.account_id, locked.appointment_id, locked.by_name = (
            actor.account_id,
            actor.appointment_id,
            actor.name,
        )
        locked.problem, locked.finished_at = {}, None
        if not rehearse:
            locked.started_at = locked.started_at or at
        locked.save()
        if not inline:
            from bihuan.casework.imports import tasks

            tasks.enqueue(locked.pk)
    job.refresh_from_db()


def cancel(*, job: Import, at: datetime) -> None:
    """Stop after the batch under way. What is applied stays; the rest waits and can be gone on with."""
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=job.pk)
        if locked.state == Import.State.REHEARSING and not locked.begun:
            locked.state = Import.State.READY
        elif locked.busy:
            locked.state, locked.finished_at = Import.State.CANCELLED, at
        else:
            raise ImportRefusedError(_("现在没有在运行，不需要停止"))
        locked.save(update_fields=["state", "finished_at"])
    job.refresh_from_db()


def give_up(*, import_id: int, why: TableError) -> None:
    """Mark an import that cannot go on without a person, with the reason."""
    Import.objects.filter(pk=import_id).update(state=Import.State.BROKEN, problem=why.reason.as_json())


def forget(*, at: datetime) -> int:
    """Remove cells, files and waiting rows of imports nobody touched for 30 days. Counts stay. Returns how many."""
    before = at - FORGET_AFTER
    old = Import.objects.filter(forgotten_at=None, received_at__lt=before).exclude(
        state__in=(Import.State.REHEARSING, Import.State.RUNNING)
    )
    count = 0
    for job in old.exclude(finished_at__gte=before).exclude(rehearsed_at__gte=before):
        with transaction.atomic():
            job.batches.all().delete()
            job.outcomes.exclude(cells=None).update(cells=None)
            job.preview, job.staged, job.forgotten_at = b"", False, at
            if job.state != Import.State.DONE and not job.begun:
                job.state = Import.State.RECEIVED
            job.save(update_fields=["preview", "staged", "forgotten_at", "state"])
        sealing.file_path(job.pk).unlink(missing_ok=True)
        count += 1
    return count


def _allowed(target: str, actor: Actor) -> ImportTarget:
    try:
        chosen = targets.get(target)
    except KeyError:
        raise ImportRefusedError(_("没有“%(name)s”这种导入"), name=target) from None
    if chosen not in targets.open_to(actor):
        raise ImportRefusedError(_("您的岗位不能导入这种台账"))
    return chosen


def _before_the_run(job: Import) -> None:
    if job.begun or job.busy:
        raise ImportRefusedError(_("已经开始导入，不能再改列的对应"))
