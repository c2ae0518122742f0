-- What count.sql has summed, spread over unit and all, place and all.
SELECT process, measure, place, unit, month, key, sum(n)::bigint FROM summed
    CROSS JOIN unnest(CASE WHEN town = 0 THEN '{{0}}'::bigint[] ELSE ARRAY[0, town] END) AS place
    CROSS JOIN unnest(units) AS unit
    WHERE measure NOT IN ('days', 'accepted') OR place = 0 OR unit = 0
    GROUP BY process, measure, place, unit, month, key
