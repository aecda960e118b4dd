-- Outlines of a level.
SELECT place, geometry, origin FROM shape WHERE level = $level ORDER BY place;
