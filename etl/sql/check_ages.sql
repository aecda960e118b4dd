-- Age groups that the five-year bands do not make up.
WITH band AS (
  SELECT level, place, year, value, regexp_extract(indicator, '_age_(\d\d)', 1)::INTEGER AS age
  FROM observation
  WHERE level IN ('aimag', 'soum') AND regexp_matches(indicator, '^population_resident_age_(\d0_\d4|\d5_\d9|70_plus)$')
    AND indicator <> 'population_resident_age_15_64'
),
range AS (
  FROM (VALUES
    ('population_resident', 0, 70, 15), ('population_resident_age_15_64', 15, 60, 10),
    ('population_resident_age_20_39', 20, 35, 4)
  ) AS r(indicator, youngest, oldest, bands)
)
SELECT o.place, o.indicator, o.year, sum(b.value) AS value, 0 AS tolerance, o.value AS here
FROM range AS r
JOIN observation AS o ON o.indicator = r.indicator
JOIN band AS b ON b.level = o.level AND b.place = o.place AND b.year = o.year AND b.age BETWEEN r.youngest AND r.oldest
GROUP BY o.level, o.place, o.indicator, o.year, o.value, r.bands
HAVING count(*) = r.bands AND sum(b.value) <> o.value
ORDER BY ALL;
