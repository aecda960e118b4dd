-- How many of the 22 units have a figure, by indicator and year.
SELECT indicator, year, count(*) FROM observation WHERE level = 'aimag' GROUP BY indicator, year ORDER BY indicator, year;
