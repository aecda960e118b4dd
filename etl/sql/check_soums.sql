-- Aimag figures that are not the sum of their soums, where both are known (thousand head to one decimal).
SELECT a.place, a.indicator, a.year, sum(s.value) AS value, 0.6 AS tolerance, a.value AS here
FROM observation AS a
JOIN soum ON soum.aimag = a.place
JOIN observation AS s ON s.indicator = a.indicator AND s.level = 'soum' AND s.place = soum.soum AND s.year = a.year
WHERE a.level = 'aimag' AND a.indicator IN ('population_resident', 'livestock', 'herder_households')
  AND NOT (a.indicator = 'population_resident' AND a.year = 2019)
GROUP BY a.place, a.indicator, a.year, a.value
HAVING abs(sum(s.value) - a.value) > 0.6;
