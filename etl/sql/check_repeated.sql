-- Figures of one indicator, place and year, of which there must be one.
SELECT place, indicator, year, 1 AS value, 0 AS tolerance, count(*) AS here
FROM observation GROUP BY indicator, level, place, year HAVING count(*) > 1;
