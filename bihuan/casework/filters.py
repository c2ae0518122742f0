"""The filters of the case list, as they stand in the address: read, narrow a queryset, written back.

Only these names exist. None of them asks who appealed: cases are found by what they are, where, and who must act.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.casework import registry
from bihuan.casework.choices import Choices
from bihuan.casework.spec import Phase
from bihuan.common.calendar.working import CHINA

NAMES = (
    "q", "process", "phase", "state", "unit", "officer", "place", "topic", "channel", "clock",
    "registered_from", "registered_to", "due_from", "due_to", "overdue", "unassigned",
)  # fmt: skip
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for. Empty means: not asked. `unit` and `place` are codes, `officer` a user name."""

    q: str = ""
    process: str = ""
    phase: str = ""
    state: str = ""
    unit: str = ""
    officer: str = ""
    place: str = ""
    topic: str = ""
    channel: str = ""
    clock: str = ""
    registered_from: date | None = None
    registered_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    overdue: bool = False
    unassigned: bool = False

    def __bool__(self) -> bool:
        return self != Filters()

    def given(self) -> dict[str, str]:
        """What is asked for, as it stands in the address."""
        return {row.name: _written(value) for row in fields(self) if (value := getattr(self, row.name))}

    def without(self, name: str) -> Filters:
        """The same with one filter taken off."""
        empty = getattr(Filters(), name)
        return replace(self, **{name: empty})


def _written(value: object) -> str:
    return "1" if value is True else value.isoformat() if isinstance(value, date) else str(value)


def parse(query: QueryDict, choices: Choices) -> tuple[Filters, list[str]]:
    """The filters in an address, and a sentence for each value that means nothing here (and is therefore left out)."""
    found: dict[str, Any] = {}
    faults: list[str] = []
    for name in NAMES:
        text = query.get(name, "").replace("\x00", "").strip()[:LONGEST]
        if not text:
            continue
        value = READERS[name](text, choices) if name in READERS else text
        if value is None:
            faults.append(
                _("条件“%(name)s”的值“%(value)s”无法识别，没有使用。") % {"name": label(name), "value": text}
            )
        else:
            found[name] = value
    return Filters(**found), faults


LABELS: dict[str, str | Promise] = {
    "q": gettext_lazy("检索"),
    "process": gettext_lazy("类别"),
    "phase": gettext_lazy("阶段"),
    "state": gettext_lazy("状态"),
    "unit": gettext_lazy("承办单位"),
    "officer": gettext_lazy("承办人"),
    "place": gettext_lazy("区域"),
    "topic": gettext_lazy("事项"),
    "channel": gettext_lazy("渠道"),
    "clock": gettext_lazy("期限种类"),
    "registered_from": gettext_lazy("登记不早于"),
    "registered_to": gettext_lazy("登记不晚于"),
    "due_from": gettext_lazy("到期不早于"),
    "due_to": gettext_lazy("到期不晚于"),
    "overdue": gettext_lazy("已超期"),
    "unassigned": gettext_lazy("未指定承办人"),
}


def label(name: str) -> str:
    """What a filter is called on the page."""
    return str(LABELS[name])


Path = Callable[[str], str]


def on_case(name: str) -> str:
    """The path to a field where it stands on the case itself."""
    return name


def conditions(filters: Filters, choices: Choices, *, at: datetime, path: Path = on_case) -> list[Q]:
    """What a case must fulfil to pass every filter but `q`, which `listing.finding` looks up.

    `at` decides "overdue". `path` says where each field of the case is read: a unit's list repeats most of them.
    """
    asked = {
        lookup: value
        for name, condition in CONDITIONS.items()
        if (given := getattr(filters, name))
        for lookup, value in condition(given, choices).items()
    }
    found = [Q(**{_at(path, lookup): value}) for lookup, value in asked.items()]
    if filters.overdue:
        found.append(Q(**{_at(path, "next_due_at__lte"): at}))
    return found


def _at(path: Path, lookup: str) -> str:
    name, _, how = lookup.partition("__")
    return f"{path(name)}__{how}" if how else path(name)


