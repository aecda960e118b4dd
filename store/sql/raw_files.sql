-- Raw files and their credit.
SELECT file, rows, title, title_mn, producer, producer_mn, licence, credit FROM raw_file ORDER BY file;
