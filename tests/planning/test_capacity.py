"""Room is what official figures and a stated standard leave; missing is neither zero nor endless."""

from __future__ import annotations

import json
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from planning import capacity, official
from planning.__main__ import main
from planning.capacity.services import BY_STANDARD
from planning.faults import PlanningError

UVS = "MN-046"


def figure(build: str, indicator: str, place: str, year: int | None = None) -> float:
    value = official.value(build, indicator, place, year)
    assert value is not None and value.estimate is not None
    return value.estimate


def at(found: tuple[capacity.Capacity, ...], place: str) -> capacity.Capacity:
    return next(row for row in found if row.aimag == place)


def test_standards_are_official_by_default(build: str) -> None:
    found = capacity.default(build)
    assert found["physicians_per_1000"].estimate == figure(build, "physicians_per_1000", "MN")
    assert (
        found["physicians_per_1000"].kind in ("official", "calculated")
        and found["physicians_per_1000"].sources
    )
    assert "gdp_per_capita" not in found
    for room in capacity.capacities(build, capacity.read(build, {"preset": "weakest"})):
        assert not any(service.broken for service in room.rooms.values() if service.service != "jobs"), (
            room.aimag
        )


def test_room_is_that_of_the_formula(build: str) -> None:
    standards = capacity.read(build, {"standards": {"physicians_per_1000": 2.0, "pupils_per_teacher": 25}})
    rooms = at(capacity.capacities(build, standards), UVS).rooms
    people = figure(build, "population_mid_year", UVS)
    wanted = figure(build, "physicians", UVS) * 1000 / 2.0 - people
    assert rooms["physicians"].people.estimate == pytest.approx(wanted)
    pupils = 1000 * figure(build, "school_students", UVS)
    spare = 25 * figure(build, "teachers", UVS) - pupils
    assert rooms["teachers"].people.estimate == pytest.approx(spare * people / pupils)
    assert rooms["teachers"].people.low is not None and rooms["teachers"].people.high is not None
    assert rooms["teachers"].people.low <= spare * people / pupils <= rooms["teachers"].people.high


def test_jobs_stay_as_they_are_until_the_unemployment_rate_is_reached(build: str) -> None:
    standards = capacity.read(build, {"standards": {"unemployment_rate": 10}})
    room = at(capacity.capacities(build, standards), UVS).rooms["jobs"].people.estimate
    year = max(value.year or 0 for value in official.series(build, "unemployment_rate", UVS))
    force = figure(build, "labour_force", UVS, year)
    employed = force * (1 - figure(build, "unemployment_rate", UVS, year) / 100)
    workers = (room or 0) * force / figure(build, "population_mid_year", UVS, year)
    assert 1 - employed / (force + workers) == pytest.approx(0.10)


def test_the_least_room_binds(build: str) -> None:
    found = capacity.capacities(build, capacity.read(build, {"preset": "three_quarters"}))
    assert len(found) == 21
    for row in found:
        least = min(room.people.estimate or 0 for room in row.rooms.values())
        assert row.people.estimate == least
        assert all(row.rooms[code].people.estimate == least for code in row.binding) and row.binding
        assert (row.people.low or 0) <= least <= (row.people.high or 0)
        assert set(row.without) == {"vacancies", "housing"}


def test_an_aimag_without_data_is_neither_full_nor_endless(build: str) -> None:
    content: dict[str, Any] = {
        "standards": {"persons_per_dwelling": 3.5},
        "loaded": {"housing": {UVS: 100, "MN-043": 400}, "vacancies": {UVS: 0}},
    }
    found = capacity.capacities(build, capacity.read(build, content))
    own, other = at(found, UVS).rooms["housing"], at(found, "MN-057").rooms["housing"]
    assert own.people.estimate == pytest.approx(350) and not own.missing
    assert other.missing and not other.broken
    assert 0 < (other.people.low or 0) < (other.people.estimate or 0) < (other.people.high or 0) < 1e4
    assert at(found, UVS).binding == tuple(
        code for code, room in at(found, UVS).rooms.items() if room.people.estimate == 0
    )
    assert "vacancies" in at(found, UVS).binding


def test_what_must_be_added_keeps_the_standard(build: str) -> None:
    content = {
        "people": 50_000,
        "unit_costs_mnt": {"teachers": 1000.0},
        "standards": {"pupils_per_teacher": 20},
    }
    standards = capacity.read(build, content)
    assert standards.people is not None
    coming = capacity.arrivals(build, standards.people)
    assert sum(value.estimate or 0 for value in coming.values()) == pytest.approx(50_000)
    found = capacity.stress(build, standards, capacity.capacities(build, standards), coming)
    row = next(stressed for stressed in found if stressed.aimag == UVS)
    teachers = next(added for added in row.added if added.service == "teachers")
    people, pupils = figure(build, "population_mid_year", UVS), 1000 * figure(build, "school_students", UVS)
    later = pupils + (row.people.estimate or 0) * pupils / people
    stock = figure(build, "teachers", UVS)
    assert teachers.units == max(0, ceil(later / 20 - stock))
    assert teachers.level == pytest.approx(later / stock)
    assert teachers.cost_mnt == teachers.units * 1000
    assert teachers.breaks == (teachers.units > 0) and ("teachers" in row.broken) == teachers.breaks
    assert teachers.today <= teachers.units


def test_newcomers_can_be_shared_out_as_the_survey_says(build: str) -> None:
    standards = capacity.read(build, {"people": 1000})
    assert standards.people is not None
    coming = capacity.arrivals(build, standards.people, ("demonstration", "2025"))
    assert sum(value.estimate or 0 for value in coming.values()) == pytest.approx(1000)
    assert all(value.demonstration for value in coming.values())


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        ([], ["not_an_object"]),
        ({"standards": {"pupils_per_techer": 20}}, ["unknown_key"]),
        ({"standards": {"pupils_per_teacher": 0}, "preset": "best"}, ["not_a_choice", "not_above_zero"]),
        ({"loaded": {"housing": {"MN-1": 3}}}, ["no_such_aimag", "no_standard"]),
        ({"loaded": {"vacancies": {UVS: -1}}}, ["below_zero"]),
        ({"standards": {"unemployment_rate": 100}}, ["not_below_100"]),
        (
            {"standards": dict.fromkeys(BY_STANDARD, None) | {"persons_per_dwelling": 3}},
            ["nothing_left"],
        ),
        ({"people": "many", "unit_costs_mnt": {"teachers": True}}, ["not_above_zero", "not_above_zero"]),
    ],
)
def test_everything_wrong_is_said_at_once(build: str, content: Any, codes: list[str]) -> None:
    with pytest.raises(PlanningError) as caught:
        capacity.read(build, content)
    assert [fault.code for fault in caught.value.faults] == codes
    assert "{" not in str(caught.value)


def test_the_command_line(build: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "standards.json"
    file.write_text(json.dumps({"preset": "weakest", "people": 50_000}), encoding="utf-8")
    assert main(["capacity", "--standards", str(file), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["capacities"]) == len(found["stress"]) == 21
    assert found["values"][f"capacity/{UVS}"]["rests_on"]
    assert main(["capacity"]) == 0
    assert "No data of any aimag, so not counted: vacancies, housing." in capsys.readouterr().out
    file.write_text(json.dumps({"standards": {"beds": 1}}), encoding="utf-8")
    assert main(["capacity", "--standards", str(file)]) == 2
    assert "did you mean" in capsys.readouterr().err
