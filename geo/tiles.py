"""The 22 aimags as equal tiles, placed so that the map of Mongolia can still be recognised."""

from typing import NamedTuple

_GRID = """
MN-071 MN-046 ------ MN-041 ------ MN-049 MN-037 ------ ------
------ MN-043 MN-057 MN-073 MN-067 MN-035 MN-1   MN-039 MN-061
------ ------ MN-065 MN-069 MN-055 MN-047 MN-064 ------ MN-051
------ ------ ------ ------ MN-053 MN-059 ------ MN-063 ------
"""


class Tile(NamedTuple):
    """Position in the grid, both from 0: column from the west, row from the north."""

    column: int
    row: int


TILES: dict[str, Tile] = {
    code: Tile(column, row)
    for row, line in enumerate(_GRID.split("\n")[1:-1])
    for column, code in enumerate(line.split())
    if code.startswith("MN-")
}
COLUMNS = 1 + max(tile.column for tile in TILES.values())
ROWS = 1 + max(tile.row for tile in TILES.values())
