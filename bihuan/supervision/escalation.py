"""Telling further up that a clock has run out: to the head of the unit, the supervisors, the leader, one step after another.

Before the deadline the engine reminds whoever has the ball, and at it once more (`casework.sweep`); here begins what it
leaves out. Each step is taken once for a run of a clock and the unit that has the ball, and written down with its reason.
The days count from the deadline, or from the day the ball came to the unit when that is later: who has just been given a
late case is not blamed for it. When the clock ends, or the ball moves, nothing more is told of the former holder.
A change of hands inside the unit changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from bihuan.casework.delivery import deliver_pending
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.models import Appointment, Unit
from bihuan.organizations.roles import Role
from bihuan.organizations.selectors import in_force
from bihuan.supervision.models import Sector

SQL = (Path(__file__).parent / "sql" / "escalate.sql").read_text()
DUTIES = ("holder", "registry")  # casework.spec.Obliges.duty


@dataclass(frozen=True, slots=True)
class Stage:
    """A step up, so many days after the deadline. `label` and `reason` are msgids."""

    name: str
    days: int
    label: str


STAGES = (
    Stage("head", 0, _("单位负责人")),
    Stage("supervisor", 3, _("督查员")),
    Stage("leader", 7, _("分管领导或者上级单位负责人")),
    Stage("superior", 15, _("再上一级单位负责人")),
)
REASONS = {
    "head": _("期限已过，告知单位负责人"),
    "acting": _("期限已过，单位负责人空缺，告知代理人"),
    "nobody": _("期限已过，这个岗位没有人任职，告知上级单位负责人"),
    "supervisor": _("超期3天仍在本单位，告知督查员"),
    "sector": _("超期7天仍在本单位，告知分管领导"),
    "leader": _("超期7天仍在本单位，告知上级单位负责人"),
    "superior": _("超期15天仍在本单位，告知再上一级单位负责人"),
    "none": _("应当告知的岗位都没有人任职"),
}


@dataclass(slots=True)
class Told:
    """What one round told, by stage."""

    at: datetime
    by_stage: dict[str, int]

    @property
    def total(self) -> int:
        """All steps taken."""
        return sum(self.by_stage.values())


Whom = tuple[int | None, str]  # account, reason


def run(*, at: datetime, deliver: bool = False) -> Told:
    """Take every step that is due at `at`. Run again it tells nothing twice."""
    on = at.astimezone(CHINA).date()
    people = recipients(on)
    told = Told(at, {})
    for stage in STAGES:
        with transaction.atomic():
            told.by_stage[stage.name] = _take(stage, at, people[stage.name])
    if deliver and told.total:
        deliver_pending(at=at)
    return told


def _take(stage: Stage, at: datetime, people: dict[int, Whom]) -> int:
    """One stage for every clock it is due for, in one statement."""
    units = list(people)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(
            SQL,
            {
                "at": at, "before": at - timedelta(days=stage.days), "stage": stage.name, "duties": list(DUTIES),
                "units": units, "accounts": [people[key][0] for key in units], "reasons": [people[key][1] for key in units],
            },
        )  # fmt: skip
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def recipients(on: date) -> dict[str, dict[int, Whom]]:
    """For each stage: unit -> the account to tell and why that one. A vacant post passes it on upward, and says so."""
    superiors: dict[int, int | None] = dict(Unit.objects.values_list("pk", "superior_id"))
    heads = _heads(on)
    sectors: dict[int, int] = {}
    dated = Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    for unit_id, leader_id in (
        Sector.objects.filter(dated, leader__isnull=False)
        .order_by("-starts_on")
        .values_list("unit_id", "leader_id")
    ):
        sectors.setdefault(unit_id, int(leader_id))
    supervisors = _supervisors(on)
    found: dict[str, dict[int, Whom]] = {stage.name: {} for stage in STAGES}
    for unit_id in superiors:
        found["head"][unit_id] = _head_or_up(unit_id, heads, superiors, "head")
        found["supervisor"][unit_id] = (supervisors, "supervisor") if supervisors else (None, "none")
        above = superiors[unit_id]
        if unit_id in sectors:
            found["leader"][unit_id] = (sectors[unit_id], "sector")
        else:
            found["leader"][unit_id] = _head_or_up(above, heads, superiors, "leader")
        found["superior"][unit_id] = _head_or_up(
            superiors.get(above) if above is not None else None, heads, superiors, "superior"
        )
    return found


def _heads(on: date) -> dict[int, tuple[int, bool]]:
    """Unit -> who leads it on the day, and whether that is acting."""
    found: dict[int, tuple[int, bool]] = {}
    rows = Appointment.objects.filter(in_force(on), post__is_head=True, account__is_active=True)
    for unit_id, account_id, acting in rows.order_by("acting", "starts_on", "pk").values_list(
        "post__unit_id", "account_id", "acting"
    ):
        found.setdefault(unit_id, (account_id, acting))
    return found


def _supervisors(on: date) -> int | None:
    """The supervisor who has held the post longest; the others see it in their queue."""
    return (
        Appointment.objects.filter(in_force(on), post__roles__contains=[Role.SUPERVISOR.value], account__is_active=True)
        .order_by("starts_on", "pk")
        .values_list("account_id", flat=True)
        .first()
    )  # fmt: skip


def _head_or_up(
    unit_id: int | None, heads: dict[int, tuple[int, bool]], superiors: dict[int, int | None], reason: str
) -> Whom:
    """The head of the unit; where nobody is, of the next one up that has one. Ends on a circle of units, too."""
    first, seen = True, set[int]()
    while unit_id is not None and unit_id not in seen:
        seen.add(unit_id)
        if unit_id in heads:
            account, acting = heads[unit_id]
            return account, ("acting" if acting and reason == "head" else reason) if first else "nobody"
        unit_id, first = superiors.get(unit_id), False
    return None, "none"
