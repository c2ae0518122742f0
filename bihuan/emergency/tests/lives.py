"""Accidents brought to a state, for the tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor, at
from bihuan.emergency.accidents import services
from bihuan.emergency.accidents.grades import Casualties
from bihuan.organizations.actor import Actor

CONTENTS = {
    "unit_profile": "青岚精细化工有限公司，120人。", "scene": "三车间反应釜旁。", "course": "清釜作业时中毒。",
    "measures": "已救出，停产。",
}  # fmt: skip


def take(case: Case, step: str, who: Actor, when: str | datetime, **given: Any) -> Case:
    """One step."""
    moment = at(when) if isinstance(when, str) else when
    return casework.take(case_id=case.pk, step=step, actor=who, at=moment, given=given)


def reported(**more: Any) -> Case:
    """An accident of 2 March 2026 at 08:00 that 应急局 heard of at 08:50."""
    lost = Casualties(**more.pop("lost", {"deaths": 1, "serious": 2, "missing": 0, "loss": 800_000}))
    facts: dict[str, Any] = {
        "subject": "青岚化工三车间中毒事故", "unit_name": "青岚精细化工有限公司", "place": "石湾镇工业路1号",
        "kind": "industrial",
        "type": "中毒和窒息", "occurred_at": at("2026-03-02 08:00"), "learned_at": at("2026-03-02 08:05"),
        "received_at": at("2026-03-02 08:50"), "contents": CONTENTS,
    } | more  # fmt: skip
    return services.report(
        first=services.First(lost=lost, **facts), actor=actor("anjian"), at=at("2026-03-02 09:00")
    )


def more_dead(case: Case, when: str, changed_on: Any, deaths: int, **more: Any) -> Case:
    """A follow-up report."""
    given = {"deaths": deaths, "serious": 2, "missing": 0, "loss": 800_000, **CONTENTS} | more
    return take(case, "supplement", actor("anjian"), when, changed_on=changed_on, **given)


INVESTIGATED = {
    "unit_profile": "青岚精细化工有限公司。", "course": "清釜作业时中毒，十分钟内救出。", "losses": "死亡一人。",
    "cause": "违章。", "liability": "三人。", "prevention": "整改。", "response": "及时。", "signatures": "王、李、周。",
}  # fmt: skip
