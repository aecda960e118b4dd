-- The figures of a published table; what they are (official or published) follows from their source.
INSERT INTO observation
SELECT $indicator, 'aimag', f.place, f.year::INTEGER, f.value::DOUBLE, s.kind, s.source
FROM published_figures AS f JOIN source AS s ON s.source = $source;
