"""Sub-tasks of a case inside a unit that works on it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.casework import errors, journal
from bihuan.casework.models import Case, Involvement, Task
from bihuan.casework.posts import officers_in
from bihuan.casework.services import writing
from bihuan.casework.spec import Phase
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor


@transaction.atomic
def add_task(
    *,
    case_id: int,
    title: str,
    actor: Actor,
    at: datetime,
    account_id: int | None = None,
    due_on: date | None = None,
) -> Task:
    """Add a sub-task to one's own unit, for one of its people or for whoever is free. Raises NotYours, Incomplete."""
    case = writing.lock(case_id, seen=None, submission=None)
    assert isinstance(case, Case)
    if (
        case.phase == Phase.ENDED
        or actor.unit_id is None
        or not Involvement.objects.filter(case=case, unit_id=actor.unit_id).exists()
    ):
        raise errors.NotYours
    title = title.strip()
    if not title or len(title) > 200:
        raise errors.Incomplete({"title": _("请用200字以内写明要做什么。")})
    if account_id is not None and account_id not in officers_in(actor.unit_id, at.astimezone(CHINA).date()):
        raise errors.Incomplete({"account": _("这个人现在不在您的单位任职，请从名单里选。")})
    task = Task.objects.create(
        case=case, title=title, account_id=account_id, unit_id=actor.unit_id, due_on=due_on, added_at=at
    )
    writing.record(
        case, actor=actor, at=at, recorded_at=None, kind="task", step="add_task",
        data={"task": task.pk, "title": title, "account": account_id},
    )  # fmt: skip
    return task


@transaction.atomic
def finish_task(*, task_id: int, actor: Actor, at: datetime) -> Task:
    """Mark a sub-task of one's own unit as done; a second time changes nothing."""
    task = Task.objects.select_for_update().get(pk=task_id)
    if task.unit_id != actor.unit_id:
        raise errors.NotYours
    if task.done_at is None:
        case = writing.lock(task.case_id, seen=None, submission=None)
        assert isinstance(case, Case)
        task.done_at, task.done_by = at, journal.actor_line(actor)
        task.save(update_fields=("done_at", "done_by"))
        writing.record(
            case,
            actor=actor,
            at=at,
            recorded_at=None,
            kind="task",
            step="finish_task",
            data={"task": task.pk},
        )
    return task