def fields_asked(filters: Filters, choices: Choices) -> set[str]:
    """The fields of a case that the filters look at."""
    return {
        lookup.partition("__")[0]
        for name, condition in CONDITIONS.items()
        if (given := getattr(filters, name))
        for lookup in condition(given, choices)
    }


def only_ended(filters: Filters) -> bool:
    """True when every case that can pass has ended."""
    return filters.phase == Phase.ENDED or (bool(filters.state) and _ends(filters.state))


def implies_running(filters: Filters) -> bool:
    """True when the conditions alone keep the database to an index of cases that have not ended.

    Not for one unit's or one officer's: the indexes of their queues are asked for by name.
    """
    urgent = (
        filters.phase
        or filters.state
        or filters.clock
        or filters.due_from
        or filters.due_to
        or filters.overdue
    )
    return bool(urgent) and not filters.unit and not filters.officer


def only_running(filters: Filters) -> bool:
    """True when no ended case can pass."""
    return (
        filters.phase in (Phase.OPEN, Phase.WAITING)
        or (bool(filters.state) and not _ends(filters.state))
        or any((filters.clock, filters.due_from, filters.due_to, filters.overdue, filters.unassigned))
    )


RUNNING = ~Q(phase=Phase.ENDED)
# A case that has ended has no deadline. Saying "not ended" beside a deadline would tell the database nothing new, but
# make it believe that twenty times fewer cases fulfil both, and choose the wrong way to them.


def _ends(state: str) -> bool:
    return any(
        row.phase is Phase.ENDED
        for process in registry.all_processes()
        for row in process.states
        if row.name == state
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def _after(day: date) -> datetime:
    return _midnight(day) + timedelta(days=1)


CONDITIONS: Mapping[str, Callable[[Any, Choices], Mapping[str, Any]]] = {
    "process": lambda value, _: {"process": value},
    "phase": lambda value, _: {"phase": value},
    "state": lambda value, _: {"state": value},
    "unit": lambda value, choices: {"holder_unit": choices.unit_id(value)},
    "officer": lambda value, choices: {"holder_account": choices.officer_id(value)},
    "place": lambda value, choices: {"jurisdiction__in": choices.places_in(value)},
    "topic": lambda value, choices: {"topic__in": choices.topics_in(value)},
    "channel": lambda value, _: {"channel": value},
    "clock": lambda value, _: {"next_due_at__isnull": False, "next_due_clock": value},
    "registered_from": lambda day, _: {"registered_at__gte": _midnight(day)},
    "registered_to": lambda day, _: {"registered_at__lt": _after(day)},
    # A deadline in days falls on the midnight after its last day (民法典 203); the last day is what people ask for.
    "due_from": lambda day, _: {"next_due_at__gt": _midnight(day)},
    "due_to": lambda day, _: {"next_due_at__lte": _after(day)},
    "unassigned": lambda _value, _: {"holder_account__isnull": True},
}


def _one_of(known: Callable[[Choices], Mapping[str, object]]) -> Callable[[str, Choices], str | None]:
    return lambda text, choices: text if text in known(choices) else None


def _day(text: str, _choices: Choices) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _yes(text: str, _choices: Choices) -> bool | None:
    return {"1": True, "on": True, "yes": True, "0": False, "no": False}.get(text.lower())


READERS: Mapping[str, Callable[[str, Choices], Any]] = {
    "process": _one_of(lambda choices: choices.processes),
    "phase": _one_of(lambda choices: choices.phases),
    "state": _one_of(lambda choices: choices.states),
    "unit": _one_of(lambda choices: choices.units),
    "officer": lambda text, choices: text if choices.officer_id(text) else None,
    "place": _one_of(lambda choices: choices.places),
    "topic": lambda text, choices: text if choices.topics_in(text) else None,
    "channel": _one_of(lambda choices: choices.channels),
    "clock": _one_of(lambda choices: choices.clocks),
    **dict.fromkeys(("registered_from", "registered_to", "due_from", "due_to"), _day),
    **dict.fromkeys(("overdue", "unassigned"), _yes),
}
