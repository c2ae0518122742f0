"""Months and percentiles."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.insight.period import Period, add_months, latest, read_month
from bihuan.insight.spread import percentile


def test_the_last_twelve_months_end_with_the_one_that_runs() -> None:
    period = latest(date(2026, 3, 2))
    assert (period.first, period.last, period.length) == (date(2025, 4, 1), date(2026, 3, 1), 12)
    assert [f"{month:%m}" for month in Period(date(2025, 11, 1), date(2026, 2, 1)).months()] == [
        "11",
        "12",
        "01",
        "02",
    ]


def test_months_go_over_the_year_both_ways() -> None:
    assert add_months(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert add_months(date(2025, 12, 1), 1) == date(2026, 1, 1)


@pytest.mark.parametrize(
    "text", ["2026", "2026-13", "2026-00", "0000-01", "9999-01", "March", "2026-03-01", "٢٠٢٦-٠٣x"]
)
def test_what_is_no_month_is_not_read(text: str) -> None:
    assert read_month(text) is None


@settings(deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1), st.sampled_from([0.5, 0.9]))
def test_a_percentile_is_the_nearest_rank(days: list[int], share: float) -> None:
    expected = sorted(days)[math.ceil(share * len(days) - 1e-9) - 1]
    assert percentile(Counter(days), share) == expected


def test_of_nothing_there_is_no_median() -> None:
    assert percentile({}, 0.5) is None
