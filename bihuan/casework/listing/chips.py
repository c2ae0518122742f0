"""The filters in force as chips that can be taken off, and ready-made ones to put on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bihuan.casework import filters
from bihuan.casework.choices import Choices
from bihuan.casework.filters import Filters
from bihuan.casework.listing import address
from bihuan.casework.listing.finding import Wanted
from bihuan.casework.listing.today import WATCHES
from bihuan.casework.spec import Phase
from bihuan.common.calendar.working import CHINA
from bihuan.common.habits import day_short
from bihuan.organizations.actor import Actor

BLANK = "\u3000"  # indents a place below another


@dataclass(frozen=True, slots=True)
class Chip:
    """A word and where it leads."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


def in_force(wanted: Wanted, choices: Choices) -> list[Chip]:
    """One chip for each filter; its address is the list without it."""
    known = {
        "process": choices.processes, "phase": choices.phases, "state": choices.states, "unit": choices.units,
        "place": choices.places, "channel": choices.channels, "clock": choices.clocks,
    }  # fmt: skip
    colon = ": " if (get_language() or "").startswith("en") else "："
    chips = []
    for name in wanted.filters.given():
        value = getattr(wanted.filters, name)
        text = filters.label(name)
        if isinstance(value, date):
            text = f"{text} {day_short(value)}"
        elif value is not True:
            words = known.get(name, {}).get(value, value)
            if name == "officer":
                words = choices.officers(None, value).get(value, value)
            text = f"{text}{colon}{str(words).strip(BLANK)}"
        chips.append(
            Chip(
                text,
                "?" + (address.write(wanted, filters=wanted.filters.without(name)) or "sort=-registered"),
            )
        )
    return chips


def ready_made(wanted: Wanted, choices: Choices, actor: Actor, username: str, at: datetime) -> list[Chip]:
    """Lists that are asked for every day. Each stands alone: choosing one takes the others off."""
    today = at.astimezone(CHINA).date()
    unit = choices.unit_code(actor.unit_id)
    rows = [
        (_("全部"), Filters()),
        (_("我承办的"), Filters(phase=Phase.OPEN, officer=username)),
        (_("本单位在办"), Filters(phase=Phase.OPEN, unit=unit)),
        (_("待指定承办人"), Filters(phase=Phase.OPEN, unit=unit, unassigned=True)),
        (_("已超期"), Filters(overdue=True)),
        (_("7日内到期"), Filters(due_from=today, due_to=today + timedelta(days=6))),
    ]
    if not actor.roles - WATCHES:
        rows = [row for row in rows if not row[1].unit and not row[1].officer]
    plain = replace(wanted.filters, q="")
    urgent = {Filters(): "-registered"}
    return [
        Chip(
            text,
            "?"
            + (
                address.write(
                    wanted, filters=replace(asked, q=wanted.filters.q), sort=urgent.get(asked, "due")
                )
                or "sort=-registered"
            ),
            current=plain == asked,
        )
        for text, asked in rows
    ]
