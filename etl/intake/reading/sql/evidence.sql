-- What text columns hold, by their distinct cells (place, written, n): how many cells are written in each way of writing.
-- Classes of numbers: whole and point are numbers as they stand; spaced has thousands spaces; comma, points and
-- commas can only be a decimal comma, thousands points and thousands commas; either could be one or the other.
WITH cells AS (
    SELECT
        place,
        written,
        -- Trimming takes long: only what may begin or end with a blank, all of which sort before !, is trimmed.
        CASE
            WHEN written < '!' OR right(written, 1) < '!' OR strlen(written) > length(written)
            THEN trim(written, $blanks)
            ELSE written
        END AS c,
        n
    FROM ({columns})
),
judged AS (
    SELECT
        place,
        c,
        n,
        CASE WHEN written != c THEN n END AS untrimmed,
        $strange AND strlen(c) > length(c) AS strange, -- in bytes and in letters
        list_contains($missing, c) OR c = '' AS missing,
        -- Numbers and dates begin with a sign or a digit, all of which sort before :, or with a minus of print.
        (c < ':' OR starts_with(c, '−'))
        AND regexp_full_match(c, '[-+−]?(\d[\d \x{a0}\x{202f}\x{2009}''’.,]*|[.,]\d+)([eE][-+]?\d+)?') AS digits,
        c < ':' AND regexp_matches(c, '^\d{1,4}[-./ ].*\d') AS dated
    FROM cells
),
classed AS (
    SELECT
        place,
        c,
        n,
        untrimmed,
        strange,
        missing,
        strange AND regexp_matches(c, '[а-яөүА-ЯӨҮ]\?+[а-яөүА-ЯӨҮ]') AS lost,
        CASE
            WHEN NOT digits OR missing THEN NULL
            WHEN regexp_full_match(c, '[-+]?(\d+|\d+[eE][-+]?\d+)') THEN 'whole'
            WHEN regexp_full_match(c, '[-+]?(\d+\.\d*|\.\d+)([eE][-+]?\d+)?') THEN 'point'
            WHEN regexp_full_match(c, '−(\d+\.?\d*)') THEN 'minus'
            WHEN regexp_full_match(c, '[-+−]?\d{1,3}([ \x{a0}\x{202f}\x{2009}''’]\d{3})+(\.\d+)?') THEN 'spaced'
            WHEN regexp_full_match(c, '[-+−]?[1-9]\d{0,2},\d{3}') THEN 'either'
            WHEN regexp_full_match(c, '[-+−]?(\d*|\d{1,3}([ \x{a0}\x{202f}\x{2009}''’.]\d{3})+),\d+') THEN 'comma'
            WHEN regexp_full_match(c, '[-+−]?[1-9]\d{0,2}((,\d{3}){2,}|(,\d{3})+\.\d+)') THEN 'commas'
            WHEN regexp_full_match(c, '[-+−]?[1-9]\d{0,2}(\.\d{3}){2,}') THEN 'points'
        END AS number,
        CASE
            WHEN NOT dated OR missing THEN NULL
            WHEN regexp_matches(c, '^\d{4}-\d\d-\d\d') AND TRY_CAST(c AS TIMESTAMP) IS NOT NULL THEN 'iso'
            WHEN regexp_full_match(c, '\d{4}([-./])\d{1,2}[-./]\d{1,2}\.?([ T]\d{1,2}:\d\d(:\d\d)?)?') THEN 'year first'
            WHEN regexp_full_match(c, '\d{1,2}\.\d{1,2}\.\d{4}([ T]\d{1,2}:\d\d(:\d\d)?)?') THEN 'day first'
            WHEN regexp_full_match(c, '\d{1,2}[-/]\d{1,2}[-/]\d{4}([ T]\d{1,2}:\d\d(:\d\d)?)?') THEN 'slashes'
            WHEN regexp_full_match(c, '\d{4} оны? \d{1,2}(-?р| дугаар| дүгээр)? сарын \d{1,2}(-?н[ыи]й?)?( өдөр)?') THEN 'words'
        END AS date
    FROM judged
),
-- One row for each way of writing, and for each word that stands for no answer: of those there are few.
ways AS (
    SELECT
        place,
        number,
        date,
        CASE WHEN missing THEN c END AS missing,
        lower(c) IN ('true', 'false') AS truth,
        number = 'point' AND NOT regexp_full_match(c, '[-+]?[1-9]\d{0,2}\.\d{3}') AS true_point,
        count(*) AS cells,
        sum(n)::BIGINT AS n,
        sum(untrimmed)::BIGINT AS untrimmed,
        min(c) AS example,
        max(CASE WHEN date = 'slashes' THEN TRY_CAST(split_part(translate(c, '-', '/'), '/', 1) AS INTEGER) END) AS first_part,
        max(CASE WHEN date = 'slashes' THEN TRY_CAST(split_part(translate(c, '-', '/'), '/', 2) AS INTEGER) END) AS second_part,
        sum(CASE WHEN strange AND regexp_matches(c, '[\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}]') THEN n END)::BIGINT AS marked,
        sum(CASE WHEN lost THEN n END)::BIGINT AS lost,
        min(CASE WHEN lost THEN c END) AS lost_example,
        sum(CASE WHEN strange AND regexp_matches(c, $standing) THEN n END)::BIGINT AS standing
    FROM classed
    GROUP BY ALL
)
SELECT
    place,
    coalesce(sum(cells), 0)::BIGINT AS distinct_cells,
    coalesce(sum(untrimmed), 0)::BIGINT AS untrimmed,
    coalesce(sum(n) FILTER (missing IS NOT NULL), 0)::BIGINT AS missing,
    coalesce(sum(n) FILTER (missing != ''), 0)::BIGINT AS missing_said,
    list(missing) FILTER (missing != '') AS missing_words,
    coalesce(sum(n) FILTER (truth), 0)::BIGINT AS booleans,
    coalesce(sum(n) FILTER (number IN ('whole', 'point')), 0)::BIGINT AS plain,
    coalesce(sum(n) FILTER (number IS NOT NULL), 0)::BIGINT AS numbers,
    list(DISTINCT number) FILTER (number IS NOT NULL) AS numbers_written,
    min(example) FILTER (number IN ('spaced', 'commas', 'points', 'minus')) AS thousands_example,
    min(example) FILTER (number = 'comma') AS comma_example,
    min(example) FILTER (number = 'either') AS either_example,
    min(example) FILTER (number = 'point') AS point_example,
    coalesce(sum(cells) FILTER (true_point), 0)::BIGINT AS true_points,
    coalesce(sum(n) FILTER (date IS NOT NULL), 0)::BIGINT AS dates,
    list(DISTINCT date) FILTER (date IS NOT NULL) AS dates_written,
    min(example) FILTER (date != 'iso') AS date_example,
    max(first_part) AS first_part,
    max(second_part) AS second_part,
    coalesce(sum(marked), 0)::BIGINT AS marked,
    coalesce(sum(lost), 0)::BIGINT AS lost,
    min(lost_example) AS lost_example,
    coalesce(sum(standing), 0)::BIGINT AS standing
FROM ways
GROUP BY place
