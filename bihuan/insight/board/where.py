"""By unit, by place, by matter."""

from __future__ import annotations

from collections.abc import Callable

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.common.columns import Column, sorted_by
from bihuan.common.language import known_path
from bihuan.insight import places
from bihuan.insight.board.figure import Figure, Value
from bihuan.insight.measures import TOPIC
from bihuan.insight.reading import Part, Standings, Tallies, by_place, by_unit, matters_by_place
from bihuan.insight.selection import Selection
from bihuan.insight.small import Hidden, screen

ORDERS: dict[str, Callable[[Part], float]] = {
    "received": lambda part: part.received,
    "decided": lambda part: part.decided,
    "ended": lambda part: part.ended,
    "open": lambda part: part.open,
    "overdue": lambda part: part.overdue,
    "rate": lambda part: -1.0 if part.rate is None else part.rate,
}
FIRST = "-overdue"


def _part_heads(of: str) -> list[str]:
    return [of, _("收到"), _("作出处理意见"), _("办结"), _("在办"), _("超期"), _("按期率")]


def _part_row(name: str, part: Part) -> list[Value]:
    return [name, part.received, part.decided, part.ended, part.open, part.overdue, part.rate]


def units(selection: Selection, open_now: Standings, query: QueryDict) -> Figure:
    """Each unit's part, in the order asked for."""
    parts = by_unit(selection, open_now)
    named = {unit.id: unit for unit in places.units()}
    order = query.get("sort", FIRST)
    key = ORDERS.get(order.lstrip("-"))
    keys = [unit for unit in parts if unit in named and (selection.unit is None or selection.unit.id == unit)]
    keys.sort(key=lambda unit: named[unit].code)
    if key is not None:
        keys.sort(key=lambda unit: key(parts[unit]), reverse=order.startswith("-"))
    heads = _part_heads(_("单位"))
    columns = sorted_by(
        [Column(heads[0], key="name", sortable=True)]
        + [Column(head, key=name, numeric=True, sortable=True) for head, name in zip(heads[1:], ORDERS, strict=True)],
        query, default=FIRST,
    )  # fmt: skip
    return Figure(
        key="units", title=_("各单位"),
        how=_(
            "收到：第一次转到该单位的案件。在办、超期：现在由该单位承办、没有办结的案件，超期指最早的一个期限已经过了。按期率：该单位各项期限合计，算法同“各项期限”。"
        ),
        article=_("信访工作条例 第三十四条、第四十条"), heads=heads,
        rows=[_part_row(named[unit].name, parts[unit]) for unit in keys],
        links=[f"{reverse('casework:cases')}?unit={named[unit].code}&phase=open&sort=due" for unit in keys],
        shares=frozenset({6}), columns=columns,
    )  # fmt: skip


def towns(selection: Selection, open_now: Standings) -> Figure:
    """Each town's part."""
    parts = by_place(selection, open_now)
    chosen = [
        place
        for place in places.places()
        if place.id in parts and (selection.place is None or selection.place.id == place.id)
    ]
    return Figure(
        key="places", title=_("各乡镇、街道"),
        how=_("按事项发生的地方；村和社区并入所在的乡镇、街道。没有写明地方的只算在合计里。"),
        article="", heads=_part_heads(_("区域")), rows=[_part_row(places.label(place), parts[place.id]) for place in chosen],
        links=[f"{reverse('casework:cases')}?place={place.code}&sort=due" for place in chosen],
        chart="bars", drawn=(1,), unit=_("件"), shares=frozenset({6}),
    )  # fmt: skip


def matters(tallies: Tallies) -> Figure:
    """Received by branch of topic; a group below five is not shown."""
    counted = sorted(((tallies.total(TOPIC, [key]), key) for key in tallies.keys(TOPIC)), reverse=True)
    shown = screen([[count for count, _key in counted]])[0] if counted else []
    rows: list[list[Value]] = [
        [known_path(key) or _("未写明"), value] for (_count, key), value in zip(counted, shown, strict=True)
    ]
    hidden = any(isinstance(value, Hidden) for value in shown)
    return Figure(
        key="matters", title=_("事项"), how=_("期内收到的案件，按事项分类的第一级。少于5件的不显示件数。"), article="",
        heads=[_("事项"), _("收到")], rows=rows, chart="bars", drawn=(1,), unit=_("件"),
        note=_("图中不含没有显示件数的类别。") if hidden else "",
    )  # fmt: skip


def matters_in_places(selection: Selection) -> Figure:
    """Topic × town; a group below five is not shown, nor what would tell it."""
    counts = matters_by_place(selection)
    columns = [place for place in places.places() if any(place.id == key[1] for key in counts)]
    if selection.place is not None:
        columns = [place for place in columns if place.id == selection.place.id]
    branches = sorted({branch for branch, _place in counts})
    table = [[counts.get((branch, place.id), 0) for place in columns] for branch in branches]
    rows: list[list[Value]] = [
        [known_path(branch) or _("未写明"), *shown]
        for branch, shown in zip(branches, screen(table), strict=True)
    ]
    return Figure(
        key="matters-places", title=_("事项和区域"),
        how=_("期内收到的案件。少于5件的格子写“少于5”；能由别的数字推算出它的格子也不显示。"),
        article="", heads=[_("事项"), *(places.label(place) for place in columns)], rows=rows,
    )  # fmt: skip
