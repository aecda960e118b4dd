"""Columns that several raw files share. `refers` names "file stem.column"."""

from __future__ import annotations

from store.schema import Column
from store.tables import YEAR

SOURCE = Column("source_id", refers="sources.source_id")
AIMAG = Column("aimag_code", refers="aimags.aimag_code")
INDICATOR = Column("indicator", refers="indicators.indicator")
UNIT = Column("unit", refers="units.unit")
VALUE = Column("value", "DOUBLE", minimum=-1e12, maximum=1e12)


def texts(*names: str, required: bool = True) -> tuple[Column, ...]:
    """Columns that hold any text."""
    return tuple(Column(name, required=required) for name in names)


__all__ = ["AIMAG", "INDICATOR", "SOURCE", "UNIT", "VALUE", "YEAR", "Column", "texts"]
