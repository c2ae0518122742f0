"""Where the fictional district lies: six towns that share their borders, made from a seed. Pure."""

from __future__ import annotations

import math
import random
from typing import Any

from bihuan.safety.maps.geojson import holds
from bihuan.safety.sample.words import TOWNS

DISTRICT = "青岚区"
WEST, SOUTH, WIDE, TALL = 112.80, 28.00, 0.36, 0.22
COLUMNS, ROWS, STEPS = 3, 2, 7
Point = tuple[float, float]


def outlines(seed: int = 1) -> dict[str, dict[str, Any]]:
    """The district and its six towns as polygons; neighbours share every point of the border between them."""
    dice = random.Random(seed)  # noqa: S311 - a repeatable picture
    corners = {
        (c, r): (
            WEST + WIDE * c / COLUMNS + dice.uniform(-0.02, 0.02), SOUTH + TALL * r / ROWS + dice.uniform(-0.02, 0.02),
        )
        for c in range(COLUMNS + 1) for r in range(ROWS + 1)
    }  # fmt: skip
    edges: dict[tuple[tuple[int, int], tuple[int, int]], list[Point]] = {}

    def edge(a: tuple[int, int], b: tuple[int, int]) -> list[Point]:
        first, last = min(a, b), max(a, b)
        if (first, last) not in edges:
            edges[first, last] = _winding(corners[first], corners[last], dice)
        line = edges[first, last]
        return line if first == a else line[::-1]

    def around(path: list[tuple[int, int]]) -> dict[str, Any]:
        ring = [point for a, b in zip(path, [*path[1:], path[0]], strict=True) for point in edge(a, b)[:-1]]
        return {"type": "Polygon", "coordinates": [[list(point) for point in (*ring, ring[0])]]}

    towns = {
        name: around([(c, r), (c + 1, r), (c + 1, r + 1), (c, r + 1)])
        for name, (c, r) in zip(TOWNS, [(c, r) for r in range(ROWS) for c in range(COLUMNS)], strict=True)
    }
    border = [
        *((c, 0) for c in range(COLUMNS)), *((COLUMNS, r) for r in range(ROWS)),
        *((c, ROWS) for c in range(COLUMNS, 0, -1)), *((0, r) for r in range(ROWS, 0, -1)),
    ]  # fmt: skip
    return {DISTRICT: around(border), **towns}


def _winding(a: Point, b: Point, dice: random.Random) -> list[Point]:
    length = math.dist(a, b)
    line = [a]
    for step in range(1, STEPS):
        share = step / STEPS
        aside = dice.uniform(-0.06, 0.06) * length
        line.append((
            round(a[0] + (b[0] - a[0]) * share - (b[1] - a[1]) / length * aside, 5),
            round(a[1] + (b[1] - a[1]) * share + (b[0] - a[0]) / length * aside, 5),
        ))  # fmt: skip
    return [*line, b]


def somewhere(geometry: dict[str, Any], dice: random.Random) -> Point:
    """A point inside the area."""
    points = geometry["coordinates"][0]
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    while True:
        x, y = dice.uniform(min(xs), max(xs)), dice.uniform(min(ys), max(ys))
        if holds(geometry, x, y):
            return round(x, 6), round(y, 6)
