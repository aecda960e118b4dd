-- Regions with the year of their grouping.
SELECT region, "grouping" FROM region ORDER BY "grouping" DESC, region;
