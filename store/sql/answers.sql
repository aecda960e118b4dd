-- Answers of a question, in their order.
SELECT answer, text_en, text_mn FROM answer WHERE survey = $survey AND question = $question ORDER BY position;
