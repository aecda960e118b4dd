"""A problem made from the store: those who would resettle by origin and wanted aimag, and the room of services there.

Needs and capacities are in units of each service, so that a shadow price is that of one more teacher, physician, bed,
kindergarten or job. A household needs persons × what one person uses at the standard; a place has what its stock leaves
above the standard today, and nothing where the standard is not kept. Newcomers are taken to be employed as often as
people of the place are now: persons × employed ÷ population.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Literal, get_args

import numpy as np

from planning import capacity, official
from planning.capacity import Capacity, Standards
from planning.capacity.room import PEOPLE, USERS
from planning.capacity.services import BY_CODE, Service
from planning.matching.problem import Floats, Limits, Problem, Term
from planning.values import Value
from store import survey_queries
from survey import flows, questions
from survey.design import SurveyError

SECOND_CHOICE = 0.5
SEVERAL = "several"  # origins whose flows are too small to be shown, together
End = Literal["low", "estimate", "high"]
ENDS: tuple[End, ...] = get_args(End)


@dataclass(frozen=True)
class Proposal:
    """A problem and what it rests on.

    `persons` is the mean household of those who would resettle, `second_choice` what the homeland is worth to those
    who named another aimag (an assumption). Flows too small to be shown are put together by wanted aimag, without
    an origin. `people_left_out` are those who want to an aimag that is hidden, or to the capital: they are not placed
    and must be said. `uses` is what one person uses of each service; `lacking`, by place and service, the units that
    are missing today before anybody comes. `capacities` and `employed` (employed people per person) are by place.
    """

    problem: Problem
    people: Value
    persons: Value
    second_choice: Value
    uses: dict[str, float]
    lacking: Floats
    capacities: dict[str, Capacity]
    employed: dict[str, Value]
    people_left_out: float
    demonstration: bool


def proposal(
    build: str, survey: str, round: str, people: Value, standards: Standards,
    limits: Limits | None = None, weights: dict[Term, float] | None = None, second_choice: float = SECOND_CHOICE,
    end: End = "estimate",
) -> Proposal:  # fmt: skip
    """The problem of placing so many people of a survey round, with the rooms at an end of their bands.

    Raises SurveyError when the round did not ask for origin, wanted aimag and household size.
    """
    known = {question.concept: question.code for question in survey_queries.questions(build, survey)}
    for concept in ("origin_aimag", "destination_aimag", "household_size", "would_resettle"):
        if concept not in known:
            raise SurveyError(f"Survey {survey} did not ask {concept}.")
    found = flows.flows(build, survey, round, known["destination_aimag"], known["origin_aimag"])
    persons = _persons(build, survey, round, known["household_size"], known["would_resettle"])
    places = official.aimags(build)
    shares = {
        pair: cell.estimate
        for pair, cell in found.cells.items()
        if cell.estimate and cell.mark not in ("c", "x") and pair[1] in places
    }
    total = (people.estimate or 0.0) / (persons.estimate or 1.0)
    for wanted, margin in found.wanted.items():
        rest = (margin.estimate or 0.0) - sum(share for pair, share in shares.items() if pair[1] == wanted)
        if wanted in places and margin.mark not in ("c", "x") and rest > 1e-9:
            shares[SEVERAL, wanted] = rest
    groups = tuple(sorted(shares))
    households = _whole([total * shares[pair] for pair in groups])
    preferences = np.full((len(groups), len(places)), np.nan)
    for g, (origin, wanted) in enumerate(groups):
        if origin in places:
            preferences[g, places.index(origin)] = second_choice
        preferences[g, places.index(wanted)] = 1.0
    found_room = {row.aimag: row for row in capacity.capacities(build, standards)}
    uses = _uses(build, tuple(found_room.values()), standards)
    size = float(persons.estimate or 1.0)
    heads = [official.value(build, PEOPLE, place) for place in places]
    working = {place: _working(build, place) for place in places}
    employment = np.array([working[place].estimate or 0.0 for place in places])
    problem = Problem(
        groups=tuple(f"{origin} > {wanted}" for origin, wanted in groups),
        places=places,
        services=tuple(uses),
        households=households,
        persons=np.full(len(groups), size),
        origins=tuple(None if origin == SEVERAL else origin for origin, _ in groups),
        preferences=preferences,
        employment=np.where(np.isnan(preferences), np.nan, size * employment),
        needs=np.tile([round_to(size * use) for use in uses.values()], (len(groups), 1)),
        capacity=_units(
            uses, [[getattr(row.rooms[s].people, end) for s in uses] for row in found_room.values()]
        ),
        population=np.array([head.estimate if head else np.nan for head in heads], dtype=float),
        weights=weights or {"preference": 1.0},
        limits=limits or Limits(),
    )
    kind = questions.survey_of(build, survey).kind
    placed = float(households.sum()) * size
    return Proposal(
        problem,
        people,
        persons,
        Value("second_choice", second_choice, "assumption", "share", by="planning"),
        uses,
        _units(uses, [[row.rooms[s].lacking for s in uses] for row in found_room.values()]),
        found_room,
        working,
        max(0.0, (people.estimate or 0.0) - placed),
        kind == "demonstration",
    )


def losing(build: str, most: int = 5) -> tuple[str, ...]:
    """The aimags that lost most people by registered net migration since the first year with figures, most first."""
    rows = official.newest(build, "migration_net_since_2015")
    return tuple(sorted(rows, key=lambda place: rows[place].estimate or 0.0)[:most])


def round_to(value: float, digits: int = 6) -> float:
    """A need with so many decimals that HiGHS works on whole numbers."""
    return round(value, digits)


def _persons(build: str, survey: str, round: str, size: str, resettle: str) -> Value:
    answered = questions.table(build, survey, round, size, (), ((resettle, ("yes",)),), statistic="mean")
    row = answered.estimates[0] if answered.estimates else None
    if row is None or not row.estimate:
        raise SurveyError(f"The household size of those who would resettle is hidden in survey {survey}.")
    kind = questions.survey_of(build, survey).kind
    return Value(
        "persons_per_household", row.estimate, "demonstration" if kind == "demonstration" else "survey", "persons",
        low=row.low, high=row.high, level=0.95, base=resettle, sources=(f"{survey}/{round}/{size}",),
    )  # fmt: skip


def _uses(build: str, found: tuple[Capacity, ...], standards: Standards) -> dict[str, float]:
    """What a person uses of each service that has data, by its code."""
    codes = [code for code in (found[0].rooms if found else {}) if code not in ("product", "housing")]
    return {code: use for code in codes if (use := _use(build, BY_CODE[code], standards))}


def _units(uses: dict[str, float], people: list[list[float | None]]) -> Floats:
    """Rooms in people by place and service, as units of each service."""
    found = np.array(people, dtype=float).reshape(len(people), len(uses))
    return np.asarray(found * np.array(list(uses.values())))


def _working(build: str, place: str) -> Value:
    """Employed people per person of a place, in the newest year that has both figures."""
    employed = official.value(build, "employed_estimate", place)
    people = official.value(build, PEOPLE, place, employed.year) if employed else None
    if employed is None or people is None or employed.estimate is None or not people.estimate:
        return Value(f"employed_per_person/{place}", None, "calculated", "share", base=place)
    return Value(
        f"employed_per_person/{place}", employed.estimate / people.estimate, "calculated", "share", base=place,
        year=employed.year, inputs=(employed, people),
    )  # fmt: skip


def _use(build: str, service: Service, standards: Standards) -> float | None:
    """What one person uses of a service at its standard."""
    limit = standards.limits.get(service.standard)
    if service.way == "per_people" and limit and limit.estimate:
        return limit.estimate / service.per
    if service.way in USERS and limit and limit.estimate:
        indicator, scale = USERS[service.way]
        users = official.value(build, indicator, official.COUNTRY)
        people = official.value(build, PEOPLE, official.COUNTRY, users.year) if users else None
        if users and people and users.estimate and people.estimate:
            return scale * users.estimate / people.estimate / limit.estimate
        return None
    employed = official.value(build, "employed_estimate", official.COUNTRY)
    people = official.value(build, PEOPLE, official.COUNTRY, employed.year) if employed else None
    if employed and people and employed.estimate and people.estimate:
        return employed.estimate / people.estimate
    return None


def _whole(numbers: list[float]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Whole numbers with nearly the same sum, by largest remainders."""
    floors = [floor(number) for number in numbers]
    rest = round(sum(numbers)) - sum(floors)
    order = sorted(range(len(numbers)), key=lambda i: floors[i] - numbers[i])
    for i in order[:rest]:
        floors[i] += 1
    return np.array(floors, dtype=np.int64)
