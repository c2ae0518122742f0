"""Reminders of certificates that end, by the engine's messages: each of its days once, to the enterprise and its regulator."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bihuan.casework import outbox
from bihuan.safety.enterprises.models import Certificate

DAYS = (60, 30, 7, 0)  # so many days before the last day; 0: it ends today
KIND = "certificate_ends"
ENDED = "certificate_ended"


def remind(*, on: date, at: datetime) -> int:
    """Tell of every certificate that ends within 60 days or has ended in the last 30. Returns how many were looked at.

    Each is told once for the step it has reached (60, 30, 7, 0 days, ended), so a day on which no job ran is caught up
    and a second run tells nothing.
    """
    rows = (
        Certificate.objects.filter(
            expires_on__gte=on - timedelta(days=30), expires_on__lte=on + timedelta(days=DAYS[0]),
            enterprise__closed_on__isnull=True
        )
        .select_related("enterprise").order_by("expires_on", "pk")
    )  # fmt: skip
    count = 0
    for row in rows.iterator(chunk_size=500):
        left, count = (row.expires_on - on).days, count + 1
        step = "ended" if left < 0 else str(min(day for day in DAYS if day >= left))
        for unit_id in (row.enterprise_id, row.enterprise.regulator_id):
            outbox.tell_of(
                key=f"certificate/{row.pk}/{row.expires_on.isoformat()}/{step}/{unit_id}", unit_id=unit_id, at=at,
                kind=ENDED if left < 0 else KIND,
                data={
                    "subject": f"{row.enterprise.name} · {row.get_kind_display()} {row.number}",
                    "day": row.expires_on.isoformat(),
                    "href": f"{row.enterprise.get_absolute_url()}?tab=certificates",
                },
            )  # fmt: skip
    return count
