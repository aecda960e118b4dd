"""Excel workbooks: looked through for what is hostile, parsed in a process of its own, then read as records."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from etl.intake import limits
from etl.intake.findings import ROWS_NAMED
from etl.intake.reading import heading, records, rules
from etl.intake.reading.binary import parsed
from etl.intake.reading.contents import CELL, Contents
from etl.intake.reading.engine import Progress

EXPANDED = 60_000_000  # bytes that any workbook may unpack to
RATIO = 100  # what a larger one may unpack to, by its size: real ones stay below 30
MEMORY_PER_BYTE = 3  # of the unpacked sheets: cells in memory are about as large as their XML
SECONDS_PER_MEGABYTE = 0.3
CHUNK = 1 << 20
# A formula that was never calculated has no value after it.
_NO_RESULT = re.compile(rb"(?:</f>|<f[^>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_OVERLAP = 64


def take(
    file: Path, kind: str, folder: Path, sheet: str | None = None, progress: Progress | None = None
) -> Contents:
    """Read one sheet of a workbook into `folder`. Raises Refused."""
    size = _looked_through(file) if kind == "xlsx" else file.stat().st_size
    into = folder / "records.csv"
    found = parsed(
        "workbook",
        kind,
        file,
        [str(into), sheet or ""],
        memory=limits.MEMORY + MEMORY_PER_BYTE * size,
        seconds=limits.SECONDS + SECONDS_PER_MEGABYTE * size / limits.MEGABYTE,
        progress=progress,
    )
    if found["sheet"] is None:
        raise (
            rules.refusal(rules.SHEET, value=sheet, sheets=", ".join(found["sheets"]))
            if sheet
            else rules.refusal(rules.NO_SHEET)
        )
    if "long" in found:
        raise rules.refusal(rules.LONG_CELL, row=found["long"], most=CELL)
    head = [(number, texts) for number, texts in found["head"]]
    named = heading.heading(head, found["joined"])
    contents = records.take(into, folder, named, found["count"], progress)
    contents.file |= {"format": kind, "sheet": found["sheet"], "sheets": tuple(found["sheets"])}
    if tall := [row for row in found["tall"] if row > named.last]:
        rows = tuple(tall[:ROWS_NAMED])
        contents.findings.append(rules.finding(rules.JOINED, count=len(tall), rows=rows))
    if found["others"]:
        contents.findings.append(
            rules.finding(rules.OTHER_SHEETS, value=found["sheet"], others=", ".join(found["others"][:20]))
        )
    return contents


def _looked_through(file: Path) -> int:
    """Return the unpacked size of a workbook's parts; refuse bombs, declared entities and formulas never calculated."""
    packed, size, empty = file.stat().st_size, 0, 0
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise rules.refusal(rules.LOCKED)
            for part in parts:
                before = b""
                with archive.open(part) as stream:
                    while chunk := stream.read(CHUNK):
                        size += len(chunk)
                        if size > EXPANDED and size > RATIO * packed:
                            raise rules.refusal(rules.ARCHIVE_BOMB, value=f"> {size / 1e6:.0f} MB")
                        joined = before + chunk
                        if b"<!DOCTYPE" in joined or b"<!ENTITY" in joined:
                            raise rules.refusal(
                                rules.DAMAGED, kind="XLSX", value=f"{part.filename} declares entities"
                            )
                        if part.filename.startswith("xl/worksheets/"):
                            empty += len(_NO_RESULT.findall(joined)) - len(_NO_RESULT.findall(before))
                            before = joined[-_OVERLAP:]
                        else:
                            before = joined[-10:]
    except (
        zipfile.BadZipFile,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        zlib.error,
    ) as error:
        raise rules.refusal(rules.DAMAGED, kind="XLSX", value=str(error)[:200]) from error
    if empty:
        raise rules.refusal(rules.FORMULAS, count=empty)
    return size
