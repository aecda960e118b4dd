"""Rows under a table that are no respondents: totals and notes; and rows that repeat the names of the columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from etl.intake.reading.contents import Cell
from etl.intake.reading.words import NOTES, TOTALS

LOOKED_AT = 60  # rows from the end
MOST = 30  # more rows than that below a table are not taken for notes
SAID = 60  # characters of a row that a finding repeats
SAID_IN_ALL = 200


class Below(NamedTuple):
    """A row below the table: where it is and what it says."""

    row: int
    said: str


def below(rows: Sequence[tuple[int, Sequence[Cell]]], width: int) -> list[Below]:
    """Return the totals and notes among the last rows of a table of `width` columns, the last row first.

    A total begins with a word for one (Нийт, Total) and goes on in numbers; a note has its one cell at the left, in
    a table of at least three columns whose other rows are fuller.
    """
    found: list[Below] = []
    for row, cells in rows:
        texts = [cell for cell in cells if cell]
        if not (_is_total(texts, width) or _is_note(cells, texts, width)):
            break
        found.append(Below(row, " ".join(texts)[:SAID]))
    return found if len(found) <= MOST and len(found) < len(rows) else []


def _is_total(texts: Sequence[str], width: int) -> bool:
    if width < 2 or not texts or texts[0].strip(" :.").casefold() not in TOTALS:
        return False
    return all(_is_number(text) for text in texts[1:])


def _is_note(cells: Sequence[Cell], texts: Sequence[str], width: int) -> bool:
    if width < 3 or len(texts) != 1 or _is_number(texts[0]):
        return False
    return bool(cells[0]) and (texts[0].casefold().startswith(NOTES) or " " in texts[0])


def _is_number(text: str) -> bool:
    return text.translate(_NOT_DIGITS).isdecimal()


_NOT_DIGITS = dict.fromkeys(map(ord, " \u00a0\u202f,.-−+%"))
