-- Published statements as reported.
SELECT fact, source, value, value_mn, year, topic_en, topic_mn, statement_en, statement_mn, unit_en, unit_mn,
  place_en, place_mn,
  confidence_en, confidence_mn, note_en, note_mn
FROM fact ORDER BY rowid;
