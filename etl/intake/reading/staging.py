"""One file from its bytes to its staged folder, all of it or nothing."""

from __future__ import annotations

import os
from concurrent.futures import Future
from pathlib import Path

from etl.intake.reading import delimited, kinds, rules, workbooks
from etl.intake.reading.census import Census, counting
from etl.intake.reading.contents import Contents
from etl.intake.reading.engine import Progress
from etl.intake.reading.shaping import shape
from etl.intake.staged import File, Staged


def stage(
    file: Path,
    folder: Path,
    *,
    sheet: str | None = None,
    xlsform: Path | None = None,
    progress: Progress | None = None,
) -> Staged:
    """Stage a survey file in a folder of its own: `rows.parquet` and `staged.json`, as `Staged` describes.

    Rows are numbered as a spreadsheet shows the file, from 1. `sheet` is a sheet of a workbook or a file of an
    archive, where it is not the one that looks most like data; `xlsform` the form behind a KoboToolbox or ODK
    export. Raises Refused with what is wrong and what to do; the folder is then left as it was found.
    """
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    before = set(folder.iterdir())
    try:
        return _stage(file, folder, sheet, xlsform, progress)
    except BaseException:
        for left in set(folder.iterdir()) - before:
            left.unlink()
        if made:
            folder.rmdir()
        raise


def _stage(
    file: Path, folder: Path, sheet: str | None, xlsform: Path | None, progress: Progress | None
) -> Staged:
    try:
        stamp = _stamp(file)
        kind = kinds.kind(file)
    except OSError as error:
        raise rules.refusal(rules.UNREADABLE, name=file.name, value=error.strerror or str(error)) from error
    with counting(file, kind == "csv") as counted:
        contents = _take(kind, file, folder, sheet, counted, progress)
        digest = counted.result().sha256
    shaped = shape(contents, folder / "rows.parquet", progress)
    if _stamp(file) != stamp:
        raise rules.refusal(rules.CHANGED)
    described = File(
        name=file.name,
        sha256=digest,
        bytes=stamp[0],
        rows=shaped.rows,
        decimal=shaped.decimal,
        **contents.file,
    )
    staged = Staged(folder, described, tuple(shaped.columns), tuple(shaped.findings), shaped.first_row)
    staged.save()
    return staged


def _take(
    kind: str, file: Path, folder: Path, sheet: str | None, counted: Future[Census], progress: Progress | None
) -> Contents:
    if kind in ("xlsx", "xls"):
        return workbooks.take(file, kind, folder, sheet, progress)
    return delimited.take(file, folder, counted, progress)


def _stamp(file: Path) -> tuple[int, int, int]:
    facts = os.stat(file)
    return facts.st_size, facts.st_mtime_ns, facts.st_ino
