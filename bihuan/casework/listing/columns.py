"""The columns that a list of cases and its export may show. None of them is about who appealed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bihuan.casework import registry
from bihuan.casework.models import Case
from bihuan.common.habits import last_day
from bihuan.common.language import known_path

Value = str | date | datetime | None


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column. `value` is what an export writes; a page has a template for each `name`. `width` in characters."""

    name: str
    label: str | Promise
    value: Callable[[Case], Value]
    width: int = 16
    sort: str = ""
    fields: tuple[str, ...] = ()
    joins: tuple[str, ...] = field(default=())


def _state(case: Case) -> str:
    return gettext(registry.get(case.process).state(case.state).label)


def clock_label(case: Case) -> str:
    """The name of the clock whose deadline comes next, "" when none runs."""
    name = case.next_due_clock
    return gettext(registry.get(case.process).clock(name).label) if name and case.next_due_at else ""


def _last_day(case: Case) -> date | None:
    return last_day(case.next_due_at) if case.next_due_at else None


def channel_label(case: Case) -> str:
    """The channel in words."""
    for step in registry.get(case.process).openings:
        for asked in step.gives:
            if asked.name == "channel" and case.channel in dict(asked.choices):
                return gettext(dict(asked.choices)[case.channel])
    return case.channel


ALWAYS = ("number", "subject")
DEFAULT = ("state", "holder", "due", "registered")
COLUMNS = {
    column.name: column
    for column in (
        ListColumn("number", _("编号"), lambda case: case.number, 18, fields=("number",)),
        ListColumn("subject", _("事由"), lambda case: case.subject, 48, fields=("subject",)),
        ListColumn("state", _("状态"), _state, 18, fields=("state", "phase", "process")),
        ListColumn("holder", _("承办单位"), lambda case: case.holder_unit.short_name, 16,
                   fields=("holder_unit__short_name",), joins=("holder_unit",)),
        ListColumn("officer", _("承办人"), lambda case: case.holder_account.name if case.holder_account else "", 10,
                   fields=("holder_account__name",), joins=("holder_account",)),
        ListColumn("due", _("期限"), _last_day, 14, sort="due", fields=("next_due_at", "next_due_clock", "process")),
        ListColumn("clock", _("期限种类"), clock_label, 14, fields=("next_due_at", "next_due_clock", "process")),
        ListColumn("registered", _("登记时间"), lambda case: case.registered_at, 20, sort="registered"),
        ListColumn("received", _("收到日期"), lambda case: case.received_on, 14, fields=("received_on",)),
        ListColumn("topic", _("事项"), lambda case: known_path(case.topic), 32, fields=("topic",)),
        ListColumn("place", _("区域"), lambda case: case.jurisdiction.name if case.jurisdiction else "", 14,
                   fields=("jurisdiction__name",), joins=("jurisdiction",)),
        ListColumn("channel", _("渠道"), channel_label, 10, fields=("channel", "process")),
        ListColumn("changed", _("最近变动"), lambda case: case.changed_at, 20, sort="changed"),
        ListColumn("ended", _("办结时间"), lambda case: case.ended_at, 20, fields=("ended_at",)),
    )
}  # fmt: skip


def chosen(names: Sequence[str]) -> list[ListColumn]:
    """The columns of those names in their fixed order, with those that always stand; the usual ones when none is named."""
    wanted = {name for part in names for name in part.split(",") if name in COLUMNS} or set(DEFAULT)
    return [column for column in COLUMNS.values() if column.name in wanted or column.name in ALWAYS]


def written(columns: Sequence[ListColumn]) -> str:
    """The columns as they stand in the address; "" for the usual ones."""
    names = tuple(column.name for column in columns if column.name not in ALWAYS)
    return "" if set(names) == set(DEFAULT) else ",".join(names)
