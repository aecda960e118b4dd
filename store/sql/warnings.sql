-- Usage warnings.
SELECT warning, indicator, place, year_from, year_to, severity, text_en, text_mn FROM warning;
