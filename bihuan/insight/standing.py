"""What lies open now, by unit, town and clock: read anew from the open cases every minute.

It is not counted up and down with the journal, because a clock runs out without any entry.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from bihuan.insight.counting import SQL, TOWNS
from bihuan.insight.models import Counted

REFRESH = (SQL / "standing.sql").read_text().format(towns=TOWNS)


@transaction.atomic
def refresh(*, at: datetime) -> None:
    """Replace the standing by what is open at `at`; readers see the old one until then."""
    Counted.objects.get_or_create(pk=1)
    Counted.objects.select_for_update().get(pk=1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute("DELETE FROM insight_standing")
        cursor.execute(REFRESH, {"at": at})
    Counted.objects.filter(pk=1).update(standing_at=at)
