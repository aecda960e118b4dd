-- Questions of a survey with the rounds that asked them.
SELECT q.question, q.concept, q.section, q.type, q.stage, q.role, q.preset, q.places, q.unit,
  q.name_en, q.name_mn, q.base, q.base_en, q.base_mn,
  (
    SELECT coalesce(list(r.round ORDER BY r.year, r.round), [])
    FROM wording AS w JOIN round AS r ON r.survey = w.survey AND r.round = w.round
    WHERE w.survey = q.survey AND w.question = q.question
  )
FROM question AS q WHERE q.survey = $survey ORDER BY q.position;
