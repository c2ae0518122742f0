-- One stage of escalation for every clock it is due for. A deadline that is far past is found along the index of running
-- clocks; the day the ball came to the unit is read only for those that this stage has not been told of.
WITH whom AS (
    SELECT * FROM unnest(%(units)s::bigint[], %(accounts)s::bigint[], %(reasons)s::text[]) AS w (unit_id, account_id, reason)
), late AS MATERIALIZED (
    SELECT k.id, k.case_id, k.name, k.due_at, c.holder_unit_id, c.holder_since, c.registered_at
    FROM casework_clockrow k JOIN casework_case c ON c.id = k.case_id
    WHERE k.stopped_at IS NULL AND k.due_at <= %(before)s AND k.obliges = ANY(%(duties)s)
      AND NOT EXISTS (
        SELECT 1 FROM supervision_escalation e
        WHERE e.clock_id = k.id AND e.unit_id = c.holder_unit_id AND e.stage = %(stage)s AND e.due_at = k.due_at)
), due AS (
    SELECT late.*, whom.account_id, whom.reason
    FROM late JOIN whom ON whom.unit_id = late.holder_unit_id
    WHERE late.holder_since <= %(before)s OR coalesce((
        -- Since when the unit has had it, whoever in it: the first entry after the last one that names another unit.
        SELECT min(e.at) FROM casework_entry e
        WHERE e.case_id = late.case_id AND e.holder_unit_id = late.holder_unit_id AND e.seq > coalesce((
            SELECT max(o.seq) FROM casework_entry o
            WHERE o.case_id = late.case_id AND o.holder_unit_id <> late.holder_unit_id), 0)
        ), late.registered_at) <= %(before)s
), told AS (
    INSERT INTO supervision_escalation (clock_id, case_id, unit_id, stage, account_id, due_at, at, reason)
    SELECT id, case_id, holder_unit_id, %(stage)s, account_id, due_at, %(at)s, reason FROM due
    ON CONFLICT DO NOTHING
    RETURNING clock_id, case_id, unit_id, account_id, due_at, reason
), message AS (
    INSERT INTO casework_outboxmessage (key, case_id, kind, unit_id, account_id, data, created_at)
    SELECT 'up/' || t.clock_id || '/' || %(stage)s || '/' || t.unit_id || '/' || to_char(t.due_at, 'YYYYMMDDHH24'), t.case_id,
           'escalated', t.unit_id, t.account_id,
           jsonb_build_object('clock', k.name, 'due_at', t.due_at, 'stage', %(stage)s::text, 'reason', t.reason), %(at)s
    FROM told t JOIN casework_clockrow k ON k.id = t.clock_id
    WHERE t.account_id IS NOT NULL
    ON CONFLICT DO NOTHING
)
SELECT count(*) FROM told
