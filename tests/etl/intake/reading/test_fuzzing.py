"""Whatever a file holds, it is staged or refused with its reasons: no crash, and nothing left behind.

NUTAG_FUZZ sets how many files are tried in all: a few by default, 10,000 and more for the longer run, which takes
`-o faulthandler_timeout=7200` as well: a single test goes on for longer than any other may.
Bytes are damaged copies of good files of every kind; structure is tables of awkward cells, which must come back.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import random
import shutil
import string
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.intake.findings import Refused
from etl.intake.reading import stage
from etl.intake.staged import Staged
from tests.etl.intake.reading.conftest import rows
from tests.etl.intake.reading.hostile import _zip, table
from tests.etl.intake.reading.test_workbooks import old, xlsx

FILES = int(os.environ.get("NUTAG_FUZZ", "100"))
SHARES = {"csv": 0.2, "other": 0.02, "bytes": 0.2, "tables": 0.26, "words": 0.2}  # of other kinds there are 7
QUICK = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}
KINDS = ("csv", "xlsx", "xls", "sav", "dta", "parquet", "csv.gz", "csv.zip")


@pytest.fixture(scope="module")
def good() -> dict[str, bytes]:
    """A good file of each kind, small so that damage meets what matters."""
    lines = [["id", "аймаг", "жин"], *([n, f"Хөвсгөл {n}", n / 3] for n in range(9))]
    text = "\n".join(",".join(map(str, line)) for line in lines).encode()
    made = {"csv": text, "csv.gz": gzip.compress(text), "csv.zip": _zip("a.csv", text)}
    made |= {"xlsx": xlsx({"Data": lines}), "xls": old(lines)}
    return made | {kind: table(kind)() for kind in ("sav", "dta", "parquet")}


def tried(data: bytes, name: str, cells: list[list[str]] | None = None) -> Staged | Refused:
    """Stage a file; whatever else than a refusal is raised fails the test. The folder holds all or nothing.

    `cells` are what must be read of it, when that is known.
    """
    folder = Path(tempfile.mkdtemp(prefix="nutag-fuzz-"))
    try:
        file = folder / name
        file.write_bytes(data)
        try:
            made = stage(file, folder / "staging")
        except Refused as refused:
            assert [path.name for path in folder.iterdir()] == [name]
            assert all(finding.message and finding.remedy for finding in refused.findings)
            return refused
        assert sorted(path.name for path in (folder / "staging").iterdir()) == ["rows.parquet", "staged.json"]
        assert Staged.load(made.folder) == made
        read = rows(made)
        assert len(read) == made.file.rows > 0
        assert cells is None or [list(line[1:]) for line in read] == cells
        assert all(finding.message and finding.remedy for finding in made.findings)
        return made
    finally:
        shutil.rmtree(folder)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A copy with some bytes changed, cut out, put in, or moved."""
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at, length = chance.randrange(len(spoilt) + 1), chance.choice((1, 1, 2, 8, 64, 500))
        match chance.randrange(5):
            case 0:
                spoilt[at : at + length] = chance.randbytes(len(spoilt[at : at + length]))
            case 1:
                del spoilt[at : at + length]
            case 2:
                spoilt[at:at] = chance.choice(
                    (chance.randbytes(length), b"\x00" * length, b"\xff" * length, b'"', b"\n")
                )
            case 3:
                spoilt[at:at] = spoilt[at : at + length] * chance.choice((1, 2, 50))
            case 4:
                spoilt[at : at + 4] = chance.choice(
                    (b"\xff\xff\xff\x7f", b"\x00\x00\x00\x80", b"\x00\x00\x00\x00")
                )
    return bytes(spoilt)


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_bytes(good: dict[str, bytes], kind: str) -> None:
    """Texts are read in this process and are the most; each of the others takes a process of its own."""
    for number in range(round(FILES * SHARES["csv" if kind == "csv" else "other"])):
        chance = random.Random(f"{kind} {number}")
        tried(damaged(good[kind], chance), f"survey.{kind}")


@settings(max_examples=round(FILES * SHARES["bytes"]), **QUICK)
@given(data=st.binary(min_size=1, max_size=400), kind=st.sampled_from(("csv", "txt", "xlsx")))
def test_any_bytes(data: bytes, kind: str) -> None:
    tried(data, f"survey.{kind}")


AWKWARD = st.sampled_from(
    (
        *(
            "",
            " ",
            "NA",
            "-",
            "=1+1",
            "1,5",
            "1.200",
            "1 200",
            "12 000,5",
            "007",
            "-3",
            "1e5",
            "18_24",
            "inf",
        ),
        *(
            "2025-03-04",
            "04.03.2025",
            "03/04/2025",
            "тийм",
            "Нийт",
            "Хєвсгєл",
            "\u202eab",
            "a\nb",
            'a"b',
            "a,b;c\td|e",
        ),
        *(
            "<b>x</b>",
            "'; DROP TABLE rows; --",
            "{x} %s $file",
            "\ufeff",
            "99112233",
            "45720",
            "true",
            "€",
            "🙂",
        ),
    )
)
CELL = AWKWARD | st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=("Cs",)), max_size=12
)
NAME = st.text("abcdeабвгө_ /", min_size=1, max_size=12) | AWKWARD
TABLES = st.integers(1, 6).flatmap(
    lambda width: st.tuples(
        st.lists(NAME, min_size=width, max_size=width),
        st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=12),
    )
)


@settings(max_examples=round(FILES * SHARES["tables"]), **QUICK)
@given(
    made=TABLES,
    delimiter=st.sampled_from(",;\t|"),
    line_break=st.sampled_from(("\n", "\r\n")),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-16-le")),
    above=st.lists(st.text(string.ascii_letters + " ", max_size=20), max_size=2),
)
def test_any_table(
    made: tuple[list[str], list[list[str]]], delimiter: str, line_break: str, encoding: str, above: list[str]
) -> None:
    names, lines = made
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=line_break).writerows(
        [*([line] for line in above), names, *lines]
    )
    tried(text.getvalue().encode(encoding), "survey.csv")


SIGNS = "+=@<>'{}$%()&#!?:*"
# Each word in one alphabet: a Latin letter among Cyrillic ones is taken for the one that looks like it.
PLAIN = st.one_of(
    st.text(letters + SIGNS, min_size=1, max_size=10) for letters in ("abcxyz", "абвгдөү")
).filter(lambda text: text.strip(" *") and not any(sign in text for sign in ("тот", "?")))


@settings(max_examples=round(FILES * SHARES["words"]), **QUICK)
@given(
    lines=st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(PLAIN, min_size=width, max_size=width), min_size=1, max_size=20)
    ),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from((csv.QUOTE_ALL, csv.QUOTE_MINIMAL)),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
)
def test_words_come_back_as_they_were(
    lines: list[list[str]], delimiter: str, quoting: int, encoding: str
) -> None:
    """Whatever the words are, none is lost, moved or taken for something else."""
    names = [f"q{chr(97 + place)}" for place in range(len(lines[0]))]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows([names, *lines])
    found = tried(text.getvalue().encode(encoding), "survey.csv", lines)
    assert isinstance(found, Staged), found
    assert [column.name for column in found.columns] == names
