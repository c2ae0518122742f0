"""Documents that steps issue: numbered without gaps, stored as the data they are made from, made again at any time.

The engine knows no kind of document. A slice registers a maker per kind: from the case and the entry to the data that
is kept, and from that data to the paper (`bihuan.common.papers.Paper`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from bihuan.casework.models import Case, Entry, IssuedDocument
from bihuan.common.calendar.working import CHINA

if TYPE_CHECKING:
    from bihuan.common.papers import Paper


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """How one kind of document is made. `mark` is the word in its number: 青信复〔2026〕17号 has 信复."""

    name: str
    label: str
    mark: str
    collect: Callable[[Case, Entry], dict[str, Any]]  # in the step's transaction: the data that is kept
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


def issue(*, case: Case, entry: Entry, kind: str, unit_id: int) -> IssuedDocument:
    """Number and keep the document of a step just taken, in its transaction."""
    found = kind_of(case.process, kind)
    year = entry.at.astimezone(CHINA).year
    ordinal = _next_ordinal(unit_id, kind, year)
    data = found.collect(case, entry)
    issued = IssuedDocument(
        case=case, seq=entry.seq, kind=kind, unit_id=unit_id, year=year, ordinal=ordinal,
        number=f"{data.get('unit_mark', '')}{found.mark}〔{year}〕{ordinal}号", issued_at=entry.at, data=data,
    )  # fmt: skip
    issued.save(force_insert=True)
    return issued


def compose(issued: IssuedDocument) -> Paper:
    """The paper of an issued document, made from what was kept."""
    return kind_of(issued.case.process, issued.kind).compose(issued)


def _next_ordinal(unit_id: int, kind: str, year: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO casework_documentcounter (unit_id, kind, year, last) VALUES (%s, %s, %s, 1) ON CONFLICT "
            "(unit_id, kind, year) DO UPDATE SET last = casework_documentcounter.last + 1 RETURNING last",
            [unit_id, kind, year],
        )
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])
