"""Documents that steps issue: numbered without gaps, stored as the data they are made from, made again at any time.

The engine knows no kind of document. A slice registers a maker per kind: from the case and the entry to the data that
is kept, and from that data to the paper (`bihuan.common.papers.Paper`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from psycopg.types.json import Jsonb

from bihuan.casework.models import Case, ClockRow, Entry, IssuedDocument
from bihuan.common.calendar.working import CHINA
from bihuan.common.statement import Statement

if TYPE_CHECKING:
    from bihuan.common.papers import Paper


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
    compose: Callable[[IssuedDocument], Paper]  # at any later time: the same paper from that data


_kinds: dict[tuple[str, str], DocumentKind] = {}


def register(process: str, kind: DocumentKind) -> None:
    """Make a kind of document known for a process."""
    _kinds[process, kind.name] = kind


def kind_of(process: str, name: str) -> DocumentKind:
    """The registered kind. KeyError when the slice has none of that name."""
    return _kinds[process, name]


def missing(process: str, names: set[str]) -> set[str]:
    """Kinds that the table names and no slice has registered."""
    return {name for name in names if (process, name) not in _kinds}


def issue(statement: Statement, *, issuing: Issuing, kind: str) -> None:
    """Number and keep the document of a step just taken, in the statement that writes the step.

    The counter's row lock keeps the numbers of a unit, kind and year without gaps.
    """
    case, entry = issuing.case, issuing.entry
    unit_id = entry.unit_id or case.holder_unit_id
    found = kind_of(case.process, kind)
    year = entry.at.astimezone(CHINA).year
    data = found.collect(issuing)
    statement.add(
        "INSERT INTO casework_issueddocument (case_id, seq, kind, unit_id, year, ordinal, number, issued_at, data) "
        "SELECT %s, %s, %s, %s, %s, counter.last, %s || counter.last || '号', %s, %s FROM counter",
        [
            case.pk, entry.seq, kind, unit_id, year, f"{data.get('unit_mark', '')}{found.mark}〔{year}〕", entry.at,
            Jsonb(data),
        ],
        named=(
            "counter",
            (
                "INSERT INTO casework_documentcounter (unit_id, kind, year, last) VALUES (%s, %s, %s, 1) ON CONFLICT "
                "(unit_id, kind, year) DO UPDATE SET last = casework_documentcounter.last + 1 RETURNING last"
            ),
            [unit_id, kind, year],
        ),
    )  # fmt: skip


def compose(issued: IssuedDocument) -> Paper:
    """The paper of an issued document, made from what was kept."""
    return kind_of(issued.case.process, issued.kind).compose(issued)
