"""What is owed beside the hazards one holds: reports, receipts, plans, certificates, a week's inspections, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE, Role
from bihuan.safety.enterprises.models import Contractor, Enterprise, Equipment, MajorHazardInstallation
from bihuan.safety.enterprises.selectors import OFFICER_FROM
from bihuan.safety.hazards import notices
from bihuan.safety.hazards.models import Hazard, Reward
from bihuan.safety.hazards.rewards import visible_rewards
from bihuan.safety.hazards.selectors import visible_hazards
from bihuan.safety.inspections.models import PlanLine

SOON = timedelta(days=60)
MOST = 20


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing to do: what, about what, by when (None where the law sets no day), where it is done."""

    what: str
    about: str
    href: str
    by: date | None = None
    article: str = ""


def by_enterprise(actor: Actor, *, on: date) -> list[Owed]:
    """What the actor's own enterprise owes, the earliest day first and what has no day last."""
    firm = Enterprise.objects.filter(pk=actor.unit_id).first()
    if firm is None or not actor.has(*OUTSIDE):
        return []
    found = [*_reports(actor), *_file(firm, on), *_notice(firm, actor, on)]
    return sorted(found, key=lambda one: (one.by is None, one.by or date.max))[:MOST]


def _reports(actor: Actor) -> list[Owed]:
    """The dual report of each open major hazard (安全生产法 art. 41), and the workers' receipt."""
    owed = []
    for row in visible_hazards(actor).filter(open=True, grade="major").select_related("case"):
        facts, case = row.case.facts, row.case
        href = reverse("casework:case", args=(case.number,))
        if case.state == "pending_confirmation":
            continue
        for name, text in (
            ("reported_regulator_on", _("向监管部门报告重大隐患")), ("reported_workers_on", _("向职工大会或者职工代表大会报告")),
        ):  # fmt: skip
            if not facts.get(name):
                owed.append(Owed(text, case.subject, href, None, _("第四十一条")))
        if facts.get("reported_workers_on") and not facts.get("workers_receipt"):
            owed.append(Owed(_("补充向职工报告的凭据"), case.subject, href, None, _("第四十一条")))
    return owed


def _notice(firm: Enterprise, actor: Actor, on: date) -> list[Owed]:
    """Telling the workers of last month's hazards; the law sets no day."""
    month = notices.owed(firm, actor, on)
    if month is None:
        return []
    href = reverse("safety:notice", args=(firm.credit_code,)) + f"?month={month}"
    return [Owed(_("向从业人员通报隐患排查治理情况"), str(month), href, None, _("第四十一条"))]


def _file(firm: Enterprise, on: date) -> list[Owed]:
    base = firm.get_absolute_url()
    owed = [
        Owed(
            _("换发、延续证照"),
            f"{one.get_kind_display()} {one.number}",
            f"{base}?tab=certificates",
            one.expires_on,
        )
        for one in firm.certificates.filter(expires_on__lte=on + SOON).order_by("expires_on")
    ]
    owed += [
        Owed(_("特种设备定期检验"), one.name, f"{base}?tab=assets", one.examine_by)
        for one in Equipment.objects.filter(enterprise=firm, examine_by__lte=on + SOON)
    ]
    owed += [
        Owed(_("重大危险源备案"), one.name, f"{base}?tab=assets", None, _("第四十条"))
        for one in MajorHazardInstallation.objects.filter(enterprise=firm, filed_on__isnull=True)
    ]
    owed += [
        Owed(_("签订安全生产管理协议"), one.name, f"{base}?tab=contractors", None, _("第四十九条"))
        for one in Contractor.objects.filter(enterprise=firm, agreement_signed_on__isnull=True)
    ]
    unassessed = firm.risk_points.filter(colour="").count()
    if unassessed:
        owed.append(
            Owed(
                _("评估风险点"),
                _("%(n)s处还没有评估") % {"n": unassessed},
                f"{base}?tab=risks",
                None,
                _("第四十一条"),
            )
        )
    if (firm.staff or 0) > OFFICER_FROM and not firm.contacts.filter(duty="safety_officer").exists():
        owed.append(Owed(_("登记专职安全生产管理人员"), _("从业人数超过100人"), base, None, _("第二十四条")))
    return owed


def by_office(actor: Actor, *, on: date) -> list[Owed]:
    """What the actor's unit owes beside its cases: the week's inspections, receipts, rewards to decide and to pay."""
    if (
        actor.has(*OUTSIDE)
        or actor.unit_id is None
        or not actor.has(Role.INSPECTOR, Role.UNIT_HEAD, Role.OFFICER)
    ):
        return []
    monday, week = on - timedelta(days=on.weekday()), reverse("safety:week")
    owed = [
        Owed(_("本周检查还没有派出"), one.enterprise.name, f"{week}?on={monday.isoformat()}", monday + timedelta(days=6))
        for one in PlanLine.objects.filter(plan__unit_id=actor.unit_id, week__lte=monday, case__isnull=True)
        .select_related("enterprise").order_by("week")[:MOST]
    ]  # fmt: skip
    waiting = Hazard.objects.filter(
        open=True, grade="major", case__registry_unit_id=actor.unit_id
    ).select_related("case")
    owed += [
        Owed(
            _("签收重大隐患报告"),
            one.case.subject,
            reverse("casework:case", args=(one.case.number,)),
            None,
            _("第四十一条"),
        )
        for one in waiting[:200]
        if one.case.facts.get("reported_regulator_on") and not one.case.facts.get("regulator_receipt")
    ]
    states = [Reward.State.APPROVED, *([Reward.State.PROPOSED] if actor.has(Role.UNIT_HEAD) else [])]
    owed += [
        Owed(
            _("发放举报奖励") if one.state == Reward.State.APPROVED else _("决定举报奖励"), one.hazard.case.number,
            reverse("safety:reward", args=(one.hazard.case.number,)), None, _("第七十六条"),
        )
        for one in visible_rewards(actor).filter(state__in=states, hazard__case__registry_unit_id=actor.unit_id)[:MOST]
    ]  # fmt: skip
    return owed[:MOST]
