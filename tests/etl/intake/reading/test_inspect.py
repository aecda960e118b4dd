"""python -m etl inspect says what a file is, in words and as the document that programs read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl.__main__ import main


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stage below a store of the test's own."""
    monkeypatch.setenv("NUTAG_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


def test_the_document(tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "survey.csv"
    file.write_text("id;хүйс;төрсөн аймаг\n1;эр;Увс\n2;эм;Атлантис\n3;эр;-\n", encoding="utf-16")
    assert main(["inspect", str(file), "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [*said] == ["file", "columns", "places", "problems", "privacy"]
    assert said["file"].pop("sha256")
    assert said["file"] == {
        "format": "csv", "encoding": "utf-16-le", "delimiter": ";", "decimal": None, "sheet": None,
        "header_row": 1, "rows": 3,
    }  # fmt: skip
    assert said["columns"][2] == {
        "name": "төрсөн аймаг", "concept": "origin_aimag", "type": "text", "missing": 1, "distinct": 2,
    }  # fmt: skip
    assert said["places"]["matched"] == 1
    assert [place["value"] for place in said["places"]["unmatched"]] == ["Атлантис"]
    [problem] = said["problems"]
    assert [*problem] == ["code", "severity", "column", "rows", "count", "value", "message", "remedy"]
    assert [*(store / "staging").iterdir()] == []


def test_a_refused_file(tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "survey.csv"
    file.write_bytes(b"")
    assert main(["inspect", str(file), "--format", "json"]) == 1
    assert [problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]] == ["empty"]
    assert main(["inspect", str(file)]) == 1
    assert capsys.readouterr().err.startswith("The file is empty.")
    assert main(["inspect", str(tmp_path / "absent.csv")]) == 1
    assert "absent.csv" in capsys.readouterr().err
    assert [*(store / "staging").iterdir()] == []


def test_a_person_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Characters that would steer the terminal are shown, not obeyed."""
    file = tmp_path / "survey.csv"
    file.write_text("id,\x1b[31mname\x1b[0m\n1,\x1b]0;owned\x07\n2,b\n", encoding="utf-8")
    assert main(["inspect", str(file), "--progress", "json"]) == 0
    said = capsys.readouterr()
    assert "2 rows, 2 columns" in said.out
    assert "\x1b" not in said.out and "\x07" not in said.out
    steps = [json.loads(line) for line in said.err.splitlines()]
    assert {"step", "done", "of"} == set(steps[0])
    assert all(0 <= step["done"] <= step["of"] for step in steps)
