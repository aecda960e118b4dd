-- How a question was put in each round, and whether otherwise than before.
SELECT w.round, w.text_en, w.text_mn,
  coalesce((w.text_en, w.text_mn) <> lag((w.text_en, w.text_mn)) OVER (ORDER BY r.year, r.round), false),
  w.note_en, w.note_mn
FROM wording AS w JOIN round AS r ON r.survey = w.survey AND r.round = w.round
WHERE w.survey = $survey AND w.question = $question ORDER BY r.year, r.round;
