-- Neighbours of an aimag, the longest border first.
SELECT neighbour, shared_km FROM neighbour WHERE aimag = $aimag ORDER BY shared_km DESC;
