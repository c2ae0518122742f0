"""The map of enterprises and risk points, drawn here: no map of anybody else's is asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework.errors import Refused
from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.enterprises.selectors import places_below, sectors_in_use
from bihuan.safety.maps import drawing, selectors, services
from bihuan.safety.maps.drawing import Spot
from bihuan.safety.risk.models import Colour
from bihuan.safety.views.shared import may_enter, readers, writers

LISTED = 100
FILTERS = ("show", "colour", "sector", "place")


def _tile_hosts() -> list[str]:
    """What the page may fetch pictures from beside this server: the tile server, where one is set."""
    parts = urlsplit(settings.MAP_TILES)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


@readers
def map_page(request: SignedInRequest) -> HttpResponse:
    """The picture, what is on it as a table, and the counts by place and colour."""
    widened: Any = csp_update({"img-src": _tile_hosts()})
    page: Any = widened(_map) if _tile_hosts() else _map
    answer: HttpResponse = page(request)
    return answer


def _map(request: SignedInRequest) -> HttpResponse:
    actor = request.actor
    wanted = {name: request.GET.get(name, "").strip() for name in FILTERS}
    colour = wanted["colour"] if wanted["colour"] in Colour.values else ""
    place = int(wanted["place"]) if wanted["place"].isdecimal() else None
    within = places_below(place) if place is not None else None
    ask = selectors.points if wanted["show"] == "points" else selectors.enterprises
    spots = list(ask(actor, colour=colour, sector=wanted["sector"], place_ids=within))
    outlines = list(selectors.boundaries(actor))
    chosen = [one for one in outlines if one.place_id == place] if place is not None else []
    box = _box(request.GET.get("box", "")) or selectors.extent(spots, chosen or outlines)
    kept = {name: value for name, value in wanted.items() if value}
    picture = drawing.frame(box) if box is not None else None
    shown = spots
    if picture is not None:
        picture.tiles = drawing.tiles(picture, settings.MAP_TILES)
        picture.shapes = [
            drawing.shape(
                picture,
                name=one.place.name,
                geometry=one.geometry,
                href="?" + urlencode({**kept, "place": one.place_id}),
            )
            for one in outlines
        ]
        picture.marks = drawing.marks(picture, spots)
        for mark in picture.marks:
            if mark.around is not None:
                mark.href = "?" + urlencode({**kept, "box": ",".join(f"{one:.6f}" for one in mark.around)})
        if box is not None:
            shown = [
                one for one in spots if box[0] <= one.longitude <= box[2] and box[1] <= one.latitude <= box[3]
            ]
    context = {
        "picture": picture, "unit": picture.box[2] / drawing.WIDTH if picture else 1, "wanted": wanted, "kept": kept,
        "rows": sorted(shown, key=_worst_first)[:LISTED], "count": len(shown), "total": len(spots),
        "places": selectors.by_place(actor), "outlines": [(one.place_id, one.place.name) for one in outlines],
        "sectors": sectors_in_use(actor), "legend": selectors.legend(), "lost": selectors.without_position(actor),
        "closer": place is not None or "box" in request.GET, "may_enter": may_enter(actor), "credit": settings.MAP_CREDIT,
        "outside": actor.has(*OUTSIDE),
    }  # fmt: skip
    return render(request, "safety/map.html", context)


def _worst_first(spot: Spot) -> tuple[int, str]:
    return drawing.ORDER.index(spot.colour), spot.name


def _box(text: str) -> selectors.Box | None:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    right = -180 <= west < east <= 180 and -85 <= south < north <= 85
    return (west, south, east, north) if right else None


@writers
def boundaries(request: SignedInRequest) -> HttpResponse:
    """The outlines there are. POST: enter those of a GeoJSON file."""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            messages.error(request, _("请选择一个 GeoJSON 文件。"))
        else:
            try:
                done = services.enter(
                    content=file.read(), source=file.name or "", actor=request.actor, at=timezone.now()
                )
            except Refused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, _("已录入%(n)s个边界。") % {"n": len(done.entered)})
                for text in done.left_out[:20]:
                    messages.warning(request, _("没有录入：%(what)s") % {"what": text})
        return redirect("safety:boundaries")
    return render(request, "safety/boundaries.html", {"rows": list(selectors.boundaries(request.actor))})
