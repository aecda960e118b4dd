-- Observations that stand twice, or that are of a place that is not known.
SELECT place, indicator, year, count(*) AS value, 1 AS tolerance, NULL AS here
FROM observation GROUP BY indicator, level, place, year HAVING count(*) > 1
UNION ALL
SELECT o.place, o.indicator, o.year, o.value, 0, NULL
FROM observation AS o ANTI JOIN place AS p ON p.place = o.place AND p.level = o.level
WHERE o.level <> 'district_pair';
