"""What is drawn on the map for somebody: places with an outline, enterprises and risk points that they see."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from bihuan.organizations.actor import Actor
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.enterprises.selectors import visible_enterprises
from bihuan.safety.maps.drawing import ORDER, Spot
from bihuan.safety.maps.models import Boundary
from bihuan.safety.risk.models import Colour, RiskPoint

MOST = 20_000
Box = tuple[float, float, float, float]


def enterprises(
    actor: Actor, *, colour: str = "", sector: str = "", place_ids: list[int] | None = None
) -> list[Spot]:
    """The enterprises with a position, each in the colour of its highest risk point."""
    worst = colours_of(actor)
    spots = []
    for row in _narrowed(visible_enterprises(actor), sector, place_ids).filter(longitude__isnull=False)[
        :MOST
    ]:
        its = worst.get(row.pk, "")
        if colour in ("", its):
            spots.append(
                Spot(
                    float(row.longitude or 0), float(row.latitude or 0), row.name, row.get_absolute_url(), its
                )
            )
    return spots


def points(
    actor: Actor, *, colour: str = "", sector: str = "", place_ids: list[int] | None = None
) -> Iterator[Spot]:
    """The risk points with a position of their own or their enterprise's."""
    seen = _narrowed(visible_enterprises(actor), sector, place_ids).values("pk")
    rows = (
        RiskPoint.objects.filter(enterprise__in=seen)
        .annotate(x=Coalesce("longitude", F("enterprise__longitude")), y=Coalesce("latitude", F("enterprise__latitude")))
        .filter(x__isnull=False).order_by("enterprise_id", "pk")
    )  # fmt: skip
    if colour:
        rows = rows.filter(colour=colour)
    before, turn = 0, 0
    for pk, name, its, firm, key, x, y, own in rows.values_list(
        "pk", "name", "colour", "enterprise__name", "enterprise_id", "x", "y", "longitude"
    )[:MOST]:
        # Points that only their enterprise places are set around it, so that each can be seen and reached.
        turn, before = (turn + 1 if key == before else 0), key
        aside = (0.0, 0.0) if own is not None else AROUND[turn % len(AROUND)]
        yield Spot(float(x) + aside[0], float(y) + aside[1], name, f"/safety/risks/{pk}/", its, firm)


AROUND = (
    (0.0, 0.0), (0.0009, 0.0), (-0.0009, 0.0), (0.0, 0.0008), (0.0, -0.0008), (0.0009, 0.0008), (-0.0009, -0.0008),
    (0.0009, -0.0008), (-0.0009, 0.0008),
)  # degrees: about ninety metres  # fmt: skip


def colours_of(actor: Actor) -> dict[int, str]:
    """Enterprise -> the highest colour among its risk points."""
    rows = RiskPoint.objects.exclude(colour="").filter(enterprise__in=visible_enterprises(actor).values("pk"))
    worst: dict[int, str] = {}
    for key, colour in rows.values_list("enterprise_id", "colour").distinct():
        if key not in worst or ORDER.index(colour) < ORDER.index(worst[key]):
            worst[key] = colour
    return worst


def by_place(actor: Actor) -> list[tuple[int, str, list[int]]]:
    """The table behind the map: for each place its risk points by colour, red first, those not assessed last."""
    rows = (
        RiskPoint.objects.filter(enterprise__in=visible_enterprises(actor).values("pk"))
        .values_list("enterprise__place_id", "enterprise__place__name", "colour").annotate(n=Count("pk"))
        .order_by("enterprise__place__code")
    )  # fmt: skip
    counts: dict[tuple[int, str], dict[str, int]] = {}
    for place, name, colour, n in rows:
        counts.setdefault((place, name), {})[colour] = n
    return [
        (place, name, [found.get(colour, 0) for colour in ORDER]) for (place, name), found in counts.items()
    ]


def boundaries(actor: Actor) -> QuerySet[Boundary]:
    """Every outline: where a place lies is no secret."""
    del actor
    return Boundary.objects.select_related("place").order_by("place__level", "place__code")


def extent(spots: list[Spot], outlines: list[Boundary]) -> Box | None:
    """The box around the outlines, or around the spots where there are none."""
    if outlines:
        return (
            min(one.west for one in outlines), min(one.south for one in outlines),
            max(one.east for one in outlines), max(one.north for one in outlines),
        )  # fmt: skip
    if not spots:
        return None
    xs, ys = [one.longitude for one in spots], [one.latitude for one in spots]
    return min(xs) - 0.01, min(ys) - 0.01, max(xs) + 0.01, max(ys) + 0.01


def _narrowed(rows: QuerySet[Enterprise], sector: str, place_ids: list[int] | None) -> QuerySet[Enterprise]:
    rows = rows.filter(closed_on__isnull=True)
    if sector:
        rows = rows.filter(sector=sector)
    return rows.filter(place__in=place_ids) if place_ids is not None else rows


def without_position(actor: Actor) -> int:
    """How many enterprises cannot be drawn because nobody has written down where they are."""
    return visible_enterprises(actor).filter(Q(longitude__isnull=True), closed_on__isnull=True).count()


def legend() -> list[tuple[str, str]]:
    """The colours with their names, the highest first."""
    return [*((key, str(label)) for key, label in Colour.choices), ("", _("未评估"))]
