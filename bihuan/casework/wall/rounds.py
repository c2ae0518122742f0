"""The way round the wall: who has the case instead, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from bihuan.common.calendar.working import CHINA
from bihuan.organizations import directory


def next_higher(unit_id: int, walled: Collection[int], at: datetime) -> directory.UnitFacts | None:
    """The nearest unit above that exists on the day and is behind no wall; None when there is none."""
    day, seen = at.astimezone(CHINA).date(), {unit_id}
    facts = directory.unit(unit_id)
    while facts is not None and facts.superior_id is not None and facts.superior_id not in seen:
        seen.add(facts.superior_id)
        facts = directory.unit(facts.superior_id)
        if facts is not None and facts.id not in walled and facts.open_on(day):
            return facts
    return None


def refusal(unit_id: int, walled: Collection[int], at: datetime) -> str:
    """Why this unit may not have the case, and who may take it instead."""
    refused = directory.unit(unit_id)
    words = {"unit": refused.short_name if refused is not None else ""}
    above = next_higher(unit_id, walled, at)
    if above is None:
        return _(
            "%(unit)s与案件有直接利害关系，不能持有、办理或者协办（信访工作条例第二十八条第三款、第三十条第三款）。"
            "请选没有利害关系的单位，例如上一级机关或者纪检监察机关。"
        ) % words  # fmt: skip
    return _(
        "%(unit)s与案件有直接利害关系，不能持有、办理或者协办（信访工作条例第二十八条第三款、第三十条第三款）。"
        "可以交给它的上一级%(above)s，或者其他没有利害关系的单位。"
    ) % {**words, "above": above.short_name}  # fmt: skip
