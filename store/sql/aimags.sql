-- The 22 units.
SELECT aimag, name_en, name_mn, centre_en, centre_mn, centre_lon, centre_lat, area_km2, established, soums, region_2024, region_2001
FROM aimag ORDER BY aimag;
