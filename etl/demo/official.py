"""What the demonstration survey takes from official figures: districts, ages, origins, where people move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from etl.raw import Staged

CAPITAL = "MN-1"
_AGE_BANDS = (  # official five-year bands in each age group; two of the five years 15–19 are adult
    {"15_19": 0.4, "20_24": 1.0},
    {"25_29": 1.0, "30_34": 1.0},
    {"35_39": 1.0, "40_44": 1.0},
    {"45_49": 1.0, "50_54": 1.0},
    {"55_59": 1.0, "60_64": 1.0},
    {"65_69": 1.0, "70_plus": 1.0},
)
_FIRST_YEAR = 2015  # the first with moves of every aimag


@dataclass(frozen=True)
class Official:
    """Figures in the order of `districts`, `aimags` and `soums`.

    `adults`: residents by district and age group (9 × 6), 2019; `departures`, `arrivals`: registered moves of
    each aimag over the years before the round; `residents`: of each soum, 2020; `soum_aimag`: index of its aimag.
    """

    districts: tuple[str, ...]
    adults: np.ndarray
    aimags: tuple[str, ...]
    departures: np.ndarray
    arrivals: np.ndarray
    soums: tuple[str, ...]
    soum_aimag: np.ndarray
    residents: np.ndarray


def official(staged: Sequence[Staged], before: int) -> Official:
    """Read the figures from the raw files; moves are those from 2015 until the year `before` a round."""
    rows = {part.file.path: part.rows for part in staged}
    places = {row["nso"]: row for row in rows["places/soums.csv"]}
    codes = sorted(nso for nso, row in places.items() if row["type"] == "district")
    ages = {
        (row["nso_code"], row["indicator"].removeprefix("population_resident_age_")): float(row["value"])
        for row in rows["figures/ub_districts.csv"]
        if row["indicator"].startswith("population_resident_age_") and row["year"] == "2019"
    }
    aimags = tuple(
        sorted(row["aimag_code"] for row in rows["places/aimags.csv"] if row["aimag_code"] != CAPITAL)
    )
    soums = sorted(
        (places[row["nso_soum_code"]]["pcode"], row["aimag_code"], float(row["population_resident"]))
        for row in rows["figures/soums_2020.csv"]
        if row["aimag_code"] != CAPITAL and row["nso_soum_code"] in places and row["population_resident"]
    )
    return Official(
        tuple(places[code]["pcode"] for code in codes),
        np.array(
            [
                [sum(ages[code, band] * part for band, part in bands.items()) for bands in _AGE_BANDS]
                for code in codes
            ]
        ),
        aimags,
        _moves(rows["figures/migration.csv"], "migration_departures", aimags, before),
        _moves(rows["figures/migration.csv"], "migration_arrivals", aimags, before),
        tuple(soum for soum, _, _ in soums),
        np.array([aimags.index(aimag) for _, aimag, _ in soums]),
        np.array([residents for _, _, residents in soums]),
    )


def _moves(
    rows: Sequence[Mapping[str, str]], indicator: str, aimags: Sequence[str], before: int
) -> np.ndarray:
    moves = dict.fromkeys(aimags, 0.0)
    for row in rows:
        if (
            row["indicator"] == indicator
            and row["aimag_code"] in moves
            and _FIRST_YEAR <= int(row["year"]) < before
        ):
            moves[row["aimag_code"]] += float(row["value"])
    return np.array([moves[aimag] for aimag in aimags])
