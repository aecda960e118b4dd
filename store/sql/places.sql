-- Every place with its names and a point to mark it.
SELECT p.place, p.level, p.aimag, p.name_en, p.name_mn,
  coalesce(a.lon, s.lon), coalesce(a.lat, s.lat), coalesce(a.area_km2, s.area_km2),
  CASE WHEN p.level = 'aimag' AND p.place = 'MN-1' THEN 'capital' ELSE coalesce(s.type, p.level) END
FROM place AS p
LEFT JOIN aimag AS a ON a.aimag = p.place AND p.level = 'aimag'
LEFT JOIN soum AS s ON s.soum = p.place AND p.level = 'soum'
ORDER BY array_position(['country', 'region', 'aimag', 'soum'], p.level), p.place;
