"""The vocabulary of a process table. Pure: no Django, no database.

A slice's `process.py` builds one `Process` from these. Everything else (checks at start-up, buttons, API,
permissions, diagrams, the tests each process must pass) is derived from that table and from nowhere else.
Labels are Chinese gettext msgids; the English catalogue must hold each (a test reads the registry).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from bihuan.common.calendar.rules import Roll, TimeUnit
from bihuan.organizations.roles import Role

__all__ = [
    "Branch",
    "Clock",
    "DueFrom",
    "Extend",
    "Field",
    "Holder",
    "Kind",
    "Obliges",
    "Phase",
    "Process",
    "Role",
    "Roll",
    "Start",
    "State",
    "Step",
    "TimeUnit",
    "Who",
]


class Phase(StrEnum):
    """OPEN: somebody in office must act. WAITING: the ball is with the resident or a date. ENDED: nothing runs."""

    OPEN = "open"
    WAITING = "waiting"
    ENDED = "ended"


class Who(StrEnum):
    """Beside the role: where must the actor sit to take the step."""

    HOLDER = "holder"  # a post in the unit that holds the case now
    REGISTRY = "registry"  # a post in the unit that registered or dispatched the case
    ANYWHERE = "anywhere"  # any unit; the role alone decides
    SYSTEM = "system"  # the sweep, when a clock is due; no person may take it
    # The resident, by number and code; or whoever has the role in the holding or the registering unit and writes down
    # what the resident said, which the journal then says.
    RESIDENT = "resident"


class Holder(StrEnum):
    """Who has the ball after the step. There is no member for "nobody"."""

    KEEP = "keep"
    GIVEN = "given"  # the unit named in the step's field `to_unit`
    REGISTRY = "registry"  # the unit that registered or dispatched the case
    ACTOR = "actor"  # the unit of the acting appointment


class Kind(StrEnum):
    """What a step's field takes; decides the form control, the API type and the check of shape."""

    LINE = "line"  # one line, at most 200 characters
    TEXT = "text"  # paragraphs
    DATE = "date"
    MOMENT = "moment"  # date and time of day
    CHOICE = "choice"
    UNIT = "unit"
    OFFICER = "officer"  # an account with a current appointment in the holding unit
    FILES = "files"
    NUMBER = "number"
    YES = "yes"


class Obliges(StrEnum):
    """Whom a clock binds. Only a duty can be late: the end of a right or of an option is the end of a choice."""

    HOLDER = "holder"
    REGISTRY = "registry"
    RESIDENT = "resident"  # a right of the resident's: never urged, and generous at its end
    OPTION = (
        "option"  # what the holder may do until then, such as objecting: reminded of before, never late after
    )

    @property
    def duty(self) -> bool:
        """Somebody in office owes it: it places the case in queues, and is told when it is late."""
        return self in (Obliges.HOLDER, Obliges.REGISTRY)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a step asks for. `keep` copies it into the case's facts, where later branches and lists see it."""

    name: str
    label: str
    kind: Kind
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    keep: bool = False
    not_future: bool = False  # a date of something that has happened
    private: bool = False  # may hold personal data: never into logs, exports or notices
    # Who is named here never receives the case from then on: "complained", "accused" or "recused" (casework.wall).
    walls: str = ""


@dataclass(frozen=True, slots=True)
class DueFrom:
    """The deadline is the date given in a field (a date set by the sender), not an amount counted."""

    field: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit with its source. `amount` and `unit` are the national default; a district may override by date."""

    name: str
    label: str
    article: str
    amount: int = 0
    unit: TimeUnit = TimeUnit.CALENDAR_DAYS
    roll: Roll = Roll.STRICT
    obliges: Obliges = Obliges.HOLDER
    due_from: DueFrom | None = None
    warn: int = 3  # days before the deadline at which the holder is reminded
    on_due: str = ""  # the SYSTEM step that the sweep takes when the deadline has passed
    local: bool = False  # no national law has it: it runs only where a district's dated rule is in force


@dataclass(frozen=True, slots=True)
class Start:
    """A step starts this clock, counted from the date in `counts_from` or, when empty, from the step itself.

    With `into`, only when the step leads to that state (a branch may open different clocks). `or_from`: other dates of
    the step that a district's dated rule may count from instead, where the law does not say which.
    """

    clock: str
    counts_from: str = ""
    into: str = ""
    or_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extend:
    """A step prolongs a running clock by the number in `days_from` (given now or kept before), at most `at_most`."""

    clock: str
    at_most: int
    days_from: str


@dataclass(frozen=True, slots=True)
class State:
    """A state of a case. An open state names the clocks that run in it, or says why the law gives none."""

    name: str
    label: str
    phase: Phase
    clocks: tuple[str, ...] = ()
    unclocked_because: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """The target depends on a field of this step, or on a fact kept by an earlier one."""

    field: str
    targets: tuple[tuple[str, str], ...]  # (value, state)


@dataclass(frozen=True, slots=True)
class Step:
    """One move in the table: from, to, by whom, what must be given, what happens to clocks, on what legal ground.

    `sources` empty: the step opens a case. `target` empty: the state stays (a record with effect on clocks only).
    `guards` are names the slice registers in `casework.guards`. `document` is a document kind of the slice.
    """

    name: str
    label: str
    article: str
    sources: tuple[str, ...] = ()
    target: str | Branch = ""
    roles: tuple[Role, ...] = ()
    who: Who = Who.HOLDER
    gives: tuple[Field, ...] = ()
    starts: tuple[Start, ...] = ()
    meets: tuple[str, ...] = ()  # clocks that end because the duty was done
    voids: tuple[str, ...] = ()  # clocks that end because the duty fell away
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: tuple[Extend, ...] = ()
    holder: Holder = Holder.KEEP
    guards: tuple[str, ...] = ()
    document: str = ""
    final: bool = False  # the page says plainly that this cannot be undone
    bulk: bool = False  # may be taken on many cases at once
    main: bool = False  # the one next step that Today offers as a button
    help: str = ""


@dataclass(frozen=True, slots=True)
class Process:
    """A kind of case as one table."""

    name: str  # "appeals.petition"
    label: str
    prefix: str  # of case numbers: XF-2026-000017
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...]
    source: str = ""  # the instrument of law
    guards: tuple[str, ...] = field(default=())  # names of guards the slice promises to register
    # Facts that hold units which may never hold a case, take a step on it or be asked to help with it.
    bars: tuple[str, ...] = ()

    def state(self, name: str) -> State:
        """The state of that name. KeyError if the process has none."""
        return _named(self.states, name)

    def step(self, name: str) -> Step:
        """The step of that name. KeyError if the process has none."""
        return _named(self.steps, name)

    def clock(self, name: str) -> Clock:
        """The clock of that name. KeyError if the process has none."""
        return _named(self.clocks, name)

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """Steps whose sources include the state, in table order."""
        return tuple(step for step in self.steps if state in step.sources)

    @property
    def openings(self) -> tuple[Step, ...]:
        """Steps that open a case."""
        return tuple(step for step in self.steps if not step.sources)


def targets(step: Step, state: str = "") -> tuple[str, ...]:
    """Every state the step may lead to from `state`."""
    if isinstance(step.target, Branch):
        return tuple(target for _, target in step.target.targets)
    return (step.target or state,) if step.target or state else ()


Row = TypeVar("Row", State, Step, Clock)


def _named(rows: tuple[Row, ...], name: str) -> Row:
    for row in rows:
        if row.name == name:
            return row
    raise KeyError(name)
