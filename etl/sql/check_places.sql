-- Figures of a place that is not known.
SELECT DISTINCT o.place, o.indicator, o.year, NULL AS value, 0 AS tolerance, o.value AS here
FROM observation AS o ANTI JOIN place AS p ON p.place = o.place AND p.level = o.level
WHERE o.level <> 'district_pair';
