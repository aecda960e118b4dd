"""The tile grid: every aimag once, and still recognisable as Mongolia."""

import csv
from pathlib import Path

from geo.tiles import COLUMNS, ROWS, TILES

PLACES = Path(__file__).parents[2] / "data/raw/places"


def read(name: str) -> list[dict[str, str]]:
    with (PLACES / name).open(encoding="utf-8") as rows:
        return list(csv.DictReader(rows))


def test_every_aimag_has_one_tile_of_its_own() -> None:
    assert set(TILES) == {row["iso"] for row in read("aimag_places.csv")}
    assert len(set(TILES.values())) == 22
    assert (COLUMNS, ROWS) == (9, 4)


def test_neighbours_on_the_map_are_near_in_the_grid() -> None:
    iso = {row["pcode"]: row["iso"] for row in read("aimag_places.csv")}
    far = []
    pairs = [(iso[row["a"]], iso[row["b"]]) for row in read("neighbours.csv")]
    for a, b in pairs:
        across, down = TILES[a].column - TILES[b].column, TILES[a].row - TILES[b].row
        if max(abs(across), abs(down)) > 2:
            far.append((a, b))
    assert len(pairs) == 45
    assert len(far) <= 2, far


def test_west_is_left_and_north_is_up() -> None:
    centre = {
        row["iso"]: (float(row["label_lon"]), float(row["label_lat"])) for row in read("aimag_places.csv")
    }
    turned = [
        (a, b)
        for a in TILES
        for b in TILES
        if (centre[a][0] < centre[b][0] - 2.5 and TILES[a].column > TILES[b].column)
        or (centre[a][1] > centre[b][1] + 2.5 and TILES[a].row > TILES[b].row)
    ]
    assert turned == []
