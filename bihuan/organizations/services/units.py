"""Places and units: create, rename, close, and the line of superiors."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Appointment, Jurisdiction, Unit
from bihuan.organizations.services.recording import RefusedError, facts, record

_LINE_LOCK = 0x0B1_0001  # any fixed number: one change of the line of superiors at a time


class CodeTakenError(RefusedError):
    """Two places or units with one code."""

    message = _("代码 %(code)s 已经有了，请换一个。")


class CyclicLineError(RefusedError):
    """A unit would, step by step upward, be its own superior; then nobody could review what it decided."""

    message = _("不能这样设置上级：“%(unit)s”会成为自己的上级。")


class UnitClosedError(RefusedError):
    """The unit no longer exists on that day."""

    message = _("“%(unit)s”在 %(day)s 已经撤销。")


class ClosedBeforeItBeganError(RefusedError):
    """The last day would lie before the first."""

    message = _("“%(unit)s”从 %(day)s 起才有，撤销的日子不能更早。")


class UnitHasSubordinatesError(RefusedError):
    """Closing a unit would leave others without their superior."""

    message = _("“%(unit)s”还有下级单位，请先给它们另定上级：%(subordinates)s。")


@transaction.atomic
def create_jurisdiction(
    *,
    code: str,
    name: str,
    level: Jurisdiction.Level,
    parent: Jurisdiction | None,
    valid_from: date,
    by: Actor,
    at: datetime,
) -> Jurisdiction:
    """Add a place. Raises CodeTakenError."""
    if Jurisdiction.objects.filter(code=code).exists():
        raise CodeTakenError(code=code)
    place = Jurisdiction.objects.create(
        code=code, name=name, level=level, parent=parent, valid_from=valid_from
    )
    record(by=by, at=at, action="create_jurisdiction", row=place, label=name)
    return place


@transaction.atomic
def create_unit(
    *,
    code: str,
    name: str,
    short_name: str,
    kind: Unit.Kind,
    jurisdiction: Jurisdiction,
    superior: Unit | None = None,
    valid_from: date,
    by: Actor,
    at: datetime,
) -> Unit:
    """Add a unit. Raises CodeTakenError. A new unit has no subordinates, so its line cannot be cyclic."""
    if Unit.objects.filter(code=code).exists():
        raise CodeTakenError(code=code)
    unit = Unit.objects.create(
        code=code,
        name=name,
        short_name=short_name,
        kind=kind,
        jurisdiction=jurisdiction,
        superior=superior,
        valid_from=valid_from,
    )
    record(by=by, at=at, action="create_unit", row=unit, label=name)
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, short_name: str, by: Actor, at: datetime) -> Unit:
    """Give the unit a new name; the record keeps the old one. Identity, posts and cases stay."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    before = facts(unit)
    unit.name, unit.short_name = name, short_name
    unit.save(update_fields=["name", "short_name"])
    record(by=by, at=at, action="rename_unit", row=unit, label=name, before=before)
    return unit


@transaction.atomic
def set_superior(*, unit: Unit, superior: Unit | None, by: Actor, at: datetime) -> Unit:
    """Set the next organ up. Raises CyclicLineError when the line would lead back to the unit."""
    # Two changes at once could each be fine and together make a circle, so the whole line is one lock.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LINE_LOCK])
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    upward = dict(Unit.objects.values_list("pk", "superior_id"))
    step = superior.pk if superior else None
    while step is not None:
        if step == unit.pk:
            raise CyclicLineError(unit=unit.name)
        step = upward[step]
    before = facts(unit)
    unit.superior = superior
    unit.save(update_fields=["superior"])
    record(by=by, at=at, action="set_superior", row=unit, label=unit.name, before=before)
    return unit


@transaction.atomic
def close_unit(*, unit: Unit, on: date, by: Actor, at: datetime) -> Unit:
    """The unit exists until the day `on` (inclusive); appointments still open in it end that day.

    Raises UnitClosedError if it is closed already, ClosedBeforeItBeganError for a day before its first,
    UnitHasSubordinatesError if others still answer to it.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if unit.valid_to is not None:
        raise UnitClosedError(unit=unit.name, day=unit.valid_to)
    if on < unit.valid_from:
        raise ClosedBeforeItBeganError(unit=unit.name, day=unit.valid_from)
    below = Unit.objects.filter(superior=unit, valid_to__isnull=True).values_list("short_name", flat=True)
    if below:
        raise UnitHasSubordinatesError(unit=unit.name, subordinates="、".join(below))
    still_held = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    for held in Appointment.objects.select_for_update().filter(still_held, post__unit=unit):
        was = facts(held)
        held.ends_on, held.ended_reason = max(on, held.starts_on), Appointment.Ended.UNIT_CLOSED
        held.save(update_fields=["ends_on", "ended_reason"])
        record(by=by, at=at, action="end_appointment", row=held, label=unit.name, before=was)
    before = facts(unit)
    unit.valid_to = on
    unit.save(update_fields=["valid_to"])
    record(by=by, at=at, action="close_unit", row=unit, label=unit.name, before=before)
    return unit
