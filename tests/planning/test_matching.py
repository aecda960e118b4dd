"""Plans are the best there can be, keep to every condition, and say what holds more people back."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from planning import matching
from planning.faults import PlanningError
from planning.matching import Problem, Solution, fixing, linear, whole
from planning.matching.model import model

SMALL_PROBLEMS = int(os.environ.get("NUTAG_MATCHING_PROBLEMS", "100"))
LIMITED_PROBLEMS = int(os.environ.get("NUTAG_MATCHING_PROBLEMS", "25"))
SLACK = 1e-9


def small(seed: int) -> dict[str, Any]:
    """A random problem small enough to try every plan: decimals, ties, unlimited services, places not named."""
    draw = np.random.default_rng(seed)
    services = ["teachers", "beds"][: draw.integers(1, 3)]
    places = [f"p{i}" for i in range(draw.integers(1, 4))]
    tenths = draw.random() < 0.7

    def amount(top: float) -> float:
        value = float(draw.random() * top)
        return round(value, 1) if tenths else value

    groups = [
        {
            "id": f"g{i}",
            "households": int(draw.integers(0 if i else 1, 5)),
            "persons_per_household": round(float(draw.random() * 4 + 1), 1),
            "preferences": {
                place: round(float(draw.random() * 2 - 0.2), 1) for place in places if draw.random() < 0.8
            }
            | ({places[0]: 1.0} if i == 0 else {}),
            "needs": {service: amount(2) for service in services if draw.random() < 0.8},
        }
        for i in range(draw.integers(1, 4))
    ]
    capacity = [{s: amount(6) for s in services if draw.random() < 0.8} for _ in places]
    return {
        "groups": groups,
        "places": [
            {"id": place, "capacity": room, "population": 100}
            for place, room in zip(places, capacity, strict=True)
        ],
        "objective": {"preference": 1.0},
    }


def plans(problem: Problem) -> NDArray[np.int64]:
    """Every plan of a small problem that keeps to its capacities: plans × groups × places."""
    choices = []
    for households, named in zip(problem.households, problem.named, strict=True):
        most = [int(households) if can else 0 for can in named]
        found = [some for some in product(*(range(n + 1) for n in most)) if sum(some) <= households]
        choices.append(np.array(found, dtype=np.int64))
    index = np.indices([len(choice) for choice in choices]).reshape(len(choices), -1)
    everything = np.stack([choice[i] for choice, i in zip(choices, index, strict=True)], axis=1)
    used = np.einsum("kgp,gs->kps", everything, problem.needs)
    return everything[(used <= problem.capacity + SLACK).all(axis=(1, 2))]


def best(problem: Problem) -> float:
    return float((plans(problem) * problem.worth).sum(axis=(1, 2)).max())


def keeps(found: Solution) -> bool:
    problem = found.problem
    return bool(
        (found.placed >= 0).all()
        and (found.unplaced >= 0).all()
        and (found.placed[~problem.named] == 0).all()
        and (found.used <= problem.capacity + SLACK).all()
    )


@pytest.mark.parametrize("block", range(10))
def test_the_best_plan_is_that_of_trying_every_plan(block: int) -> None:
    solved = 0
    for seed in range(block, SMALL_PROBLEMS, 10):
        problem = matching.problem(small(seed))
        wanted = best(problem)
        try:
            found = matching.solve(problem)
        except PlanningError as error:
            assert error.faults[0].code == "nobody_fits", seed
            assert plans(problem).sum() == 0, seed
            continue
        solved += 1
        assert found.objective == pytest.approx(wanted, abs=1e-9), seed
        assert found.status == "optimal", seed
        assert keeps(found), seed
    assert solved


@pytest.mark.parametrize("seed", range(30))
def test_the_way_of_large_problems_keeps_to_capacities_and_its_bound(seed: int, monkeypatch: Any) -> None:
    problem = matching.problem(small(seed))
    monkeypatch.setattr(whole, "SMALL", 0)
    monkeypatch.setattr(whole, "EXACT", 0)
    monkeypatch.setattr(linear, "ALL_AT_ONCE", 0)
    try:
        found = matching.solve(problem)
    except PlanningError:
        assert plans(problem).sum() == 0
        return
    wanted = best(problem)
    assert keeps(found)
    assert found.objective <= wanted + 1e-9
    assert found.bound >= wanted - 1e-6
    assert found.status != "optimal" or found.objective == pytest.approx(wanted, abs=1e-6)


def limited(seed: int) -> dict[str, Any]:
    """A random problem of some ten groups, with limits that join places."""
    draw = np.random.default_rng(seed)
    places = [f"p{i}" for i in range(draw.integers(2, 6))]
    services = [f"s{i}" for i in range(draw.integers(1, 4))]
    whole_needs = draw.random() < 0.5
    groups = [
        {
            "id": f"g{i}",
            "households": int(draw.integers(1, 12)),
            "persons_per_household": round(float(draw.random() * 4 + 1), 1),
            "origin": str(draw.choice(places)),
            "preferences": {p: round(float(draw.random() * 1.2 - 0.1), 2) for p in places if draw.random() < 0.8}
            or {places[0]: 0.5},
            "needs": {s: float(draw.integers(0, 4)) if whole_needs else round(float(draw.random() * 2), 1) for s in services},
        }
        for i in range(draw.integers(3, 14))
    ]  # fmt: skip
    needed = {s: sum(g["households"] * g["needs"][s] for g in groups) for s in services}  # type: ignore[index, operator]
    rooms = [
        {s: round(total * draw.random() * 1.2 / len(places), 1) for s, total in needed.items()}
        for _ in places
    ]
    limits: dict[str, Any] = {}
    if draw.random() < 0.3:
        limits["max_population_share"] = round(float(draw.random() * 0.3), 2)
    if draw.random() < 0.3:
        limits["min_share_to"] = {"places": places[:1], "share": round(float(draw.random() * 0.4), 2)}
    if draw.random() < 0.3:
        limits["min_homeland_share"] = round(float(draw.random() * 0.4), 2)
    return {
        "groups": groups,
        "places": [
            {"id": place, "population": int(draw.integers(50, 400)), "capacity": room}
            for place, room in zip(places, rooms, strict=True)
        ],
        "limits": limits,
    }


@pytest.mark.parametrize("block", range(5))
def test_what_reduced_costs_prove_best_is_what_trying_all_pairs_finds(block: int, monkeypatch: Any) -> None:
    proved = 0
    for seed in range(block, LIMITED_PROBLEMS, 5):
        problem = matching.problem(limited(seed))
        outcomes: list[Solution | None] = []
        for small_pairs in (10**9, 0):
            monkeypatch.setattr(whole, "SMALL", small_pairs)
            monkeypatch.setattr(whole, "EXACT", small_pairs)
            monkeypatch.setattr(fixing, "REDUCED", 9.0)
            monkeypatch.setattr(linear, "ALL_AT_ONCE", small_pairs)
            try:
                outcomes.append(matching.solve(problem))
            except PlanningError:
                outcomes.append(None)
        plain, quick = outcomes
        assert (plain is None) == (quick is None), seed
        if plain is None or quick is None:
            continue
        assert quick.objective <= plain.bound + 1e-6 and quick.bound >= plain.objective - 1e-6, seed
        assert keeps(quick), seed
        proved += quick.status == "optimal"
    assert proved >= LIMITED_PROBLEMS / 5 * 0.7


def test_households_that_need_whole_places_are_matched_best_and_proved_so() -> None:
    """Beyond the pairs of which all are tried: school and kindergarten places, jobs, dwellings, care by the person."""
    draw = np.random.default_rng(3)
    groups, places = 400, 12
    households, size = draw.integers(1, 21, groups), draw.integers(1, 7, groups)
    pupils = np.minimum(draw.integers(0, 4, groups), size - 1)
    needs = np.stack([pupils, draw.integers(0, 3, groups), np.ones(groups), size * 0.002], axis=1)
    problem = replace(
        crowd(groups),
        places=tuple(f"p{i}" for i in range(places)), services=("school", "jobs", "dwellings", "care"), households=households,
        preferences=draw.random((groups, places)).round(2), employment=np.full((groups, places), np.nan), needs=needs,
        capacity=np.floor(0.7 * (households @ needs) * draw.dirichlet(np.full(places, 3.0), 4).T), population=np.full(places, np.nan),
    )  # fmt: skip
    found = matching.solve(problem)
    assert problem.named.sum() > whole.EXACT
    assert found.status == "optimal" and found.placed_share < 1 and keeps(found)


def crowd(groups: int, seed: int = 5) -> Problem:
    """Many groups that all want everywhere, and too little room in every service."""
    draw = np.random.default_rng(seed)
    households = draw.integers(1, 21, groups)
    needs = draw.random((groups, 6)).round(2)
    capacity = np.floor(0.6 * (households @ needs) * draw.dirichlet(np.full(22, 3.0), 6).T)
    return Problem(
        tuple(f"g{i}" for i in range(groups)),
        tuple(f"p{i}" for i in range(22)),
        tuple(f"s{i}" for i in range(6)),
        households,
        np.full(groups, 3.5),
        (None,) * groups,
        draw.random((groups, 22)).round(2),
        np.full((groups, 22), np.nan),
        needs,
        capacity,
        np.full(22, np.nan),
        {"preference": 1.0},
    )


def test_prices_found_step_by_step_are_those_of_the_whole_program(monkeypatch: Any) -> None:
    made = model(crowd(200))
    stepwise = None
    for pairs in (0, 10**9):
        monkeypatch.setattr(linear, "ALL_AT_ONCE", pairs)
        relaxed = linear.solve(made)
        assert relaxed is not None
        if stepwise is not None:
            assert relaxed.value == pytest.approx(stepwise.value, rel=1e-6)
            assert np.allclose(relaxed.prices.capacity, stepwise.prices.capacity, atol=1e-6)
        stepwise = relaxed


def test_a_large_problem_comes_near_what_no_plan_can_beat() -> None:
    found = matching.solve(crowd(200))
    assert keeps(found)
    assert found.gap < 0.02
    assert found.objective <= found.bound
    again = matching.solve(crowd(200))
    assert (found.placed == again.placed).all()


def school(**more: Any) -> dict[str, Any]:
    """Seven households in Uvs for each teacher, two teachers, more households than that."""
    return {
        "groups": [
            {
                "id": "families",
                "households": 30,
                "persons_per_household": 4,
                "origin": "MN-046",
                "preferences": {"MN-046": 1.0, "MN-043": 0.4},
                "needs": {"teachers": 1 / 7},
            }
        ],
        "places": [
            {"id": "MN-046", "capacity": {"teachers": 2}, "population": 1000},
            {"id": "MN-043", "capacity": {"teachers": 1}, "population": 1000},
        ],
        "objective": {"preference": 1.0},
    } | more


def test_one_more_teacher_lets_seven_more_households_go() -> None:
    problem = matching.problem(school())
    found = matching.solve(problem)
    assert found.placed.tolist() == [[14, 7]]
    assert found.unplaced.tolist() == [9]
    assert found.first_choice_share == pytest.approx(14 / 30)
    assert found.homeland_share == pytest.approx(14 / 21)
    prices = {(b.place, b.service): b.shadow_price for b in found.binding}
    assert prices == {("MN-046", "teachers"): pytest.approx(7.0), ("MN-043", "teachers"): pytest.approx(2.8)}
    more = matching.one_more(problem, "MN-046", "teachers")
    assert (more.households, more.objective) == (7, pytest.approx(7.0))


def test_a_capacity_that_is_just_enough_holds_nobody_back() -> None:
    content = school()
    content["groups"][0]["households"] = 14
    assert matching.solve(matching.problem(content)).binding == ()


def test_decimals_that_add_up_to_the_capacity_fit() -> None:
    content = school()
    content["groups"][0] |= {"households": 3, "needs": {"teachers": 0.1}, "preferences": {"MN-046": 1}}
    content["places"][0]["capacity"] = {"teachers": 0.3}
    assert matching.solve(matching.problem(content)).placed.sum() == 3


def test_nobody_slips_in_below_the_tolerance_of_the_solver() -> None:
    content = school()
    content["groups"][0] |= {"households": 1, "needs": {"teachers": 1.0000004}}
    content["places"][0]["capacity"] = {"teachers": 1.0}
    content["places"][1]["capacity"] = {"teachers": 2.0}
    assert matching.solve(matching.problem(content)).placed.tolist() == [[0, 1]]


def test_limits_are_kept() -> None:
    found = matching.solve(matching.problem(school(limits={"max_population_share": 0.02})))
    assert found.people.tolist() == [20.0, 20.0]
    assert ("MN-046", "max_population_share") in {(b.place, b.service) for b in found.binding}
    limits = {"min_share_to": {"places": ["MN-043"], "share": 0.5}}
    found = matching.solve(matching.problem(school(limits=limits)))
    assert found.placed.tolist() == [[7, 7]]
    assert found.limit_prices["min_share_to"] > 0
    found = matching.solve(matching.problem(school(limits={"max_households": {"MN-046": 3}})))
    assert found.placed.tolist() == [[3, 7]]
    found = matching.solve(matching.problem(school(limits={"min_homeland_share": 0.9})))
    assert found.homeland_share is not None and found.homeland_share >= 0.9
    assert found.placed.tolist() == [[14, 1]]


def test_employment_can_outweigh_preference() -> None:
    content = school(objective={"preference": 1.0, "employment": 2.0})
    content["groups"][0] |= {"households": 5, "employment": {"MN-046": 0.2, "MN-043": 0.9}}
    found = matching.solve(matching.problem(content))
    assert found.placed.tolist() == [[0, 5]]
    assert found.term("employment") == pytest.approx(4.5)
    assert found.first_choice_share == 0


def test_limits_that_cannot_be_kept_are_named_and_no_others() -> None:
    content = school(limits={"min_placed_share": 0.9, "max_population_share": 0.5, "min_homeland_share": 0.1})
    content["places"][1]["capacity"]["beds"] = 500
    with pytest.raises(PlanningError) as caught:
        matching.solve(matching.problem(content))
    (fault,) = caught.value.faults
    assert fault.code == "conflict"
    assert [str(item) for item in fault.slots["set"]] == [
        "min_placed_share 0.9",
        "capacity of teachers at MN-046, MN-043",
    ]


def test_the_smallest_conflict_is_named_where_there_are_several() -> None:
    limits = {"min_placed_share": 0.9, "min_households": {"MN-043": 20}, "max_households": {"MN-043": 10}}
    with pytest.raises(PlanningError) as caught:
        matching.solve(matching.problem(school(limits=limits)))
    assert len(caught.value.faults[0].slots["set"]) == 2


def test_capacities_without_room_for_anyone_are_named() -> None:
    content = school()
    for place in content["places"]:
        place["capacity"] = {"teachers": 0.1, "beds": 7}
    with pytest.raises(PlanningError) as caught:
        matching.solve(matching.problem(content))
    assert caught.value.faults[0].code == "nobody_fits"
    assert "capacity of teachers at MN-046, MN-043" in str(caught.value)
    assert "beds" not in str(caught.value)


def test_a_decision_by_hand_is_kept_and_its_price_is_told() -> None:
    by_hand = {"group": "families", "place": "MN-043", "households": 7, "reason": "a sick parent"}
    base = matching.problem(school())
    problem = matching.problem(school(overrides=[by_hand | {"households": 2}]))
    assert matching.solve(problem).placed.tolist() == [[14, 2]]
    (effect,) = matching.effects(problem)
    assert effect.override.reason == "a sick parent"
    assert effect.objective == pytest.approx(-5 * 0.4)
    assert effect.households == -5
    assert matching.solve(base).objective == pytest.approx(matching.solve(problem).objective + 2.0)


def test_a_decision_that_no_capacity_holds_is_named() -> None:
    by_hand = {"group": "families", "place": "MN-043", "households": 8, "reason": "asked for"}
    with pytest.raises(PlanningError) as caught:
        matching.solve(matching.problem(school(overrides=[by_hand])))
    assert [item.kind for item in caught.value.faults[0].slots["set"]] == ["override", "capacity"]


def test_everything_wrong_is_said_at_once() -> None:
    content = {
        "groups": [
            {"id": "a", "households": 1.5, "preferences": {"nowhere": 1.0}, "needs": {"beds": -1}},
            {"id": "a", "households": 2, "preference": {}, "preferences": {"MN-046": float("nan")}},
        ],
        "places": [{"id": "MN-046", "capacity": {"beds": True}}, {}],
        "objective": {"preference": 0, "happiness": 1},
        "limits": {"max_share": 0.5, "min_placed_share": 2},
        "overrides": [{"group": "b", "place": "MN-046", "households": 1}],
    }
    with pytest.raises(PlanningError) as caught:
        matching.problem(content)
    assert {fault.code for fault in caught.value.faults} == {
        "not_whole", "no_such_place", "below_zero", "repeated_id", "unknown_key", "not_a_number", "no_id",
        "no_such_term", "not_a_share", "no_such_group", "no_reason",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"objective": {"preference": 0}}, "no_weight"),
        ({"groups": []}, "empty"),
        ({"places": "all"}, "not_a_list"),
        ({"limits": []}, "not_an_object"),
        ({"objective": {"employment": 1}}, "no_employment"),
        ({"overrides": [{"group": "families", "place": "MN-046", "households": 99, "reason": "x"}]}, "too_many"),
    ],
)  # fmt: skip
def test_bad_input_is_a_sentence(change: dict[str, Any], code: str) -> None:
    with pytest.raises(PlanningError) as caught:
        matching.problem(school(**change))
    assert [fault.code for fault in caught.value.faults] in ([code], [code, code])
    assert "{" not in str(caught.value).replace('{"', "")


def test_numbers_beyond_all_measure_are_refused() -> None:
    with pytest.raises(PlanningError):
        matching.problem(json.loads(json.dumps(school()).replace("30", "1" + "0" * 400, 1)))
