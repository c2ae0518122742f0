"""GeoJSON of boundaries, read with every odd feature named, and points in them. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

NAMES = ("name", "NAME", "Name", "名称", "XZQMC", "adname", "fullname")
CODES = ("adcode", "code", "CODE", "区划代码", "XZQDM")
MOST_POINTS = 200_000

# Why a feature or a file is refused.
NO_GEOJSON, NO_FEATURES, NO_NAME, NO_AREA, NOT_DEGREES, TOO_MANY = (
    "no_geojson", "no_features", "no_name", "no_area", "not_degrees", "too_many",
)  # fmt: skip


class NotGeoJson(ValueError):
    """The file as a whole cannot be read; `args[0]` is the reason."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One area with its name, code and bounding box (west, south, east, north in degrees)."""

    name: str
    code: str
    geometry: dict[str, Any]
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Odd:
    """A feature that was left out: its number in the file, its name if it has one, and why."""

    number: int
    name: str
    reason: str


def read(content: bytes) -> Iterator[Outline | Odd]:
    """The areas of a FeatureCollection, in their order. Raises NotGeoJson for another file."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise NotGeoJson(NO_GEOJSON) from None
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list):
        raise NotGeoJson(NO_GEOJSON)
    if not features:
        raise NotGeoJson(NO_FEATURES)
    return (_one(number, feature) for number, feature in enumerate(features, start=1))


def _one(number: int, feature: Any) -> Outline | Odd:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    properties = properties if isinstance(properties, dict) else {}
    name, code = _first(properties, NAMES), _first(properties, CODES)
    if not name and not code:
        return Odd(number, "", NO_NAME)
    geometry = feature.get("geometry")
    try:
        rings = list(rings_of(geometry))
        points = [point for ring in rings for point in ring]
    except (TypeError, ValueError, KeyError, IndexError):
        return Odd(number, name or code, NO_AREA)
    if not rings or min(map(len, rings)) < 4:
        return Odd(number, name or code, NO_AREA)
    if len(points) > MOST_POINTS:
        return Odd(number, name or code, TOO_MANY)
    if not all(-180 <= x <= 180 and -85 <= y <= 85 for x, y in points):  # metres, or not finite
        return Odd(number, name or code, NOT_DEGREES)
    kept = {"type": geometry["type"], "coordinates": geometry["coordinates"]}
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return Outline(name, code, kept, (min(xs), min(ys), max(xs), max(ys)))


def rings_of(geometry: Any) -> Iterator[list[tuple[float, float]]]:
    """Every ring of a Polygon or MultiPolygon. Raises for anything else."""
    kind, inside = geometry["type"], geometry["coordinates"]
    polygons = {"Polygon": [inside], "MultiPolygon": inside}[kind]
    for polygon in polygons:
        for ring in polygon:
            yield [(_number(point[0]), _number(point[1])) for point in ring]


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(value)
    return float(value)


def _first(properties: Mapping[str, Any], names: Sequence[str]) -> str:
    for name in names:
        value = properties.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def holds(geometry: Any, x: float, y: float) -> bool:
    """Whether a point lies in the area: even-odd over all rings, so that holes are outside."""
    inside = False
    for ring in rings_of(geometry):
        for (ax, ay), (bx, by) in pairwise(ring):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
    return inside
