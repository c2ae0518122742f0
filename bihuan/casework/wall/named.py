"""Who is behind the wall of a case, as the case's own row repeats it: asked at every step without a further statement.

The rows (`models.Wall`) decide who may read; this decides who may hold, help and act. Both are written together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bihuan.casework import registry
from bihuan.casework.spec import Kind, Step

if TYPE_CHECKING:
    from bihuan.casework.models import Case

KEY = "_wall"  # among the facts of the case; no field of a step is called so
UNIT, ACCOUNT = "unit", "account"


@dataclass(frozen=True, slots=True)
class Named:
    """A unit or an official, by key, and why: "complained", "accused" or "recused"."""

    kind: str
    key: int
    why: str


def of(case: Case) -> list[Named]:
    """All who are behind the wall of the case now."""
    return [Named(*row) for row in case.facts.get(KEY, ())]


def units(case: Case) -> frozenset[int]:
    """Units that may not receive the case: those behind its wall, and those that its table bars."""
    barred = (case.facts.get(name) for name in registry.get(case.process).bars)
    return frozenset(key for key in barred if key is not None) | {
        key for kind, key, _why in case.facts.get(KEY, ()) if kind == UNIT
    }


def accounts(case: Case) -> frozenset[int]:
    """Officials that may not receive the case."""
    return frozenset(key for kind, key, _why in case.facts.get(KEY, ()) if kind == ACCOUNT)


def by_step(step: Step, given: Mapping[str, Any]) -> list[Named]:
    """Whom a step names, by the fields of the table that say so (`Field.walls`)."""
    return [
        Named(UNIT if asked.kind is Kind.UNIT else ACCOUNT, int(given[asked.name]), asked.walls)
        for asked in step.gives
        if asked.walls and given.get(asked.name) is not None
    ]


def add(case: Case, found: Iterable[Named]) -> list[Named]:
    """Put them into the facts of the case. Returns those who were not there before."""
    known = {(one.kind, one.key) for one in of(case)}
    new = {(one.kind, one.key): one for one in found if (one.kind, one.key) not in known}
    if new:
        rows = [*case.facts.get(KEY, ()), *([one.kind, one.key, one.why] for one in new.values())]
        case.facts = {**case.facts, KEY: rows}
    return list(new.values())


def remove(case: Case, one: Named) -> None:
    """Take them out of the facts of the case, wherever the facts name them."""
    rows = [row for row in case.facts.get(KEY, ()) if (row[0], row[1]) != (one.kind, one.key)]
    bars = registry.get(case.process).bars if one.kind == UNIT else ()
    kept = {name: value for name, value in case.facts.items() if not (name in bars and value == one.key)}
    case.facts = {**kept, KEY: rows}
