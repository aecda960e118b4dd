"""A problem from the store places the people of a survey under the standards of the aimags."""

from __future__ import annotations

import pytest

from planning import capacity, matching, official
from planning.matching.proposal import losing, proposal
from planning.values import Value

PEOPLE = Value("people", 50_000.0, "assumption", "persons", by="test")


def test_people_of_a_survey_find_places_within_the_room_of_services(build: str) -> None:
    standards = capacity.read(build, {"preset": "weakest"})
    made = proposal(build, "demonstration", "2025", PEOPLE, standards)
    problem = made.problem
    assert made.demonstration and made.persons.kind == "demonstration"
    people = problem.households.sum() * problem.persons[0]
    assert people + made.people_left_out == pytest.approx(50_000)
    assert made.people_left_out < 5_000
    found = matching.solve(problem)
    assert 0 < found.placed_share <= 1
    assert (found.used <= problem.capacity + 1e-6).all()
    rooms = {row.aimag: row.rooms for row in capacity.capacities(build, standards)}
    uvs, teachers = problem.places.index("MN-046"), problem.services.index("teachers")
    room = (rooms["MN-046"]["teachers"].people.estimate or 0) * made.uses["teachers"]
    assert problem.capacity[uvs, teachers] == pytest.approx(room)
    assert found.people[uvs] <= min(r.people.estimate or 0 for r in rooms["MN-046"].values()) + 1


def test_those_who_lose_most_people_are_the_official_ones(build: str) -> None:
    figures = official.newest(build, "migration_net_since_2015")
    three = losing(build, 3)
    worst = max(figures[place].estimate or 0 for place in three)
    assert all((value.estimate or 0) >= worst for place, value in figures.items() if place not in three)


def test_expected_employment_is_what_people_there_have_now(build: str) -> None:
    made = proposal(build, "demonstration", "2025", PEOPLE, capacity.read(build, {"preset": "weakest"}))
    problem, uvs = made.problem, made.problem.places.index("MN-046")
    employed = official.value(build, "employed_estimate", "MN-046")
    people = official.value(build, "population_mid_year", "MN-046", employed.year if employed else None)
    assert employed and people and employed.estimate and people.estimate
    expected = problem.persons[0] * employed.estimate / people.estimate
    given = problem.employment[:, uvs][problem.named[:, uvs]]
    assert given == pytest.approx(expected)
    assert {root.kind for root in made.employed["MN-046"].roots()} <= {"official", "calculated"}


def test_the_ends_of_the_room_hold_the_middle(build: str) -> None:
    standards = capacity.read(build, {"preset": "three_quarters"})
    low, middle, high = (
        proposal(build, "demonstration", "2025", PEOPLE, standards, end=end).problem.capacity
        for end in ("low", "estimate", "high")  # type: ignore[arg-type]
    )
    assert (low <= middle).all() and (middle <= high).all() and (low < high).any()


def test_what_is_missing_today_is_told_where_a_standard_is_not_kept(build: str) -> None:
    standards = capacity.read(build, {"preset": "national"})
    made = proposal(build, "demonstration", "2025", PEOPLE, standards)
    short = made.lacking > 0
    assert short.any() and (made.problem.capacity[short] == 0).all()
    physicians = made.problem.services.index("physicians")
    level = official.value(build, "physicians_per_1000", official.COUNTRY)
    there = official.value(build, "physicians", "MN-046")
    people = official.value(build, "population_mid_year", "MN-046")
    assert level and there and people and level.estimate and there.estimate and people.estimate
    missing = level.estimate * people.estimate / 1000 - there.estimate
    assert made.lacking[made.problem.places.index("MN-046"), physicians] == pytest.approx(missing)
