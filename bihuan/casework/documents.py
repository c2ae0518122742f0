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
    render: Callable[[IssuedDocument, str], bytes] | None = (
        None  # as docx, pdf or plain; None: from the paper
    )
    correctable: tuple[str, ...] = ()  # texts in the data that a replacement may say otherwise
    check: Callable[[dict[str, Any]], None] = lambda _data: (
        None
    )  # raises a Refused when the data is not complete
    resident: bool = False  # it goes to a resident, with a plain copy beside it
    wanted: Callable[[Issuing], bool] = lambda _issuing: (
        True
    )  # False: this time another document of the slice says it


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
    found = kind_of(case.process, kind)
    if not found.wanted(issuing):
        return
    _number(statement, found, case, entry, entry.unit_id or case.holder_unit_id, found.collect(issuing))


def issue_again(issued: IssuedDocument, *, data: dict[str, Any], entry: Entry) -> IssuedDocument:
    """Number and keep a document in the place of `issued`, with its data corrected. The caller voids the old one."""
    found = kind_of(issued.case.process, issued.kind)
    statement = Statement()
    today = {**data, "issued_on": entry.at.astimezone(CHINA).date().isoformat()}
    _number(statement, found, issued.case, entry, issued.unit_id, today)
    statement.run()
    return IssuedDocument.objects.get(case_id=issued.case_id, seq=entry.seq)


def _number(
    statement: Statement, found: DocumentKind, case: Case, entry: Entry, unit_id: int, data: dict[str, Any]
) -> None:
    kind, year = found.name, entry.at.astimezone(CHINA).year
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


def render(issued: IssuedDocument, form: str) -> bytes:
    """An issued document as a file: docx, pdf, or plain (the large-print copy). Raises PapersError, KeyError."""
    from bihuan.common.papers import render_docx, render_pdf

    kind = kind_of(issued.case.process, issued.kind)
    if kind.render is not None:
        return kind.render(issued, form)
    return {"docx": render_docx, "pdf": render_pdf}[form](kind.compose(issued))


def compose(issued: IssuedDocument) -> Paper:
    """The paper of an issued document, made from what was kept."""
    return kind_of(issued.case.process, issued.kind).compose(issued)
