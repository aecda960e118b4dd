-- Surveys and their codebook. `respondents` has the checksum and number of rows of each round's file.
INSERT INTO survey
SELECT
  survey, kind, name_en, name_mn, population_en, population_mn, publisher_en, publisher_mn,
  min_base::INTEGER, min_numerator::INTEGER, cv_low_pct::DOUBLE, nullif(note_en, ''), nullif(note_mn, '')
FROM raw_surveys;

INSERT INTO round
SELECT
  r.survey, r.round, r.year::INTEGER, r.period_en, r.period_mn, f.respondents, f.sha256, r.weight,
  nullif(r.stratum, ''), nullif(r.psu, ''), nullif(r.fpc, ''), r.nested = 'yes', r.single_psu,
  nullif(r.note_en, ''), nullif(r.note_mn, '')
FROM raw_rounds AS r LEFT JOIN respondents AS f USING (survey, round);

INSERT INTO question
SELECT
  survey, question, row_number() OVER (), nullif(concept, ''), section, type, nullif(stage, ''), nullif(role, ''),
  preset = 'yes', nullif(places, ''), nullif(unit, ''), name_en, name_mn, nullif(base, ''), base_en, base_mn
FROM raw_questions;

INSERT INTO wording
SELECT survey, round, question, text_en, text_mn, nullif(note_en, ''), nullif(note_mn, '') FROM raw_wordings;

INSERT INTO answer SELECT survey, question, answer, row_number() OVER (), text_en, text_mn FROM raw_answers;

-- Soums share names, so each says its aimag.
INSERT INTO answer
SELECT q.survey, q.question, p.place, row_number() OVER (PARTITION BY q.survey, q.question ORDER BY p.place), p.name_en, p.name_mn
FROM question AS q JOIN (
  SELECT 'aimag' AS places, aimag AS place, name_en, name_mn FROM aimag WHERE aimag <> 'MN-1'
  UNION ALL SELECT type, soum, name_en, name_mn FROM soum WHERE type = 'district'
  UNION ALL
  SELECT s.type, s.soum, s.name_en || ', ' || a.name_en, a.name_mn || ' аймаг, ' || s.name_mn || ' сум'
  FROM soum AS s JOIN aimag AS a USING (aimag) WHERE s.type = 'soum'
) AS p USING (places);
