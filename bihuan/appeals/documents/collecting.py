"""What a document keeps when it is issued: every day and name as it was then, so that it can be made again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bihuan.appeals import offices
from bihuan.appeals.process import CHANNELS
from bihuan.appeals.rules import spoken
from bihuan.casework.clocks import limit_of, pauses_of
from bihuan.casework.documents import Issuing
from bihuan.casework.models import ClockRow, IssuedDocument
from bihuan.common import calendars
from bihuan.common.calendar.deadlines import due
from bihuan.common.calendar.working import CHINA
from bihuan.organizations import directory

# What a document goes back to: the latest of these that is not void.
GOES_BACK_TO = {"review": ("decision",), "re_review": ("review",), "end": ("re_review", "review", "decision")}


def collect(issuing: Issuing, kind: str) -> dict[str, Any]:
    """The step's own data, the case, the issuing and the receiving unit. No name of a petitioner is kept."""
    case, entry = issuing.case, issuing.entry
    issuer = directory.unit(entry.unit_id or case.holder_unit_id)
    holder = directory.unit(case.holder_unit_id)
    assert issuer is not None
    assert holder is not None
    superior = directory.unit(issuer.superior_id)
    handling = issuing.clocks.get("handling")
    next_clock = next(
        (issuing.clocks[name] for name in ("triage", "notice", "answer") if name in issuing.clocks), None
    )
    # What the letter says of time limits is what is in force where the matter is, on the day of the letter.
    limits = spoken.in_letters(place=case.jurisdiction_id, on=entry.at.astimezone(CHINA).date())
    if known := entry.data.get(
        "known_on"
    ):  # 行政复议法 art. 20: that right is counted by what held when it began
        then = spoken.in_letters(place=case.jurisdiction_id, on=date.fromisoformat(known))
        limits = {
            name: text for name, text in {**limits, "reconsider": then.get("reconsider", "")}.items() if text
        }
    return {
        **{name: value for name, value in entry.data.items() if name != "to_unit" and not isinstance(value, list)},
        "unit": issuer.name, "unit_mark": issuer.short_name, "holder": holder.name, "case": case.number,
        "subject": case.subject, "case_received_on": case.received_on.isoformat(),
        "channel": dict(CHANNELS).get(case.channel, "其他渠道"),
        "sent_on": issuing.held_since.astimezone(CHINA).date().isoformat(),
        "superior": superior.name if superior is not None else "",
        "phone": offices.published(issuer.id).telephone,
        "handle_by": _last_day(handling), "handle_by_before": _without_extension(handling),
        "next_by": _last_day(next_clock),
        "days": entry.data.get("days") or case.facts.get("days") or "",
        "issued_on": entry.at.astimezone(CHINA).date().isoformat(),
        **({"limits": limits} if limits else {}),
        **_before(issuing, kind),
    }  # fmt: skip


def _before(issuing: Issuing, kind: str) -> dict[str, Any]:
    """Number, day and organ of the opinion that this document goes back to; of the case it came from, if it has none."""
    kinds = GOES_BACK_TO.get(kind)
    if kinds is None:
        return {}
    cases = [pk for pk in (issuing.case.pk, issuing.case.origin_id) if pk is not None]
    found = (
        IssuedDocument.objects.filter(case__in=cases, kind__in=kinds).order_by("-issued_at", "-pk").first()
    )
    if found is None:
        return {}
    return {
        "decision_number": found.number,
        "decision_on": found.data.get("issued_on", ""),
        "decided_by": found.data.get("unit", ""),
    }


def _last_day(row: ClockRow | None) -> str:
    if row is None or row.due_at is None:
        return ""
    return (row.due_at - timedelta(microseconds=1)).astimezone(CHINA).date().isoformat()


def _without_extension(row: ClockRow | None) -> str:
    if row is None:
        return ""
    on = due(limit_of(row), start=row.started_at, calendar=calendars.current(), pauses=pauses_of(row)).due_on
    return on.isoformat() if on is not None else ""
