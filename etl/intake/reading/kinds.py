"""What a file is, told from its first bytes and never from its name."""

from __future__ import annotations

import zipfile
from pathlib import Path

from etl.intake.reading import rules

START = 4096
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "XZ"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90\x00", "EXE"),
)
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<svg", b"<script")
# What each ending promises.
ENDINGS = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt", ".dat"), ("csv",)),
    **{".xlsx": ("xlsx",), ".xlsm": ("xlsx",), ".xls": ("xls",), ".sav": ("sav",), ".zsav": ("sav",)},
    **{".dta": ("dta",), ".parquet": ("parquet",)},
}
_OLD_STATA = bytes(range(102, 116))


def kind(file: Path) -> str:
    """Return xlsx, xls, sav, dta, parquet, zip, gz or csv. Raises Refused for an empty file and for what is no table."""
    with file.open("rb") as stream:
        start = stream.read(START)
    if not start:
        raise rules.refusal(rules.EMPTY)
    if start.startswith(b"PK"):
        return _of_zip(file)
    if start.startswith(b"\x1f\x8b"):
        return "gz"
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "xls"
    if start.startswith((b"$FL2", b"$FL3")):
        return "sav"
    if start.startswith(b"<stata_dta>") or (
        start[0] in _OLD_STATA and start[1:4] in (b"\x01\x01\x00", b"\x02\x01\x00")
    ):
        return "dta"
    if start.startswith(b"PAR1"):
        return "parquet"
    for mark, name in _FOREIGN:
        if start.startswith(mark):
            raise rules.refusal(rules.FORMAT, kind=name)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(_MARKUP):
        raise rules.refusal(rules.FORMAT, kind="HTML / XML")
    if text.startswith((b'[{"', b'{"', b"[\n", b"{\n")):
        raise rules.refusal(rules.FORMAT, kind="JSON")
    return "csv"


def _of_zip(file: Path) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise rules.refusal(rules.DAMAGED, kind="ZIP", value=str(error)) from error
    if "[Content_Types].xml" in names:
        if any(name.startswith("xl/") for name in names):
            return "xlsx"
        raise rules.refusal(rules.FORMAT, kind="DOCX / PPTX")
    if "mimetype" in names and "content.xml" in names:
        raise rules.refusal(rules.FORMAT, kind="OpenDocument")
    return "zip"
