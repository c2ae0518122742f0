"""What lies open now, by unit, town and clock: read anew from the open cases every minute.

It is not counted up and down with the journal, because a clock runs out without any entry. Beside it lies what each case
behind a wall is in it, as of the same moment, so that it can be taken away for those behind that wall (`behind`).
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from bihuan.insight.counting import SQL, TOWNS
from bihuan.insight.models import Counted

STANDING = (SQL / "standing.sql").read_text()
REFRESH = STANDING.format(towns=TOWNS, into="insight_standing", which="true", case="", each="")
WALLED = STANDING.format(
    towns=TOWNS, into="insight_walledstanding", case="case_id, ", each="h.id, ",
    which="c.id IN (SELECT w.case_id FROM wall_wall w WHERE w.until IS NULL)",
)  # fmt: skip


@transaction.atomic
def refresh(*, at: datetime) -> None:
    """Replace the standing by what is open at `at`; readers see the old one until then."""
    Counted.objects.get_or_create(pk=1)
    Counted.objects.select_for_update().get(pk=1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        for table, fill in (("insight_standing", REFRESH), ("insight_walledstanding", WALLED)):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - one of the two names above
            cursor.execute(fill, {"at": at})
    Counted.objects.filter(pk=1).update(standing_at=at)
