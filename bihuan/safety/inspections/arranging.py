"""From the year's plan to the week and to the inspection. Writes beside `planning`; the statute is 安全生产法 art. 62."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.casework import services as casework
from bihuan.casework.errors import Guarded, Incomplete, NotYours
from bihuan.casework.models import Case
from bihuan.casework.permissions import barred
from bihuan.common import calendars
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit
from bihuan.organizations.roles import Role
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.enterprises.selectors import visible_enterprises
from bihuan.safety.inspections import services
from bihuan.safety.inspections.models import Checklist, Plan, PlanLine
from bihuan.safety.inspections.planning import AT_ONCE, left_for_draw

# What an inspection made of a line is called.
KIND = {
    "key": "routine",
    "draw": "drawn",
    "special": "special",
    "joint": "joint",
    "unannounced": "unannounced",
}
BY_HAND = ("special", "joint", "unannounced", "key")  # draws are made by drawing


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def working_days(year: int) -> int:
    """The working days of a year by the State Council's calendar, make-up days counted; weekends alone where it is not out."""
    first, end = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
    return calendars.current().working_between(first, end)


@transaction.atomic
def add_line(*, plan: Plan, enterprise: Enterprise, month: int, why: str, actor: Actor) -> PlanLine:
    """Put an enterprise into a month of the plan. Raises NotYours, Incomplete, Guarded when the officers' days are used up."""
    _own(plan, actor)
    if not visible_enterprises(actor).filter(pk=enterprise.pk).exists():
        raise NotYours
    if why not in BY_HAND:
        raise Incomplete({"why": _("请从列出的选项中选一个。")})
    if not 1 <= month <= 12:
        raise Incomplete({"month": _("月份在1到12之间。")})
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if left_for_draw(plan) < 1:
        raise Guarded(_("计划已满：人员的工作日都已经安排。请先移出别的检查，或者增加人员。"))
    row, new = PlanLine.objects.get_or_create(
        plan=plan, enterprise=enterprise, month=month, defaults={"why": why}
    )
    if not new:
        raise Guarded(_("这家企业在这个月已经列入。"))
    return row


@transaction.atomic
def drop_line(*, line: PlanLine, actor: Actor) -> None:
    """Take a line out. Raises NotYours; Guarded when the plan is approved or the inspection was made."""
    _own(line.plan, actor)
    if line.case_id is not None:
        raise Guarded(_("检查已经列入，请在检查里取消。"))
    if line.plan.approved_on is not None:
        raise Guarded(_("计划已经批准，不能移出；不检查的，到时列入后由负责人写明理由取消。"))
    line.delete()


@transaction.atomic
def arrange(*, lines: Sequence[PlanLine], week: date, actor: Actor) -> int:
    """Arrange lines of an approved plan for the week of that Monday. Raises NotYours, Guarded. Returns how many."""
    for line in lines:
        _own(line.plan, actor)
        if line.plan.approved_on is None:
            raise Guarded(_("年度计划还没有批准。"))
        if line.case_id is not None:
            raise Guarded(_("“%(name)s”的检查已经列入，不能再改周次。") % {"name": line.enterprise.name})
    return PlanLine.objects.filter(pk__in=[line.pk for line in lines]).update(week=monday(week))


@transaction.atomic
def open_inspection(
    *, line: PlanLine, inspect_by: date, checklist: Checklist | None, partners: Sequence[Unit], actor: Actor, at: datetime
) -> Case:  # fmt: skip
    """Make the inspection of a line. A joint one (安全生产法 art. 69) asks the other departments at once.

    Raises NotYours, Guarded; Incomplete when a joint inspection names nobody. The same line twice gives the same case.
    """
    line = (
        PlanLine.objects.select_for_update(of=("self",)).select_related("plan", "enterprise").get(pk=line.pk)
    )
    _own(line.plan, actor)
    if line.case_id is not None:
        return Case.objects.get(pk=line.case_id)
    if line.plan.approved_on is None:
        raise Guarded(_("年度计划还没有批准。"))
    if line.why == PlanLine.Why.JOINT and not partners:
        raise Incomplete({"partners": _("联合检查，请选择一起检查的部门。")})
    case = services.plan(
        enterprise=line.enterprise,
        kind=KIND[line.why],
        inspect_by=inspect_by,
        checklist=checklist,
        actor=actor,
        at=at,
    )
    if line.why == PlanLine.Why.JOINT:
        ask_partners(case=case, partners=partners, inspect_by=inspect_by, actor=actor, at=at)
    line.case, line.week = case, line.week or monday(inspect_by)
    line.save(update_fields=["case", "week"])
    return case


def ask_partners(
    *, case: Case, partners: Sequence[Unit], inspect_by: date, actor: Actor, at: datetime
) -> None:
    """Ask the other departments of a joint inspection; each sees the case from now on and answers with its own findings."""
    for unit in partners:
        if unit.pk in barred(case) or unit.pk == case.holder_unit_id:
            continue
        asked = _("联合检查“%(name)s”：请派员一起检查，并答复本部门职责范围内的情况（第六十九条）。") % {
            "name": case.subject
        }
        casework.ask_for_help(
            case_id=case.pk, unit_id=unit.pk, asked=asked, actor=actor, at=at, due_on=inspect_by
        )


@dataclass(frozen=True, slots=True)
class Week:
    """A week's work: the lines arranged for it, those of its months still to arrange, and for how many there are officers."""

    monday: date
    arranged: list[PlanLine]
    waiting: list[PlanLine]
    room: int
    days: int


def week_of(*, plan: Plan, day: date, officers: int) -> Week:
    """The week of a day. Key enterprises first, then by month, so that what is late comes before what is early."""
    first = monday(day)
    last = first + timedelta(days=6)
    rows = plan.lines.select_related("enterprise", "case", "plan")
    order = {name: n for n, name in enumerate(("key", "special", "joint", "unannounced", "draw"))}
    waiting = list(rows.filter(week__isnull=True, case__isnull=True).filter(Q(month__lte=last.month)))
    waiting.sort(key=lambda one: (order[one.why], one.month, one.enterprise.name))
    arranged = sorted(rows.filter(week=first), key=lambda one: (order[one.why], one.enterprise.name))
    days = calendars.current().working_between(first.toordinal(), last.toordinal() + 1)
    room = int(Decimal(officers * days) / (plan.days_per_inspection * AT_ONCE))
    return Week(first, arranged, waiting, room, days)


def _own(plan: Plan, actor: Actor) -> None:
    if not actor.has(Role.INSPECTOR, Role.UNIT_HEAD) or actor.unit_id != plan.unit_id:
        raise NotYours
