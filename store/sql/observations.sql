-- All figures of an indicator at a level.
SELECT indicator, level, place, year, value, kind, sources FROM observation
WHERE indicator = $indicator AND level = $level ORDER BY place, year;
