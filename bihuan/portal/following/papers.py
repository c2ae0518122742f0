"""The documents that were issued to the resident, and what the decision says in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from bihuan.appeals.documents import plain
from bihuan.casework import documents
from bihuan.casework.models import Case, ClockRow, IssuedDocument
from bihuan.common.habits import last_day
from bihuan.portal.services.rating import RATABLE

FORMS = ("pdf", "docx", "plain")


@dataclass(frozen=True, slots=True)
class Shown:
    """One document: `plain` are its questions with their answers in short sentences, when its slice can say it so."""

    issued: IssuedDocument
    label: str
    decides: bool
    plain: tuple[tuple[str, tuple[str, ...]], ...]
    void: bool

    @property
    def at(self) -> datetime:
        """When it was issued."""
        return self.issued.issued_at


def of_case(case: Case) -> list[Shown]:
    """Documents that go to a resident, the oldest first. Letters between offices are not among them."""
    rows = IssuedDocument.objects.filter(case=case).select_related("case", "unit").order_by("pk")
    return [_shown(row) for row in rows if for_resident(case.process, row.kind)]


def for_resident(process: str, kind: str) -> bool:
    """Whether a kind of document goes to the resident: its slice says so."""
    try:
        return documents.kind_of(process, kind).resident
    except KeyError:
        return False


def _shown(row: IssuedDocument) -> Shown:
    kind = documents.kind_of(row.case.process, row.kind)
    return Shown(
        row, gettext(kind.label), row.kind in RATABLE, _plain(row), getattr(row, "void", None) is not None
    )


def _plain(row: IssuedDocument) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(plain(row, until=_until(row)).sections)


def _until(row: IssuedDocument) -> date | None:
    """The last day of the right that the document gave, once it runs."""
    right = (
        ClockRow.objects.filter(
            case=row.case, obliges="resident", start_seq__gte=row.seq, due_at__isnull=False
        )
        .order_by("start_seq")
        .first()
    )
    return last_day(right.due_at) if right is not None and right.due_at is not None else None
