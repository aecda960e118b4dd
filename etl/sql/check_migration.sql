-- Net migration that is not arrivals minus departures.
SELECT n.place, n.indicator, n.year, a.value - d.value AS value, 0 AS tolerance, n.value AS here
FROM observation AS n
JOIN observation AS a ON a.indicator = 'migration_arrivals' AND a.level = n.level AND a.place = n.place AND a.year = n.year
JOIN observation AS d ON d.indicator = 'migration_departures' AND d.level = n.level AND d.place = n.place AND d.year = n.year
WHERE n.indicator = 'migration_net' AND n.level = 'aimag' AND n.value <> a.value - d.value
ORDER BY n.place, n.year;
