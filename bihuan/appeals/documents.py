"""The documents of a petition: what each keeps when it is issued, and how its paper is made from that.

Nobody's name is kept with a document. It is addressed to 信访人 with the case number; the name is put on the copy that
is sent, when the vault is opened for that.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bihuan.appeals.process import PETITION
from bihuan.casework.documents import DocumentKind, register
from bihuan.casework.models import Case, ClockRow, Entry, IssuedDocument
from bihuan.common.calendar.working import CHINA
from bihuan.common.papers import Paper
from bihuan.organizations.models import Unit


def collect(case: Case, entry: Entry) -> dict[str, Any]:
    """What any document of a petition keeps: the step's own data, the case, the issuing and the receiving unit."""
    issuer = Unit.objects.get(pk=entry.unit_id or case.holder_unit_id)
    holder = Unit.objects.get(pk=case.holder_unit_id)
    handling = ClockRow.objects.filter(case=case, name="handling").order_by("-pk").first()
    return {
        **{name: value for name, value in entry.data.items() if name != "to_unit"},
        "unit": issuer.name, "unit_mark": issuer.short_name, "holder": holder.name, "case": case.number,
        "subject": case.subject, "case_received_on": case.received_on.isoformat(),
        "superior": issuer.superior.name if issuer.superior else "",
        "handle_by": _last_day(handling) if handling is not None else "",
        "issued_on": entry.at.astimezone(CHINA).date().isoformat(),
    }  # fmt: skip


def _last_day(row: ClockRow) -> str:
    assert row.due_at is not None
    return (row.due_at - timedelta(microseconds=1)).astimezone(CHINA).date().isoformat()


def register_all() -> None:
    """Make every kind of document known to the engine."""
    for name, label, mark in (
        ("transfer", "转送函", "转"), ("acceptance", "受理告知书", "受告"), ("objection", "异议函", "异"),
        ("extension", "延长办理期限告知书", "延告"), ("decision", "信访处理意见书", "信复"),
    ):  # fmt: skip
        register(PETITION.name, DocumentKind(name, label, mark, collect, _compose))


def _compose(issued: IssuedDocument) -> Paper:
    raise LookupError(issued.kind)
