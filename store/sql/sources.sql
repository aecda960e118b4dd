-- Sources with the number of figures that rest on each.
WITH used AS (
  SELECT unnest(string_split(sources, ';')) AS source, count(*) AS figures FROM observation WHERE kind <> 'calculated' GROUP BY 1
)
SELECT s.source, s.kind, s.address, s.publisher_en, s.publisher_mn, s.title_en, s.title_mn, s.year_en, s.year_mn,
  s.licence_en, s.licence_mn, s.read_from_en, s.read_from_mn, s.confidence_en, s.confidence_mn, s.note_en, s.note_mn,
  coalesce(u.figures, 0)
FROM source AS s LEFT JOIN used AS u USING (source)
ORDER BY coalesce(u.figures, 0) DESC, s.kind, s.source;
