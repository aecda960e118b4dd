-- Rounds of a survey with their design, in order of time.
SELECT survey, round, year, period_en, period_mn, respondents, sha256, weight,
  string_split(coalesce(stratum, ''), ';').list_filter(lambda name: name <> ''),
  string_split(coalesce(psu, ''), ';').list_filter(lambda name: name <> ''),
  string_split(coalesce(fpc, ''), ';').list_filter(lambda name: name <> ''),
  nested, single_psu, note_en, note_mn
FROM round WHERE survey = $survey ORDER BY year, round;
