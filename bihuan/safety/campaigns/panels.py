"""What a campaign adds to the page of its case."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework.models import Case
from bihuan.casework.panels import Panel, register
from bihuan.common.habits import day
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.campaigns.figures import by_place, goals_of, total
from bihuan.safety.campaigns.models import Campaign
from bihuan.safety.campaigns.process import CAMPAIGN


def campaign_panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Goals with what the records say, and the way to the board."""
    row = Campaign.objects.filter(pk=case.pk).first()
    if row is None or actor.has(*OUTSIDE):
        return None
    figures = total(by_place(row, timezone.localdate()))
    return {
        "campaign": row, "goals": goals_of(row, figures), "facts": [
            (_("种类"), _(row.label)), (_("开始日期"), day(row.starts_on)), (_("结束日期"), day(row.ends_on)),
            (_("全行业停产日期"), day(row.stopped_on) if row.stopped_on else ""),
        ],
    }  # fmt: skip


def register_all() -> None:
    """Make the panel known to the engine."""
    register(CAMPAIGN.name, Panel("campaign", "专项整治", "campaigns/panel.html", campaign_panel))
