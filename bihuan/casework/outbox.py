"""What has to be told to whom, written in the transaction that caused it.

`key` makes a message the same message: written a second time it is not written at all. Delivery is a job
(`casework.jobs.deliver`) that marks the row in the transaction in which it takes effect.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bihuan.casework.models import Case, ClockRow, Entry, OutboxMessage
from bihuan.casework.spec import Holder, Step, Who


def of_step(*, case: Case, entry: Entry, step: Step) -> list[OutboxMessage]:
    """For the unit that has the ball now, when a step moved it or somebody outside it took one; unsaved, for the
    statement that writes the step."""
    if step.who is Who.SYSTEM or entry.unit_id == case.holder_unit_id:
        return []
    kind = "case_came" if step.holder is not Holder.KEEP else "case_moved"
    return [
        OutboxMessage(
            key=f"{case.pk}/{entry.seq}/{kind}/{case.holder_unit_id}", case=case, kind=kind,
            unit_id=case.holder_unit_id, data={"by": entry.actor}, created_at=entry.recorded_at,
        )
    ]  # fmt: skip


def tell_assigned(*, case: Case, entry: Entry) -> None:
    """Tell the person who was given the case, unless they took it themselves."""
    if case.holder_account_id is None or case.holder_account_id == entry.account_id:
        return
    _write(
        key=f"{case.pk}/{entry.seq}/assigned", case=case, kind="assigned", at=entry.recorded_at,
        unit_id=case.holder_unit_id, account_id=case.holder_account_id, data={"by": entry.actor},
    )  # fmt: skip


def tell_unit(*, case: Case, entry: Entry, unit_id: int, kind: str) -> None:
    """Tell a unit something about a case that it may see."""
    _write(
        key=f"{case.pk}/{entry.seq}/{kind}/{unit_id}", case=case, kind=kind, at=entry.recorded_at, unit_id=unit_id,
        account_id=None, data={"by": entry.actor},
    )  # fmt: skip


def tell_clock(*, case: Case, row: ClockRow, kind: str, at: datetime) -> None:
    """Remind the holder before a deadline (`clock_warns`) or tell them that it has passed (`clock_due`), once each."""
    _write(
        key=f"clock/{row.pk}/{kind}/{row.due_at:%Y%m%d%H}", case=case, kind=kind, at=at, unit_id=case.holder_unit_id,
        account_id=case.holder_account_id,
        data={"clock": row.name, "due_at": row.due_at.isoformat() if row.due_at else None},
    )  # fmt: skip


def tell_of(*, key: str, unit_id: int, kind: str, data: dict[str, Any], at: datetime) -> None:
    """Tell a unit of something that is no case. `data`: "subject" and "href" are shown with the title of the kind, which
    the slice has put into `listing.notices`; told once for each key."""
    OutboxMessage.objects.bulk_create(
        [OutboxMessage(key=key, kind=kind, unit_id=unit_id, data=data, created_at=at)], ignore_conflicts=True
    )


def _write(
    *,
    key: str,
    case: Case,
    kind: str,
    at: datetime,
    unit_id: int | None,
    account_id: int | None,
    data: dict[str, Any],
) -> None:
    OutboxMessage.objects.bulk_create(
        [OutboxMessage(key=key, case=case, kind=kind, unit_id=unit_id, account_id=account_id, data=data, created_at=at)],
        ignore_conflicts=True,
    )  # fmt: skip
