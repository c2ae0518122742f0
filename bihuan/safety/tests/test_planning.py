"""The annual plan: key enterprises first, and no more than the officers' working days allow."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bihuan.casework.errors import Guarded, NotYours
from bihuan.safety.inspections.planning import approve_plan, capacity, left_for_draw, make_plan
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import actor, at, load_district

pytestmark = pytest.mark.django_db


def test_two_officers_at_each_inspection_halve_the_days() -> None:
    assert capacity(officers=4, days_per_officer=100, days_per_inspection=Decimal("1.5")) == 133


def test_key_enterprises_come_first_spread_over_the_year_and_the_rest_is_for_the_draw() -> None:
    load_district()
    for serial in range(1, 6):
        cast.enterprise(serial, f"青岚第{serial}工厂", key=serial < 4)
    told: dict[str, Any] = {
        "year": 2026,
        "officers": 2,
        "days_per_officer": 10,
        "days_per_inspection": Decimal(2),
    }
    plan = make_plan(**told, actor=actor("anjian"), at=at("2026-01-05 09:00"))
    assert list(plan.lines.order_by("month").values_list("month", flat=True)) == [1, 5, 9]
    assert left_for_draw(plan) == 2
    with pytest.raises(Guarded, match="只够检查 1 家"):
        make_plan(
            **{**told, "year": 2027, "days_per_officer": 2}, actor=actor("anjian"), at=at("2026-01-05 09:00")
        )
    with pytest.raises(NotYours):
        approve_plan(plan=plan, on=date(2026, 1, 6), actor=actor("anjian"))
    assert approve_plan(plan=plan, on=date(2026, 1, 6), actor=cast.officers()[1]).approved_on == date(
        2026, 1, 6
    )
