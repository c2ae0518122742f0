"""What a suspension adds to the page of its case."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from bihuan.casework import registry
from bihuan.casework.models import Case
from bihuan.casework.panels import Panel, register
from bihuan.common.habits import day, moment
from bihuan.organizations.actor import Actor
from bihuan.safety.suspension.models import Suspension
from bihuan.safety.suspension.process import TABLES, way_back


def suspension_panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Kind, scope, what was cut and lifted, what was published, and the way to resumption."""
    del actor
    row = Suspension.objects.filter(pk=case.pk).select_related("enterprise", "hazard").first()
    if row is None:
        return None
    table = registry.get(case.process)
    way = way_back(table)
    names = [state.name for state in way]
    return {
        "enterprise": row.enterprise, "hazard": row.hazard, "chain": [state.label for state in way],
        "current": names.index(case.state) + 1 if case.state in names else 0,
        "facts": [
            (_("性质"), row.get_kind_display()), (_("范围"), row.get_scope_display()), (_("具体范围和要求"), row.scope_text),
            (_("决定日期"), day(row.ordered_on)), (_("期限"), day(row.until) if row.until else ""),
            (_("停产公布"), day(row.published_on) if row.published_on else ""),
            (_("通知停止供应"), moment(row.cut_notified_at) if row.cut_notified_at else ""),
            (_("停止供应"), moment(row.cut_at) if row.cut_at else ""),
            (_("解除"), moment(row.lifted_at) if row.lifted_at else ""),
            (_("恢复生产"), day(row.resumed_on) if row.resumed_on else ""),
            (_("复产公布"), day(row.resumption_published_on) if row.resumption_published_on else ""),
        ],
    }  # fmt: skip


def register_all() -> None:
    """Make the panel known to the engine, for each table."""
    for table in TABLES:
        register(table.name, Panel("suspension", table.label, "suspension/panel.html", suspension_panel))
