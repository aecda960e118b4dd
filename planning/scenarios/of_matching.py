"""The headline numbers of a matching scenario: people placed, their choices, and where they go.

    {"survey": {…}, "people": 50000, "preset": …, "standards": {…}, "loaded": {…}, "room": "estimate",
     "objective": {"preference": 0.5, "employment": 0.5}, "second_choice": 0.5,
     "limits": {"max_population_share": 0.02, "min_placed_share": 0.5, "min_share_to_losing": 0.2},
     "overrides": [{"group": "MN-046 > MN-043", "place": "MN-043", "households": 20, "reason": …}]}

In place of `people`, `target` may hold the assumptions of the target page: then as many go as it comes to.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from planning import capacity, funnel, matching, official
from planning.capacity import Standards
from planning.faults import NO_ROUND, Fault, Faults, PlanningError, round_of
from planning.matching import Limits, Override, Problem, ShareTo, Solution, limits
from planning.matching.problem import TERMS
from planning.matching.proposal import ENDS, SECOND_CHOICE, Proposal, losing, proposal
from planning.scenarios.result import Result
from planning.values import Value

OF_CAPACITY = ("preset", "standards", "loaded", "unit_costs_mnt", "by")
KEYS = (
    *OF_CAPACITY,
    "survey",
    "people",
    "target",
    "room",
    "objective",
    "second_choice",
    "limits",
    "overrides",
)
LIMITS = ("max_population_share", "min_placed_share", "min_share_to_losing")
LOSING = 5
FEWEST, MOST = 1, 10_000_000
TEXTS = NO_ROUND | {
    "not_an_object": "{where} must be an object.",
    "unknown_key": "{where} has {key}, which is not known: did you mean {meant}?",
    "not_a_number": "{where} must be a number from {low:g} to {high:g}, not {value}.",
    "not_a_choice": "{where} must be one of {known}, not {value}.",
    "no_weight": "All weights of the objective are 0: give at least one above 0.",
    "no_forecast": "The assumptions of the target come to no number of movers: say how many people go.",
    "not_a_list": "{where} must be a list of objects.",
    "no_such_place": "{where} names the place {place}, which is not among the places.",
    "not_whole": "{where} must be a whole number from 0 to a million million, not {value}.",
    "no_reason": "{where} needs a reason, a text.",
    "everyone": "{where} names no group: only 0 households can be said of everyone.",
}  # fmt: skip


@dataclass(frozen=True)
class _Asked:
    survey: tuple[str, str]
    people: Value
    standards: Standards
    limits: Limits
    weights: dict[Any, float]
    second: float
    room: Any
    overrides: tuple[Override, ...]


def complete(assumptions: Mapping[str, Any]) -> dict[str, Any]:
    """The assumptions with all that a default could change later said."""
    said = {
        "preset": "national",
        "room": "estimate",
        "objective": {"preference": 1.0},
        "second_choice": SECOND_CHOICE,
    }
    return {**said, **assumptions}


def check(build: str, assumptions: Mapping[str, Any]) -> None:
    """Raises PlanningError with all that is wrong with assumptions, SurveyError for a round that is not there."""
    problem(build, assumptions)


def problem(build: str, assumptions: Mapping[str, Any]) -> Problem:
    """The problem that the assumptions come to, with the decisions by hand. Raises as `check` does."""
    asked = _read(build, assumptions)
    return matching.with_overrides(_made(build, asked, asked.room).problem, asked.overrides)


def results(build: str, assumptions: Mapping[str, Any]) -> tuple[Result, ...]:
    """People placed and not, their choices, and those placed in every aimag. Raises as `check` does.

    Conditions that cannot hold together raise PlanningError too: a scenario without a plan has no numbers to keep.
    """
    asked = _read(build, assumptions)
    made = _made(build, asked, asked.room)
    found = matching.solve(matching.with_overrides(made.problem, asked.overrides))
    ends = [_placed(build, asked, end) for end in (ENDS[0], ENDS[-1])]
    return tuple(_results(asked, made, found, (ends[0], ends[1])))


def _results(asked: _Asked, made: Proposal, found: Solution, ends: tuple[float, float]) -> Iterator[Result]:
    problem = found.problem
    inputs = (made.people, made.persons, made.second_choice, *asked.standards.limits.values())
    placed, everyone = float(found.people.sum()), float(problem.households @ problem.persons)
    low, high = ends
    rows = [
        Value("placed", placed, "calculated", "persons", low=low, high=high, inputs=inputs),
        Value("unplaced", everyone - placed, "calculated", "persons", low=everyone - high, high=everyone - low, inputs=inputs),
        Value("first_choice", found.first_choice_share, "calculated", inputs=inputs),
    ]  # fmt: skip
    if found.homeland_share is not None:
        rows.append(Value("homeland_share", found.homeland_share, "calculated", inputs=inputs))
    if problem.weights.get("employment"):
        used = (made.people, made.persons, *made.employed.values())
        rows.append(
            Value("expected_employed", found.term("employment"), "calculated", "persons", inputs=used)
        )
    yield from (Result(row.code, row) for row in rows)
    for place, count in zip(problem.places, found.people, strict=True):
        rooms = tuple(room.people for code, room in made.capacities[place].rooms.items() if code in made.uses)
        value = Value(
            "placed", float(count), "calculated", "persons", base=place, inputs=(*inputs[:3], *rooms)
        )
        yield Result(f"placed/{place}", value)


def _made(build: str, asked: _Asked, end: Any) -> Proposal:
    return proposal(
        build, *asked.survey, asked.people, asked.standards, asked.limits, asked.weights, asked.second, end
    )


def _placed(build: str, asked: _Asked, end: Any) -> float:
    """People placed with the rooms at an end of their bands; nobody where there is no plan."""
    try:
        problem = matching.with_overrides(_made(build, asked, end).problem, asked.overrides)
        return float(matching.solve(problem).people.sum())
    except PlanningError:
        return 0.0


def _read(build: str, found: Mapping[str, Any]) -> _Asked:
    faults = Faults(TEXTS)
    for key in found:
        if key not in KEYS:
            faults.add("unknown_key", where="The matching", key=key, meant=_meant(key, KEYS))
    more: list[Fault] = []
    standards = None
    try:
        standards = capacity.read(build, {key: found[key] for key in OF_CAPACITY if key in found})
    except PlanningError as error:
        more += error.faults
    people = None
    try:
        people = _people(build, found, faults)
    except PlanningError as error:
        more += error.faults
    look = _Reader(faults)
    survey = round_of(found.get("survey"), faults) or ("", "")
    room = found.get("room", "estimate")
    if room not in ENDS:
        faults.add("not_a_choice", where="room", known=", ".join(ENDS), value=room)
    weights = look.shares(found.get("objective", {"preference": 1.0}), "objective", TERMS)
    if not any(weights.values()):
        faults.add("no_weight")
    kept = look.shares(found.get("limits"), "limits", LIMITS)
    second = look.number(found.get("second_choice", SECOND_CHOICE), "second_choice", 0.0, 1.0)
    overrides = _overrides(build, found.get("overrides"), faults)
    if more:
        raise PlanningError([*more, *faults.found])
    faults.stop()
    assert standards is not None and people is not None
    share = kept.pop("min_share_to_losing", None)
    to = None if share is None else ShareTo(losing(build, LOSING), share)
    made = Limits(kept.get("max_population_share"), to, kept.get("min_placed_share"))
    return _Asked(survey, people, standards, made, weights, second, room, overrides)


def _people(build: str, found: Mapping[str, Any], faults: Faults) -> Value | None:
    """How many go: as typed, or as the assumptions of the target come to."""
    if found.get("target") is None:
        count = _Reader(faults).number(found.get("people"), "people", FEWEST, MOST)
        return Value("people", count, "assumption", "persons", by=str(found.get("by") or "scenario"))
    forecast = funnel.target(build, funnel.read(build, found["target"])).forecast
    if forecast is None or not forecast.years or forecast.planning is None:
        faults.add("no_forecast")
        return None
    last = forecast.years[-1]
    low, high = last.bands[0.8]
    return Value(
        f"expected/{last.year}/0.8", last.median, "calculated", "persons", low=low, high=high, level=0.8, inputs=(forecast.planning,)
    )  # fmt: skip


def _overrides(build: str, found: Any, faults: Faults) -> tuple[Override, ...]:
    """Decisions by hand; whether their groups are there is known when the problem is made."""
    rows = found if isinstance(found, list) else []
    named = {str(row.get("group")) for row in rows if isinstance(row, Mapping)}
    return limits.overrides(found, tuple(named), official.aimags(build), faults)


def _meant(key: str, known: tuple[str, ...]) -> str:
    return difflib.get_close_matches(str(key), known, 1, 0.0)[0]


class _Reader:
    """Takes assumptions out of JSON and notes what is wrong."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults

    def number(self, value: Any, where: str, low: float, high: float) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            self.faults.add("not_a_number", where=where, low=low, high=high, value=value)
            return low
        return float(value)

    def shares(self, found: Any, where: str, known: tuple[str, ...]) -> dict[str, float]:
        """Numbers from 0 to 1 by name."""
        if found is None:
            return {}
        if not isinstance(found, Mapping):
            self.faults.add("not_an_object", where=where)
            return {}
        for key in found:
            if key not in known:
                self.faults.add("unknown_key", where=where, key=key, meant=_meant(key, known))
        return {
            key: self.number(found[key], f"{where} {key}", 0.0, 1.0)
            for key in known
            if found.get(key) is not None
        }
