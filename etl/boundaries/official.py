"""What is known of the units before any boundary is read: codes, areas, and where each should lie."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PLACES = Path(__file__).resolve().parents[2] / "data" / "raw" / "places"


@dataclass(frozen=True)
class Unit:
    """One aimag or soum by its P-code; `inside` is a longitude and latitude that lies within it."""

    code: str
    name: str
    aimag: str
    iso: str
    inside: tuple[float, float]
    area_km2: float | None = None

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


@cache
def aimags() -> dict[str, Unit]:
    """The 21 aimags and the capital by P-code, with their official area."""
    return {
        row["pcode"]: Unit(
            code=row["pcode"],
            name=row["name_en"],
            aimag=row["pcode"],
            iso=row["iso"],
            inside=_inside(row),
            area_km2=float(row["area_official_km2"]),
        )
        for row in _rows("aimag_places.csv")
    }


@cache
def soums() -> dict[str, Unit]:
    """The 330 soums and 9 districts of the capital by P-code."""
    return {
        row["pcode"]: Unit(row["pcode"], row["name_en"], row["adm1_pcode"], row["adm1_iso"], _inside(row))
        for row in _rows("soums.csv")
    }


def units(level: str) -> dict[str, Unit]:
    """The units of level `aimag` or `soum` by P-code."""
    return aimags() if level == "aimag" else soums()


def _inside(row: dict[str, str]) -> tuple[float, float]:
    return float(row["label_lon"]), float(row["label_lat"])


def _rows(name: str) -> list[dict[str, str]]:
    with (PLACES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
