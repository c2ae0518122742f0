"""The units by key, kept for a moment: names on every page and letter, and whether a unit is open on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.common.kept import Kept
from bihuan.organizations.models import Unit


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What is asked of a unit all the time. `valid_to` is inclusive."""

    id: int
    name: str
    short_name: str
    code: str
    kind: str
    jurisdiction_id: int
    superior_id: int | None
    valid_from: date
    valid_to: date | None

    def open_on(self, day: date) -> bool:
        """Whether the unit exists on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def _read() -> dict[int, UnitFacts]:
    rows = Unit.objects.order_by("pk").values_list(
        "pk", "name", "short_name", "code", "kind", "jurisdiction_id", "superior_id", "valid_from", "valid_to"
    )
    return {row[0]: UnitFacts(*row) for row in rows}


_units = Kept(_read)


def _read_names() -> dict[str, list[int]]:
    named: dict[str, list[int]] = {}
    for facts in _units.get().values():
        for name in {facts.name, facts.short_name, facts.code, str(facts.id)}:
            named.setdefault(name, []).append(facts.id)
    return named


_names = Kept(_read_names)


def named(typed: str, on: date) -> list[UnitFacts]:
    """The units open on the day that are called so: by name, short name, code or key. A few seconds old at most."""
    known = _units.get()
    found = [known[key] for key in _names.get().get(typed, ()) if key in known]
    return [facts for facts in found if facts.open_on(on)]


def unit(key: int | None) -> UnitFacts | None:
    """The unit of that key. A key not seen before is looked for in the database once more."""
    if key is None:
        return None
    found = _units.get().get(key)
    if found is None:
        _units.forget()
        found = _units.get().get(key)
    return found


def registry_of(jurisdiction_id: int) -> UnitFacts | None:
    """The petition office (信访部门) of a place."""
    for facts in _units.get().values():
        if (
            facts.kind == Unit.Kind.REGISTRY
            and facts.jurisdiction_id == jurisdiction_id
            and facts.valid_to is None
        ):
            return facts
    return None
