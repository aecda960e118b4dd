"""A table as a file: CSV for programs and Excel, XLSX that explains itself. Every text cell is formula-safe."""

from __future__ import annotations

import csv
import io

from openpyxl import Workbook

from store import sheets
from store.sheets import safe
from ui.table import Table
from ui.view import View


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
    cover = sheets.sheet(book, t("Cover"), (28, 100))
    for line in (
        (t("Nutag"), t("Who wants to leave Ulaanbaatar for the countryside, and what the figures say")),
        (t("Table"), table.title),
        (t("Build"), view.build),
        (t("Sheets"), ", ".join((t("Notes"), t("Table")))),
    ):
        cover.append([sheets.text(cover, line[0], bold=True), sheets.text(cover, line[1])])
    notes = sheets.sheet(book, t("Notes"), (120,))
    marks = t("Marks: [x] no data; [z] not applicable. An empty cell holds nothing.")
    for note in (*table.notes, marks):
        notes.append([sheets.text(notes, note)])
    names, facts = zip(*table.facts, strict=True) if table.facts else ((), ())
    columns, rows = (*table.columns, *names), [(*row, *facts) for row in table.rows]
    decimals = (*table.decimals, *(None for _ in names))
    widths = [
        min(max(len(str(cell)) for cell in column) + 2, 60) for column in zip(columns, *rows, strict=True)
    ]
    sheet = sheets.sheet(book, t("Table"), tuple(widths))
    sheet.freeze_panes = "A2"
    sheet.append([sheets.text(sheet, column, bold=True, filled=True) for column in columns])
    for row in rows:
        sheet.append([sheets.value(sheet, cell, places) for cell, places in zip(row, decimals, strict=True)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
