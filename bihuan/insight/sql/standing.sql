-- Filled in: towns (towns.sql), into (the table), which (of the open cases), case and each (a column more: the case).
{towns},
held AS MATERIALIZED (
    SELECT c.id, c.process, c.holder_unit_id, c.registry_unit_id, c.phase, c.next_due_at, coalesce(town.town, 0) AS town
    FROM casework_case c LEFT JOIN town ON town.place = c.jurisdiction_id
    WHERE c.phase <> 'ended' AND {which}
)
INSERT INTO {into} ({case}process, unit, place, clock, running, waiting, overdue)
SELECT {each}h.process, h.holder_unit_id, h.town, '', count(*), count(*) FILTER (WHERE h.phase = 'waiting'),
    count(*) FILTER (WHERE h.next_due_at <= %(at)s)
FROM held h GROUP BY {each}h.process, h.holder_unit_id, h.town
UNION ALL
SELECT {each}h.process, CASE k.obliges WHEN 'registry' THEN h.registry_unit_id ELSE h.holder_unit_id END AS whose, h.town,
    k.name, count(*), 0, count(*) FILTER (WHERE k.due_at <= %(at)s)
FROM casework_clockrow k JOIN held h ON h.id = k.case_id
WHERE k.stopped_at IS NULL AND k.obliges <> 'resident'
GROUP BY {each}h.process, whose, h.town, k.name
