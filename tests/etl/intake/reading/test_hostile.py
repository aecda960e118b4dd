"""Hostile files are refused or neutralised: nothing is run, nothing is written outside, nothing is left behind."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from etl.intake import limits
from etl.intake.findings import Refused
from etl.intake.reading import stage
from tests.etl.intake.reading.conftest import Stage, codes, rows
from tests.etl.intake.reading.hostile import HOSTILE, cells, far_corner, workbook


@pytest.fixture
def no_other_file(tmp_path: Path) -> Iterator[None]:
    """Hold that nothing but the file itself is there afterwards."""
    yield
    assert len([*tmp_path.rglob("*")]) <= 1


@pytest.mark.usefixtures("no_other_file")
@pytest.mark.parametrize("name", HOSTILE)
def test_refused(refused: Callable[..., set[str]], name: str) -> None:
    file, made, expected = HOSTILE[name]
    assert refused(made(), file) <= expected


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        '=HYPERLINK("http://x","y")',
        "<script>alert(1)</script>",
        "'; DROP TABLE rows; --",
        '" OR 1=1',
        "$file {x} {column} %s",
        "../../etc/passwd",
    ],
)
def test_what_others_would_run_is_text(staged: Stage, cell: str) -> None:
    """In names as well as in cells, and neither names nor cells reach a statement or a template."""
    quoted = '"' + cell.replace('"', '""') + '"'
    made = staged(f"id,{quoted},x\n1,{quoted},a\n2,b,{quoted}\n".encode())
    assert made.columns[1].name == cell
    assert rows(made) == [(2, "1", cell, "a"), (3, "2", "b", cell)]
    assert all(finding.message and finding.remedy for finding in made.findings)


@pytest.mark.parametrize("name", ["*.csv", "a[1].csv", "%s {x}.csv", "a'b\".csv", "\u202egpj.csv", "-rf.csv"])
def test_names_of_files_are_names(tmp_path: Path, name: str) -> None:
    (tmp_path / "other.csv").write_text("secret\n1\n")
    folder = tmp_path / "we[i]rd '*"
    folder.mkdir()
    (folder / name).write_text("id,a\n1,2\n")
    made = stage(folder / name, folder / "staging [1]")
    assert (rows(made), made.file.name) == ([(2, "1", "2")], name)


def test_a_formula_that_was_calculated_is_its_result(staged: Stage) -> None:
    row = '<row r="2"><c r="A2" t="str"><f>HYPERLINK("http://x","y")</f><v>y</v></c></row>'
    assert rows(staged(workbook(cells(row)), "survey.xlsx")) == [(2, "y")]


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for file in (tmp_path, tmp_path / "absent.csv", tmp_path / "pipe.csv", Path("/dev/zero")):
        with pytest.raises(Refused) as caught:
            stage(file, tmp_path / "staging")
        assert [finding.rule.code for finding in caught.value.findings] == ["unreadable"]


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "survey.csv"
    file.write_text("id,a\n" + "1,2\n" * 1000)

    def grow(step: str, done: int, of: int) -> None:
        with file.open("a") as more:
            more.write("3,4\n")

    with pytest.raises(Refused) as caught:
        stage(file, tmp_path / "staging", progress=grow)
    assert [finding.rule.code for finding in caught.value.findings] == ["changed"]
    assert not (tmp_path / "staging").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of half a megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if sys.platform != "linux" or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a small disk can be mounted by the administrator of a Linux machine only")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("name", ["quick.csv", "slow.csv", "survey.xlsx", "survey.csv.gz"])
def test_a_full_disk(small_disk: Path, tmp_path: Path, name: str) -> None:
    numbers = [f"{number},{number * 7919 % 1000003}" for number in range(200_000)]
    text = "\n".join(["id,a", *([""] if name == "slow.csv" else []), *numbers]).encode()
    made = {
        "survey.xlsx": lambda: workbook(
            cells(
                "".join(
                    f'<row><c><v>{n}</v></c><c t="str"><v>{n * 7919}</v></c></row>' for n in range(90_000)
                )
            )
        ),
        "survey.csv.gz": lambda: gzip.compress(text),
    }
    file = tmp_path / name
    file.write_bytes(made.get(name, lambda: text)())
    with pytest.raises(Refused) as caught:
        stage(file, small_disk / "staging")
    assert [finding.rule.code for finding in caught.value.findings] == ["no_space"]
    assert [*small_disk.iterdir()] == []


def test_a_parser_is_ended_at_its_limits(tmp_path: Path) -> None:
    file = tmp_path / "survey.xlsx"
    file.write_bytes(workbook(cells('<row r="2"><c r="A2"><v>1</v></c></row>')))
    arguments = [str(file), str(tmp_path / "records.csv"), ""]
    assert limits.run("workbook", arguments)["sheet"] == "Sheet"
    with pytest.raises(limits.Exceeded, match="time"):
        limits.run("workbook", arguments, seconds=0)
    file.write_bytes(far_corner())
    with pytest.raises(limits.Exceeded, match="memory"):
        limits.run("workbook", arguments)


def test_two_at_once(tmp_path: Path) -> None:
    found = {}

    def one(name: str) -> None:
        file = tmp_path / f"{name}.csv"
        file.write_text("id,a\n" + f"{name},x\n" * 5000)
        found[name] = rows(stage(file, tmp_path / name))

    threads = [threading.Thread(target=one, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: {row[1] for row in read} for name, read in found.items()} == {
        "one": {"one"},
        "two": {"two"},
    }


def test_the_folder_of_a_person_keeps_its_other_files(tmp_path: Path) -> None:
    """A draft's folder holds the upload itself beside what is staged."""
    folder = tmp_path / "draft"
    (folder / "original").mkdir(parents=True)
    file = folder / "original" / "survey.csv"
    file.write_text("")
    with pytest.raises(Refused):
        stage(file, folder)
    assert [path.name for path in folder.rglob("*")] == ["original", "survey.csv"]
    file.write_text("id,a\n1,2\n")
    assert codes(stage(file, folder)) == set()
    assert sorted(path.name for path in folder.iterdir()) == ["original", "rows.parquet", "staged.json"]
    shutil.rmtree(folder)
