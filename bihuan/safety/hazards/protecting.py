"""How long the vault keeps who reported a hazard: by the years set for this track, and never before a reward is settled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.conf import settings

from bihuan.common.calendar.working import CHINA
from bihuan.safety.hazards.models import Hazard, Reward
from bihuan.safety.hazards.process import HAZARD
from bihuan.vault import retention
from bihuan.vault.retention import Kept

UNSETTLED = (Reward.State.PROPOSED, Reward.State.APPROVED)


def kept(person_id: UUID | None) -> Iterator[Kept]:
    """Until when each reporter is needed: so many years after the hazard's end; running, or with a reward to be paid: still."""
    rows = Hazard.objects.filter(reporter__isnull=False)
    if person_id is not None:
        rows = rows.filter(reporter_id=person_id)
    years = settings.VAULT_RETENTION.get(HAZARD.name, settings.VAULT_RETENTION[""])
    for person, number, ended_at, reward in rows.values_list(
        "reporter_id", "case__number", "case__ended_at", "reward__state"
    ).iterator():
        ended = None if ended_at is None or reward in UNSETTLED else ended_at.astimezone(CHINA).date()
        if person is not None:
            yield Kept(person, number, HAZARD.name, None if ended is None else later(ended, years))


def later(day: date, years: int) -> date:
    """The same day so many years later; the end of February in place of its 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def register_all() -> None:
    """Tell the vault."""
    retention.keep_by(kept)
