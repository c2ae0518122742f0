"""Boundaries and points as a picture of lines: places on Web Mercator, in the pixels of one zoom step. Pure.

A tile server, where one is set, speaks in the same pixels, so its pictures lie beneath without a library in the browser.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bihuan.safety.maps.geojson import rings_of

TILE = 256
WIDTH, HEIGHT = 960, 640
DEEPEST = 18
CELL = 44  # pixels: points nearer than this are drawn as one with their number, when there are many
FEW = 400  # up to so many points each is drawn by itself
ORDER = ("red", "orange", "yellow", "blue", "")


@dataclass(frozen=True, slots=True)
class Spot:
    """Something at a place. `colour` "" when nothing is assessed."""

    longitude: float
    latitude: float
    name: str
    href: str
    colour: str
    note: str = ""


@dataclass(slots=True)
class Mark:
    """What is drawn at a spot: one thing, or `count` of them that lie together."""

    x: float
    y: float
    colour: str
    name: str
    href: str
    note: str = ""
    count: int = 1
    around: tuple[float, float, float, float] | None = None  # of several: where to look closer


@dataclass(frozen=True, slots=True)
class Shape:
    """The outline of a place as an SVG path."""

    name: str
    path: str
    x: float
    y: float
    href: str


@dataclass(slots=True)
class Picture:
    """The whole: what to look at (viewBox), the outlines, the marks, and the tiles beneath."""

    zoom: int
    box: tuple[float, float, float, float]  # x, y, width, height in pixels of the zoom step
    shapes: list[Shape] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    tiles: list[tuple[str, float, float]] = field(default_factory=list)

    @property
    def view(self) -> str:
        """The viewBox."""
        return " ".join(f"{one:.1f}" for one in self.box)


def pixel(longitude: float, latitude: float, zoom: int) -> tuple[float, float]:
    """Web Mercator, EPSG:3857, in pixels of the zoom step."""
    size = TILE * 2**zoom
    tall = math.asinh(math.tan(math.radians(latitude)))
    return (longitude + 180) / 360 * size, (1 - tall / math.pi) / 2 * size


def zoom_for(box: tuple[float, float, float, float]) -> int:
    """The deepest step at which the box (degrees) fits into the picture."""
    west, south, east, north = box
    for zoom in range(DEEPEST, 0, -1):
        left, top = pixel(west, north, zoom)
        right, bottom = pixel(east, south, zoom)
        if right - left <= WIDTH * 0.94 and bottom - top <= HEIGHT * 0.94:
            return zoom
    return 1


def frame(box: tuple[float, float, float, float]) -> Picture:
    """An empty picture around a box in degrees."""
    zoom = zoom_for(box)
    left, top = pixel(box[0], box[3], zoom)
    right, bottom = pixel(box[2], box[1], zoom)
    # What does not fill the picture is drawn larger: lines have no pixels of their own.
    width, height = max(right - left, 1.0) * 1.06, max(bottom - top, 1.0) * 1.06
    if width / height < WIDTH / HEIGHT:
        width = height * WIDTH / HEIGHT
    else:
        height = width * HEIGHT / WIDTH
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    return Picture(zoom, (middle_x - width / 2, middle_y - height / 2, width, height))


def shape(picture: Picture, *, name: str, geometry: Any, href: str) -> Shape:
    """A place's outline; points nearer than half a pixel of the picture are left out."""
    near = picture.box[2] / WIDTH / 2
    parts: list[str] = []
    best: tuple[float, float, float] = (-1.0, 0.0, 0.0)
    for ring in rings_of(geometry):
        kept: list[tuple[float, float]] = []
        for longitude, latitude in ring:
            x, y = pixel(longitude, latitude, picture.zoom)
            if not kept or abs(x - kept[-1][0]) > near or abs(y - kept[-1][1]) > near:
                kept.append((x, y))
        if len(kept) > 2:
            parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z")
            area, x, y = _middle(kept)
            best = max(best, (area, x, y))
    return Shape(name, "".join(parts), round(best[1], 1), round(best[2], 1), href)


def _middle(ring: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Area and centre of gravity of a ring, measured from its first point to stay exact."""
    zero_x, zero_y = ring[0]
    area = x_sum = y_sum = 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        ax, ay, bx, by = ax - zero_x, ay - zero_y, bx - zero_x, by - zero_y
        cross = ax * by - bx * ay
        area, x_sum, y_sum = area + cross, x_sum + (ax + bx) * cross, y_sum + (ay + by) * cross
    if abs(area) < 1e-9:
        return 0.0, zero_x, zero_y
    return abs(area) / 2, x_sum / (3 * area) + zero_x, y_sum / (3 * area) + zero_y


def marks(picture: Picture, spots: Iterable[Spot]) -> list[Mark]:
    """Few points by themselves, the highest risk drawn last and so on top; of many, those that lie together as one.

    One mark for several has the highest colour among them: nothing red is hidden behind a blue number.
    """
    x, y, width, height = picture.box
    placed: list[tuple[float, float, Spot]] = []
    for spot in spots:
        at_x, at_y = pixel(spot.longitude, spot.latitude, picture.zoom)
        if x <= at_x <= x + width and y <= at_y <= y + height:
            placed.append((at_x, at_y, spot))
    placed.sort(key=lambda one: -ORDER.index(one[2].colour))
    if len(placed) <= FEW:
        return [Mark(a, b, spot.colour, spot.name, spot.href, spot.note) for a, b, spot in placed]
    side = CELL * width / WIDTH
    cells: dict[tuple[int, int], list[tuple[float, float, Spot]]] = {}
    for one in placed:
        cells.setdefault((int((one[0] - x) / side), int((one[1] - y) / side)), []).append(one)
    return [_together(inside) for inside in cells.values()]


def _together(inside: Sequence[tuple[float, float, Spot]]) -> Mark:
    worst = inside[-1][2]
    if len(inside) == 1:
        return Mark(inside[0][0], inside[0][1], worst.colour, worst.name, worst.href, worst.note)
    xs, ys = [one[2].longitude for one in inside], [one[2].latitude for one in inside]
    margin = 0.0005
    return Mark(
        sum(one[0] for one in inside) / len(inside), sum(one[1] for one in inside) / len(inside), worst.colour, "", "",
        count=len(inside),
        around=(min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin),
    )  # fmt: skip


def tiles(picture: Picture, address: str) -> list[tuple[str, float, float]]:
    """The tiles beneath, from an address with {z}, {x} and {y}; none where there is no address."""
    if not address:
        return []
    x, y, width, height = picture.box
    last = 2**picture.zoom - 1
    columns = range(max(0, int(x // TILE)), min(last, int((x + width) // TILE)) + 1)
    rows = range(max(0, int(y // TILE)), min(last, int((y + height) // TILE)) + 1)
    return [
        (address.replace("{z}", str(picture.zoom)).replace("{x}", str(a)).replace("{y}", str(b)), a * TILE, b * TILE)
        for a in columns for b in rows
    ]  # fmt: skip
