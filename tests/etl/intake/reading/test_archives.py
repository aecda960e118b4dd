"""One survey file in a ZIP or GZ is read; whatever else an archive can be is refused, and nothing is written outside."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable

import pytest

from tests.etl.intake.reading.conftest import Stage, codes, rows

PEOPLE = "id,аймаг\n1,Увс\n2,Төв\n".encode()
READ = [(2, "1", "Увс"), (3, "2", "Төв")]


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_gz(staged: Stage) -> None:
    made = staged(gzip.compress(PEOPLE), "survey.csv.gz")
    assert rows(made) == READ
    assert (made.file.format, made.file.member, made.file.encoding) == ("csv", "survey.csv", "utf-8")


def test_zip(staged: Stage) -> None:
    made = staged(
        zipped({"дата/судалгаа.csv": PEOPLE, "readme.txt": b"read me", "__MACOSX/x.csv": b"1" * 99}),
        "survey.zip",
    )
    assert rows(made) == READ
    assert (made.file.member, made.findings) == ("дата/судалгаа.csv", ())


def test_several_tables(staged: Stage) -> None:
    data = zipped({"a.csv": PEOPLE, "b.csv": b"id,b\n7,8\n"})
    made = staged(data, "survey.zip")
    assert (made.file.member, made.file.sheets, codes(made)) == (
        "a.csv",
        ("a.csv", "b.csv"),
        {"other_sheets"},
    )


def test_a_table_that_is_not_there(refused: Callable[..., set[str]]) -> None:
    assert refused(zipped({"a.csv": PEOPLE}), "survey.zip", sheet="c.csv") == {"sheet"}


def test_the_table_that_was_asked_for(staged: Stage) -> None:
    made = staged(zipped({"a.csv": PEOPLE, "b.csv": b"id,b\n7,8\n"}), "survey.zip", sheet="b.csv")
    assert rows(made) == [(2, "7", "8")]


def test_a_text_file_alone(staged: Stage) -> None:
    assert rows(staged(zipped({"data.txt": PEOPLE}), "survey.zip")) == READ


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped({"a.csv": bytes(100_000_000)}), "archive_bomb"),
        (gzip.compress(b"id,a\n" + b"1,2\n" * 50_000_000, 9), "archive_bomb"),
        (zipped({"a.zip": zipped({"a.csv": PEOPLE})}), "archive_nested"),
        (zipped({"a.csv": zipped({"a.csv": PEOPLE})}), "archive_nested"),
        (gzip.compress(gzip.compress(PEOPLE)), "archive_nested"),
        (zipped({"../a.csv": PEOPLE}), "archive_path"),
        (zipped({"/etc/a.csv": PEOPLE}), "archive_path"),
        (zipped({"a\\..\\..\\b.csv": PEOPLE}), "archive_path"),
        (zipped({"C:\\a.csv": PEOPLE}), "archive_path"),
        (zipped({}), "archive_empty"),
        (zipped({"a.pdf": b"%PDF", "b/": b""}), "archive_empty"),
        (zipped({f"{n}.csv": b"" for n in range(10_001)}), "archive_bomb"),
        (zipped({"a.csv": PEOPLE})[:-30], "damaged"),
        (gzip.compress(PEOPLE)[:-9], "damaged"),
        (gzip.compress(PEOPLE)[:12] + b"\xff" * 30, "damaged"),
    ],
    ids=["zeros", "gz bomb", "zip in zip", "zip as csv", "gz in gz", "parent", "root", "back", "drive", "empty", "pdf", "many",
         "cut zip", "cut gz", "broken gz"],
)  # fmt: skip
def test_refused(refused: Callable[..., set[str]], data: bytes, code: str) -> None:
    assert refused(data, "survey.zip") == {code}


def test_locked(refused: Callable[..., set[str]]) -> None:
    """The flag of an encrypted member, in both headers."""
    data = bytearray(zipped({"a.csv": PEOPLE}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(data), "survey.zip") == {"locked"}
