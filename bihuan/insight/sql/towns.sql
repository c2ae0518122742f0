-- Every place with the town it lies in; what lies in no town (the district itself) is its own.
WITH RECURSIVE up(place, at) AS (
    SELECT id, id FROM organizations_jurisdiction
    UNION ALL
    SELECT up.place, here.parent_id FROM up JOIN organizations_jurisdiction here ON here.id = up.at
    WHERE here.level NOT IN ('town', 'district', 'city') AND here.parent_id IS NOT NULL
),
town AS (
    SELECT up.place, up.at AS town FROM up JOIN organizations_jurisdiction here ON here.id = up.at
    WHERE here.level IN ('town', 'district', 'city')
)
