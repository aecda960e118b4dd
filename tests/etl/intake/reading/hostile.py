"""Files made to do harm: each with the name it comes under and the codes with which it may be refused."""

from __future__ import annotations

import gzip
import io
import struct
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pyreadstat
import xlwt
from xlwt import CompoundDoc

Hostile = tuple[str, Callable[[], bytes], set[str]]

_WORKSHEET = "xl/worksheets/sheet1.xml"
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
_ROWS = '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>{}'


def workbook(sheet: bytes, before: bytes = b"") -> bytes:
    """Return a workbook whose only sheet is this XML."""
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    out = io.BytesIO()
    with zipfile.ZipFile(book) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in whole.infolist():
            made.writestr(part.filename, before + sheet if part.filename == _WORKSHEET else whole.read(part))
    return out.getvalue()


def cells(rows: str) -> bytes:
    """Return the XML of a sheet with a name and these rows."""
    return _SHEET.format(_ROWS.format(rows)).encode()


def laughs() -> bytes:
    """Entities that stand for entities that stand for entities."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY l0 "ha">{entities}]>'
    row = '<row r="2"><c r="A2" t="inlineStr"><is><t>&l9;</t></is></c></row>'
    return workbook(cells(row), declared.encode())


def outside() -> bytes:
    """An entity that stands for a file of the machine."""
    declared = b'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return workbook(cells('<row r="2"><c r="A2" t="inlineStr"><is><t>&x;</t></is></c></row>'), declared)


def far_corner() -> bytes:
    """Two cells, in the first and in the last place of a sheet: 17 thousand million cells between them."""
    return workbook(cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def long_cell() -> bytes:
    return workbook(cells(f'<row r="2"><c r="A2" t="inlineStr"><is><t>{"x" * 10_000_000}</t></is></c></row>'))


def padded_sheet() -> bytes:
    return workbook(cells(" " * 300_000_000))


def spss_of_a_billion() -> bytes:
    """A header of SPSS that promises two thousand million cases and variables."""
    return b"$FL2" + b"@(#) x".ljust(60) + struct.pack("<iiiii", 2, 2**31 - 1, 1, 0, 2**31 - 1) + bytes(2000)


def stata_of_a_billion() -> bytes:
    return struct.pack("<bbbbHi", 114, 2, 1, 0, 32767, 2**31 - 1) + bytes(200_000)


def locked_workbook() -> bytes:
    """A workbook of Excel 97 with a password: the record that says so, behind the beginning of its stream."""
    book = xlwt.Workbook()
    book.add_sheet("Data").write(0, 0, "id")
    stream = book.get_biff_data()
    begins = 4 + struct.unpack("<HH", stream[:4])[1]
    said = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + bytes(48)
    out = io.BytesIO()
    CompoundDoc.XlsDoc().save(out, stream[:begins] + said + stream[begins:])
    return out.getvalue()


def encrypted_package() -> bytes:
    """A later workbook with a password: its parts are one encrypted stream of a compound file."""
    whole = bytearray(locked_workbook())
    at = whole.index("Workbook".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le")
    whole[at : at + len(name)] = name
    whole[at + 64 : at + 66] = struct.pack("<H", len(name) + 2)
    return bytes(whole)


def symbolic_link() -> bytes:
    """A ZIP whose survey file is a link to a file of the machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("survey.csv")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def locked_zip() -> bytes:
    """A ZIP whose member says, in both of its headers, that it is encrypted."""
    data = bytearray(_zip("a.csv", b"id,a\n1,2\n"))
    for at in (6, data.index(b"PK\x01\x02") + 8):
        data[at] |= 1
    return bytes(data)


def cut(made: Callable[[], bytes], share: float) -> Callable[[], bytes]:
    """The same file cut short."""

    def act() -> bytes:
        data = made()
        return data[: int(len(data) * share)]

    return act


def table(kind: str) -> Callable[[], bytes]:
    """A good file of some size."""

    def act() -> bytes:
        people = pd.DataFrame({"id": range(2000), "name": [f"Өвөрхангай {n % 50}" for n in range(2000)]})
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"a.{kind}"
            match kind:
                case "sav":
                    pyreadstat.write_sav(people, file)
                case "dta":
                    pyreadstat.write_dta(people, file)
                case "parquet":
                    people.to_parquet(file)
                case "xlsx":
                    people.to_excel(file, index=False)
                case "csv.gz":
                    people.to_csv(file, index=False)
            return file.read_bytes()

    return act


