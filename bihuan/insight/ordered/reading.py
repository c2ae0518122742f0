"""The whole trace of a document, read from the record: one query for each kind of thing, whatever it orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bihuan.casework import journal, registry
from bihuan.casework.models import Attachment, Case, ClockRow, Entry
from bihuan.casework.selectors import visible_cases
from bihuan.common.habits import last_day
from bihuan.directives.models import Directive, Measure
from bihuan.directives.selectors import measures_of
from bihuan.organizations import directory
from bihuan.organizations.actor import Actor
from bihuan.supervision.models import Escalation, Money
from bihuan.supervision.trace import days
from bihuan.supervision.trace.days import Ended, Outcome

DUE, REPORTED, CONFIRMED, RETURNED = "due", "report_done", "confirm", "send_back"
MISSED = (Outcome.LATE, Outcome.OVERDUE, Outcome.LAPSED)


@dataclass(frozen=True, slots=True)
class Said:
    """A step of the record: when, by whom, and what was written."""

    at: datetime
    by: str
    text: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sums:
    """Money in yuan, exact."""

    planned: Decimal
    committed: Decimal
    spent: Decimal


@dataclass(slots=True)
class Told:
    """A step of escalation: the stage and why, to whom (nobody: the post was vacant), when."""

    stage: str
    reason: str
    to: str
    at: datetime


@dataclass(slots=True)
class OrderedTask:
    """One measure of the document and what became of it. `hidden`: it has a case that the reader may not see."""

    measure: Measure
    case: Case | None = None
    hidden: bool = False
    stands: str = ""
    holder: str = ""
    person: str = ""
    due_at: datetime | None = None
    ended: Ended | None = None
    progress: Said | None = None
    percent: str = ""
    reported: Said | None = None
    confirmed: Said | None = None
    returned: int = 0
    money: Sums | None = None
    told: list[Told] = field(default_factory=list)

    @property
    def last_day(self) -> date | None:
        """The deadline that counts now: the clock's, else what people set on the measure."""
        return last_day(self.due_at) if self.due_at else self.measure.due_on

    @property
    def missed(self) -> bool:
        """Its deadline passed before it was reported done."""
        return self.ended is not None and self.ended.outcome in MISSED


@dataclass(frozen=True, slots=True)
class Totals:
    """How far the document is."""

    measures: int
    given: int
    done: int
    late: int
    spent: Decimal


@dataclass(frozen=True, slots=True)
class DocumentTrace:
    """The trace of a document, as the reader may see it at `at`."""

    directive: Directive
    at: datetime
    tasks: Sequence[OrderedTask]

    @property
    def totals(self) -> Totals:
        """The numbers over the table; of money only what belongs to tasks that are shown."""
        tasks = self.tasks
        return Totals(
            measures=len(tasks),
            given=sum(one.measure.case_id is not None for one in tasks),
            done=sum(one.confirmed is not None for one in tasks),
            late=sum(one.missed for one in tasks),
            spent=sum((one.money.spent for one in tasks if one.money), Decimal(0)),
        )  # fmt: skip


def of_document(directive: Directive, *, actor: Actor, at: datetime) -> DocumentTrace:
    """Every measure in the document's order. Of a case that the actor may not see only that there is one is told."""
    tasks = [OrderedTask(measure) for measure in measures_of(directive)]
    keys = [one.measure.case_id for one in tasks if one.measure.case_id]
    cases = {
        case.pk: case for case in visible_cases(actor).filter(pk__in=keys).select_related("holder_account")
    }
    entries, files = _entries(cases)
    clocks = _clocks(cases)
    sums, told = _money(cases), _told(cases)
    for one in tasks:
        if one.measure.case_id is None:
            continue
        case = cases.get(one.measure.case_id)
        if case is None:
            one.hidden = True
            continue
        one.case, one.stands = case, registry.get(case.process).state(case.state).label
        unit = directory.unit(case.holder_unit_id)
        one.holder = unit.short_name if unit else ""
        one.person = case.holder_account.name if case.holder_account else ""
        one.percent = str(case.facts.get("percent") or "")
        _steps(one, entries[case.pk], files)
        if clock := clocks.get(case.pk):
            one.due_at = clock.due_at
            one.ended = days.ended(
                due_at=clock.due_at, stopped_at=clock.stopped_at, stopped_by=clock.stopped_by, at=at
            )
        one.money, one.told = sums.get(case.pk), told[case.pk]
    return DocumentTrace(directive, at, tasks)


def _entries(cases: dict[int, Case]) -> tuple[dict[int, list[Entry]], dict[str, str]]:
    found: dict[int, list[Entry]] = defaultdict(list)
    names = ("progress", REPORTED, CONFIRMED, RETURNED)
    for entry in Entry.objects.filter(case__in=list(cases), step__in=names).order_by("case", "seq"):
        found[entry.case_id].append(entry)
    asked = {key for entries in found.values() for entry in entries for key in _keys(entry)}
    files = Attachment.objects.filter(pk__in=asked, case__in=list(cases)).values_list("pk", "name")
    return found, {str(key): name for key, name in files}


def _keys(entry: Entry) -> list[str]:
    given = entry.data.get("evidence")
    return [str(key) for key in given if str(key).isdecimal()] if isinstance(given, list) else []


def _steps(one: OrderedTask, entries: Iterable[Entry], files: dict[str, str]) -> None:
    """The last report and the last acceptance count; a task sent back is not accepted."""
    for entry in entries:
        said = _said(entry, files)
        if entry.step == "progress":
            one.progress = said
        elif entry.step == REPORTED:
            one.reported = said
        elif entry.step == CONFIRMED:
            one.confirmed = said
        else:
            one.returned += 1


def _said(entry: Entry, files: dict[str, str]) -> Said:
    data: dict[str, Any] = entry.data
    text = next((str(data[name]) for name in ("progress", "result", "checked") if data.get(name)), "")
    names = tuple(files[key] for key in _keys(entry) if key in files)
    return Said(entry.at, journal.actor_text(entry.actor), text, names)


def _clocks(cases: dict[int, Case]) -> dict[int, ClockRow]:
    """The last run of the task's own clock: a date set anew replaces the one before."""
    rows = ClockRow.objects.filter(case__in=list(cases), name=DUE).order_by("start_seq", "pk")
    return {row.case_id: row for row in rows}


def _money(cases: dict[int, Case]) -> dict[int, Sums]:
    found: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for case_id, kind, amount in Money.objects.filter(case__in=list(cases)).values_list(
        "case", "kind", "amount"
    ):
        found[case_id][kind] += amount
    return {key: Sums(of["planned"], of["committed"], of["spent"]) for key, of in found.items()}


def _told(cases: dict[int, Case]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    rows = Escalation.objects.filter(case__in=list(cases)).select_related("account").order_by("at", "pk")
    for row in rows:
        found[row.case_id].append(
            Told(row.stage, row.reason, row.account.name if row.account else "", row.at)
        )
    return found
