"""Documents that steps issue: numbered without gaps, stored as the data they are made from, made again at any time.

The engine knows no kind of document. A slice registers a maker per kind: from the case and the entry to the data that
is kept, and from that data to the paper (`bihuan.common.papers.Paper`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bihuan.casework.models import Case, ClockRow, Entry

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class Issuing:
    """A step that issues a document: the case after it, its entry, the clocks that run after it or that it ended (by
    name), and since when the unit that took it had held the case."""

    case: Case
    entry: Entry
    clocks: Mapping[str, ClockRow]
    held_since: datetime


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """How one kind of document is made. `mark` is the word in its number: 青信复〔2026〕17号 has 信复."""

    name: str
    label: str
    mark: str
    collect: Callable[[Issuing], dict[str, Any]]  # with the step: the data that is kept
