"""An empty table to fill in: the aimags and the last years."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from openpyxl import Workbook

from geo.places import gazetteer
from store import sheets

YEARS = 3
HEADING = "Aimag"
WORDS = (HEADING,)


def table(heading: str, language: str) -> tuple[list[str], list[list[str | float | int | None]]]:
    """The names of the columns, and a row for each aimag and the capital with nothing in it."""
    last = datetime.now(UTC).year
    years = [str(year) for year in range(last - YEARS + 1, last + 1)]
    places = [place for place in gazetteer().places.values() if place.level == "aimag"]
    named = sorted(place.name_mn if language == "mn" else place.name_en for place in places)
    rows: list[list[str | float | int | None]] = [[name, *[None] * YEARS] for name in named]
    return [heading, *years], rows


def to_xlsx(title: str, heads: list[str], rows: list[list[str | float | int | None]]) -> bytes:
    """The table as a workbook; years stand as text, so that they stay names of columns."""
    book = Workbook(write_only=True)
    sheet = sheets.sheet(book, title, (24, *[12] * (len(heads) - 1)))
    sheet.freeze_panes = "B2"
    sheet.append([sheets.text(sheet, name, bold=True, filled=True) for name in heads])
    for row in rows:
        sheet.append([sheets.value(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