def same_rows() -> bytes:
    """A hundred million cells in a few kilobytes."""
    with tempfile.TemporaryDirectory() as folder:
        duckdb.execute(
            f"COPY (SELECT 1 AS a, 2 AS b FROM range(51000000)) TO '{folder}/a.parquet' (ROW_GROUP_SIZE 50000000)"
        )
        return (Path(folder) / "a.parquet").read_bytes()


HOSTILE: dict[str, Hostile] = {
    "zip bomb": ("a.zip", lambda: _zip("a.csv", bytes(600_000_000)), {"archive_bomb"}),
    "gz bomb": ("a.csv.gz", lambda: gzip.compress(bytes(300_000_000)), {"archive_bomb"}),
    "bomb in a workbook": ("a.xlsx", padded_sheet, {"archive_bomb"}),
    "laughs": ("a.xlsx", laughs, {"damaged"}),
    "entity of a file": ("a.xlsx", outside, {"damaged"}),
    "far corner": ("a.xlsx", far_corner, {"columns", "memory"}),
    "long cell in a workbook": ("a.xlsx", long_cell, {"long_cell"}),
    "long cell": ("a.csv", lambda: b"id,a\n1," + b"x" * 10_000_000 + b"\n", {"long_cell"}),
    "long cell in quotes": ("a.csv", lambda: b'id,a\n1,"' + b"x\n" * 5_000_000 + b'"\n', {"long_cell"}),
    "one line": ("a.csv", lambda: b"x" * 100_000_000, {"long_cell"}),
    "commas": ("a.csv", lambda: b"a" + b"," * 50_000_000, {"columns", "long_cell", "no_respondents"}),
    "columns": ("a.csv", lambda: _columns(100_000), {"columns"}),
    "columns in a workbook": ("a.xlsx", lambda: workbook(cells(_row(16_384))), {"columns"}),
    "never closed": ("a.csv", lambda: b'id,a\n1,"' + b"x,y\n" * 10_000_000, {"long_cell", "quotes"}),
    "nuls": ("a.csv", lambda: b"id,a\n" + b"1,\x00\n" * 100, {"nuls"}),
    "only nuls": ("a.csv", lambda: bytes(10_000_000), {"empty", "nuls"}),
    "spss of a billion": ("a.sav", spss_of_a_billion, {"damaged", "memory", "time", "columns", "empty", "no_respondents"}),
    "stata of a billion": ("a.dta", stata_of_a_billion, {"damaged", "memory", "time", "columns"}),
    "parquet of nothing": ("a.parquet", lambda: b"PAR1" + b"\xff" * 1000 + b"PAR1", {"damaged", "memory"}),
    "parquet of zeros": ("a.parquet", lambda: b"PAR1" + bytes(1000) + struct.pack("<I", 990) + b"PAR1", {"damaged"}),
    "same rows": ("a.parquet", same_rows, {"archive_bomb"}),
    **{f"cut {kind} {share}": (f"a.{kind}", cut(table(kind), share), {"damaged"})
       for kind in ("xlsx", "sav", "dta", "parquet", "csv.gz") for share in (0.3, 0.97)},
    "symbolic link": ("a.zip", symbolic_link, {"archive_path"}),
    "path in a name": ("a.zip", lambda: _zip("../../../tmp/a.csv", b"id,a\n1,2\n"), {"archive_path"}),
    "locked zip": ("a.zip", locked_zip, {"locked"}),
    "locked old workbook": ("a.xls", locked_workbook, {"locked"}),
    "locked workbook": ("a.xlsx", encrypted_package, {"locked"}),
    "html": ("a.xls", lambda: b"<html><script>alert(1)</script><table><tr><td>1</table>", {"format"}),
    "old workbook of nothing": ("a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5000, {"damaged", "memory"}),
}  # fmt: skip


def _zip(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def _columns(count: int) -> bytes:
    return ",".join(f"q{n}" for n in range(count)).encode() + b"\n" + b"1," * (count - 1) + b"1\n"


def _row(count: int) -> str:
    names = "".join(f'<c t="inlineStr"><is><t>q{n}</t></is></c>' for n in range(count))
    return f'<row r="2">{names}</row><row r="3">{"<c><v>1</v></c>" * count}</row>'
