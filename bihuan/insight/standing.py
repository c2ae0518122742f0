"""What lies open now, by unit, town and clock: read anew from the open cases every minute.

It is not counted up and down with the journal, because a clock runs out without any entry.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from bihuan.insight.counting import TOWNS
from bihuan.insight.models import Counted

REFRESH = (
    TOWNS
    + """,
held AS MATERIALIZED (
    SELECT c.id, c.process, c.holder_unit_id, c.registry_unit_id, c.phase, c.next_due_at, coalesce(town.town, 0) AS town
    FROM casework_case c LEFT JOIN town ON town.place = c.jurisdiction_id
    WHERE c.phase <> 'ended'
)
INSERT INTO insight_standing (process, unit, place, clock, running, waiting, overdue)
SELECT process, holder_unit_id, town, '', count(*), count(*) FILTER (WHERE phase = 'waiting'),
    count(*) FILTER (WHERE next_due_at <= %(at)s)
FROM held GROUP BY process, holder_unit_id, town
UNION ALL
SELECT h.process, CASE k.obliges WHEN 'registry' THEN h.registry_unit_id ELSE h.holder_unit_id END, h.town, k.name,
    count(*), 0, count(*) FILTER (WHERE k.due_at <= %(at)s)
FROM casework_clockrow k JOIN held h ON h.id = k.case_id
WHERE k.stopped_at IS NULL AND k.obliges <> 'resident'
GROUP BY 1, 2, 3, 4
"""
)


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
