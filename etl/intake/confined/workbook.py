"""Excel workbooks: the cells of one sheet as a delimited file of texts.

Run as: python -m etl.intake.confined.workbook MEMORY SECONDS FILE INTO SHEET ("" for the one most like data)
"""

from __future__ import annotations

import csv
import datetime
from typing import Any

import python_calamine as calamine

from etl.intake.limits import confined, tell

HEAD = 200  # rows shown to the caller, who finds the names of the columns in them
TOLD_EVERY = 20_000  # rows
CELL = 32_767
EXACT = 2**53  # up to which every whole number has a float of its own
WIDEST = 4_096


def cells(file: str, into: str, wanted: str) -> dict[str, Any]:
    """Write the rows of a sheet with their numbers; returns the sheets, the one taken, its head and joined cells."""
    book = calamine.CalamineWorkbook.from_path(file)
    tables = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet
        and (sheet.visible == calamine.SheetVisibleEnum.Visible or sheet.name == wanted)
    ]
    if wanted and wanted not in tables:
        return {"sheets": tables, "sheet": None}
    sizes = {}
    for name in tables if not wanted else [wanted]:
        sheet = book.get_sheet_by_name(name)
        sizes[name] = (sheet.height, sheet.width) if sheet.start is not None else (0, 0)
    full = {name: rows * columns for name, (rows, columns) in sizes.items() if rows > 1}
    if not full:
        return {"sheets": tables, "sheet": None}
    chosen = max(full, key=lambda name: full[name])
    columns = sizes[chosen][1]
    facts = {
        "sheets": tables,
        "sheet": chosen,
        "others": [name for name in full if name != chosen and sizes[name][1] > 1],
        "count": columns,
    }
    if columns > WIDEST:
        return facts
    sheet = book.get_sheet_by_name(chosen)
    left = sheet.start[1] if sheet.start else 0
    joined = [
        (first[0] + 1, first[1] - left, last[1] - left) for first, last in sheet.merged_cell_ranges or []
    ]
    tall = sorted(first[0] + 1 for first, last in sheet.merged_cell_ranges or [] if last[0] > first[0])
    head, seen, total = [], 0, sheet.total_height
    with open(into, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for number, row in enumerate(sheet.iter_rows(), 1):
            texts = [written(value) for value in row]
            if not any(texts):
                continue
            if max(map(len, texts)) > CELL:
                return facts | {"long": number}
            if seen < HEAD:
                head.append((number, texts))
                seen += 1
            writer.writerow([number, *texts])
            if number % TOLD_EVERY == 0:
                tell(number, total)
    return facts | {"head": head, "joined": joined, "tall": tall}


def written(value: object) -> str:
    """Return a cell as text: whole numbers without a point, dates as ISO 8601, truths as true and false."""
    if isinstance(value, str):
        return value.replace("\0", "").strip().replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) <= EXACT else repr(value)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return str(value)


if __name__ == "__main__":
    confined(cells)
