"""Who would rather be at a place than where the plan has them, and what holds them back there.

A household waits for a place when it is worth more to the plan there than where it goes, or when it goes nowhere. A
service holds it back when what the plan leaves of it is less than one more household of its group needs. Places that a
group cannot go to by a decision taken by hand hold it back by that decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from planning.matching.model import DUST, decided, model
from planning.matching.problem import Flags, Floats, Ints
from planning.matching.solution import Solution

BY_HAND, BY_LIMIT, NAMED_NOWHERE, NO_GOOD = "by_hand", "by_limit", "named_nowhere", "no_good"
NOT_BEST = "not_best"  # the plan is not proved best, and there is room that it does not use


class Held(NamedTuple):
    """What holds people back at a place: so many households wait for it and find too little of a service.

    `left` is what the plan leaves of the service; `more` what would be enough for all who wait there, so that
    `households` of them could come if every service had what it lacks.
    """

    place: str
    service: str
    households: int
    left: float
    more: float


@dataclass(frozen=True)
class Waiting:
    """Who waits, by group and place, and why those without a place have none.

    `unplaced` counts households by their reason: the services that hold them back at every place they named
    (joined codes, in the order of the problem), "by_hand", "by_limit", "named_nowhere", "no_good" or "not_best".
    """

    households: Ints
    held: tuple[Held, ...]
    unplaced: Mapping[tuple[str, ...], int]

    def at(self, place: str) -> tuple[Held, ...]:
        """What holds people back at a place, most households first."""
        return tuple(row for row in self.held if row.place == place)


def waiting(found: Solution) -> Waiting:
    """Who waits for which place under a plan."""
    problem = found.problem
    made = model(problem)
    services = made.services
    needs, room = made.needs / made.scale, _room(found)
    left = np.maximum(0.0, room - found.placed.T @ needs)
    worth = np.where(problem.named, problem.worth, -np.inf)
    waits = _waits(found.placed, found.unplaced, worth)
    short = needs[:, None, :] > left[None, :, :] + DUST * np.maximum(1.0, left[None, :, :])
    held = []
    for p, place in enumerate(problem.places):
        more = np.maximum(0.0, waits[:, p] @ needs - left[p])
        for s, service in enumerate(services):
            count = int(waits[short[:, p, s], p].sum())
            if count:
                held.append(Held(place, service, count, float(left[p, s]), float(more[s])))
    held.sort(key=lambda row: (-row.households, row.place, row.service))
    spare = BY_LIMIT if len(made.ceiling) else NOT_BEST
    return Waiting(waits, tuple(held), _reasons(found, short, decided(problem), services, spare))


def _room(found: Solution) -> Floats:
    """What every place has of every service and of the limits that work like one, decisions by hand included."""
    problem, limits = found.problem, found.problem.limits
    columns = [problem.capacity]
    if limits.max_population_share is not None:
        columns.append(limits.max_population_share * problem.population[:, None])
    if limits.max_households:
        columns.append(
            np.array([[float(limits.max_households.get(place, np.inf))] for place in problem.places])
        )
    return np.concatenate(columns, axis=1)


def _waits(placed: Ints, unplaced: Ints, worth: Floats) -> Ints:
    """Households of each group that would be worth more at a place than where they are."""
    out = np.where(worth > 0, unplaced[:, None], 0)
    for p in range(placed.shape[1]):
        here = np.where(placed[:, p] > 0, worth[:, p], np.inf)
        out += np.where(worth > here[:, None] + DUST, placed[:, [p]], 0)
    return out.astype(np.int64)


def _reasons(
    found: Solution, short: Flags, closed: Flags, services: tuple[str, ...], spare: str
) -> dict[tuple[str, ...], int]:
    """Households without a place by what holds them back at every place they named; `spare` where there is room."""
    problem, out = found.problem, dict[tuple[str, ...], int]()
    worth = problem.worth
    for g in np.flatnonzero(found.unplaced):
        named = np.flatnonzero(problem.named[g])
        good = named[worth[g, named] > 0]
        why: set[str] = set()
        for p in good:
            lacking = {services[s] for s in np.flatnonzero(short[g, p])}
            why |= lacking or {BY_HAND if closed[g, p] else spare}
        if not len(named):
            why = {NAMED_NOWHERE}
        elif not len(good):
            why = {NO_GOOD}
        order = (*services, BY_HAND, BY_LIMIT, NOT_BEST, NAMED_NOWHERE, NO_GOOD)
        reason = tuple(sorted(why, key=order.index))
        out[reason] = out.get(reason, 0) + int(found.unplaced[g])
    return dict(sorted(out.items(), key=lambda item: -item[1]))
