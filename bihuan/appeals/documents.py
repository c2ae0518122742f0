"""The documents of a petition: what each keeps when it is issued, and how its paper is made from that.

Nobody's name is kept with a document. It is addressed to 信访人 with the case number; the name is put on the copy that
is sent, when the vault is opened for that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_noop as _

from bihuan.appeals import papers
from bihuan.appeals.process import CHANNELS, PETITION
from bihuan.casework.clocks import limit_of, pauses_of
from bihuan.casework.documents import DocumentKind, Issuing, register
from bihuan.casework.models import ClockRow, IssuedDocument
from bihuan.common import calendars
from bihuan.common.calendar.deadlines import due
from bihuan.common.calendar.working import CHINA
from bihuan.common.papers import Paper, paragraphs
from bihuan.organizations import directory


def collect(issuing: Issuing) -> dict[str, Any]:
    """What any document of a petition keeps: the step's own data, the case, the issuing and the receiving unit.

    Every day and name is kept as it was on that day, so that the paper can be made again and never changes.
    """
    case, entry = issuing.case, issuing.entry
    issuer = directory.unit(entry.unit_id or case.holder_unit_id)
    holder = directory.unit(case.holder_unit_id)
    assert issuer is not None
    assert holder is not None
    superior = directory.unit(issuer.superior_id)
    handling = issuing.clocks.get("handling")
    return {
        **{name: value for name, value in entry.data.items() if name != "to_unit"},
        "unit": issuer.name, "unit_mark": issuer.short_name, "holder": holder.name, "case": case.number,
        "subject": case.subject, "case_received_on": case.received_on.isoformat(),
        "channel": dict(CHANNELS).get(case.channel, "其他渠道"),
        "sent_on": issuing.held_since.astimezone(CHINA).date().isoformat(),
        "superior": superior.name if superior is not None else "",
        "handle_by": _last_day(handling) if handling is not None else "",
        "handle_by_before": _without_extension(handling) if handling is not None else "",
        "days": case.facts.get("days"),
        "issued_on": entry.at.astimezone(CHINA).date().isoformat(),
    }  # fmt: skip


def _last_day(row: ClockRow) -> str:
    assert row.due_at is not None
    return (row.due_at - timedelta(microseconds=1)).astimezone(CHINA).date().isoformat()


def _without_extension(row: ClockRow) -> str:
    on = due(limit_of(row), start=row.started_at, calendar=calendars.current(), pauses=pauses_of(row)).due_on
    return on.isoformat() if on is not None else ""


def _day(data: dict[str, Any], name: str) -> date:
    return date.fromisoformat(data[name])


def _common(issued: IssuedDocument) -> dict[str, Any]:
    data = issued.data
    return {
        "number": issued.number,
        "case_number": data["case"],
        "subject": data["subject"],
        "dated": _day(data, "issued_on"),
    }


def _transfer(issued: IssuedDocument) -> Paper:
    data = issued.data
    return papers.transfer(
        **_common(issued), office=data["unit"], unit=data["holder"], channel=data["channel"],
        received_on=_day(data, "case_received_on"), note=data.get("note") or "",
    )  # fmt: skip


def _acceptance(issued: IssuedDocument) -> Paper:
    data = issued.data
    return papers.acceptance(
        **_common(issued), unit=data["unit"], petitioner="", channel=data["channel"],
        received_on=_day(data, "received_on"), handle_by=_day(data, "handle_by"), how=data.get("note") or "",
    )  # fmt: skip


def _objection(issued: IssuedDocument) -> Paper:
    data = issued.data
    return papers.objection(
        **_common(issued), unit=data["unit"], office=data["holder"], received_on=_day(data, "sent_on"),
        reason=data["reason"],
    )  # fmt: skip


def _extension(issued: IssuedDocument) -> Paper:
    data = issued.data
    return papers.extension(
        **_common(issued), unit=data["unit"], petitioner="", due_on=_day(data, "handle_by_before"),
        days=int(data["days"]), extended_to=_day(data, "handle_by"), reason=data["reason"],
    )  # fmt: skip


def _decision(issued: IssuedDocument) -> Paper:
    data = issued.data
    paper = papers.decision(
        **_common(issued), unit=data["unit"], petitioner="", channel=data["channel"],
        received_on=_day(data, "case_received_on"), request=data["request"], facts=data["facts"],
        result=data["result"], opinion=data["opinion"], basis=data["basis"],
        review_organ=data["superior"] or "上一级机关",
    )  # fmt: skip
    # The remedy in the words that passed the letter gate, in place of the standing sentence.
    return replace(paper, body=(*paper.body[:-1], *paragraphs(data["remedy"])))


KINDS: tuple[tuple[str, str, str, Callable[[IssuedDocument], Paper]], ...] = (
    ("transfer", _("转送函"), "转", _transfer),
    ("acceptance", _("受理告知书"), "受告", _acceptance),
    ("objection", _("异议函"), "异", _objection),
    ("extension", _("延长办理期限告知书"), "延告", _extension),
    ("decision", _("信访处理意见书"), "信复", _decision),
)


def register_all() -> None:
    """Make every kind of document known to the engine."""
    for name, label, mark, compose in KINDS:
        register(PETITION.name, DocumentKind(name, label, mark, collect, compose))
