-- Every figure as one observation; what it is (official or published) follows from its source.
-- Residents of the capital's districts stand in two files; ub_districts holds both years.
CREATE TEMP VIEW figure AS
SELECT indicator, 'aimag' AS level, aimag_code AS place, year, value, source_id FROM raw_population
UNION ALL BY NAME SELECT indicator, 'aimag' AS level, aimag_code AS place, year, value, source_id FROM raw_population_by_age
UNION ALL BY NAME SELECT indicator, 'aimag' AS level, aimag_code AS place, year, value, source_id FROM raw_migration
UNION ALL BY NAME SELECT indicator, 'aimag' AS level, aimag_code AS place, year, value, source_id FROM raw_jobs
UNION ALL BY NAME SELECT indicator, 'aimag' AS level, aimag_code AS place, year, value, source_id FROM raw_services
UNION ALL BY NAME SELECT indicator, 'aimag' AS level, aimag_code AS place, year, value, source_id FROM raw_digital
UNION ALL BY NAME SELECT indicator, 'aimag' AS level, aimag_code AS place, year, value, source_id FROM raw_shilen_index
UNION ALL BY NAME SELECT indicator, 'country' AS level, place, year, value, source_id FROM raw_national
UNION ALL BY NAME
SELECT
  indicator,
  CASE WHEN contains(nso_code, ';') THEN 'district_pair' ELSE 'soum' END AS level,
  list_aggregate(list_transform(string_split(nso_code, ';'), lambda code: 'MN' || code[2:]), 'string_agg', '+') AS place,
  year, value, source_id
FROM raw_ub_districts
UNION ALL BY NAME
SELECT s.indicator, 'soum' AS level, p.pcode AS place, s.year, s.value, s.source_id
FROM (
  UNPIVOT (
    SELECT
      nso_soum_code, year, source_id, population_resident, herder_households,
      livestock_thousand_head AS livestock
    FROM raw_soums_2020
  ) ON population_resident, herder_households, livestock INTO NAME indicator VALUE value
) AS s
JOIN raw_soums AS p ON p.nso = s.nso_soum_code
WHERE s.value <> '' AND NOT (p.type = 'district' AND s.indicator = 'population_resident');

INSERT INTO observation
SELECT
  f.indicator, f.level, f.place, nullif(f.year, '')::INTEGER, f.value::DOUBLE, s.kind, f.source_id
FROM figure AS f JOIN source AS s ON s.source = string_split(f.source_id, ';')[1];

INSERT INTO observation
SELECT 'area_km2', 'aimag', aimag, NULL, area_km2, 'published', 'wiki_provinces' FROM aimag
UNION ALL
SELECT 'area_km2', 'soum', soum, NULL, area_km2, 'official', 'cod_ab' FROM soum;
