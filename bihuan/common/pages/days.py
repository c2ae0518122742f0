"""Parts of the clock component."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple


class Numbered(NamedTuple):
    """A day of a computed deadline with its place among the counted ones."""

    date: dt.date
    counted: bool
    why: str
    ordinal: int


def numbered(days: Iterable[Any]) -> list[Numbered]:
    """Day notes with the running number of the counted days."""
    ordinal = 0
    notes = []
    for note in days:
        ordinal += 1 if note.counted else 0
        notes.append(Numbered(note.date, note.counted, note.why, ordinal))
    return notes
