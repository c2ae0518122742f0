"""Reads of the register. Every page, export and count begins with `visible_enterprises`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from bihuan.casework.selectors import sees_all, works_at_all
from bihuan.organizations import directory
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Jurisdiction, Unit
from bihuan.organizations.roles import OUTSIDE, Role
from bihuan.safety.enterprises.models import Certificate, Enterprise

WARN_DAYS = 60
OFFICER_FROM = 100  # 安全生产法 art. 24: more than 100 employees need a safety body or a full-time officer
WRITERS = (Role.INSPECTOR, Role.OFFICER, Role.UNIT_HEAD)


def visible_enterprises(actor: Actor) -> QuerySet[Enterprise]:
    """An enterprise sees itself; a town those of its place (安全生产法 art. 9); a department those it regulates (art. 3);
    inspectors and those who answer for the district see all."""
    rows = Enterprise.objects.all()
    if actor.has(*OUTSIDE):
        return rows.filter(unit_id=actor.unit_id) if actor.unit_id is not None else rows.none()
    if sees_all(actor) or (actor.has(Role.INSPECTOR) and actor.unit_id is not None):
        return rows
    if not works_at_all(actor):
        return rows.none()
    unit = directory.unit(actor.unit_id)
    if unit is not None and unit.kind == Unit.Kind.TOWN:
        return rows.filter(place__in=places_below(unit.jurisdiction_id))
    return rows.filter(regulator_id=actor.unit_id)


def may_change(enterprise: Enterprise, actor: Actor) -> bool:
    """The enterprise itself, its regulator and inspectors write in its file; an auditor and others read."""
    if actor.is_system:
        return True
    if actor.has(*OUTSIDE):
        return actor.unit_id == enterprise.unit_id
    return actor.has(Role.INSPECTOR) or (actor.has(*WRITERS) and actor.unit_id == enterprise.regulator_id)


def sectors_in_use(actor: Actor) -> list[str]:
    """The sectors of the enterprises the actor sees, for a list to pick from."""
    rows = visible_enterprises(actor).exclude(sector="").order_by("sector")
    return list(rows.values_list("sector", flat=True).distinct()[:60])


def places_below(place_id: int) -> list[int]:
    """The place and all below it."""
    inside = [place_id]
    for key in inside:
        inside += Jurisdiction.objects.filter(parent=key).values_list("pk", flat=True)
    return inside


@dataclass(frozen=True, slots=True)
class Expiry:
    """A certificate that has run out or soon will. `days` is negative when it has."""

    certificate: Certificate
    days: int


def expiring(actor: Actor, *, on: date, within: int = WARN_DAYS) -> list[Expiry]:
    """Certificates of visible enterprises that end within so many days, or have ended; the most urgent first."""
    rows = (
        Certificate.objects.filter(enterprise__in=visible_enterprises(actor), expires_on__lte=on + timedelta(days=within))
        .select_related("enterprise").order_by("expires_on", "pk")
    )  # fmt: skip
    return [Expiry(row, (row.expires_on - on).days) for row in rows[:200]]


def expiring_of(enterprise: Enterprise, *, on: date, within: int = WARN_DAYS) -> list[Expiry]:
    """The same of one enterprise."""
    rows = enterprise.certificates.filter(expires_on__lte=on + timedelta(days=within)).order_by(
        "expires_on", "pk"
    )
    return [Expiry(row, (row.expires_on - on).days) for row in rows[:20]]


def masked_name(name: str) -> str:
    """A name as lists show it: 王某某 is 王**."""
    return name[:1] + "*" * (len(name) - 1)


def masked_phone(phone: str) -> str:
    """A phone number as lists show it."""
    return phone if len(phone) < 7 else f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
