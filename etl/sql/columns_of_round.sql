-- Columns that the file of a round must have, each with the type of its question.
SELECT CASE WHEN q.type = 'many' THEN q.question || '__' || a.answer ELSE q.question END AS name, any_value(q.type)
FROM question AS q
JOIN wording AS w ON w.survey = q.survey AND w.question = q.question
LEFT JOIN answer AS a ON a.survey = q.survey AND a.question = q.question AND q.type = 'many'
WHERE q.survey = $survey AND w.round = $round
GROUP BY name;
