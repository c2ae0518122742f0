"""Entering boundaries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.casework import journal
from bihuan.casework.errors import NotYours, Refused
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Jurisdiction
from bihuan.safety.enterprises.selectors import WRITERS
from bihuan.safety.maps import geojson
from bihuan.safety.maps.models import Boundary

LARGEST = 20 * 1024 * 1024


class BoundariesRefused(Refused):
    """The file is no boundaries."""


@dataclass
class Outcome:
    """What became of a file: the names that were entered, and every feature left out with the reason."""

    entered: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@transaction.atomic
def enter(*, content: bytes, source: str, actor: Actor, at: datetime) -> Outcome:
    """Enter the areas of a GeoJSON file for the places they name, by code or by name; a place's outline is replaced.

    Raises NotYours; BoundariesRefused for a file that is no GeoJSON.
    """
    if not (actor.is_system or actor.has(*WRITERS)):
        raise NotYours
    if len(content) > LARGEST:
        raise BoundariesRefused(_("文件超过20 MB，请先简化边界。"))
    outcome = Outcome()
    places = list(Jurisdiction.objects.order_by("-pk"))
    by_code = {one.code: one for one in places}
    by_name = {one.name: one for one in places}
    try:
        for found in geojson.read(content):
            if isinstance(found, geojson.Odd):
                outcome.left_out.append(_sentence(found))
                continue
            # A map of the country names a district by six digits, the register by twelve.
            place = by_code.get(found.code.ljust(12, "0")) or by_name.get(found.name)
            if place is None:
                text = _("“%(name)s”：机构里没有这个地点") % {"name": found.name or found.code}
                outcome.left_out.append(text)
                continue
            west, south, east, north = found.box
            Boundary.objects.update_or_create(
                place=place,
                defaults={
                    "geometry": found.geometry, "west": west, "south": south, "east": east, "north": north,
                    "source": source[:120], "entered_at": at, "entered_by": journal.actor_line(actor),
                },
            )  # fmt: skip
            outcome.entered.append(place.name)
    except geojson.NotGeoJson as wrong:
        raise BoundariesRefused(_reasons()[str(wrong)]) from None
    return outcome


def _reasons() -> dict[str, str]:
    return {
        geojson.NO_GEOJSON: _("不是 GeoJSON 文件（FeatureCollection，UTF-8）。"),
        geojson.NO_FEATURES: _("文件里没有一个区域。"),
        geojson.NO_NAME: _("没有名称（name）也没有代码（adcode）"),
        geojson.NO_AREA: _("不是闭合的面（Polygon、MultiPolygon）"),
        geojson.NOT_DEGREES: _("坐标不是经纬度，请转换为 WGS 84 的度"),
        geojson.TOO_MANY: _("点太多，请先简化"),
    }


def _sentence(odd: geojson.Odd) -> str:
    return _("第%(number)s个 %(name)s：%(reason)s") % {
        "number": odd.number, "name": odd.name, "reason": _reasons()[odd.reason],
    }  # fmt: skip
