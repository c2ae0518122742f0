-- The cases concerned, whole: what a unit had before an entry is in the entries before it. Then the entries to count.
-- Filled in: towns (towns.sql), entries, cases and clocks (which rows of those tables), which (the entries to count).
{towns},
told AS MATERIALIZED (
    SELECT e.id, e.case_id, e.seq, e.step, e.kind, e.from_state, e.to_state, e.at, e.holder_unit_id AS holder,
        lag(e.holder_unit_id) OVER (PARTITION BY e.case_id ORDER BY e.seq) AS held_before,
        row_number() OVER (PARTITION BY e.case_id, e.holder_unit_id ORDER BY e.seq) AS with_holder,
        CASE WHEN e.step = ANY(%(deciding)s) THEN e.data->>'result' END AS result,
        CASE WHEN e.step IN ('accept', 'record_reply', 'decide_review', 'decide_re_review', 'resident_rated')
            THEN e.data END AS data,
        bool_or(e.step IN ('contact', 'hear')) OVER (PARTITION BY e.case_id ORDER BY e.seq) AS heard,
        -- whose decision stands: its entry's place and its unit in one number, so that the last one is the greatest
        max(CASE WHEN e.step = 'decide' THEN e.seq * 1000000000000 + e.holder_unit_id END)
            OVER (PARTITION BY e.case_id ORDER BY e.seq) AS decision
    FROM casework_entry e WHERE {entries}
),
picked AS MATERIALIZED (
    SELECT e.case_id, e.seq, e.step, e.kind, e.from_state, e.to_state, e.holder, e.with_holder, e.result,
        e.data, e.heard, mod(e.decision, 1000000000000) AS decided_by,
        coalesce(e.held_before, e.holder) AS by_unit,
        date_trunc('month', e.at AT TIME ZONE 'Asia/Shanghai')::date AS month,
        (e.at AT TIME ZONE 'Asia/Shanghai')::date AS day,
        c.process, c.channel, c.received_on, split_part(c.topic, '/', 1) AS branch, coalesce(town.town, 0) AS town,
        c.process || ' ' || e.step = ANY(%(decides)s) AND e.kind = 'step' AS decides
    FROM told e
    JOIN casework_case c ON c.id = e.case_id AND {cases}
    LEFT JOIN town ON town.place = c.jurisdiction_id
    WHERE {which}
),
event(process, month, town, units, measure, key) AS (
    SELECT process, month, town, ARRAY[0]::bigint[], 'received', channel FROM picked WHERE seq = 1
    UNION ALL SELECT process, month, town, ARRAY[0]::bigint[], 'topic', branch FROM picked WHERE seq = 1
    -- with_holder 1: opened with this unit, or come to it for the first time
    UNION ALL SELECT process, month, town, ARRAY[holder], 'received', channel FROM picked WHERE with_holder = 1
    UNION ALL SELECT process, month, town, ARRAY[holder], 'topic', branch FROM picked WHERE with_holder = 1
    UNION ALL SELECT process, month, town, ARRAY[0, by_unit], 'step', step FROM picked WHERE kind = 'step'
    UNION ALL SELECT process, month, town, ARRAY[0, by_unit], 'ended', '' FROM picked
        WHERE kind = 'step' AND to_state <> from_state AND process || ' ' || to_state = ANY(%(ended)s)
    UNION ALL SELECT process, month, town, ARRAY[0, by_unit], 'result', result FROM picked
        WHERE decides AND result IS NOT NULL
    UNION ALL SELECT process, month, town, ARRAY[0, by_unit], 'days', greatest(day - received_on, 0)::text FROM picked
        WHERE decides
    UNION ALL SELECT process, month, town, ARRAY[0, by_unit], 'accepted',
        greatest((data->>'notified_on')::date - received_on, 0)::text
        FROM picked WHERE step = 'accept' AND kind = 'step' AND jsonb_exists(data, 'notified_on')
    UNION ALL SELECT process, month, town, ARRAY[0, by_unit], 'heard', CASE WHEN heard THEN 'yes' ELSE 'no' END
        FROM picked WHERE step = 'decide' AND kind = 'step'
    UNION ALL SELECT process, month, town, ARRAY[0, by_unit], 'complete',
        CASE WHEN coalesce(data->>'lacks', '') = '' THEN 'yes' ELSE 'no' END
        FROM picked WHERE step = 'record_reply' AND kind = 'step'
    UNION ALL SELECT process, month, town, ARRAY[0, decided_by], 'revised', data->>'review_result'
        FROM picked WHERE step IN ('decide_review', 'decide_re_review') AND kind = 'step' AND decided_by IS NOT NULL
        AND jsonb_exists(data, 'review_result')
    UNION ALL SELECT process, month, town, ARRAY[0, (data->>'unit')::bigint], 'rated',
        (data->>'target') || ' ' || (data->>'score')
        FROM picked WHERE step = 'resident_rated' AND kind = 'rating' AND data->>'unit' IS NOT NULL
    UNION ALL SELECT p.process, p.month, p.town, ARRAY[0, p.by_unit],
        CASE WHEN k.stopped_by = 'met' THEN CASE WHEN k.stopped_at >= k.due_at THEN 'late' ELSE 'met' END
             ELSE CASE WHEN k.stopped_at >= k.due_at THEN 'lapsed' ELSE 'void' END END,
        k.name
        FROM picked p JOIN casework_clockrow k ON k.case_id = p.case_id AND k.stop_seq = p.seq AND {clocks}
        WHERE k.obliges <> 'resident'
),
summed AS (  -- before it is spread over unit and all, place and all: a tenth of the rows
    SELECT process, measure, town, units, month, key, count(*) AS n FROM event
    GROUP BY process, measure, town, units, month, key
)
