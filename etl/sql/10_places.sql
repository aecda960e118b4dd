-- Regions, aimags, soums, neighbours and spellings from the staged place files.
INSERT INTO region SELECT region, grouping::INTEGER, name_en, name_mn FROM raw_regions;

INSERT INTO aimag
SELECT
  a.aimag_code, p.pcode, p.nso, p.name_nso, p.name_mn, a.centre, a.centre_mn,
  p.capital_lon::DOUBLE, p.capital_lat::DOUBLE, p.label_lon::DOUBLE, p.label_lat::DOUBLE,
  a.area_km2::DOUBLE, a.established::INTEGER, a.soums_2020::INTEGER,
  'R2024-' || lower(a.region_new_2024), 'R2001-' || lower(a.region_old_2001), nullif(p.capital_soum_pcode, '')
FROM raw_aimags AS a JOIN raw_aimag_places AS p ON p.iso = a.aimag_code;

INSERT INTO soum
SELECT
  pcode, adm1_iso, nso, name_en, name_mn, type, area_km2::DOUBLE,
  centre_lon::DOUBLE, centre_lat::DOUBLE, centre_quality
FROM raw_soums;

INSERT INTO neighbour
SELECT a.iso, b.iso, n.shared_km::DOUBLE
FROM raw_neighbours AS n
JOIN raw_aimag_places AS a ON a.pcode = n.a
JOIN raw_aimag_places AS b ON b.pcode = n.b
UNION ALL
SELECT b.iso, a.iso, n.shared_km::DOUBLE
FROM raw_neighbours AS n
JOIN raw_aimag_places AS a ON a.pcode = n.a
JOIN raw_aimag_places AS b ON b.pcode = n.b;

INSERT INTO spelling SELECT code, spelling, kind FROM raw_spellings;

CREATE VIEW place AS
SELECT 'MN' AS place, 'country' AS level, NULL AS aimag, 'Mongolia' AS name_en, 'Монгол Улс' AS name_mn
UNION ALL SELECT region, 'region', NULL, name_en, name_mn FROM region
UNION ALL SELECT aimag, 'aimag', aimag, name_en, name_mn FROM aimag
UNION ALL SELECT soum, 'soum', aimag, name_en, name_mn FROM soum;
