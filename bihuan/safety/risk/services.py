"""Writes of the risk register: points, assessments, and the colour that open hidden hazards raise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bihuan.casework import journal
from bihuan.casework.errors import Guarded, Incomplete, NotYours, Text
from bihuan.organizations.actor import Actor
from bihuan.safety.enterprises.keeping import record
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.enterprises.selectors import may_change
from bihuan.safety.risk import formulas
from bihuan.safety.risk.models import Assessment, BandTable, Colour, ColourChange, RiskPoint
from bihuan.safety.risk.tables import TABLES

MEASURES = ("engineering", "management", "training", "protection", "response")


@dataclass(frozen=True, slots=True)
class Point:
    """A risk point as it is written down; `measures` by their five kinds."""

    name: str
    factors: str
    control_level: str
    place: str = ""
    accident: str = ""
    answerable: str = ""
    reference: str = ""
    measures: Mapping[str, str] | None = None
    longitude: Decimal | None = None  # None: where the enterprise is
    latitude: Decimal | None = None


def load_tables() -> None:
    """Enter the tables that come with the program, where they are not there yet. Their rows stay as a district has them."""
    for table in TABLES:
        BandTable.objects.get_or_create(
            code=table["code"], defaults={name: value for name, value in table.items() if name != "code"}
        )


@transaction.atomic
def add_point(*, enterprise: Enterprise, point: Point, actor: Actor, at: datetime) -> RiskPoint:
    """Enter a risk point. Raises NotYours, Incomplete."""
    if not may_change(enterprise, actor):
        raise NotYours
    _judge(enterprise, point, None)
    return RiskPoint.objects.create(enterprise=enterprise, entered_at=at, **_columns(point))


@transaction.atomic
def change_point(*, row: RiskPoint, point: Point, actor: Actor, at: datetime) -> RiskPoint:
    """Change what is written of a risk point; its colours come from assessments alone. Raises NotYours, Incomplete."""
    row = RiskPoint.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=row.pk)
    if not may_change(row.enterprise, actor):
        raise NotYours
    _judge(row.enterprise, point, row.pk)
    columns = _columns(point)
    changed = {name: [str(getattr(row, name) or ""), str(value or "")] for name, value in columns.items()}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    if changed:
        record(enterprise=row.enterprise, part="risk", what=row.name, changed=changed, actor=actor, at=at)
    return row


def _judge(enterprise: Enterprise, point: Point, key: int | None) -> None:
    faults: dict[str, Text] = {
        name: _("请填写这一栏。") for name in ("name", "factors") if not getattr(point, name).strip()
    }
    if point.control_level not in RiskPoint.Level.values:
        faults["control_level"] = _("请从列出的选项中选一个。")
    if RiskPoint.objects.filter(enterprise=enterprise, name=point.name.strip()).exclude(pk=key or 0).exists():
        faults["name"] = _("本企业已经有叫这个名称的风险点。")
    if faults:
        raise Incomplete(faults)


def _columns(point: Point) -> dict[str, Any]:
    return {
        "name": point.name.strip()[:120], "factors": point.factors.strip(), "place": point.place[:120],
        "accident": point.accident[:80], "control_level": point.control_level, "answerable": point.answerable[:40],
        "reference": point.reference[:300], "longitude": point.longitude, "latitude": point.latitude,
        **{name: (point.measures or {}).get(name, "").strip() for name in MEASURES},
    }  # fmt: skip


def table_or_none(method: str, on: date) -> BandTable | None:
    """The table of a method in force on the day."""
    return (
        BandTable.objects.filter(Q(in_force_to__isnull=True) | Q(in_force_to__gte=on), method=method, in_force_from__lte=on)
        .order_by("-in_force_from", "-pk").first()
    )  # fmt: skip


def table_on(method: str, on: date) -> BandTable:
    """The same. Raises Guarded when there is none."""
    found = table_or_none(method, on)
    if found is None:
        raise Guarded(_("还没有这种方法的分级表，请先录入。"))
    return found


@transaction.atomic
def assess(
    *, point: RiskPoint, stage: str, method: str, values: Mapping[str, str], actor: Actor, at: datetime
) -> Assessment:
    """Assess a point by LEC or the matrix, exactly. Raises NotYours, Incomplete, Guarded."""
    point = RiskPoint.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=point.pk)
    if not may_change(point.enterprise, actor):
        raise NotYours
    table = table_on(method, at.date())
    names = ("likelihood", "exposure", "consequence") if method == "lec" else ("likelihood", "consequence")
    numbers: dict[str, Decimal] = {}
    faults: dict[str, Text] = {}
    for name in names:
        try:
            numbers[name] = Decimal(str(values.get(name, "")))
        except InvalidOperation:
            faults[name] = _("请从列出的选项中选一个。")
    if faults:
        raise Incomplete(faults)
    try:
        score = (
            formulas.lec(**numbers)
            if method == "lec"
            else formulas.matrix(numbers["likelihood"], numbers["consequence"])
        )
        band = formulas.band_of(score, formulas.bands_from(table.bands))
    except formulas.ValueNotInTable as wrong:
        raise Guarded(_("“%(value)s”不在分级表里，请从列出的选项中选。") % {"value": wrong}) from None
    row = Assessment.objects.create(
        point=point, stage=stage, table=table, score=score, level=band.level, colour=band.colour, at=at,
        by=journal.actor_line(actor), exposure=numbers.get("exposure"), likelihood=numbers["likelihood"],
        consequence=numbers["consequence"],
    )  # fmt: skip
    setattr(point, stage, band.colour)
    point.save(update_fields=[stage])
    recolour(point=point, at=at, why=gettext_noop("风险评估"))
    return row


def recolour(*, point: RiskPoint, at: datetime, why: str, case_number: str = "") -> bool:
    """Set the colour from the assessment and the open hidden hazards; keep the change. Inside a transaction."""
    counts: dict[str, Any] = {"major": 0, "other": 0}
    for grade in point.hazards.filter(open=True).values_list("grade", flat=True):
        counts["major" if grade == "major" else "other"] += 1
    colour = formulas.raised(
        point.residual or point.inherent, open_general=counts["other"], open_major=counts["major"]
    )
    if colour == point.colour:
        return False
    ColourChange.objects.create(
        point=point, at=at, before=point.colour, after=colour, why=why[:200], case_number=case_number
    )
    point.colour = Colour(colour)
    point.save(update_fields=["colour"])
    return True
