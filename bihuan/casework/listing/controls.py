"""The controls above the list, filled from the address. Markup in Python: a page holds hundreds of options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bihuan.casework import filters
from bihuan.casework.choices import Choices
from bihuan.casework.listing.columns import ALWAYS, COLUMNS
from bihuan.casework.listing.finding import Wanted
from bihuan.common.escaping import escape
from bihuan.common.language import known as gettext
from bihuan.common.language import known_path
from bihuan.organizations.actor import Actor

# Filters that no ready-made list sets: whoever uses one of these wants to see them all.
OPENING = frozenset({"process", "place", "channel", "clock", "registered_from", "registered_to"})
SORT_LABELS: dict[str, str | Promise] = {
    "-registered": _("最新登记"),
    "registered": _("最早登记"),
    "due": _("期限最近"),
    "-due": _("期限最远"),
    "-changed": _("最近变动"),
    "changed": _("最久未动"),
}


@dataclass(frozen=True, slots=True)
class Controls:
    """Markup of the controls: those always in sight, those behind "more", the columns."""

    first: SafeString
    more: SafeString
    columns: SafeString
    open: bool


def controls(wanted: Wanted, choices: Choices, actor: Actor) -> Controls:
    """Every filter as a control, holding what the address says."""
    given = wanted.filters.given()
    unit = wanted.filters.unit
    processes = choices.processes
    officers = choices.officers(choices.unit_id(unit) if unit else actor.unit_id, wanted.filters.officer)
    topics = {
        topic: "\u3000" * topic.count("/") + known_path(topic).rsplit("/", 1)[-1] for topic in choices.topics
    }

    def select(name: str, options: Mapping[str, object]) -> str:
        return _select(name, filters.label(name), options, given.get(name, ""))

    first = [
        _line("q", "search", filters.label("q"), given),
        select("phase", choices.phases),
        select("state", choices.states),
        select("unit", choices.units),
        select("topic", topics),
        _select("sort", gettext("排序"), SORT_LABELS, wanted.sort, empty=False),
    ]
    more = [
        select("process", processes) if len(processes) > 1 else "",
        select("officer", officers) if officers else "",
        select("place", choices.places),
        select("channel", choices.channels),
        select("clock", choices.clocks),
        *(_line(name, "date", filters.label(name), given) for name in ("registered_from", "registered_to", "due_from", "due_to")),
        *(_tick(name, "1", filters.label(name), name in given) for name in ("overdue", "unassigned")),
    ]  # fmt: skip
    shown = {column.name for column in wanted.columns}
    columns = [
        _tick("columns", column.name, str(column.label), column.name in shown)
        for column in COLUMNS.values()
        if column.name not in ALWAYS
    ]
    return Controls(_joined(first), _joined(more), _joined(columns), open=bool(given.keys() & OPENING))


def _joined(parts: Iterable[str]) -> SafeString:
    return SafeString("".join(parts))


def _label(name: str, label: str) -> str:
    return f'<div class="field"><label class="field__label" for="filter-{name}">{escape(label)}</label>'


def _line(name: str, kind: str, label: str, given: Mapping[str, str]) -> str:
    value = escape(given.get(name, ""))
    control = f'<input class="form-control" type="{kind}" id="filter-{name}" name="{name}" value="{value}">'
    return f"{_label(name, label)}{control}</div>"


def _tick(name: str, value: str, label: str, on: bool) -> str:
    own = f"filter-{name}-{value}"
    return (
        f'<div class="form-check"><input class="form-check-input" type="checkbox" id="{own}" name="{name}" value="{value}"'
        f'{" checked" if on else ""}><label for="{own}">{escape(label)}</label></div>'
    )


def _select(name: str, label: str, options: Mapping[str, object], chosen: str, *, empty: bool = True) -> str:
    rows = _options(tuple((value, str(text)) for value, text in options.items()))
    if chosen:
        mark = f'value="{escape(chosen)}"'
        rows = rows.replace(mark, f"{mark} selected", 1)
    blank = f'<option value="">{escape(gettext("全部"))}</option>' if empty else ""
    return f'{_label(name, label)}<select class="form-select" id="filter-{name}" name="{name}">{blank}{rows}</select></div>'


@lru_cache(maxsize=256)
def _options(rows: tuple[tuple[str, str], ...]) -> str:
    return "".join(f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in rows)
