-- The dictionary with the years that have figures.
SELECT i.indicator, i.topic, i.kind, i.unit, u.label_en, u.label_mn, i.decimals, i.middle, i.aggregate, i.formula, i.listed,
  i.name_en, i.name_mn, i.definition_en, i.definition_mn,
  list_sort(coalesce(list(DISTINCT coalesce(o.year, 0)) FILTER (o.level = 'aimag'), [])),
  list_sort(coalesce(list(DISTINCT coalesce(o.year, 0)) FILTER (o.level = 'soum'), []))
FROM indicator AS i JOIN unit AS u USING (unit) LEFT JOIN observation AS o ON o.indicator = i.indicator
GROUP BY ALL ORDER BY any_value(i.position);
