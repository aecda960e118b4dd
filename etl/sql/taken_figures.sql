-- Figures of a published table that stand in the build already.
SELECT o.place, o.year, o.sources
FROM published_figures AS f
JOIN observation AS o ON o.place = f.place AND o.year = f.year AND o.indicator = $indicator AND o.level = 'aimag'
ORDER BY ALL;
