"""Cells of the files that we write: a text that a spreadsheet would run as a formula is led by an apostrophe."""

from __future__ import annotations

import re
from typing import TypeVar

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = TypeVar("Cell", str, float, int, None, str | float | int | None)

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767  # characters that a cell of a workbook holds


def safe(cell: Cell) -> Cell:
    """The cell, a text that a spreadsheet would run as a formula led by an apostrophe; numbers unchanged."""
    if not isinstance(cell, str):
        return cell
    text = _UNPRINTABLE.sub("", cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def sheet(book: Workbook, name: str, widths: tuple[int, ...]) -> WriteOnlyWorksheet:
    """A new sheet with columns of these widths."""
    made = book.create_sheet(name[:31])
    for index, width in enumerate(widths, 1):
        made.column_dimensions[get_column_letter(index)].width = width
    return made


def text(on: WriteOnlyWorksheet, words: str, *, bold: bool = False, filled: bool = False) -> WriteOnlyCell:
    """A cell of text, whatever it begins with."""
    cell = WriteOnlyCell(on, safe(words)[:_LONGEST])
    cell.data_type = "s"
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if filled:
        cell.fill = PatternFill("solid", fgColor="E7EEF2")
    return cell


def value(
    on: WriteOnlyWorksheet, content: str | float | int | None, decimals: int | None = None
) -> WriteOnlyCell:
    """A cell of text, or of a number with so many decimals."""
    if isinstance(content, str):
        return text(on, content)
    cell = WriteOnlyCell(on, content)
    if content is not None and decimals is not None:
        cell.number_format = "#,##0" + ("." + "0" * decimals if decimals > 0 else "")
    return cell
