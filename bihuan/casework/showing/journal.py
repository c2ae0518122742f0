"""The journal of a case as a reader sees it: what happened, who, when, and what was given, by the table's labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext

from bihuan.casework.journal import actor_text
from bihuan.casework.models import Attachment, ClockRow, Entry
from bihuan.casework.selectors import visible_cases
from bihuan.casework.showing.labels import DATA_LABELS, ENTRY_LABELS, LINK_KINDS
from bihuan.casework.spec import Field, Kind, Process, Step
from bihuan.common import habits
from bihuan.organizations.actor import RESIDENT, Actor
from bihuan.organizations.models import Account, Unit

LONG = 120  # characters, from which on a text is folded


@dataclass(frozen=True, slots=True)
class Given:
    """One thing that was given, ready to show. `case` is the number to link to, when the reader may see that case."""

    label: str
    text: str
    long: bool = False
    case: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What the entry did to a clock. `how`: started, met, late, void."""

    label: str
    how: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class EntryView:
    """One journal entry, ready to show."""

    entry: Entry
    label: str
    step: bool
    from_label: str
    to_label: str
    given_to: str
    given: tuple[Given, ...]
    clocks: tuple[Moved, ...] = field(default=())

    @property
    def moved(self) -> bool:
        """The state is another one afterwards."""
        return bool(self.from_label) and self.from_label != self.to_label

    @property
    def recorded_later(self) -> bool:
        """It was written down on another day or hour than it happened."""
        return abs((self.entry.recorded_at - self.entry.at).total_seconds()) >= 60

    @property
    def system(self) -> bool:
        """Nobody did it: the sweep or the calendar."""
        return self.entry.account_id is None and self.entry.actor != RESIDENT.name

    @property
    def actor(self) -> str:
        """Who did it, in the reader's language."""
        return actor_text(self.entry.actor)

    @property
    def late(self) -> bool:
        """It met a clock after its deadline."""
        return any(moved.how == "late" for moved in self.clocks)

    @property
    def hash(self) -> str:
        """The entry's hash in hex."""
        return bytes(self.entry.hash).hex()


def label_of(entry: Entry, process: Process) -> str:
    """The label (a Chinese msgid) of what an entry did."""
    if entry.kind == "step":
        return next((step.label for step in process.steps if step.name == entry.step), entry.step)
    return str(ENTRY_LABELS.get(entry.step, entry.step))


def journal_of(
    *, process: Process, actor: Actor, entries: list[Entry], clocks: Iterable[ClockRow] = ()
) -> list[EntryView]:
    """Views of `entries` (in order of `seq`), with the names of units and people in four queries at most."""
    reader = _Reader(process, actor, entries)
    moves = _moves(process, clocks)
    views = []
    unit_before = entries[0].holder_unit_id if entries and entries[0].seq > 1 else None
    for entry in entries:
        step = _step_of(entry, process)
        handed = entry.holder_unit_id != unit_before
        views.append(
            EntryView(
                entry=entry,
                label=label_of(entry, process),
                step=entry.kind == "step",
                from_label=_state_label(process, entry.from_state),
                to_label=_state_label(process, entry.to_state),
                given_to=reader.unit(entry.holder_unit_id) if handed else "",
                given=tuple(reader.given(entry, step)),
                clocks=tuple(moves.get(entry.seq, ())),
            )
        )
        unit_before = entry.holder_unit_id
    return views


def _step_of(entry: Entry, process: Process) -> Step | None:
    if entry.kind != "step":
        return None
    return next((step for step in process.steps if step.name == entry.step), None)


def _state_label(process: Process, name: str) -> str:
    return next((state.label for state in process.states if state.name == name), name)


def _moves(process: Process, clocks: Iterable[ClockRow]) -> dict[int, list[Moved]]:
    labels = {clock.name: clock.label for clock in process.clocks}
    found: dict[int, list[Moved]] = {}
    for row in clocks:
        label = labels.get(row.name, row.name)
        found.setdefault(row.start_seq, []).append(Moved(label, "started", row.due_at))
        if row.stop_seq is not None:
            late = row.stopped_by == "met" and row.due_at and row.stopped_at and row.stopped_at >= row.due_at
            found.setdefault(row.stop_seq, []).append(
                Moved(label, "late" if late else row.stopped_by, row.due_at)
            )
    return found


