"""The file of a scenario: the command line says the same digits; what is wrong with one is said at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from planning import scenarios
from planning.__main__ import main
from planning.faults import PlanningError
from planning.scenarios import Scenarios, file
from tests.planning.scenarios.conftest import ASSUMED, save


def test_the_command_line_says_the_digits_of_the_page(
    kept: Scenarios, build: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = save(kept, build, seed=7)
    path = tmp_path / "scenario.json"
    path.write_text(file.as_text(scenario), encoding="utf-8")
    assert main(["target", "--scenario", str(path), "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    known = {result.code: result for result in scenario.results}
    last = said["forecast"][-1]
    assert (said["build"], said["seed"]) == (build, 7)
    assert last["median"] == known["moved"].value.estimate
    assert {float(k): tuple(v) for k, v in last["bands"].items()} == known["moved"].bands
    assert said["ceiling"]["estimate"] == known["everyone_who_wishes"].value.estimate
    assert last["chance"]["50000"] == known["chance/50000"].value.estimate


def test_the_other_commands_read_their_scenarios_too(
    kept: Scenarios, build: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for page, option, assumed in (
        ("capacity", "--standards", {"preset": "weakest", "people": 50_000}),
        ("readiness", "--weights", {"weights": {"jobs": 1.0}}),
    ):
        content = scenarios.new(
            page, build, assumed, name=page, description="", author="Бат", owner="", address={}
        )
        scenario = kept.save(page, "Бат", content)
        path = tmp_path / f"{page}.json"
        path.write_text(file.as_text(scenario), encoding="utf-8")
        assert main([page, option, str(path), "--format", "json"]) == 0
        said = json.loads(capsys.readouterr().out)
        known = {result.code: result.value for result in scenario.results}
        if page == "capacity":
            assert {row["aimag"]: row["people"] for row in said["capacities"]} == {
                code.removeprefix("capacity/"): value.estimate for code, value in known.items() if code.startswith("capacity/")
            }  # fmt: skip
        else:
            assert all(
                known[f"readiness/{row['aimag']}"].estimate == row["score"] for row in said["standings"]
            )
        assert main(["target", "--scenario", str(path)]) == 2
        assert f"of {page}, not of target" in capsys.readouterr().err


def test_the_command_of_matching_answers_a_scenario(
    kept: Scenarios, build: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assumed = {"survey": {"survey": "demonstration", "round": "2025"}, "people": 20_000, "preset": "weakest",
               "overrides": [{"group": None, "place": "MN-046", "households": 0, "reason": "no road yet"}]}  # fmt: skip
    content = scenarios.new(
        "matching", build, assumed, name="A", description="", author="Бат", owner="", address={}
    )
    scenario = kept.save("A", "Бат", content)
    path = tmp_path / "matching.json"
    path.write_text(file.as_text(scenario), encoding="utf-8")
    assert main(["match", str(path), "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    known = {result.code: result.value.estimate for result in scenario.results}
    assert said["first_choice_share"] == known["first_choice"]
    assert not any(row["place"] == "MN-046" for row in said["assigned"])


def test_a_file_read_again_is_the_same_scenario(kept: Scenarios, build: str) -> None:
    scenario = save(kept, build)
    read = file.read(file.as_text(scenario))
    assert (read.name, read.by, read.build, read.address) == (
        "All who plan",
        "Бат",
        build,
        {"base": "600000"},
    )
    assert read.assumptions == scenario.assumptions
    content = scenarios.new(
        read.page, build, read.assumptions, name=read.name, description=read.description, author=read.by, owner="",
        address=read.address,
    )  # fmt: skip
    assert kept.save(read.name, read.by, content).results == scenario.results


def test_assumptions_alone_are_a_scenario_of_the_target() -> None:
    read = file.read(json.dumps(ASSUMED | {"name": "From the command line"}))
    assert (read.page, read.name, read.build) == ("target", "From the command line", None)
    assert read.assumptions == ASSUMED


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("{", ["not_json"]),
        ('{"a": NaN}', ["not_json"]),
        ('{"name": "\\ud800"}', ["not_json"]),
        ("[" * 100_000, ["not_json"]),
        ("[1]", ["not_a_scenario"]),
        ('"' + "x" * 2_000_001 + '"', ["too_large"]),
        (
            '{"nutag": "scenario", "page": "map", "name": 4, "asumptions": {}, "description": ""}',
            ["file_key", "no_page_named", "not_a_text", "no_assumptions"],
        ),
        ('{"nutag": "scenario", "page": "target", "assumptions": {}}', ["no_name"]),
    ],
)  # fmt: skip
def test_everything_wrong_with_a_file_is_said_at_once(text: str, codes: list[str]) -> None:
    with pytest.raises(PlanningError) as error:
        file.read(text)
    assert [fault.code for fault in error.value.faults] == codes
    assert str(error.value)


def test_a_file_of_another_page_or_of_a_build_that_is_not_kept_is_refused(
    build: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content: dict[str, Any] = {"nutag": "scenario", "page": "target", "build": "20200101T000000Z-gone", "assumptions": {"base": 600_000}}  # fmt: skip
    path = tmp_path / "scenario.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    assert main(["target", "--scenario", str(path)]) == 2
    assert "There is no build 20200101T000000Z-gone any more" in capsys.readouterr().err
    assert main(["target", "--scenario", str(path), "--build", "current"]) == 0
    with pytest.raises(PlanningError, match="of target, not of capacity"):
        file.opened(content, "capacity")
