-- How many who wished or planned to move did, in published studies.
SELECT study, country, population, stage_from, stage_to, horizon_years, rate_pct, n, source FROM conversion ORDER BY rowid;
