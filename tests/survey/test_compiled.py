"""A command that asks what was asked before does without Ibis, and gives the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from survey import compiled
from survey.design import Design
from survey.engines import Embedded
from survey.sums import tally

PROJECT = Path(__file__).resolve().parents[2]
COMMAND = "import sys; from survey.__main__ import main; main(sys.argv[1:]); print('ibis' in sys.modules)"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "nutag" / "sql"


def people(rows: int = 400) -> pa.Table:
    some = np.random.default_rng(2)
    return pa.table(
        {"h": some.integers(0, 2, rows), "j": some.integers(0, 20, rows), "a": some.integers(0, 3, rows), "w": some.gamma(2, 30, rows)}
    )  # fmt: skip


def test_the_second_time_a_command_asks_it_needs_no_ibis(folder: Path, tmp_path: Path) -> None:
    pq.write_table(people(), tmp_path / "people.parquet")
    design = ("--weight", "w", "--stratum", "h", "--psu", "j", "--nested", "--no-disclosure")
    runs = [
        subprocess.run(
            [
                sys.executable,
                "-c",
                COMMAND,
                "estimate",
                str(tmp_path / "people.parquet"),
                "--of",
                "a",
                *design,
            ],
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": "."},
            capture_output=True,
            text=True,
            check=True,
        )
        for _ in range(2)
    ]
    (*first, imported), (*second, imported_again) = (run.stdout.splitlines() for run in runs)
    assert first == second and len(first) >= 4
    assert (imported, imported_again) == ("True", "False")


@pytest.mark.parametrize("change", ["another design", "other columns", "other weights"])
def test_another_question_is_not_answered_with_the_sql_of_the_first(folder: Path, change: str) -> None:
    table, design = people(), Design("w", "h", ("j",), nested=True)
    tally(Embedded(table), design, ("a",))
    kept = {*folder.iterdir()}
    if change == "another design":
        design = Design("w", None, ("j",))
    elif change == "other columns":
        table = table.set_column(2, "a", table["a"].cast(pa.string()))
    else:
        table = table.set_column(3, "w", pa.array(np.full(len(table), 1e6)))
    sums = tally(Embedded(table), design, ("a",))
    assert {*folder.iterdir()} - kept
    assert sums.weight.sum() == pytest.approx(table["w"].to_numpy().sum(), rel=1e-12)


def test_a_folder_that_cannot_be_written_to_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", os.devnull)
    assert tally(Embedded(people()), Design("w", "h", ("j",), nested=True), ("a",)).rows.sum() == 400


def test_only_the_newest_questions_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "KEPT", 3)
    for number in range(5):
        assert compiled.remembered(f"question {number}", lambda n=number: f"SELECT {n}") == f"SELECT {number}"
        newest = max(folder.glob("*.sql"), key=lambda f: f.stat().st_mtime_ns)
        os.utime(newest, (number, number))
    assert compiled.remembered("question 4", lambda: "written anew") == "SELECT 4"
    assert compiled.remembered("question 0", lambda: "written anew") == "written anew"
    assert len([*folder.iterdir()]) == 3
