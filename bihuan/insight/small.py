"""Small groups are not shown: a matter in a place that concerns fewer than five cases points at people. Pure.

A hidden number must not follow from the others: where one cell of a row or a column would be the only hidden one, its
total less the rest would tell it, so the next smallest is hidden too.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

LEAST = 5


class Hidden(Enum):
    """Why a number is not shown."""

    SMALL = "small"  # it is 1 to 4
    TELLING = "telling"  # with it one could tell another


Shown = int | Hidden


def screen(table: Sequence[Sequence[int]], *, margins: bool = True) -> list[list[Shown]]:
    """The table with what may be shown. `margins`: the sums of rows and columns are known to the reader.

    Zero is shown: nobody is in it. Ends after each row and column has no hidden cell or at least two, as far as it has
    another number to hide.
    """
    shown: list[list[Shown]] = [
        [Hidden.SMALL if 0 < value < LEAST else value for value in row] for row in table
    ]
    if not margins:
        return shown
    lines = [[(y, x) for x in range(len(row))] for y, row in enumerate(table)]
    if len(table) > 1:
        lines += [[(y, x) for y in range(len(table))] for x in range(len(table[0]))]
    changed = True
    while changed:
        changed = False
        for line in lines:
            hidden = [cell for cell in line if isinstance(shown[cell[0]][cell[1]], Hidden)]
            rest = [cell for cell in line if cell not in hidden and table[cell[0]][cell[1]] > 0]
            if len(hidden) == 1 and rest:
                y, x = min(rest, key=lambda cell: table[cell[0]][cell[1]])
                shown[y][x] = Hidden.TELLING
                changed = True
    return shown
