-- Published totals that the figures do not reproduce within their tolerance.
-- A count that is not added up because some unit lacks it by nature is compared with the sum of those that have it.
WITH added AS (
  SELECT o.indicator, 'MN' AS place, o.year, fsum(o.value) AS value
  FROM observation AS o JOIN indicator AS i ON i.indicator = o.indicator AND i.kind = 'count' AND i.aggregate = 'none'
  WHERE o.level = 'aimag' GROUP BY o.indicator, o.year
)
SELECT t.place, t.indicator, t.year, t.value, t.tolerance, coalesce(o.value, a.value) AS here
FROM published_total AS t
LEFT JOIN observation AS o ON o.indicator = t.indicator AND o.place = t.place AND o.year = t.year
LEFT JOIN added AS a ON a.indicator = t.indicator AND a.place = t.place AND a.year = t.year
WHERE here IS NULL OR abs(here - t.value) > t.tolerance + 1e-9
ORDER BY t.indicator, t.year;
