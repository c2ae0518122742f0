"""A small group is not shown, and cannot be worked out."""

from __future__ import annotations

from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.insight.small import LEAST, Hidden, screen

tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=5
    )
)


@settings(deadline=None)
@given(tables)
def test_no_number_from_one_to_four_is_ever_shown(table: list[list[int]]) -> None:
    for row, shown in zip(table, screen(table), strict=True):
        for value, what in zip(row, shown, strict=True):
            assert isinstance(what, Hidden) if 0 < value < LEAST else what in (value, Hidden.TELLING)


@settings(deadline=None)
@given(tables)
def test_no_hidden_number_is_the_rest_of_its_row_or_column(table: list[list[int]]) -> None:
    shown = screen(table)
    lines = list(shown) + ([list(column) for column in zip(*shown, strict=True)] if len(shown) > 1 else [])
    for line in lines:
        hidden = [what for what in line if isinstance(what, Hidden)]
        others = [what for what in line if not isinstance(what, Hidden) and what > 0]
        assert len(hidden) != 1 or not others


def test_nobody_is_a_number_that_may_be_shown() -> None:
    assert screen([[0, 5, 40]]) == [[0, 5, 40]]


def test_the_smallest_other_number_goes_with_a_lonely_hidden_one() -> None:
    assert screen([[3, 9, 40]]) == [[Hidden.SMALL, Hidden.TELLING, 40]]
    assert screen([[3, 4, 40]]) == [[Hidden.SMALL, Hidden.SMALL, 40]]


def test_without_known_sums_only_the_small_ones_are_hidden() -> None:
    flat = list(chain.from_iterable(screen([[3, 9], [40, 8]], margins=False)))
    assert flat == [Hidden.SMALL, 9, 40, 8]
