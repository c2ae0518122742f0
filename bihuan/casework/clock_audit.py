"""Clocks made again from the journal alone, and compared with what is stored.

Nothing is read of a stored clock but the version of the calendar it was counted with: state, start, stops, pauses,
extensions and deadlines come from the journal and the process table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from bihuan.casework import clocks, registry
from bihuan.casework.limits import RuleBook
from bihuan.casework.models import Case, ClockRow, Entry
from bihuan.casework.services import writing
from bihuan.casework.spec import Kind, Step
from bihuan.common import calendars
from bihuan.common.calendar.working import WorkingCalendar
from bihuan.organizations.actor import SYSTEM


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored clock that is not what the journal gives."""

    case: str
    clock: str
    what: str
    stored: str
    recomputed: str


@dataclass(slots=True)
class Replay:
    """Clocks of one case, made again."""

    case: Case
    running: list[ClockRow] = field(default_factory=list)
    ended: list[ClockRow] = field(default_factory=list)

    @property
    def rows(self) -> list[ClockRow]:
        return sorted([*self.running, *self.ended], key=lambda row: (row.start_seq, row.name))


def replay(case: Case, entries: list[Entry], calendar: WorkingCalendar, rules: RuleBook) -> Replay:
    """All clocks of a case from its journal entries (in order). Nothing is saved."""
    process = registry.get(case.process)
    shadow = Case(
        pk=case.pk, process=case.process, jurisdiction_id=_opening(entries).get("jurisdiction"), facts={}
    )
    made = Replay(shadow)
    for entry in entries:
        if entry.kind != "step":
            continue
        step = process.step(entry.step)
        given = _typed(step, entry.data)
        shadow.state = entry.to_state
        shadow.facts = {
            **shadow.facts,
            **{f.name: entry.data[f.name] for f in step.gives if f.keep and f.name in entry.data},
        }
        for row in clocks.apply(
            process=process, case=shadow, step=step, running=made.running, given=given, at=entry.at, seq=entry.seq,
            calendar=calendar, rules=rules,
        ):  # fmt: skip
            if row.stopped_at is not None:
                made.ended.append(row)
    return made


def verify(*, case_id: int | None = None, batch: int = 2000) -> Iterator[Difference]:
    """Recompute every clock of every case and yield what differs. Nothing is changed."""
    calendar = calendars.current()
    rules = {process.name: RuleBook.of(process.name) for process in registry.all_processes()}
    cases = Case.objects.order_by("pk")
    if case_id is not None:
        cases = cases.filter(pk=case_id)
    last = 0
    while chunk := list(cases.filter(pk__gt=last)[:batch]):
        last = chunk[-1].pk
        ids = [case.pk for case in chunk]
        entries = _by_case(Entry.objects.filter(case_id__in=ids).order_by("case_id", "seq"))
        stored = _by_case(ClockRow.objects.filter(case_id__in=ids).order_by("case_id", "start_seq", "name"))
        for case in chunk:
            made = replay(case, entries.get(case.pk, []), calendar, rules[case.process])
            yield from _differences(case, stored.get(case.pk, []), made, calendar.version)


@transaction.atomic
def recount_open(*, at: datetime, reason: str) -> int:
    """Recompute every running clock with the calendar now in force; journal each change. Returns how many changed.

    Called in the transaction that brings in a calendar. A change that moves nothing is not written down.
    """
    calendar = calendars.current()
    changed = 0
    running = (
        ClockRow.objects.filter(stopped_at__isnull=True)
        .exclude(calendar=calendar.version)
        .exclude(unit="given")
    )
    for row in running.order_by("case_id", "pk").iterator(chunk_size=2000):
        before, was_provisional = row.due_at, row.provisional
        clocks.recompute(row, calendar)
        row.save(update_fields=("due_at", "provisional", "calendar"))
        if (row.due_at, row.provisional) != (before, was_provisional):
            changed += 1
            _journal_change(row, before, at, reason)
    return changed


def _journal_change(row: ClockRow, before: datetime | None, at: datetime, reason: str) -> None:
    case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=row.case_id)
    clocks.queue(case, list(ClockRow.objects.filter(case=case, stopped_at__isnull=True)))
    writing.record(
        case, actor=SYSTEM, at=at, recorded_at=None, kind="calendar", step="recount",
        data={
            "clock": row.name, "reason": reason, "calendar": row.calendar, "provisional": row.provisional,
            "before": before.isoformat() if before else None, "after": row.due_at.isoformat() if row.due_at else None,
        },
    )  # fmt: skip


def _differences(case: Case, stored: list[ClockRow], made: Replay, version: str) -> Iterator[Difference]:
    rows = {(row.start_seq, row.name): row for row in made.rows}
    for row in stored:
        twin = rows.pop((row.start_seq, row.name), None)
        if twin is None:
            yield Difference(case.number, row.name, "is not in the journal", str(row.due_at), "")
            continue
        for attribute in (
            "due_at",
            "started_at",
            "stopped_at",
            "stop_seq",
            "stopped_by",
            "extended_by",
            "amount",
            "unit",
        ):
            ours, theirs = getattr(row, attribute), getattr(twin, attribute)
            # What ended under an earlier calendar keeps the deadline it had then; nobody owed anything by the new one.
            if (
                attribute == "due_at"
                and row.stopped_at is not None
                and row.unit != "given"
                and row.calendar != version
            ):
                continue
            if ours != theirs:
                yield Difference(case.number, row.name, attribute, str(ours), str(theirs))
    for twin in rows.values():
        yield Difference(case.number, twin.name, "is missing", "", str(twin.due_at))
    clocks.queue(made.case, made.running)
    if case.next_due_at != made.case.next_due_at:
        yield Difference(
            case.number, case.next_due_clock, "next_due_at", str(case.next_due_at), str(made.case.next_due_at)
        )


def _typed(step: Step, data: dict[str, Any]) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for asked in step.gives:
        if asked.name in data:
            value = data[asked.name]
            if asked.kind is Kind.DATE:
                value = date.fromisoformat(value)
            elif asked.kind is Kind.MOMENT:
                value = datetime.fromisoformat(value)
            typed[asked.name] = value
    return typed


def _opening(entries: list[Entry]) -> dict[str, Any]:
    return entries[0].data if entries else {}


def _by_case(rows: Any) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = {}
    for row in rows:
        grouped.setdefault(row.case_id, []).append(row)
    return grouped
