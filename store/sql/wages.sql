-- National average wage by section of activity.
SELECT sector, name_en, name_mn, year, value FROM wage WHERE indicator = 'average_monthly_wage' ORDER BY sector, year;
