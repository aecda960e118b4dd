"""How a table of figures is laid out: which columns hold aimags, years and figures, in rows or as columns."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

import duckdb

from etl.intake.findings import Finding
from etl.intake.staged import Column, Staged
from etl.publishing.figures import rules
from etl.publishing.figures.about import About
from geo.places import resolve

MOST_ROWS = 10_000
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\.0+)?(?!\d)(?:\s*(?:он|оны|онд|он\.)?)", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(\d+|\d{1,3}([ \u00a0\u202f]\d{3})+)([.,]\d+)?(e[-+]?\d+)?", re.IGNORECASE)
_NOTHING = {"", "-", "–", "—", "…", "...", "..", ".", "na", "n/a", "x", "х"}
TOTAL = re.compile(
    r"(монгол улс.*|улсын (дүн|нийт|хэмжээ).*|бүгд|нийт( дүн)?|дүн|mongolia|(the )?country|total|national( total)?"
    r"|.*\bбүс(ийн дүн)?|.*\bregion)",
    re.IGNORECASE,
)  # fmt: skip
_PLACE_NAMES = re.compile(r"аймаг|хот|нэгж|орон нутаг|aimag|province|place|code|код", re.IGNORECASE)
_YEAR_NAMES = re.compile(r"он|жил|хугацаа|year|period", re.IGNORECASE)
_VALUE_NAMES = re.compile(r"утга|тоо|хэмжээ|үзүүлэлт|value|figure|count|amount", re.IGNORECASE)


class Cell(NamedTuple):
    """Texts of one figure, and the row of the person's file."""

    row: int
    place: str
    year: str
    value: str


def cells(staged: Staged, about: About) -> tuple[list[Cell], list[Finding]]:
    """Place, year and figure of each cell, whether years are columns or rows."""
    by_name = {column.name: column for column in staged.columns}
    absent = [name for name in about.columns.values() if name not in by_name]
    if absent:
        return [], [Finding(rules.NO_COLUMN, value=name) for name in absent]
    if staged.file.rows > MOST_ROWS:
        return [], [Finding(rules.TOO_LONG, count=staged.file.rows, slots={"most": MOST_ROWS})]
    chosen = {part: by_name[name] for part, name in about.columns.items() if name in by_name}
    with duckdb.connect() as con:
        keys = ", ".join(f"coalesce({column.key}, '')" for column in staged.columns)
        rows = con.execute(f"SELECT row, {keys} FROM {staged.source} ORDER BY row").fetchall()
    texts = {column.name: [str(row[place]) for row in rows] for place, column in enumerate(staged.columns, 1)}
    numbers = [int(row[0]) for row in rows]
    place = chosen.get("place") or _place_column(staged.columns, texts)
    if place is None:
        return [], [Finding(rules.NO_PLACES)]
    wide = {column.name: found for column in staged.columns if (found := year_of(column.name))}
    if wide and "year" not in chosen:
        return [
            Cell(number, texts[place.name][i], year, texts[name][i])
            for name, year in wide.items()
            for i, number in enumerate(numbers)
        ], []
    year = chosen.get("year") or _year_column(staged.columns, texts, place)
    if year is None:
        return [], [Finding(rules.NO_YEARS)]
    value = chosen.get("value") or _value_column(staged.columns, texts, {place.name, year.name})
    if value is None:
        others = [column.name for column in staged.columns if column.name not in (place.name, year.name)]
        return [], [Finding(rules.NO_VALUES, slots={"names": ", ".join(others) or "—"})]
    columns = zip(numbers, texts[place.name], texts[year.name], texts[value.name], strict=True)
    return [Cell(*cells) for cells in columns], []


def year_of(text: str) -> str | None:
    """The year that a text is, such as 2024 or 2024 он; None for any other."""
    found = _YEAR.fullmatch(text.strip())
    return found[1] if found else None


def _place_column(columns: Iterable[Column], texts: dict[str, list[str]]) -> Column | None:
    """The column in which most values are aimags; of several, the one that is named so."""

    def share(column: Column) -> tuple[float, bool]:
        written = {text for text in texts[column.name] if text and not TOTAL.fullmatch(text.strip())}
        found = sum(resolve(text, level="aimag").code is not None for text in list(written)[:200])
        return found / max(1, min(200, len(written))), bool(_PLACE_NAMES.search(column.name))

    ranked = sorted(((share(column), column) for column in columns), key=lambda pair: pair[0], reverse=True)
    return ranked[0][1] if ranked and ranked[0][0][0] > 0.5 else None


def _year_column(columns: Iterable[Column], texts: dict[str, list[str]], place: Column) -> Column | None:
    def is_year(column: Column) -> bool:
        written = [text for text in texts[column.name] if text]
        return bool(written) and sum(year_of(text) is not None for text in written) > len(written) / 2

    found = [column for column in columns if column != place and is_year(column)]
    named = [column for column in columns if column != place and _YEAR_NAMES.fullmatch(column.name.strip())]
    return next(iter(found or named), None)


def _value_column(columns: Iterable[Column], texts: dict[str, list[str]], taken: set[str]) -> Column | None:
    def isnumber(column: Column) -> bool:
        written = [text for text in texts[column.name] if number(text) is not None]
        return bool(written) and any(not isinstance(number(text), str) for text in written)

    left = [column for column in columns if column.name not in taken and isnumber(column)]
    named = [column for column in left if _VALUE_NAMES.search(column.name)]
    return next((found[0] for found in (named, left) if len(found) == 1), None)


def number(text: str) -> float | str | None:
    """The number of a cell, None when it says that there is none, the text itself when it is neither."""
    text = text.strip()
    if text.lower() in _NOTHING:
        return None
    if not _NUMBER.fullmatch(text):
        return text
    parsed = float(re.sub(r"[ \u00a0\u202f]", "", text).replace(",", "."))
    return parsed if math.isfinite(parsed) else text
