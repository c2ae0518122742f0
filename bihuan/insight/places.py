"""Units and towns as the Board offers them, kept for a moment."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.common.kept import Kept
from bihuan.organizations.models import Jurisdiction, Unit


@dataclass(frozen=True, slots=True)
class Named:
    """A unit or a place: its key, its code (which stands in the address) and its name."""

    id: int
    code: str
    name: str


def _read_units() -> tuple[Named, ...]:
    offices = Unit.objects.exclude(kind=Unit.Kind.ENTERPRISE).order_by("code")
    return tuple(Named(*row) for row in offices.values_list("pk", "code", "short_name"))


def _read_places() -> tuple[Named, ...]:
    rows = Jurisdiction.objects.exclude(level__in=[Jurisdiction.Level.VILLAGE, Jurisdiction.Level.CITY])
    return tuple(Named(*row) for row in rows.order_by("code").values_list("pk", "code", "name"))


def _read_towns() -> tuple[Named, ...]:
    rows = Jurisdiction.objects.filter(level=Jurisdiction.Level.TOWN)
    return tuple(Named(*row) for row in rows.order_by("code").values_list("pk", "code", "name"))


_units = Kept(_read_units)
_places = Kept(_read_places)
_towns = Kept(_read_towns)


def units() -> tuple[Named, ...]:
    """Every unit, also those that have ended."""
    return _units.get()


def places() -> tuple[Named, ...]:
    """The district and its towns. A case of the district itself lies in no town."""
    return _places.get()


def label(place: Named) -> str:
    """A place in a table: the district stands there for what is not known more closely."""
    return _("%(name)s（未定到乡镇）") % {"name": place.name} if place not in towns() else place.name


def towns() -> tuple[Named, ...]:
    """The towns alone: what the Board can be narrowed to."""
    return _towns.get()
