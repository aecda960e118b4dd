"""`python -m geo resolve` as a person or a program runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "geo", *arguments]
    return subprocess.run(
        command, cwd=PROJECT, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


def test_json_says_what_was_found_and_what_to_ask() -> None:
    done = run("resolve", "Төв", "65", "Ubs", "Tuvs", "Total", "--format", "json")
    assert json.loads(done.stdout) == [
        {"name": "Төв", "code": "MN-047", "level": "aimag", "how": "name"},
        {"name": "65", "code": "MN-073", "level": "aimag", "how": "code"},
        {"name": "Ubs", "code": "MN-046", "level": "aimag", "how": "alias"},
        {
            "name": "Tuvs",
            "code": None,
            "suggestions": [
                {"code": "MN-046", "level": "aimag", "distance": 1},
                {"code": "MN-047", "level": "aimag", "distance": 1},
            ],
        },
        {"name": "Total", "code": None, "suggestions": []},
    ]
    assert done.returncode == 1


def test_all_found_is_status_zero() -> None:
    done = run("resolve", "Bulgan", "Жаргалант", "--within", "Khovd", "--format", "json")
    assert [found["code"] for found in json.loads(done.stdout)] == ["MN8407", "MN8401"]
    assert done.returncode == 0


def test_the_level_tells_an_aimag_from_its_soum() -> None:
    done = run("resolve", "Bulgan", "--level", "aimag", "--format", "json")
    assert json.loads(done.stdout) == [{"name": "Bulgan", "code": "MN-067", "level": "aimag", "how": "name"}]


def test_the_table_is_for_people() -> None:
    done = run("resolve", "Увс", "Tuvs")
    assert done.stdout.splitlines() == [
        "NAME  CODE    LEVEL  HOW    PLACE",
        "Увс   MN-046  aimag  name   Uvs",
        "Tuvs  ?                     which one?",
        "      MN-046  aimag  1 off  Uvs",
        "      MN-047  aimag  1 off  Tuv",
    ]


def test_an_unknown_aimag_is_wrong_use() -> None:
    done = run("resolve", "Bulgan", "--within", "Khovt")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == "within: 'Khovt' is not an aimag; did you mean Khovd (MN-043)?"


def test_no_name_or_no_command_is_wrong_use() -> None:
    assert [run("resolve").returncode, run().returncode, run("find", "Uvs").returncode] == [2, 2, 2]
