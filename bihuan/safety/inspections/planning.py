"""The annual inspection plan (安全生产法 art. 62), no larger than the officers' working days allow."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.casework import journal
from bihuan.casework.errors import Guarded, Incomplete, NotYours, Text
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role
from bihuan.safety.enterprises.selectors import visible_enterprises
from bihuan.safety.inspections.models import Plan, PlanLine

AT_ONCE = 2  # officers at one inspection (行政处罚法 art. 42)


def capacity(*, officers: int, days_per_officer: int, days_per_inspection: Decimal) -> int:
    """How many inspections fit into the officers' working days, two officers at each."""
    return int(Decimal(officers * days_per_officer) / (days_per_inspection * AT_ONCE))


@transaction.atomic
def make_plan(
    *,
    year: int,
    officers: int,
    days_per_officer: int,
    days_per_inspection: Decimal,
    actor: Actor,
    at: datetime,
) -> Plan:
    """A draft: every key enterprise once, spread over the months; what is left over is for the double-random draw.

    Raises NotYours, Incomplete, Guarded when the key enterprises alone do not fit (with the numbers).
    """
    if not actor.has(Role.INSPECTOR, Role.UNIT_HEAD) or actor.unit_id is None:
        raise NotYours
    faults: dict[str, Text] = {}
    if officers < AT_ONCE:
        faults["officers"] = _("检查人员不得少于两人。")
    if days_per_officer < 1 or days_per_inspection <= 0:
        faults["days_per_officer"] = _("工作日应当大于零。")
    if faults:
        raise Incomplete(faults)
    room = capacity(
        officers=officers, days_per_officer=days_per_officer, days_per_inspection=days_per_inspection
    )
    firsts = list(visible_enterprises(actor).filter(key=True, closed_on__isnull=True).order_by("name", "pk"))
    if len(firsts) > room:
        raise Guarded(
            _("重点企业有 %(key)s 家，人员的工作日只够检查 %(room)s 家。请增加人员，或者减少每次检查的天数。")
            % {"key": len(firsts), "room": room}
        )
    if Plan.objects.filter(unit_id=actor.unit_id, year=year).exists():
        raise Guarded(_("本单位 %(year)s 年的计划已经有了。") % {"year": year})
    plan = Plan.objects.create(
        unit_id=actor.unit_id, year=year, officers=officers, days_per_officer=days_per_officer,
        days_per_inspection=days_per_inspection, made_at=at, made_by=journal.actor_line(actor),
    )  # fmt: skip
    PlanLine.objects.bulk_create(
        PlanLine(plan=plan, enterprise=firm, month=n * 12 // len(firsts) + 1, why=PlanLine.Why.KEY)
        for n, firm in enumerate(firsts)
    )
    return plan


def room_of(plan: Plan) -> int:
    """How many inspections the plan has room for in all."""
    return capacity(
        officers=plan.officers,
        days_per_officer=plan.days_per_officer,
        days_per_inspection=plan.days_per_inspection,
    )


def left_for_draw(plan: Plan) -> int:
    """How many inspections of the plan are left to be drawn at random."""
    return room_of(plan) - plan.lines.count()


def approve_plan(*, plan: Plan, on: date, actor: Actor) -> Plan:
    """The head of the unit approves the plan. Raises NotYours; Guarded when it is approved already."""
    if not actor.has(Role.UNIT_HEAD) or actor.unit_id != plan.unit_id:
        raise NotYours
    if plan.approved_on is not None:
        raise Guarded(_("这份计划已经批准。"))
    plan.approved_on = on
    plan.save(update_fields=["approved_on"])
    return plan
