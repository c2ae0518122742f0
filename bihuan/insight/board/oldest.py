"""The cases open longest, with who holds them. The only figure of the Board that names cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.casework import registry
from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_cases
from bihuan.casework.spec import Phase
from bihuan.common import habits
from bihuan.common.calendar.working import CHINA
from bihuan.insight.board.figure import Figure, Value
from bihuan.insight.selection import Selection
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Jurisdiction

SHOWN = 20


@dataclass(frozen=True, slots=True)
class OldCase:
    """A case and for how many days it has been open."""

    case: Case
    days: int
    state: str


def oldest(selection: Selection, *, actor: Actor, at: datetime) -> list[OldCase]:
    """The cases registered first that an office must still act on, the oldest first.

    Each open state is read from the index that orders it by registration; the twenty oldest of all are among them.
    """
    process = registry.get(selection.process)
    states = [state.name for state in process.states if state.phase is Phase.OPEN]
    cases = visible_cases(actor).filter(process=selection.process)
    if selection.place is not None:
        here = Jurisdiction.objects.filter(
            Q(pk=selection.place.id) | Q(parent=selection.place.id, level="village")
        )
        cases = cases.filter(jurisdiction__in=list(here.values_list("pk", flat=True)))
    if selection.unit is not None:
        ours = cases.filter(~Q(phase=Phase.ENDED), phase=Phase.OPEN, holder_unit=selection.unit.id)
        keys = list(ours.order_by("registered_at", "pk").values_list("pk", flat=True)[:SHOWN])
    else:
        keys = _keys(cases, states)
    rows = (
        Case.objects.filter(pk__in=keys)
        .select_related("holder_unit", "holder_account")
        .defer("body", "facts", "head")
        .order_by("registered_at", "pk")
    )
    today = at.astimezone(CHINA).date()
    return [
        OldCase(
            case, (today - case.registered_at.astimezone(CHINA).date()).days, process.state(case.state).label
        )
        for case in rows
    ]


def _keys(cases: QuerySet[Case], states: Sequence[str]) -> list[int]:
    parts = [
        cases.filter(state=state).order_by("registered_at", "pk").values_list("registered_at", "pk")[:SHOWN]
        for state in states
    ]
    found = parts[0].union(*parts[1:], all=True)
    return [pk for _registered, pk in sorted(found)[:SHOWN]]


def figure(rows: Sequence[OldCase]) -> Figure:
    """The same as a table of words, for export and print."""
    lines: list[list[Value]] = [
        [
            old.case.number, old.case.subject, old.case.holder_unit.short_name,
            old.case.holder_account.name if old.case.holder_account else "", _(old.state),
            habits.day_short(old.case.registered_at), old.days,
            habits.day_short(habits.last_day(old.case.next_due_at)) if old.case.next_due_at else None,
        ]
        for old in rows
    ]  # fmt: skip
    return Figure(
        key="oldest", title=_("办了最久还没有办结的"),
        how=_("现在仍要由单位办理的案件，登记最早的20件。天数从登记那一天数起。等待信访人的（已送达，可以请求复查）不在其中。"),
        article=_("信访工作条例 第三十四条、第四十条"),
        heads=[_("编号"), _("事项"), _("承办单位"), _("承办人"), _("状态"), _("登记"), _("已经办了（天）"), _("期限")],
        rows=lines, links=[reverse("casework:case", args=[old.case.number]) for old in rows],
        texts=frozenset({1, 2, 3, 4, 5, 7}), wide=True,
    )  # fmt: skip
