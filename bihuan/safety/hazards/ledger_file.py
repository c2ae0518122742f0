"""The ledger as a workbook: the columns that 安全生产法 art. 41 and the ledgers of regulators ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from bihuan.common.calendar.working import CHINA
from bihuan.common.tables.writing import Written
from bihuan.organizations.actor import Actor
from bihuan.safety.hazards.process import HAZARD
from bihuan.safety.hazards.selectors import filtered

MOST = 100_000
WIDTHS = (18, 28, 22, 12, 12, 36, 18, 12, 24, 16, 14, 14, 12, 14, 14, 16)
STATES = {state.name: state.label for state in HAZARD.states}


def headings() -> list[str]:
    """The names of the columns."""
    return [
        _("编号"), _("企业名称"), _("统一社会信用代码"), _("发现日期"), _("发现途径"), _("隐患内容"),
        _("隐患部位"), _("等级"), _("判定依据"),
        _("整改责任人"), _("整改资金（元）"), _("整改期限"), _("验收日期"), _("验收人"), _("状态"), _("责任单位"),
    ]  # fmt: skip


def rows(actor: Actor, wanted: Mapping[str, Any]) -> Iterator[Sequence[Written]]:
    """One row for each hazard; when there are more than may be written, a last row says so."""
    found = (
        filtered(actor, wanted)
        .select_related("case", "case__holder_unit", "enterprise")
        .order_by("-found_on", "-case_id")
    )
    for count, row in enumerate(found[: MOST + 1].iterator(chunk_size=2000)):
        if count == MOST:
            yield [_("只导出了前 %(most)s 条。请缩小筛选范围，分次导出。") % {"most": f"{MOST:,}"}]
            return
        case = row.case
        accepted = (
            case.ended_at.astimezone(CHINA).date()
            if case.ended_at and not row.accepted_on
            else row.accepted_on
        )
        yield [
            case.number, row.enterprise.name, row.enterprise.credit_code, row.found_on,
            str(row.get_found_by_display()), case.subject,
            row.place, str(row.get_grade_display()), case.facts.get("clause") or row.clause,
            row.rectifier or case.facts.get("responsible", ""), row.cost, row.rectify_by, accepted, row.accepted_by,
            _(STATES.get(case.state, case.state)), case.holder_unit.name,
        ]  # fmt: skip
