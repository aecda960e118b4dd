"""A table as a file: CSV for programs and Excel, XLSX that explains itself. Every text cell is formula-safe."""

from __future__ import annotations

import csv
import io
import re

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from ui.table import Cell, Table
from ui.view import View

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def safe(cell: Cell) -> Cell:
    """The cell, a text that a spreadsheet would run as a formula led by an apostrophe; numbers unchanged."""
    if not isinstance(cell, str):
        return cell
    text = _UNPRINTABLE.sub("", cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def to_csv(table: Table, build: str) -> bytes:
    """UTF-8 with BOM, point decimals at full precision, the build in the last column."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    names, facts = zip(*table.facts, strict=True) if table.facts else ((), ())
    writer.writerow([*map(safe, (*table.columns, *names)), "build"])
    for row in table.rows:
        writer.writerow([*("" if cell is None else safe(cell) for cell in (*row, *facts)), build])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(view: View, table: Table) -> bytes:
    """A cover, notes, and the table on a sheet of its own: no merged cells, header in the first row, frozen."""
    t = view.t
    book = Workbook(write_only=True)
    book.properties.title = table.title[:250]
    book.properties.creator = t("Nutag")
    cover = _sheet(book, t("Cover"), (28, 100))
    for line in (
        (t("Nutag"), t("Who wants to leave Ulaanbaatar for the countryside, and what the figures say")),
        (t("Table"), table.title),
        (t("Build"), view.build),
        (t("Sheets"), ", ".join((t("Notes"), t("Table")))),
    ):
        cover.append([_text(cover, line[0], bold=True), _text(cover, line[1])])
    notes = _sheet(book, t("Notes"), (120,))
    marks = t("Marks: [x] no data; [z] not applicable. An empty cell holds nothing.")
    for note in (*table.notes, marks):
        notes.append([_text(notes, note)])
    names, facts = zip(*table.facts, strict=True) if table.facts else ((), ())
    columns, rows = (*table.columns, *names), [(*row, *facts) for row in table.rows]
    decimals = (*table.decimals, *(None for _ in names))
    widths = [
        min(max(len(str(cell)) for cell in column) + 2, 60) for column in zip(columns, *rows, strict=True)
    ]
    sheet = _sheet(book, t("Table"), tuple(widths))
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, column, bold=True, filled=True) for column in columns])
    for row in rows:
        sheet.append([_value(sheet, cell, places) for cell, places in zip(row, decimals, strict=True)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, name: str, widths: tuple[int, ...]) -> WriteOnlyWorksheet:
    sheet = book.create_sheet(name[:31])
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    return sheet


def _text(sheet: WriteOnlyWorksheet, text: str, *, bold: bool = False, filled: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, safe(text))
    cell.data_type = "s"
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if filled:
        cell.fill = PatternFill("solid", fgColor="E7EEF2")
    return cell


def _value(sheet: WriteOnlyWorksheet, cell: Cell, decimals: int | None) -> WriteOnlyCell:
    if isinstance(cell, str):
        return _text(sheet, cell)
    made = WriteOnlyCell(sheet, cell)
    if cell is not None and decimals is not None:
        made.number_format = "#,##0" + ("." + "0" * decimals if decimals > 0 else "")
    return made
