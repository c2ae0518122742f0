"""The map of a campaign's enterprises. Of many, those that lie together are counted by the database, not fetched one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import (
    Avg,
    Case,
    CharField,
    Count,
    F,
    FloatField,
    Func,
    IntegerField,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Floor

from bihuan.organizations.actor import Actor
from bihuan.safety.campaigns.figures import HANDLED, REFUSED, inspected
from bihuan.safety.campaigns.models import Campaign, Member
from bihuan.safety.maps import drawing
from bihuan.safety.maps.selectors import boundaries, extent

COLOURS = (
    "red",
    "orange",
    "yellow",
    "blue",
)  # the worst first: one mark for several has the worst among them
MARGIN = 0.0005  # degrees around what lies together


def coloured(campaign: Campaign, until: date) -> QuerySet[Member]:
    """The members with `rank`, the place of their colour in COLOURS: as `board.colour_of` says of one."""
    return Member.objects.filter(campaign=campaign).annotate(
        rank=Case(
            When(suspension__state__in=REFUSED, then=Value(0)),
            When(Q(suspension__isnull=False) & ~Q(suspension__state__in=HANDLED), then=Value(1)),
            When(
                Q(suspension__state__in=HANDLED)
                | Q(enterprise__in=inspected(campaign, until).values("enterprise_id")),
                then=Value(3),
            ),
            default=Value(2),
            output_field=IntegerField(),
        )
    )


def picture(
    actor: Actor, campaign: Campaign, until: date, href: Callable[[str], str]
) -> drawing.Picture | None:
    """Places, and the enterprises of the list that have a position. `href` makes an enterprise's address."""
    rows = coloured(campaign, until).filter(
        enterprise__longitude__isnull=False, enterprise__latitude__isnull=False
    )
    ends = rows.aggregate(
        n=Count("pk"), west=Min("enterprise__longitude"), south=Min("enterprise__latitude"),
        east=Max("enterprise__longitude"), north=Max("enterprise__latitude"),
    )  # fmt: skip
    corners = (
        [_corner(ends["west"], ends["south"]), _corner(ends["east"], ends["north"])] if ends["n"] else []
    )
    outlines = list(boundaries(actor))
    box = extent(corners, outlines)
    if box is None:
        return None
    drawn = drawing.frame(box)
    drawn.shapes = [
        drawing.shape(drawn, name=one.place.name, geometry=one.geometry, href="#places") for one in outlines
    ]
    drawn.marks = _each(drawn, rows, href) if ends["n"] <= drawing.FEW else _counted(drawn, rows, href)
    return drawn


def _corner(longitude: Any, latitude: Any) -> drawing.Spot:
    return drawing.Spot(float(longitude), float(latitude), "", "", "")


# `rows` are members with `rank`, a column that the type of the model does not know.
def _each(drawn: drawing.Picture, rows: Any, href: Callable[[str], str]) -> list[drawing.Mark]:
    found = rows.values_list(
        "enterprise__name", "enterprise__credit_code", "enterprise__longitude", "enterprise__latitude", "rank"
    )
    return drawing.marks(
        drawn,
        (
            drawing.Spot(float(x), float(y), name, href(code), COLOURS[rank])
            for name, code, x, y, rank in found
        ),
    )


def _counted(drawn: drawing.Picture, rows: Any, href: Callable[[str], str]) -> list[drawing.Mark]:
    """One statement: the pixel of each (Web Mercator, as drawing.pixel), its cell, and what lies in each cell."""
    left, top, width, height = drawn.box
    size, side = drawing.TILE * 2.0**drawn.zoom, drawing.CELL * width / drawing.WIDTH
    pi, real = Func(function="pi", output_field=FloatField()), FloatField()
    x = (Cast("enterprise__longitude", real) + Value(180.0)) / Value(360.0) * Value(size)
    tall = Func(
        Func(Func(Cast("enterprise__latitude", real), function="radians"), function="tan"),
        function="asinh", output_field=real,
    )  # fmt: skip
    y = (Value(1.0) - tall / pi) / Value(2.0) * Value(size)
    cells = (
        rows.annotate(x=x, y=y).filter(x__range=(left, left + width), y__range=(top, top + height))
        .annotate(column=Floor((F("x") - Value(left)) / Value(side)), line=Floor((F("y") - Value(top)) / Value(side)))
        .values("column", "line").annotate(
            n=Count("pk"), worst=Min("rank"), at_x=Avg("x"), at_y=Avg("y"),
            name=Min("enterprise__name", output_field=CharField()), code=Min("enterprise__credit_code", output_field=CharField()),
            west=Min("enterprise__longitude"), south=Min("enterprise__latitude"),
            east=Max("enterprise__longitude"), north=Max("enterprise__latitude"),
        ).order_by("-worst")
    )  # fmt: skip
    return [_mark(one, href) for one in cells]


def _mark(cell: Mapping[str, Any], href: Callable[[str], str]) -> drawing.Mark:
    colour = COLOURS[cell["worst"]]
    if cell["n"] == 1:
        return drawing.Mark(cell["at_x"], cell["at_y"], colour, cell["name"], href(cell["code"]))
    around = (
        float(cell["west"]) - MARGIN, float(cell["south"]) - MARGIN, float(cell["east"]) + MARGIN, float(cell["north"]) + MARGIN,
    )  # fmt: skip
    return drawing.Mark(cell["at_x"], cell["at_y"], colour, "", "#units", count=cell["n"], around=around)
