"""How long the vault keeps somebody: as long as the slice that filed the matter says, by track.

The vault knows no case. A slice registers a source: for every person it pointed at, until when they are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Kept:
    """One person of one matter. `until` None: still needed, the matter is running."""

    person_id: UUID
    case_number: str
    track: str
    until: date | None


# (person or None for all) -> what is known of them; in the order of the case.
Source = Callable[[UUID | None], Iterable[Kept]]
_sources: list[Source] = []


def keep_by(source: Source) -> None:
    """Register a slice's rule."""
    if source not in _sources:
        _sources.append(source)


def kept(person_id: UUID | None = None) -> Iterable[Kept]:
    """What every slice says, of one person or of all."""
    for source in _sources:
        yield from source(person_id)
