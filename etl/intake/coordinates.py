"""Exact coordinates made coarse: the soum or district that each point lies in, never the point."""

from __future__ import annotations

import csv
import json
import re

import duckdb
import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry import shape

from etl.intake.extras import Extra
from etl.intake.mapping.codebook import INTERVIEW_PLACE, place_answers
from etl.intake.mapping.model import Kept
from etl.intake.selecting import point
from etl.intake.staged import Column
from etl.raw import RAW
from store import queries

_NORTH, _EAST = (41.0, 53.0), (87.0, 121.0)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_SQUEEZE = 0.68  # a degree of longitude is so long as one of latitude in the middle of Mongolia
_FARTHEST = 3.0  # degrees from a soum's centre: farther away nobody lives in the soum


def interview_places(
    con: duckdb.DuckDBPyConnection, columns: tuple[Column, ...], build: str | None = None
) -> Extra:
    """The soum or district of each interview, from one column of points or from latitude and longitude.

    Official boundaries decide where the build has them, else the nearest centre. A point outside Mongolia
    has none.
    """
    texts = [text for (text,) in con.execute(f"SELECT DISTINCT {point(columns)} FROM rows").fetchall()]
    numbers = [_NUMBER.findall(text)[:2] for text in texts]
    pairs = np.array([pair if len(pair) == 2 else ("nan", "nan") for pair in numbers], dtype=float)
    one, other = pairs.reshape(-1, 2).T
    north = np.where(_within(one, _NORTH), one, np.where(_within(other, _NORTH), other, np.nan))
    east = np.where(_within(one, _EAST), one, np.where(_within(other, _EAST), other, np.nan))
    known = ~np.isnan(north) & ~np.isnan(east)
    codes = np.full(len(texts), "", dtype=object)
    codes[known] = _codes(east[known], north[known], build)
    points = {text: str(code) or None for text, code in zip(texts, codes, strict=True)}
    every = (*place_answers("district"), *place_answers("soum"))
    used = {*points.values()} - {None}
    return Extra(
        Kept(INTERVIEW_PLACE, "one", "Place of the interview", "Ярилцлага авсан газар", "sample"),
        columns,
        tuple(answer for answer in every if answer.code in used),
        points=points,
    )


def _within(values: np.ndarray, limits: tuple[float, float]) -> np.ndarray:
    return (values >= limits[0]) & (values <= limits[1])


def _codes(east: np.ndarray, north: np.ndarray, build: str | None) -> np.ndarray:
    """The code of the place that each point lies in, empty where there is none."""
    outlines = queries.shapes(build, "soum") if build else ()
    if outlines:
        return _containing(east, north, outlines)
    codes, centres = _centres()
    away, nearest = cKDTree(centres).query(np.column_stack((east * _SQUEEZE, north)))
    return np.where(away <= _FARTHEST, codes[nearest], "")


def _containing(
    east: np.ndarray, north: np.ndarray, outlines: tuple[tuple[str, str, str], ...]
) -> np.ndarray:
    tree = shapely.STRtree([shape(json.loads(geometry)) for _, geometry, _ in outlines])
    places = np.array([place for place, _, _ in outlines], dtype=object)
    inside, which = tree.query(shapely.points(east, north), predicate="intersects")
    codes = np.full(len(east), "", dtype=object)
    codes[inside[::-1]] = places[which[::-1]]  # on a border: the first of the two
    return codes


def _centres() -> tuple[np.ndarray, np.ndarray]:
    with (RAW / "places" / "soums.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    centres = [(float(row["centre_lon"]) * _SQUEEZE, float(row["centre_lat"])) for row in rows]
    return np.array([row["pcode"] for row in rows], dtype=object), np.array(centres)
