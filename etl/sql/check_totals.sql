-- Published totals that the figures do not reproduce within their tolerance.
SELECT t.place, t.indicator, t.year, t.value, t.tolerance, o.value AS here
FROM published_total AS t
LEFT JOIN observation AS o ON o.indicator = t.indicator AND o.place = t.place AND o.year = t.year
WHERE o.value IS NULL OR abs(o.value - t.value) > t.tolerance + 1e-9
ORDER BY t.indicator, t.year;