class _Reader:
    """Turns what entries keep into words."""

    def __init__(self, process: Process, actor: Actor, entries: list[Entry]) -> None:
        units, people, cases = set(), set(), set()
        for entry in entries:
            units.add(entry.holder_unit_id)
            step = _step_of(entry, process)
            if step is None:
                units.add(entry.data.get("unit"))
                cases.add(entry.data.get("other"))
                continue
            for asked in step.gives:
                if asked.kind is Kind.UNIT:
                    units.add(entry.data.get(asked.name))
                elif asked.kind is Kind.OFFICER:
                    people.add(entry.data.get(asked.name))
        self._units = dict(Unit.objects.filter(pk__in=units - {None}).values_list("pk", "short_name"))
        self._people = (
            dict(Account.objects.filter(pk__in=people - {None}).values_list("pk", "name"))
            if people - {None}
            else {}
        )
        numbers = cases - {None}
        self._cases = (
            set(visible_cases(actor).filter(number__in=numbers).values_list("number", flat=True))
            if numbers
            else set()
        )

    def unit(self, unit_id: int) -> str:
        """The unit's short name."""
        return self._units.get(unit_id, str(unit_id))

    def given(self, entry: Entry, step: Step | None) -> Iterable[Given]:
        """What the step was given, in the order of the form; what another entry keeps, by the engine's own words."""
        if step is not None:
            for asked in step.gives:
                if asked.name in entry.data:
                    text = (
                        gettext("（可能含有个人信息，不在记录中显示）")
                        if asked.private
                        else self._value(asked, entry.data[asked.name])
                    )
                    yield Given(gettext(asked.label), text, len(text) > LONG)
            # What a correcting step keeps of what stood there before it.
            for name, value in entry.data.items():
                if name.endswith("_before") and name in DATA_LABELS and value not in (None, ""):
                    yield self._own(name, value)
            return
        for name, value in entry.data.items():
            if name in DATA_LABELS and value not in (None, ""):
                yield self._own(name, value)
        if entry.kind == "link" and entry.data.get("kind") in LINK_KINDS:
            yield Given(gettext("关系"), str(LINK_KINDS[entry.data["kind"]]))

    def _own(self, name: str, value: Any) -> Given:
        label = str(DATA_LABELS[name])
        if name == "other":
            seen = value in self._cases
            return Given(label, value if seen else gettext("您无权查看的案件"), case=value if seen else "")
        match name:
            case "unit":
                text = self.unit(value)
            case "size":
                text = habits.size(value)
            case "due_on" | "served_on":
                text = _day(value)
            case "seat" | "seats":  # as people count: whoever filed is no. 1
                text = "、".join(str(seat + 1) for seat in (value if isinstance(value, list) else [value]))
            case _:
                text = str(value)
        return Given(label, text, len(text) > LONG)

    def _value(self, asked: Field, value: Any) -> str:
        match asked.kind:
            case Kind.UNIT:
                return self.unit(value)
            case Kind.OFFICER:
                return self._people.get(value, str(value))
            case Kind.CHOICE:
                return gettext(dict(asked.choices).get(value, str(value)))
            case Kind.DATE:
                return _day(value)
            case Kind.MOMENT:
                moment = parse_datetime(str(value))
                return habits.moment(moment) if moment else str(value)
            case Kind.YES:
                return gettext("是") if value else gettext("否")
            case Kind.FILES:
                keys = [key for key in map(str, value) if key.isdecimal()] if isinstance(value, list) else []
                names = Attachment.objects.filter(pk__in=keys).order_by("pk").values_list("name", flat=True)
                return gettext("、").join(names)
            case _:
                return str(value)


def _day(value: Any) -> str:
    day: date | None = parse_date(str(value))
    return habits.day_short(day) if day else str(value)
