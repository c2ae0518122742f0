"""The one way in which the row of a case, its journal and its clocks are written together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection

from bihuan.casework import errors, journal, searching
from bihuan.casework.models import Case, ClockRow, Entry, Involvement
from bihuan.common.compiled import Compiled
from bihuan.common.statement import Statement
from bihuan.organizations.actor import Actor

CLOCK_CHANGED = (
    "due_at", "provisional", "calendar", "pauses", "extended_by", "stopped_at", "stop_seq", "stopped_by",
)  # fmt: skip
CHANGED = (
    "state", "phase", "holder_unit", "holder_account", "holder_since", "changed_at", "ended_at", "next_due_at",
    "next_due_clock", "facts", "seq", "head",
)  # fmt: skip


_locked: Compiled[Case] = Compiled(
    lambda key: Case.objects.select_for_update(of=("self",), no_key=True).filter(pk=key), -1
)
_by_form: Compiled[Entry] = Compiled(lambda form: Entry.objects.filter(submission=form), UUID(int=0))
_running: Compiled[ClockRow] = Compiled(
    lambda key: ClockRow.objects.filter(case=key, stopped_at__isnull=True).order_by("pk"), -1
)


def running_clocks(case: Case) -> list[ClockRow]:
    """Its clocks that have not been stopped, in the order they were started."""
    return _running.rows(case.pk)


def lock(case_id: int, *, seen: int | None, submission: UUID | None) -> Case | Entry:
    """The case, its row locked to the end of the transaction.

    Returns the Entry instead when this very form has been taken before (a double click): nothing is to be done.
    Raises Stale when the case moved on after `seen`, FormUsed when the form was taken on another one;
    Case.DoesNotExist.
    """
    case = _locked.first(case_id)
    if case is None:
        raise Case.DoesNotExist
    if seen is not None and seen != case.seq:
        if (done := already_taken(submission, case_id=case_id)) is not None:
            return done
        raise errors.Stale(list(Entry.objects.filter(case=case, seq__gt=seen).order_by("seq")))
    return case


def already_taken(submission: UUID | None, *, case_id: int | None = None) -> Entry | None:
    """The entry that this form wrote when it was sent the first time. Raises FormUsed when on another case than this."""
    done = _by_form.first(submission) if submission is not None else None
    if done is not None and case_id is not None and done.case_id != case_id:
        raise errors.FormUsed
    return done


@contextmanager
def once_per_form() -> Iterator[None]:
    """Around what writes an entry: a form that was taken on another case is refused, by the key of the database."""
    try:
        yield
    except IntegrityError as problem:
        if "entry_once_per_submission" in str(problem):
            raise errors.FormUsed from problem
        raise


def record(
    case: Case, *, actor: Actor, at: datetime, recorded_at: datetime | None, kind: str, step: str,
    data: dict[str, Any], from_state: str = "", submission: UUID | None = None,
) -> Entry:  # fmt: skip
    """Append a journal entry that is no step of the table, and save the case. The caller holds the lock."""
    written = journal.build(
        case=case, actor=actor, at=at, recorded_at=recorded_at or at, kind=kind, step=step,
        from_state=from_state or case.state, data=data, submission=submission,
    )  # fmt: skip
    case.changed_at = recorded_at or at
    statement = Statement()
    statement.update(case, CHANGED)
    statement.insert([written])
    with once_per_form():
        statement.run()
    return written


def add_clocks(statement: Statement, rows: Iterable[ClockRow]) -> None:
    """What the step did to clocks. A clock that starts anew is ended in a trip before: its name never runs twice."""
    rows = list(rows)
    new = [row for row in rows if row.pk is None]
    old = [row for row in rows if row.pk is not None]
    first = Statement() if {row.name for row in new} & {row.name for row in old} else statement
    for row in old:
        first.update(row, CLOCK_CHANGED)
    if first is not statement:
        first.run()
    statement.insert(new)


def add_involved(statement: Statement, case: Case, *unit_ids: int) -> None:
    """These units may see the case from now on, and find it by search."""
    units = sorted(set(unit_ids))
    add_first_involved(statement, case, *units)
    for unit_id in units:
        statement.add(*searching.INDEX.joining(unit_id, case.pk))


def add_first_involved(statement: Statement, case: Case, *unit_ids: int) -> None:
    """The same for a case that is only being written: its text goes into the index with its units."""
    rows = [Involvement.of(case, unit_id) for unit_id in sorted(set(unit_ids))]
    statement.insert(rows, ignore_conflicts=True)


def involve(case: Case, *unit_ids: int) -> None:
    """These units may see the case from now on, at once."""
    statement = Statement()
    add_involved(statement, case, *unit_ids)
    statement.run()


def next_number(prefix: str, year: int) -> tuple[str, int]:
    """The next case number of the year (XF-2026-000017) and the key of its row, in one trip.

    The counter's row lock keeps the series without gaps, to the end of the transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO casework_casenumber (prefix, year, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (prefix, year) DO UPDATE SET last = casework_casenumber.last + 1 "
            "RETURNING last, nextval(pg_get_serial_sequence('casework_case', 'id'))",
            [prefix, year],
        )
        row = cursor.fetchone()
    assert row is not None
    return f"{prefix}-{year}-{row[0]:06d}", row[1]
