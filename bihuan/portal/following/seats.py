"""Several people behind one matter: what a signatory other than the first sees and does is by their own seat."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from bihuan.appeals.models import Appeal, Signatory
from bihuan.casework.models import Case
from bihuan.common.calendar.working import CHINA


def seats_of(case: Case) -> list[int]:
    """The seats of a matter: 0 is whoever filed, then those who signed too and have not stepped out."""
    return [
        0,
        *Signatory.objects.filter(case=case, left_at__isnull=True)
        .order_by("seat")
        .values_list("seat", flat=True),
    ]


def signatory_of(case: Case, seat: int) -> Signatory | None:
    """The signatory on a seat; None for whoever filed and for who has stepped out."""
    return Signatory.objects.filter(case=case, seat=seat, left_at__isnull=True).first() if seat else None


def person_of(case: Case, seat: int) -> UUID | None:
    """The key of the protected person on a seat; None when anonymous, or stepped out."""
    row: Appeal | Signatory | None = signatory_of(case, seat) if seat else getattr(case, "appeal", None)
    if row is None and not seat and (report := getattr(case, "pressure", None)) is not None:
        words: UUID = report.words_id  # what somebody under pressure wrote: they see who opened it
        return words
    return row.person_id if row is not None else None


def right_ends(signatory: Signatory) -> datetime | None:
    """When this signatory's own right of review runs out; None when it does not run."""
    if signatory.review_until is None or signatory.asked_review_on is not None:
        return None
    return datetime.combine(signatory.review_until + timedelta(days=1), time(), CHINA)
