"""Who waits for a place, what holds them back there, and places closed by hand to everyone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planning import matching
from planning.faults import PlanningError
from planning.matching import answers
from store.builds import PROJECT
from tests.planning.test_matching import small


def two_aimags(**more: Any) -> dict[str, Any]:
    """Ten households want Uvs, which has teachers for four of them; six of ten would also go to Khovd."""
    return {
        "groups": [
            {"id": "a", "households": 4, "preferences": {"uvs": 1.0}, "needs": {"teachers": 0.5, "beds": 1}},
            {"id": "b", "households": 6, "preferences": {"uvs": 1.0, "khovd": 0.5}, "needs": {"teachers": 0.5}},
        ],
        "places": [
            {"id": "uvs", "capacity": {"teachers": 2, "beds": 100}},
            {"id": "khovd", "capacity": {"teachers": 2}},
        ],
    } | more  # fmt: skip


def test_who_waits_and_what_would_be_enough_for_them() -> None:
    found = matching.solve(matching.problem(two_aimags()))
    told = matching.waiting(found)
    assert found.placed.tolist() == [[4, 0], [0, 4]]
    assert told.households.tolist() == [[0, 0], [6, 2]]  # 4 in Khovd and 2 nowhere would rather be in Uvs
    assert told.at("uvs") == (matching.Held("uvs", "teachers", 6, 0.0, 3.0),)
    assert told.at("khovd") == (matching.Held("khovd", "teachers", 2, 0.0, 1.0),)
    assert told.unplaced == {("teachers",): 2}


def test_a_place_closed_by_hand_holds_everybody_back_by_that_decision() -> None:
    closed = {"place": "uvs", "households": 0, "reason": "the water is not safe"}
    found = matching.solve(matching.problem(two_aimags(overrides=[closed])))
    assert found.placed.tolist() == [[0, 0], [0, 4]]
    assert matching.waiting(found).unplaced == {("by_hand",): 4, ("teachers", "by_hand"): 2}
    [effect] = matching.effects(found.problem, found)
    assert (effect.objective, effect.households, effect.first_choice) == (-4.0, -4, -4)


def test_only_nobody_can_be_said_of_everyone() -> None:
    several = {"place": "uvs", "households": 3, "reason": "no"}
    with pytest.raises(PlanningError) as error:
        matching.problem(two_aimags(overrides=[several]))
    assert [fault.code for fault in error.value.faults] == ["everyone"]


def test_a_place_closed_to_everyone_that_must_take_people_is_the_conflict() -> None:
    closed = {"place": "khovd", "households": 0, "reason": "no"}
    problem = matching.problem(two_aimags(overrides=[closed], limits={"min_households": {"khovd": 1}}))
    with pytest.raises(PlanningError) as error:
        matching.solve(problem)
    named = {(item.kind, item.name) for item in error.value.faults[0].slots["set"]}  # type: ignore[attr-defined]
    assert named == {("override", ""), ("limit", "min_households")}


def test_whom_a_limit_alone_keeps_out_is_said_so() -> None:
    content = two_aimags(limits={"min_share_to": {"places": ["khovd"], "share": 1}})
    found = matching.solve(matching.problem(content))
    assert found.placed[:, 0].sum() == 0
    assert matching.waiting(found).unplaced == {("by_limit",): 4, ("teachers", "by_limit"): 2}


@pytest.mark.parametrize("seed", range(40))
def test_in_the_best_plan_whoever_waits_without_a_place_finds_too_little_of_something(seed: int) -> None:
    problem = matching.problem(small(seed))
    try:
        found = matching.solve(problem)
    except PlanningError:
        return
    told = matching.waiting(found)
    assert sum(told.unplaced.values()) == found.unplaced.sum()
    assert not any("by_limit" in reason for reason in told.unplaced)
    left = problem.capacity - found.placed.T @ problem.needs
    for g in np.flatnonzero(found.unplaced):
        for p in np.flatnonzero(problem.named[g] & (problem.worth[g] > 0)):
            assert (problem.needs[g] > left[p] + 1e-9).any()


def test_an_answer_comes_back_as_it_was_kept() -> None:
    closed = {"group": "b", "place": "uvs", "households": 0, "reason": "no"}
    for content in (
        two_aimags(overrides=[closed]),
        two_aimags(limits={"min_placed_share": 1}),
    ):
        made = matching.answer(matching.problem(content))
        kept = json.loads(json.dumps(answers.record(made)))
        again = answers.recalled(made.problem, kept)
        assert again.fault == made.fault and again.more == made.more and again.effects == made.effects
        assert (again.found is None) == (made.found is None)
        if again.found and made.found:
            assert (
                again.found.placed == made.found.placed
            ).all() and again.found.binding == made.found.binding


def test_what_one_more_changes_is_beyond_what_is_missing_today() -> None:
    problem = matching.problem(two_aimags())
    missing = np.array([[1.3, 0.0], [0.0, 0.0]])
    assert problem.services == ("teachers", "beds")
    rows = {(row.place, row.service): row for row in matching.answer(problem, missing).more}
    uvs = rows["uvs", "teachers"]
    assert (uvs.units, uvs.households) == (2.0, 1)  # 0.7 of a teacher: one household more
    assert rows["khovd", "teachers"].units == 1.0


def test_a_job_in_a_process_of_its_own_leaves_the_answer(tmp_path: Path) -> None:
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(two_aimags()), "utf-8")
    said = {"job": "match", "file": str(file), "overrides": [[None, "khovd", 0, "closed"]]}
    (tmp_path / "job.json").write_text(json.dumps(said), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "planning.matching.job", str(tmp_path)], cwd=PROJECT, check=False
    )
    assert done.returncode == 0
    problem = matching.with_overrides(matching.file(file), (matching.Override(None, "khovd", 0, "closed"),))
    made = answers.recalled(problem, json.loads((tmp_path / "match.json").read_text("utf-8")))
    assert made.found is not None and made.found.placed.sum() == 4 and made.effects[0].households == -4
    assert json.loads((tmp_path / "progress.json").read_text("utf-8"))["state"] == "done"


@pytest.mark.parametrize("written", ["{", "[" * 100_000, '{"a": ' + "9" * 5000 + "}", "\ud800"])
def test_what_is_no_json_is_said_so(written: str, tmp_path: Path) -> None:
    file = tmp_path / "problem.json"
    file.write_bytes(written.encode("utf-8", "surrogatepass"))
    with pytest.raises(PlanningError) as error:
        matching.file(file)
    assert [fault.code for fault in error.value.faults] == ["not_json"]
