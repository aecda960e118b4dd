"""What would change: with one more unit of a service, or without a decision by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from planning.faults import PlanningError
from planning.matching.problem import Override, Problem
from planning.matching.solution import Solution
from planning.matching.solve import solve


class More(NamedTuple):
    """What more of a service changes in the plan of whole households; `exact` when both plans are proved best.

    Of the `units`, those that are missing today come first and bring no room.
    """

    place: str
    service: str
    units: float
    households: int
    objective: float
    exact: bool


class Effect(NamedTuple):
    """What a decision by hand changes, against the plan without it and with all the others.

    `objective`, `households` (placed) and `first_choice` (households in it) are with minus without.
    """

    override: Override
    objective: float
    households: int
    first_choice: int


def one_more(
    problem: Problem, place: str, service: str, units: float = 1.0, base: Solution | None = None, missing: float = 0.0
) -> More:  # fmt: skip
    """How many more households go when a place has `units` more of a service, of which so many are `missing` today.

    Raises KeyError for a place or service that the problem does not have or that the place does not limit.
    """
    if place not in problem.places or service not in problem.services:
        raise KeyError(f"{service} at {place}")
    at = problem.places.index(place), problem.services.index(service)
    if not np.isfinite(problem.capacity[at]):
        raise KeyError(f"{service} at {place}")
    capacity = problem.capacity.copy()
    capacity[at] += max(0.0, units - missing)
    before = solve(problem) if base is None else base
    after = solve(replace(problem, capacity=capacity))
    return More(
        place,
        service,
        units,
        int(after.placed.sum() - before.placed.sum()),
        after.objective - before.objective,
        before.status == after.status == "optimal",
    )


def effects(
    problem: Problem, base: Solution | None = None, told: Callable[[int], None] = lambda done: None
) -> tuple[Effect, ...]:
    """What each decision by hand costs or brings; `told` hears of every one before it is looked at."""
    if not problem.overrides:
        return ()
    with_all = solve(problem) if base is None else base
    out = []
    for i, override in enumerate(problem.overrides):
        told(i)
        objective, households, first = _without(
            replace(problem, overrides=problem.overrides[:i] + problem.overrides[i + 1 :])
        )
        out.append(
            Effect(
                override,
                with_all.objective - objective,
                int(with_all.placed.sum()) - households,
                _first(with_all) - first,
            )
        )
    return tuple(out)


def _without(problem: Problem) -> tuple[float, int, int]:
    """Objective, households placed and those in their first choice; nothing where there is no plan at all."""
    try:
        found = solve(problem)
    except PlanningError:
        return 0.0, 0, 0
    return found.objective, int(found.placed.sum()), _first(found)


def _first(found: Solution) -> int:
    return int(found.placed[found.problem.first_choices].sum())
