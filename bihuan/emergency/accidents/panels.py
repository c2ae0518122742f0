"""What an accident adds to the page of its case."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework.models import Case
from bihuan.casework.panels import Panel, register
from bihuan.common.calendar.working import CHINA
from bihuan.common.habits import day, moment
from bihuan.emergency.accidents.evidence import Told, levels, signs, span
from bihuan.emergency.accidents.grades import AUTHORITY_LABELS, LABELS, window_end
from bihuan.emergency.accidents.models import Accident, Report
from bihuan.emergency.accidents.process import ACCIDENT, FINDINGS, KINDS
from bihuan.emergency.accidents.selectors import told
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role

WRITERS = (Role.INSPECTOR, Role.UNIT_HEAD, Role.OFFICER)


def shown_levels(known: Told, now: datetime) -> list[dict[str, Any]]:
    """Each level's report as a page shows it; `late` is a text, empty when in time."""
    return [
        {"level": one, "late": span(late) if (late := one.late_by(now)) > timedelta(0) else ""}
        for one in levels(known)
    ]


def _losses(report: Report) -> str:
    return _("死亡%(d)s人，重伤%(s)s人，下落不明%(m)s人，直接经济损失%(l)s元。") % {
        "d": report.deaths, "s": report.serious, "m": report.missing, "l": f"{report.loss:,}",
    }  # fmt: skip


def _graded(report: Report) -> str:
    label = _(LABELS[report.grade])
    return label if report.counted else _("%(grade)s（伤亡不计入）") % {"grade": label}


def accident_panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Grade and authority now and before, the window, what the clocks show, every report as it was made."""
    row = Accident.objects.filter(pk=case.pk).select_related("case").first()
    if row is None:
        return None
    known, now = told([row])[row.pk], timezone.now()
    reports = known.reports
    finding, found_at = case.facts.get("finding"), case.facts.get("true_learned_at")
    end = window_end(row.occurred_at.astimezone(CHINA).date(), row.kind)
    return {
        "accident": row, "reports": reports, "signs": signs(known, now), "levels": shown_levels(known, now),
        "responses": list(case.responses.order_by("-started_at")[:10]), "may_respond": actor.has(*WRITERS),
        "window": end, "window_open": timezone.localdate() <= end,
        "rows": [
            {"day": day(one.changed_on), "grade": _graded(one), "text": _losses(one)} for one in reports
        ],
        "outside": [one for one in reports if not one.counted],
        "facts": [
            (_("事故单位"), row.unit_name), (_("地点"), row.place), (_("种类"), _(dict(KINDS)[row.kind])),
            (_("类型"), _("%(type)s（%(code)s；名称尚未与标准原文核对）") % {"type": _(row.type), "code": row.type_code}),
            (_("等级"), _(LABELS[row.grade])),
            (_("调查机关"), _(AUTHORITY_LABELS[str(case.facts.get("authority", "county"))])),
            (_("发生时间"), moment(row.occurred_at)), (_("单位负责人接到报告"), moment(row.learned_at)),
            (_("本机关接到报告"), moment(row.received_at)), (_("伤亡变化的期限"), day(end)),
            (_("报告情况的认定"), _(dict(FINDINGS)[str(finding)]) if finding else ""),
            (_("查明的单位负责人知道的时间"), moment(datetime.fromisoformat(str(found_at))) if found_at else ""),
        ],
    }  # fmt: skip


def register_all() -> None:
    """Make the panel known to the engine."""
    register(ACCIDENT.name, Panel("accident", "事故", "emergency/accident_panel.html", accident_panel))
