"""Putting up and taking down the wall of a case by decision, and carrying it to the cases of the same matter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from bihuan.casework import errors, journal, outbox
from bihuan.casework.models import Case, Entry
from bihuan.casework.permissions import may_wall
from bihuan.casework.services import writing
from bihuan.casework.services.moving import go_round
from bihuan.casework.spec import Phase
from bihuan.casework.wall import named, rows
from bihuan.casework.wall.models import Wall
from bihuan.casework.wall.named import ACCOUNT, UNIT, Named
from bihuan.common.statement import Statement
from bihuan.organizations import directory
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account

LONGEST = 200


@transaction.atomic
def put_up_wall(
    *, case_id: int, why: str, reason: str, actor: Actor, at: datetime, unit_id: int | None = None,
    account_id: int | None = None, seen: int | None = None, submission: UUID | None = None, told: bool = False,
) -> Case:  # fmt: skip
    """From now on this unit or this official never receives the case (信访工作条例 art. 28¶3, 30¶3).

    What they held goes on: the case to the next higher unit, an official's own to the unit's common queue. Cases of the
    same matter (opened from this one, or that this one came from) get the wall too. `told`: the letter names them, and
    whoever registers it just now writes that down. Raises NotYours, Incomplete,
    Stale, Barred when no unit would be left to hold it.
    """
    locked = writing.lock(case_id, seen=seen, submission=submission)
    if isinstance(locked, Entry):
        return locked.case
    one, label = _checked(unit_id, account_id, why, reason)
    if (one.kind, one.key) in {(row.kind, row.key) for row in named.of(locked)}:
        return locked
    if not may_wall(locked, actor) and not (told and locked.seq == 1):
        raise errors.NotYours
    _stand(locked, [one], actor=actor, at=at, reason=reason.strip(), label=label, submission=submission)
    carry_wall(case=locked, found=[one], actor=actor, at=at)
    return locked


@transaction.atomic
def take_down_wall(
    *, case_id: int, wall_id: int, reason: str, actor: Actor, at: datetime, seen: int | None = None
) -> Case:
    """Whoever was named by mistake, or need not stand aside any more. Raises NotYours, NotNow, Incomplete, Stale."""
    locked = writing.lock(case_id, seen=seen, submission=None)
    assert isinstance(locked, Case)
    wall = Wall.objects.filter(pk=wall_id, case=locked, until__isnull=True).first()
    if wall is None:
        raise errors.NotNow(_("这道回避隔离已经解除。"))
    if not may_wall(locked, actor):
        raise errors.NotYours
    if not reason.strip():
        raise errors.Incomplete({"reason": _("请写明为什么解除。")})
    one = (
        Named(UNIT, wall.unit_id, wall.why)
        if wall.unit_id
        else Named(ACCOUNT, wall.account_id or 0, wall.why)
    )
    named.remove(locked, one)
    wall.until, wall.lifted_by = at, journal.actor_line(actor)
    wall.save(update_fields=("until", "lifted_by"))
    writing.record(
        locked, actor=actor, at=at, recorded_at=None, kind="wall", step="wall_down",
        data={one.kind: one.key, "why": wall.why, "reason": reason.strip()[:LONGEST]},
    )  # fmt: skip
    return locked


def carry_wall(*, case: Case, found: Sequence[Named], actor: Actor, at: datetime) -> None:
    """The same wall before every case of the same matter: what it came from, and what came from it."""
    for other_id in _family(case.pk):
        other = writing.lock(other_id, seen=None, submission=None)
        assert isinstance(other, Case)
        _stand(other, found, actor=actor, at=at, reason=case.number)


def _stand(
    case: Case, found: Sequence[Named], *, actor: Actor, at: datetime, reason: str, label: str = "",
    submission: UUID | None = None,
) -> None:  # fmt: skip
    before = case.holder_unit_id
    new = named.add(case, found)
    if not new:
        return
    go_round(case, at)
    entry = journal.build(
        case=case, actor=actor, at=at, recorded_at=at, kind="wall", step="wall_up", from_state=case.state,
        data={new[0].kind: new[0].key, "name": label, "why": new[0].why, "reason": reason}, submission=submission,
    )  # fmt: skip
    case.changed_at = at
    # One statement: whoever puts themselves behind the wall could not write the case in a second one.
    statement = Statement()
    statement.update(case, writing.CHANGED)
    statement.insert([entry])
    statement.insert(rows.rows_of(case, new, at=at, by=entry.actor), ignore_conflicts=True)
    if case.holder_unit_id != before:
        writing.add_involved(statement, case, case.holder_unit_id)
    with writing.once_per_form():
        statement.run()
    if case.holder_unit_id != before and case.phase != Phase.ENDED:
        outbox.tell_unit(case=case, entry=entry, unit_id=case.holder_unit_id, kind="case_came")


def _checked(unit_id: int | None, account_id: int | None, why: str, reason: str) -> tuple[Named, str]:
    faults: dict[str, errors.Text] = {}
    unit = directory.unit(unit_id)
    account = Account.objects.filter(pk=account_id).first() if account_id is not None else None
    if (unit is None) == (account is None):
        faults["whom"] = _("请选一个单位或者一名工作人员。")
    if why not in Wall.Why.values:
        faults["why"] = _("请从列出的选项中选一个。")
    if not reason.strip() or len(reason.strip()) > LONGEST:
        faults["reason"] = _("请写明理由，不超过200字。")
    if faults:
        raise errors.Incomplete(faults)
    if unit is not None:
        return Named(UNIT, unit.id, why), unit.name
    assert account is not None
    return Named(ACCOUNT, account.pk, why), account.name


def _family(case_id: int) -> list[int]:
    """All cases that this one came from or that came from it, however far, without itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE up AS (SELECT id, origin_id FROM casework_case WHERE id = %(case)s"
            "  UNION SELECT c.id, c.origin_id FROM casework_case c JOIN up ON c.id = up.origin_id),"
            " down AS (SELECT id FROM up UNION SELECT c.id FROM casework_case c JOIN down ON c.origin_id = down.id)"
            " SELECT id FROM down WHERE id <> %(case)s ORDER BY id",
            {"case": case_id},
        )
        return [key for (key,) in cursor.fetchall()]
