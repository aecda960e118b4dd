-- All figures of a place.
SELECT indicator, level, place, year, value, kind, sources FROM observation WHERE place = $place ORDER BY indicator, year;
