"""Hazards brought to a state, for the tests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.organizations.actor import Actor
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.hazards.services import Found, find
from bihuan.safety.tests.cast import at

PLAN: dict[str, Any] = {
    "goals": "在期限内为罐区装设可燃气体检测报警装置，消除泄漏不能及时发现的危险。",
    "methods": "委托有资质的单位设计安装；安装期间停止装卸。",
    "funds": "专项资金18万元，检测报警器12台，已列入安全生产费用。",
    "organization": "总经理牵头，安全部安小满负责，设备部配合。",
    "schedule": "4月10日前完成设计，4月30日前装设并调试。",
    "contingency": "整改期间停止装卸作业，安排专人值守，启用现场处置方案。",
    "responsible": "安小满",
    "money": 180000,
    "rectify_by": date(2026, 4, 30),
}


def take(case: Case, step: str, actor: Actor, when: str | datetime, **given: Any) -> Case:
    """One step."""
    moment = at(when) if isinstance(when, str) else when
    return casework.take(case_id=case.pk, step=step, actor=actor, at=moment, given=given)


def self_found(owner: Enterprise, actor: Actor, **more: Any) -> Case:
    """An enterprise found it."""
    found = Found(
        subject="二车间配电箱门损坏", body="配电箱门合页断裂，门不能关闭。", found_by="self", found_on=date(2026, 3, 2),
        spot="二车间", **more,
    )  # fmt: skip
    return find(found=found, enterprise=owner, actor=actor, at=at("2026-03-02 10:00"))


def inspected(owner: Enterprise, actor: Actor, **more: Any) -> Case:
    """An officer found it."""
    found = Found(
        subject="储罐区没有设置可燃气体检测报警装置", body="储罐区涉及可燃气体泄漏，未设置检测报警装置。",
        found_by="inspection", found_on=date(2026, 3, 2), spot="储罐区", **more,
    )  # fmt: skip
    return find(found=found, enterprise=owner, actor=actor, at=at("2026-03-02 10:00"))


def major_planned(owner: Enterprise, judge: Actor, second: Actor) -> Case:
    """A major hazard, judged and confirmed, with the enterprise to plan."""
    case = inspected(owner, judge)
    case = take(
        case, "judge", judge, "2026-03-02 11:00", grade="major", clause="MH/1", reason="符合判定标准第1条。"
    )
    return take(case, "confirm_major", second, "2026-03-03 09:00", to_unit=owner.unit_id, note="同意。")


def reported_both(case: Case, officer: Actor) -> Case:
    """The dual report is made."""
    case = take(
        case, "report_regulator", officer, "2026-03-03 15:00", present_state="储罐区无检测报警装置。",
        harm="泄漏不能及时发现，整改难度中等。",
        governance="装设检测报警装置。", reported_regulator_on=date(2026, 3, 3),
    )  # fmt: skip
    return take(
        case, "report_workers", officer, "2026-03-04 09:00", meeting="2026年第一次职工代表大会",
        reported_workers_on=date(2026, 3, 4),
        workers_receipt="会议纪要2026-1号",
    )  # fmt: skip
