"""The conditions that the campaign's table names."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bihuan.casework.errors import Guarded, Incomplete
from bihuan.casework.guards import Attempt, register
from bihuan.common.calendar.working import CHINA
from bihuan.safety.campaigns.figures import CARRIED_ON, UNFOLLOWED, by_place, goals_of, total
from bihuan.safety.campaigns.models import Campaign
from bihuan.safety.campaigns.process import CAMPAIGN
from bihuan.safety.suspension.models import Suspension


def _row(attempt: Attempt) -> Campaign:
    return Campaign.objects.get(pk=attempt.case.pk)


def has_goals(attempt: Attempt) -> None:
    """A campaign without goals cannot be shown to have reached any."""
    if not _row(attempt).goals.exists():
        raise Guarded(_("整治方案还没有目标，请先写明目标。"))


def has_units(attempt: Attempt) -> None:
    """It is about somebody."""
    if not _row(attempt).members.exists():
        raise Guarded(_("整治名单里还没有企业，请先列入企业。"))


def not_stopped_yet(attempt: Attempt) -> None:
    """A sector is stopped once."""
    if _row(attempt).stopped_on is not None:
        raise Guarded(_("名单内的企业已经全部停产整顿，请在各件里办理。"))


def refusals_followed(attempt: Attempt) -> None:
    """A refusal leads to the legal next step, never to nothing (安全生产法 art. 70, 112, 113). Supplies that are cut, and a
    closure that is proposed, are that step."""
    waiting = Suspension.objects.filter(
        case__campaign_member__campaign_id=attempt.case.pk, case__state__in=UNFOLLOWED
    ).select_related("case", "enterprise")
    names = "、".join(f"{row.enterprise.name}（{row.case.number}）" for row in waiting[:5])
    if names:
        raise Guarded(
            _(
                "还有企业拒不停产：%(names)s。请先依法办理下一步（停止供电、供应，处罚，提请关闭），不能结束整治。"
            )
            % {"names": names}
        )


def stops_carried_on(attempt: Attempt) -> None:
    """Who is still stopped, or without power, is somebody's from the next day on: the end of a campaign lifts nothing."""
    rows = Suspension.objects.filter(
        case__campaign_member__campaign_id=attempt.case.pk, case__state__in=CARRIED_ON
    ).select_related("case", "enterprise")
    names = "、".join(f"{row.enterprise.name}（{row.case.number}）" for row in rows[:5])
    if not names:
        return
    told = _("还有%(n)s家企业停产停业或者停止供电、供应：%(names)s。整治结束不解除停产，也不恢复供电、供应。") % {
        "n": rows.count(), "names": names,
    }  # fmt: skip
    lacking = {
        name: told + _("请填写这一栏。")
        for name in ("carried_by", "recheck_by")
        if not attempt.given.get(name)
    }
    if lacking:
        raise Incomplete(lacking)
    if attempt.given["recheck_by"] <= attempt.at.astimezone(CHINA).date():
        raise Guarded(_("下一次检查的日期应当晚于今天。"), field="recheck_by")


def goals_reached_or_said(attempt: Attempt) -> None:
    """Each goal is shown reached by the records, or the reason why not is written down."""
    row = _row(attempt)
    figures = total(by_place(row, attempt.at.astimezone(CHINA).date()))
    missed = [one for one in goals_of(row, figures) if not one.reached]
    if missed and not attempt.given.get("unmet"):
        names = "、".join(
            f"{one.goal.get_measure_display()} {one.share}/{one.goal.percent}" for one in missed
        )
        raise Incomplete({"unmet": _("记录显示有目标没有达到：%(names)s。请写明原因。") % {"names": names}})


def register_all() -> None:
    """Make every guard known to the engine."""
    for guard in (
        goals_reached_or_said,
        has_goals,
        has_units,
        not_stopped_yet,
        refusals_followed,
        stops_carried_on,
    ):
        register(CAMPAIGN.name, guard.__name__, guard)
