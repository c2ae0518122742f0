"""Suspensions brought to a state, for the tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from bihuan.casework.models import Case
from bihuan.organizations.actor import Actor
from bihuan.safety.enforcement.tests.lives import take
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.suspension.services import order
from bihuan.safety.tests.cast import at

__all__ = ["applied", "person_of", "refused", "stopped", "take"]


def stopped(firm: Enterprise, who: Actor, **more: Any) -> Case:
    """Stopped on the spot on Monday 2 March 2026."""
    given = {"received_on": date(2026, 3, 2), "scope": "all", "scope_text": "全厂停产。", **more}
    return order(enterprise=firm, subject="储罐区隐患", given=given, actor=who, at=at("2026-03-02 09:00"))


def refused(firm: Enterprise, who: Actor, danger: str = "yes") -> Case:
    """It goes on all the same."""
    return take(
        stopped(firm, who), "find_refusal", who, "2026-03-03 09:00", record="用电量没有下降。", danger=danger
    )


def applied(case: Case, officer: Actor, when: str = "2026-03-10 09:00") -> Case:
    """The enterprise asks to resume."""
    day = at(when).date()
    return take(
        case,
        "apply_resume",
        officer,
        when,
        applied_on=day,
        plan_done="全部完成。",
        evaluation="第三方评估合格。",
    )


def person_of(firm: Enterprise, role: Any) -> Actor:
    """Somebody of the enterprise without an account."""
    return Actor(
        account_id=None, appointment_id=None, unit_id=firm.unit_id, jurisdiction_id=firm.place_id, name="安小满",
        unit_name=firm.name, post_title="", roles=frozenset({role}),
    )  # fmt: skip
