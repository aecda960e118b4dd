-- Official tables by subject.
SELECT table_id, theme_en, theme_mn, title_en, title_mn, here_en, here_mn FROM nso_table ORDER BY position;
