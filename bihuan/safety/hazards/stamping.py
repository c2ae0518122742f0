"""Filling in when the journal was told of hazards that were written before these columns stood, a few thousand at a time.

Statistics are right before and after: what is not filled in is looked up. It may be killed and run again.
"""

from __future__ import annotations

from django.db import connection

STAMP = """
WITH batch AS (
    SELECT case_id FROM safety_hazard WHERE recorded_at IS NULL ORDER BY case_id LIMIT %(most)s FOR UPDATE SKIP LOCKED
)
UPDATE safety_hazard h SET
    recorded_at = (SELECT e.recorded_at FROM casework_entry e WHERE e.case_id = h.case_id AND e.seq = 1),
    graded_at = CASE WHEN h.grade <> '' THEN coalesce(
        (SELECT min(j.at) FROM safety_judgment j WHERE j.hazard_id = h.case_id AND j.grade = h.grade AND j.id > coalesce(
            (SELECT max(o.id) FROM safety_judgment o WHERE o.hazard_id = h.case_id AND o.grade <> h.grade), 0)),
        (SELECT e.recorded_at FROM casework_entry e WHERE e.case_id = h.case_id AND e.seq = 1)) END,
    settled_at = (SELECT min(e.recorded_at) FROM casework_entry e WHERE e.case_id = h.case_id
        AND e.to_state IN ('closed_out', 'closed_before'))
FROM batch WHERE h.case_id = batch.case_id
"""


def stamp(*, most: int = 5_000) -> int:
    """Fill in up to so many rows. Returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP, {"most": most})
        return int(cursor.rowcount)
