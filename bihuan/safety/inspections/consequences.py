"""What follows from an inspection's steps: the officers of the day with their certificates, and replacements."""

from __future__ import annotations

from bihuan.casework.consequences import Taken, register
from bihuan.common.calendar.working import CHINA
from bihuan.safety.inspections.guards import certificates_on
from bihuan.safety.inspections.models import Inspection
from bihuan.safety.inspections.process import INSPECTION
from bihuan.safety.inspections.services import keep_replacement
from bihuan.safety.inspections.together import order_each


def keep_officers(taken: Taken) -> None:
    """The two officers and their certificate numbers as they are on the day."""
    row = (
        Inspection.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=taken.case.pk)
    )
    lead, second = taken.given["lead"], taken.given["second"]
    if row.draw_id is not None and row.lead_id is not None and {row.lead_id, row.second_id} != {lead, second}:
        keep_replacement(
            row=row, lead=lead, second=second, reason=taken.given["reason"], actor=taken.actor, at=taken.at
        )
    numbers = certificates_on([lead, second], taken.at.astimezone(CHINA).date())
    row.lead_id, row.second_id = lead, second
    row.certificates = [numbers[lead], numbers[second]]
    row.save(update_fields=["lead", "second", "certificates"])


def register_all() -> None:
    """Make them known to the engine."""
    register(INSPECTION.name, "assign", keep_officers)
    register(INSPECTION.name, "order_all", order_each)
