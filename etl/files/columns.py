"""Columns that several raw files share. `refers` names "file stem.column", or PLACES for any place code."""

from __future__ import annotations

from dataclasses import replace

from store.schema import Column
from store.tables import LAT, LON
from store.tables import YEAR as YEAR

PLACES = "data/raw/places"

SOURCE = Column("source_id", refers="sources.source_id")
AIMAG = Column("aimag_code", refers="aimags.aimag_code")
INDICATOR = Column("indicator", refers="indicators.indicator")
UNIT = Column("unit", refers="units.unit")
PLACE = Column("place", refers=PLACES)
VALUE = Column("value", "DOUBLE", minimum=-1e12, maximum=1e12)


def texts(*names: str, required: bool = True) -> tuple[Column, ...]:
    """Columns that hold any text."""
    return tuple(Column(name, required=required) for name in names)


def point(kind: str) -> tuple[Column, Column]:
    """Longitude and latitude of a `capital`, `centre` or `label`, in degrees WGS84."""
    return replace(LON, name=f"{kind}_lon"), replace(LAT, name=f"{kind}_lat")


__all__ = [
    *("AIMAG", "INDICATOR", "PLACE", "PLACES", "SOURCE", "UNIT", "VALUE", "YEAR"),
    *("Column", "point", "texts"),
]
