"""Bringing in many old cases at once: the same checks, journal and clocks as one by one, written by COPY."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from bihuan.casework import errors, giving, guards, journal, registry, searching
from bihuan.casework.documents import Issuing, issue
from bihuan.casework.limits import RuleBook
from bihuan.casework.models import Case, ClockRow, Entry, Involvement
from bihuan.casework.permissions import may_open, may_take
from bihuan.casework.services.moving import Ground, advance
from bihuan.casework.services.opening import draft
from bihuan.casework.spec import Process
from bihuan.casework.wall import named
from bihuan.casework.wall.models import Wall
from bihuan.casework.wall.rows import rows_of
from bihuan.common import calendars
from bihuan.common.calendar.working import CHINA
from bihuan.common.statement import Statement, copy_rows
from bihuan.organizations.actor import Actor


@dataclass(frozen=True, slots=True)
class Later:
    """A step that followed, at its real date."""

    step: str
    at: datetime
    given: Mapping[str, Any] = field(default_factory=dict)
    actor: Actor | None = None  # who took it; the bringer when the old record does not say


@dataclass(frozen=True, slots=True)
class Former:
    """A case as an old ledger has it: how it began, and the steps that followed."""

    step: str
    at: datetime
    subject: str
    body: str
    given: Mapping[str, Any]
    topic: str = ""
    channel: str = ""
    jurisdiction_id: int | None = None
    registry_unit_id: int | None = None
    later: Sequence[Later] = ()
    actor: Actor | None = None  # who opened it; the bringer when the old record does not say


@transaction.atomic
def bring_in(
    *, process: str, formers: Sequence[Former], actor: Actor, recorded_at: datetime
) -> list[Case | errors.Refused]:
    """Open the cases and take their later steps, each at its own date; all that pass are written in one transaction.

    Returns for each former case, in order, the Case (with its key) or the refusal; a refused one leaves nothing. Steps
    that issue documents issue them; but nobody is told: what is long past is no news.
    """
    ground = Ground(registry.get(process), calendars.current(), RuleBook.of(process))
    results: list[Case | errors.Refused] = []
    cases: list[Case] = []
    entries: list[Entry] = []
    clock_rows: list[ClockRow] = []
    numbers = _Numbers(ground.process.prefix, formers)
    for former in formers:
        try:
            case, written, rows = _one(ground, former, actor, recorded_at, numbers)
        except errors.Refused as refusal:
            results.append(refusal)
            continue
        results.append(case)
        cases.append(case)
        entries += written
        clock_rows += rows
    numbers.give_back()
    _take_keys(cases)
    for entry in entries:
        entry.case_id = entry.case.pk
    for row in clock_rows:
        row.case_id = row.case.pk
    copy_rows(Case, cases)
    copy_rows(Entry, entries)
    copy_rows(ClockRow, clock_rows)
    pairs = {(unit, case.pk) for case in cases for unit in (case.registry_unit_id, case.holder_unit_id)}
    pairs |= {(entry.holder_unit_id, entry.case_id) for entry in entries}
    by_key = {case.pk: case for case in cases}
    copy_rows(Involvement, [Involvement.of(by_key[case], unit) for unit, case in sorted(pairs)])
    walls = [
        row
        for case in cases
        if named.of(case)
        for row in rows_of(case, named.of(case), at=case.registered_at, by=journal.actor_line(actor))
    ]
    copy_rows(Wall, walls)
    searching.index(cases)
    _issue_documents(ground.process, entries, clock_rows)
    return results


def _issue_documents(process: Process, entries: Sequence[Entry], clock_rows: Sequence[ClockRow]) -> None:
    clocks: dict[int, dict[str, ClockRow]] = {}
    for row in clock_rows:
        clocks.setdefault(row.case_id, {})[row.name] = row
    held: dict[int, datetime] = {}  # since when the holder of each case has had it, entry after entry
    for entry in entries:
        held_since = held.get(entry.case_id, entry.at)
        if entry.unit_id != entry.holder_unit_id or entry.case_id not in held:
            held[entry.case_id] = entry.at
        if document := process.step(entry.step).document:
            statement = Statement()
            issue(
                statement,
                issuing=Issuing(entry.case, entry, clocks.get(entry.case_id, {}), held_since),
                kind=document,
            )
            statement.run()


def _one(
    ground: Ground, former: Former, actor: Actor, recorded_at: datetime, numbers: _Numbers
) -> tuple[Case, list[Entry], list[ClockRow]]:
    process = ground.process
    actor = former.actor or actor
    opening = process.step(former.step)
    if not may_open(opening, actor):
        raise errors.NotYours
    number = numbers.take(former.at)
    try:
        case, entry, rows = draft(
            ground=ground, step=opening, actor=actor, at=former.at, subject=former.subject, body=former.body,
            given=former.given, jurisdiction_id=former.jurisdiction_id, topic=former.topic, channel=former.channel,
            registry_unit_id=former.registry_unit_id, number=number, recorded_at=recorded_at,
        )  # fmt: skip
        running, entries, touched = list(rows), [entry], {id(row): row for row in rows}
        for later in former.later:
            taken_by = later.actor or actor
            entry, rows = _follow(ground, case, running, entries, later, taken_by, recorded_at)
            entries.append(entry)
            touched |= {id(row): row for row in rows}
    except errors.Refused:
        numbers.untake(former.at)
        raise
    return case, entries, list(touched.values())


def _follow(
    ground: Ground, case: Case, running: list[ClockRow], entries: list[Entry], later: Later, actor: Actor,
    recorded_at: datetime,
) -> tuple[Entry, list[ClockRow]]:  # fmt: skip
    process: Process = ground.process
    step = next((row for row in process.steps_from(case.state) if row.name == later.step), None)
    if step is None:
        raise errors.NotNow
    if not may_take(step, case, actor):
        raise errors.NotYours
    if later.at < case.registered_at:
        raise errors.Guarded(errors.BEFORE_REGISTRATION)
    given = giving.clean(step, later.given, at=later.at)
    guards.run(process.name, guards.Attempt(case, step, given, actor, later.at, running, entries))
    return advance(
        ground=ground, case=case, running=running, step=step, given=given, actor=actor, at=later.at,
        recorded_at=recorded_at,
    )  # fmt: skip


class _Numbers:
    """Case numbers taken in one block per year; what is not used at the end goes back, so the series has no gap."""

    def __init__(self, prefix: str, formers: Sequence[Former]) -> None:
        self._prefix = prefix
        self._next: dict[int, int] = {}
        for year in sorted({former.at.astimezone(CHINA).year for former in formers}):
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO casework_casenumber (prefix, year, last) VALUES (%s, %s, 0) ON CONFLICT (prefix, year) "
                    "DO UPDATE SET last = casework_casenumber.last RETURNING last",
                    [prefix, year],
                )
                row = cursor.fetchone()
            assert row is not None
            self._next[year] = row[0] + 1

    def take(self, at: datetime) -> str:
        year = at.astimezone(CHINA).year
        number = f"{self._prefix}-{year}-{self._next[year]:06d}"
        self._next[year] += 1
        return number

    def untake(self, at: datetime) -> None:
        self._next[at.astimezone(CHINA).year] -= 1

    def give_back(self) -> None:
        """Write the counters as they now stand; the row locks are held until the transaction ends."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE casework_casenumber SET last = %s WHERE prefix = %s AND year = %s",
                [(following - 1, self._prefix, year) for year, following in self._next.items()],
            )


def _take_keys(rows: Sequence[models.Model]) -> None:
    """Give unsaved rows their keys from the table's own sequence."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [rows[0]._meta.db_table, len(rows)],
        )
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key
