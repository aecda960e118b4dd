-- Surveys, real ones before the demonstration.
SELECT survey, kind, name_en, name_mn, population_en, population_mn, publisher_en, publisher_mn,
  min_base, min_numerator, cv_low_pct, note_en, note_mn
FROM survey ORDER BY kind = 'demonstration', rowid;
