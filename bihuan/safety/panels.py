"""What a hazard and an inspection add to the page of their case."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from bihuan.casework.models import Case
from bihuan.casework.panels import Panel, register
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.enterprises.selectors import WRITERS
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.hazards.process import HAZARD
from bihuan.safety.hazards.selectors import likely_repeats
from bihuan.safety.inspections.models import Inspection
from bihuan.safety.inspections.process import INSPECTION, OWES_RECORD
from bihuan.safety.inspections.together import order_of


def hazard_panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """The ledger's columns, how it was graded, what it may repeat."""
    hazard = (
        Hazard.objects.filter(pk=case.pk)
        .select_related("case", "enterprise", "risk_point", "recurrence_of__case")
        .first()
    )
    if hazard is None:
        return None
    judged = list(hazard.judgments.select_related("pack", "clause").order_by("-pk"))
    outside = actor.has(*OUTSIDE)
    return {
        "hazard": hazard,
        "facts": [
            (_("发现途径"), hazard.get_found_by_display()), (_("部位"), hazard.place), (_("等级"), hazard.get_grade_display()),
            (_("对照条款"), hazard.clause), (_("整改责任人"), hazard.rectifier or case.facts.get("responsible", "")),
            (_("整改资金（元）"), hazard.cost if hazard.cost is not None else ""),
            (_("复查不合格次数"), hazard.rounds or ""),
            (_("举报人"), _("受保护：身份只在保险库里") if hazard.reporter_id is not None and not outside else ""),
        ],
        "judged": judged, "order": order_of(case),
        "suspicions": [] if outside else list(hazard.suspicions.filter(verdict="").select_related("clause__pack")),
        "repeats": likely_repeats(hazard) if hazard.recurrence_of_id is None and hazard.open else [],
        "counted": hazard.repeats.count(), "reports": _reports(case) if case.facts.get("grade") == "major" else [],
        "may_link": not outside and hazard.recurrence_of_id is None and actor.has(*WRITERS),
        "reward": (
            hazard.reporter_id is not None and hazard.grade and not outside and actor.unit_id == case.registry_unit_id
        ),
    }  # fmt: skip


def _reports(case: Case) -> list[tuple[str, str, str]]:
    """The dual report (安全生产法 art. 41): to whom, when, and the receipt; empty where it is still owed."""
    facts = case.facts
    return [
        (_("向监管部门报告"), facts.get("reported_regulator_on") or "", facts.get("regulator_receipt") or ""),
        (_("向职工大会或者职工代表大会报告"), facts.get("reported_workers_on") or "", facts.get("workers_receipt") or ""),
    ]  # fmt: skip


def inspection_panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Enterprise, officers with certificates, the answers, and the way to the sheet."""
    row = (
        Inspection.objects.filter(pk=case.pk)
        .select_related("enterprise", "lead", "second", "checklist", "draw")
        .first()
    )
    if row is None or actor.has(*OUTSIDE):
        return None
    findings = list(row.findings.select_related("item", "hazard").order_by("item__number"))
    officers = [
        f"{who.name}（{number}）"
        for who, number in zip((row.lead, row.second), [*row.certificates, "", ""], strict=False)
        if who
    ]
    return {
        "inspection": row,
        "facts": [
            (_("检查类型"), row.get_kind_display()), (_("检查人员"), "、".join(officers)),
            (_("检查表"), f"{row.checklist.title} v{row.checklist.version}" if row.checklist else ""),
            (_("被检查单位签字"), row.get_signature_display() if row.signature else ""), (_("签字人"), row.signed_by),
            (_("拒绝签字的情况"), row.refusal),
        ],
        "failed": [one for one in findings if one.answer == "failed"],
        "counts": {mark: sum(one.answer == mark for one in findings) for mark in ("passed", "failed",
        "na")} if findings else None,
        "may_check": case.state in OWES_RECORD and actor.account_id in (row.lead_id, row.second_id),
    }  # fmt: skip


def register_all() -> None:
    """Make the panels known to the engine."""
    register(HAZARD.name, Panel("hazard", "隐患", "safety/hazard_panel.html", hazard_panel))
    register(INSPECTION.name, Panel("inspection", "检查", "safety/inspection_panel.html", inspection_panel))
