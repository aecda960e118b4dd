-- Labour figures that contradict one another.
WITH figure AS (
  SELECT place, year, indicator, value FROM observation WHERE level = 'aimag' AND indicator IN (
    'labour_force', 'labour_force_male', 'labour_force_female', 'labour_force_participation_rate',
    'labour_force_participation_rate_male', 'labour_force_participation_rate_female', 'population_mid_year'
  )
),
unit AS (
  SELECT
    place, year,
    max(value) FILTER (indicator = 'labour_force') AS force,
    max(value) FILTER (indicator = 'labour_force_male') AS men,
    max(value) FILTER (indicator = 'labour_force_female') AS women,
    max(value) FILTER (indicator = 'labour_force_participation_rate') AS rate,
    100 * force / rate AS adults,
    100 * men / max(value) FILTER (indicator = 'labour_force_participation_rate_male')
      + 100 * women / max(value) FILTER (indicator = 'labour_force_participation_rate_female') AS men_and_women,
    max(value) FILTER (indicator = 'population_mid_year') AS people
  FROM figure GROUP BY place, year
)
-- Men and women are all.
SELECT place, 'labour_force' AS indicator, year, men + women AS value, 1 AS tolerance, force AS here
FROM unit WHERE abs(men + women - force) > 1
UNION ALL
-- The rates of men and of women imply the same number of adults as the rate of all.
SELECT place, 'labour_force_participation_rate', year, 100 * force / men_and_women, rate / 100, rate
FROM unit WHERE abs(men_and_women / adults - 1) > 0.01
UNION ALL
-- Adults are a plausible part of the people: no rows are swapped. The survey jumps most in 2018 and 2023.
SELECT place, 'labour_force', year, 0.72 * people * rate / 100, round(0.14 * people * rate / 100), force
FROM unit WHERE adults / people NOT BETWEEN 0.58 AND 0.86
UNION ALL
-- The participation of 2025, weighted by the adults of 2024, is the 61.1 that was published.
SELECT 'MN', 'labour_force_participation_rate', 2025, 61.1, 0.05, fsum(rate.value * weight.adults) / fsum(weight.adults) AS here
FROM unit AS weight
JOIN figure AS rate ON rate.place = weight.place AND rate.year = 2025 AND rate.indicator = 'labour_force_participation_rate'
WHERE weight.year = 2024
HAVING here IS NULL OR abs(here - 61.1) > 0.05
ORDER BY ALL;
