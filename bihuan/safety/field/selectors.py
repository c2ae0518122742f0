"""What a phone takes along before it leaves the signal, and what a desk sees of what came in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.safety.field.models import Arrival
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.inspections.models import Inspection, OfficerCertificate
from bihuan.safety.inspections.process import OWES_RECORD
from bihuan.safety.inspections.selectors import visible_inspections

MOST_HAZARDS = 20
MOST_POINTS = 200


def work_of(actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """The inspections whose record the actor owes, whole: enterprise, officers with certificates, every item, what was
    written before a return for correction, and the enterprise's open hazards."""
    rows = (
        visible_inspections(actor).select_related("case", "enterprise", "lead", "second", "checklist")
        .filter(case__state__in=OWES_RECORD).filter(Q(lead=actor.account_id) | Q(second=actor.account_id))
        .order_by("case__next_due_at", "case_id")
    )  # fmt: skip
    sheets: dict[int, dict[str, Any]] = {}
    return [_work(row, at, sheets) for row in rows]


def _work(row: Inspection, at: datetime, sheets: dict[int, dict[str, Any]]) -> dict[str, Any]:
    case, enterprise = row.case, row.enterprise
    due = case.next_due_at
    return {
        "case": case.pk, "number": case.number, "kind": row.get_kind_display(),
        "inspect_by": (due - timedelta(microseconds=1)).astimezone(CHINA).date().isoformat() if due else "",
        "enterprise": {"name": enterprise.name, "code": enterprise.credit_code, "address": enterprise.address},
        "officers": [_officer(row, at, account, name) for account, name in _people(row)],
        "checklist": _sheet(row, sheets),
        "before": [
            {"item": one.item_id, "answer": one.answer, "note": one.note, "place": one.place}
            for one in row.findings.all()
        ],
        "points": list(enterprise.risk_points.order_by("name", "pk").values("pk", "name", "place")[:MOST_POINTS]),
        "hazards": [
            {"number": one.case.number, "subject": one.case.subject, "place": one.place, "major": one.grade == "major"}
            for one in Hazard.objects.filter(enterprise=enterprise, open=True).select_related("case")
            .order_by("-found_on", "-case_id")[:MOST_HAZARDS]
        ],
    }  # fmt: skip


def _people(row: Inspection) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in (row.lead, row.second) if one is not None]


def _officer(row: Inspection, at: datetime, account: int, name: str) -> dict[str, Any]:
    today = at.astimezone(CHINA).date()
    found = (
        OfficerCertificate.objects.filter(account_id=account, issued_on__lte=today)
        .order_by("-expires_on")
        .first()
    )
    return {
        "account": account, "name": name, "lead": account == row.lead_id,
        "certificate": found.number if found else "", "expires_on": found.expires_on.isoformat() if found else "",
    }  # fmt: skip


def _sheet(row: Inspection, sheets: dict[int, dict[str, Any]]) -> dict[str, Any] | None:
    if row.checklist is None:
        return None
    if row.checklist.pk not in sheets:
        sheets[row.checklist.pk] = {
            "key": row.checklist.pk, "title": row.checklist.title, "version": row.checklist.version,
            "retired": row.checklist.retired_at is not None,
            "items": [
                {"key": one.pk, "number": one.number, "group": " / ".join(filter(None, (one.level1, one.level2))),
                 "text": one.text, "reference": one.reference}
                for one in row.checklist.items.order_by("number")
            ],
        }  # fmt: skip
    return sheets[row.checklist.pk]


def held(actor: Actor) -> Any:
    """Records that are held and not settled, of the inspections the actor sees; the oldest first."""
    return (
        Arrival.objects.filter(
            outcome=Arrival.Outcome.HELD, settled_at__isnull=True, inspection__in=visible_inspections(actor)
        ).select_related("inspection__case", "inspection__enterprise", "account").order_by("received_at")
    )  # fmt: skip
