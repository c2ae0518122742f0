-- Filled in: towns (towns.sql).
{towns},
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
