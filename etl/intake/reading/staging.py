"""One file from its bytes to its staged folder, all of it or nothing."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from concurrent.futures import Future
from pathlib import Path

import duckdb

from etl.intake.reading import archives, binary, delimited, forms, kinds, rules, workbooks
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
    except BaseException as error:
        for left in set(folder.iterdir()) - before:
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        if made:
            folder.rmdir()
        if _is_full(error):
            raise rules.refusal(rules.NO_SPACE) from error
        raise


def _stage(
    file: Path, folder: Path, sheet: str | None, xlsform: Path | None, progress: Progress | None
) -> Staged:
    try:
        stamp = _stamp(file)
        kind = kinds.kind(file)
    except OSError as error:
        said = error.strerror or str(error)
        raise rules.refusal(rules.UNREADABLE, name=file.name, value=said) from error
    with counting(file, kind == "csv") as counted:
        if kind in ("zip", "gz"):
            contents = _from_archive(kind, file, folder, sheet, progress)
        else:
            contents = _take(kind, file, file.name, folder, sheet, counted, progress)
        census = counted.result()
    if xlsform:
        forms.with_form(contents, xlsform, folder)
    forms.without_form(contents)
    shaped = shape(contents, folder / "rows.parquet", progress)
    if _stamp(file) != stamp:
        raise rules.refusal(rules.CHANGED)
    described = File(
        name=file.name,
        sha256=census.sha256,
        bytes=stamp[0],
        rows=shaped.rows,
        decimal=shaped.decimal,
        restored_letters=shaped.restored_letters,
        **contents.file,
    )
    staged = Staged(folder, described, tuple(shaped.columns), tuple(shaped.findings), shaped.first_row)
    staged.save()
    return staged


def _from_archive(
    kind: str, file: Path, folder: Path, sheet: str | None, progress: Progress | None
) -> Contents:
    """Read the one survey file of an archive, or the one that was asked for by its name."""
    found = archives.unpack(file, kind, folder, sheet, progress)
    if sheet == found.member:
        sheet = None
    inner = kinds.kind(found.file)
    if sheet and inner not in ("xlsx", "xls"):
        raise rules.refusal(rules.SHEET, value=sheet, sheets=", ".join((found.member, *found.others)))
    with counting(found.file, inner == "csv") as counted:
        contents = _take(inner, found.file, found.member, folder, sheet, counted, progress)
    found.file.unlink()
    contents.file["member"] = found.member
    if found.others:
        contents.file["sheets"] = (found.member, *found.others)
        said = ", ".join(found.others[:20])
        contents.findings.append(rules.finding(rules.OTHER_SHEETS, value=found.member, others=said))
    return contents


def _take(
    kind: str,
    file: Path,
    name: str,
    folder: Path,
    sheet: str | None,
    counted: Future[Census],
    progress: Progress | None,
) -> Contents:
    """Read a file of a kind; `name` is what the person calls it."""
    if sheet and kind not in ("xlsx", "xls"):
        raise rules.refusal(rules.SHEET, value=sheet, sheets=name)
    if kind in ("xlsx", "xls"):
        contents = workbooks.take(file, kind, folder, sheet, progress)
    elif kind == "csv":
        contents = delimited.take(file, folder, counted, progress)
    else:
        contents = binary.take(file, kind, folder, progress)
    ending = Path(name).suffix.lower()
    if ending in kinds.ENDINGS and kind not in kinds.ENDINGS[ending]:
        contents.findings.append(rules.finding(rules.NAMED_OTHERWISE, name=name, kind=kind.upper()))
    return contents


def _is_full(error: BaseException) -> bool:
    """Return whether a disk without room ended the work, as the system or DuckDB says it."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(error, duckdb.Error) and (
        "No space left" in str(error) or "max_temp_directory_size" in str(error)
    )


def _stamp(file: Path) -> tuple[int, int, int]:
    facts = os.stat(file)
    if not stat.S_ISREG(facts.st_mode):
        raise OSError(errno.EINVAL, "not a regular file")
    return facts.st_size, facts.st_mtime_ns, facts.st_ino
