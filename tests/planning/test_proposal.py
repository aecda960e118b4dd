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
