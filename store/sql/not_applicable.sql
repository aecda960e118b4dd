-- Where an indicator has no meaning.
SELECT indicator, place, reason_en, reason_mn FROM not_applicable;
