-- Sources, units, the dictionary, warnings, published statements and lists.
INSERT INTO source
SELECT
  s.source_id,
  CASE
    WHEN s.publisher LIKE 'Wikipedia%' THEN 'published'
    WHEN regexp_matches(s.publisher, 'NSO|National Statistics|Statistics Department|Ministry|E-Mongolia Academy|Government of Mongolia|Parliament|Khural|General Authority|Legal Information') THEN 'official'
    ELSE 'published'
  END,
  nullif(s.url_or_repo_path, ''),
  s.publisher, m.publisher_mn, s.title, m.title_mn,
  nullif(s.year, ''), coalesce(nullif(m.year_mn, ''), nullif(s.year, '')),
  nullif(s.licence, ''), nullif(m.licence_mn, ''), nullif(s.read_from, ''), nullif(m.read_from_mn, ''),
  nullif(s.confidence, ''), nullif(m.confidence_mn, ''), nullif(s.note, ''), nullif(m.note_mn, '')
FROM raw_sources AS s JOIN raw_sources_mn AS m USING (source_id);

INSERT INTO source BY NAME
SELECT COLUMNS(*)::VARCHAR FROM (SELECT * REPLACE (nullif(address, '') AS address) FROM raw_sources_places);

INSERT INTO unit SELECT unit, label_en, label_mn FROM raw_units;

INSERT INTO indicator
SELECT
  indicator, row_number() OVER (), "group", kind, unit, decimals::INTEGER, middle, aggregate, nullif(formula, ''),
  listed = '1', name_en, name_mn, definition_en, definition_mn
FROM raw_indicators;

INSERT INTO not_applicable SELECT indicator, place, reason_en, reason_mn FROM raw_not_applicable;

INSERT INTO warning
SELECT
  warning, indicator, nullif(place, ''), nullif(year_from, '')::INTEGER, nullif(year_to, '')::INTEGER,
  severity, text_en, text_mn
FROM raw_warnings;

INSERT INTO fact
SELECT
  f.fact_id, f.source_id, nullif(f.value, ''), nullif(f.year, '')::INTEGER,
  f.topic, m.topic_mn, f.statement, m.statement_mn, nullif(f.unit, ''), nullif(m.unit_mn, ''),
  nullif(f.place, ''), nullif(m.place_mn, ''), f.confidence, m.confidence_mn,
  nullif(f.note, ''), nullif(m.note_mn, ''), coalesce(nullif(m.value_mn, ''), nullif(f.value, ''))
FROM raw_facts AS f JOIN raw_facts_mn AS m USING (fact_id);

INSERT INTO conversion
SELECT
  study, country, population, stage_from, stage_to, horizon_years::INTEGER, rate_pct::DOUBLE,
  nullif(n, '')::INTEGER, source_id
FROM raw_intention_conversion;

INSERT INTO wage
SELECT w.indicator, w.sector_code, w.sector, s.sector_mn, w.year::INTEGER, w.value::DOUBLE, w.unit, w.source_id
FROM raw_wages_national_by_sector AS w JOIN raw_sectors AS s USING (sector_code);

INSERT INTO losi_item SELECT version, criterion, item_no, item, source_id FROM raw_losi_items;

INSERT INTO open_information_item SELECT article, type, item_mn, item_en, source_id FROM raw_public_information_items;

INSERT INTO published_total
SELECT place, indicator, year::INTEGER, value::DOUBLE, tolerance::DOUBLE, source_id FROM raw_published_totals;

INSERT INTO nso_table
SELECT
  e.position, e.table_id, e.theme, m.theme_mn, e.title, m.title_mn, e.values_in_this_folder, m.values_mn
FROM (SELECT row_number() OVER () AS position, * FROM raw_nso_tables) AS e
JOIN raw_nso_tables_mn AS m USING (table_id);
