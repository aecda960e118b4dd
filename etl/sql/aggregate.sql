-- Sums for regions and the country, made only where every unit has a figure for the year.
INSERT INTO observation
WITH member AS (
  SELECT aimag, region_2024 AS place, 'region' AS level FROM aimag
  UNION ALL SELECT aimag, region_2001, 'region' FROM aimag
  UNION ALL SELECT aimag, 'MN', 'country' FROM aimag
),
size AS (SELECT level, place, count(*) AS units FROM member GROUP BY level, place)
SELECT
  o.indicator, m.level, m.place, o.year, fsum(o.value), 'calculated',
  list_aggregate(list_sort(list_distinct(flatten(list(string_split(o.sources, ';'))))), 'string_agg', ';')
FROM observation AS o
JOIN indicator AS i ON i.indicator = o.indicator AND i.aggregate = 'sum'
JOIN member AS m ON m.aimag = o.place
JOIN size AS s ON s.level = m.level AND s.place = m.place
WHERE o.level = 'aimag'
  AND NOT EXISTS (
    FROM observation AS there
    WHERE there.indicator = o.indicator AND there.level = m.level AND there.place = m.place
      AND there.year IS NOT DISTINCT FROM o.year
  )
GROUP BY o.indicator, m.level, m.place, o.year, s.units
HAVING count(*) = s.units;
