"""The command line says what the functions say, and what is wrong in sentences with exit status 2."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from planning.__main__ import main
from store.builds import PROJECT

PROBLEM = {
    "groups": [
        {
            "id": "uvs families",
            "households": 30,
            "persons_per_household": 4,
            "preferences": {"MN-046": 1.0, "MN-043": 0.4},
            "needs": {"school_places": 0.8},
        }
    ],
    "places": [
        {"id": "MN-046", "capacity": {"school_places": 12}},
        {"id": "MN-043", "capacity": {}},
    ],
    "objective": {"preference": 1.0},
    "limits": {},
}


def written(folder: Path, content: Any) -> str:
    file = folder / "PROBLEM.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(file)


def test_what_a_library_writes_of_its_own_accord_does_not_spoil_the_json(tmp_path: Path) -> None:
    program = (
        "import os, runpy, sys\n"
        "from planning import matching\n"
        "solve = matching.solve\n"
        "matching.solve = lambda problem: os.write(1, b'HiGHS says\\n') and solve(problem)\n"
        f"sys.argv = ['planning', 'match', {written(tmp_path, PROBLEM)!r}, '--format', 'json']\n"
        "runpy.run_module('planning', run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)["status"] == "optimal"
    assert "HiGHS says" in done.stderr


def test_a_plan_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", written(tmp_path, PROBLEM), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "optimal"
    assert found["objective"] == pytest.approx(15 + 15 * 0.4)
    assert found["assigned"] == [
        {"group": "uvs families", "place": "MN-046", "households": 15},
        {"group": "uvs families", "place": "MN-043", "households": 15},
    ]
    assert found["unassigned"] == []
    assert found["binding"] == [
        {"place": "MN-046", "service": "school_places", "shadow_price": pytest.approx(0.6 / 0.8)}
    ]
    assert found["first_choice_share"] == 0.5


def test_a_plan_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    by_hand = {"group": "uvs families", "place": "MN-043", "households": 20, "reason": "a new mine"}
    assert main(["match", written(tmp_path, PROBLEM | {"overrides": [by_hand]})]) == 0
    said = capsys.readouterr().out
    assert "30 of 30 households have a place; 0 do not." in said
    assert "By hand: 20 households of uvs families to MN-043 (a new mine): objective -3" in said


def test_no_plan_says_why_and_counts_everybody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = PROBLEM | {"limits": {"min_placed_share": 1, "max_households": {"MN-043": 3}}}
    assert main(["match", written(tmp_path, content), "--format", "json"]) == 2
    out, err = capsys.readouterr()
    assert "min_placed_share 1; max_households 3 at MN-043; capacity of school_places at MN-046" in err
    found = json.loads(out)
    assert found["status"] == "infeasible"
    assert found["unassigned"] == [{"group": "uvs families", "households": 30}]
    assert [item["name"] for item in found["conflict"]] == [
        "min_placed_share",
        "max_households",
        "school_places",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "is not JSON"),
        ([], "The problem must be an object"),
        (PROBLEM | {"objective": {"preference": 0}}, "All weights of the objective are 0"),
        (PROBLEM | {"groups": [{}], "places": [{}]}, "places[0] needs an id"),
    ],
)
def test_bad_input_is_said_in_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: Any, words: str
) -> None:
    assert main(["match", written(tmp_path, content)]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert words in err


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "nowhere.json"]) == 2
    assert "nowhere.json" in capsys.readouterr().err
