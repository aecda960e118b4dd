-- Figures of an aimag that its soums or districts do not make up.
WITH part AS (
  SELECT o.indicator, o.year, s.aimag, o.value
  FROM observation AS o JOIN soum AS s ON s.soum = o.place WHERE o.level = 'soum'
  UNION ALL
  SELECT o.indicator, o.year, s.aimag, o.value
  FROM observation AS o JOIN soum AS s ON s.soum = string_split(o.place, '+')[1] WHERE o.level = 'district_pair'
),
-- Rounding: thousand head to one decimal, annual averages of the labour force to the person.
rounding AS (FROM (VALUES ('population_resident', 0), ('herder_households', 0), ('livestock', 0.06), ('labour_force', 1)) AS r(indicator, tolerance)),
added AS (SELECT indicator, year, aimag, fsum(value) AS value FROM part GROUP BY indicator, year, aimag)
SELECT o.place, o.indicator, o.year, a.value, r.tolerance, o.value AS here
FROM added AS a
JOIN rounding AS r ON r.indicator = a.indicator
JOIN observation AS o ON o.indicator = a.indicator AND o.level = 'aimag' AND o.place = a.aimag AND o.year = a.year
WHERE abs(o.value - a.value) > r.tolerance
UNION ALL
SELECT o.place, o.indicator, o.year, s.value, 0, o.value
FROM observation AS o
JOIN aimag AS a ON a.aimag = o.place
JOIN observation AS s ON s.indicator = 'population_resident' AND s.place = a.centre_soum AND s.year = o.year
WHERE o.indicator = 'population_resident_aimag_centre_soum' AND o.value <> s.value
UNION ALL
SELECT o.place, o.indicator, o.year, count(*), 0, o.value
FROM observation AS o JOIN soum AS s ON s.aimag = o.place
WHERE o.indicator = 'soums_or_districts_with_residents' GROUP BY o.place, o.indicator, o.year, o.value
HAVING count(*) <> o.value
ORDER BY ALL;
