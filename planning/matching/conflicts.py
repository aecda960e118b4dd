"""Why there is no plan: the smallest set of conditions that cannot hold together.

Conditions are the limits, the decisions by hand, and the capacities, first service by service and then place by
place. A set conflicts when no plan that keeps to it places at least one household. Conditions are taken out one
by one as long as the rest still conflicts (the deletion filter of Chinneck and Dravnieks 1991); then every smaller
set of limits, decisions and services is tried, so that no smaller one is overlooked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from typing import Literal, NamedTuple

import numpy as np

from planning.faults import Fault
from planning.matching import whole
from planning.matching.model import model
from planning.matching.problem import Limits, Problem

TRIED = 400  # smaller sets looked at before the filter's answer is taken


class Condition(NamedTuple):
    """A limit with its value, a decision by hand, or the capacities of a service at places."""

    kind: Literal["limit", "override", "capacity"]
    name: str
    places: tuple[str, ...] = ()
    value: float | None = None

    def __str__(self) -> str:
        where = f" at {', '.join(self.places)}" if self.places else ""
        how_much = "" if self.value is None else f" {self.value:g}"
        return {"limit": "", "override": "override ", "capacity": "capacity of "}[self.kind] + (
            f"{self.name or 'of everyone'}{how_much}{where}"
        )


TEXTS = {
    "conflict": "No plan keeps to these conditions together: {conditions}. Ease one of them.",
    "not_found": "No plan was found, and no proof that there is none: make the problem smaller or its limits wider.",
    "nobody_fits": "Nobody can be placed: {conditions} leaves no room for a single household.",
}


def fault(problem: Problem) -> Fault:
    """The smallest conflicting set of a problem that has no plan."""
    found = smallest(problem)
    if not found:
        return Fault("not_found", TEXTS["not_found"], {"set": ()})
    code = "nobody_fits" if all(item.kind == "capacity" for item in found) else "conflict"
    return Fault(code, TEXTS[code], {"conditions": "; ".join(map(str, found)), "set": found})


def stuck(problem: Problem) -> bool:
    """Whether the conditions allow no plan that places anybody."""
    return not _hold(problem, _conditions(problem))


def smallest(problem: Problem) -> tuple[Condition, ...]:
    """The smallest set of conditions that conflict; () when all hold together."""
    items = _conditions(problem)
    if _hold(problem, items):
        return ()
    core = _filtered(problem, items, [])
    core = _smaller(problem, items, core)
    limits = [item for item in core if item.kind != "capacity"]
    single = [
        Condition("capacity", item.name, (place,))
        for item in core
        if item.kind == "capacity"
        for place in item.places
    ]
    kept = _filtered(problem, single, limits)
    by_service: dict[str, list[str]] = {}
    for item in kept:
        by_service.setdefault(item.name, []).extend(item.places)
    joined = [Condition("capacity", name, tuple(places)) for name, places in by_service.items()]
    return (*limits, *joined)


def _conditions(problem: Problem) -> list[Condition]:
    limits = problem.limits
    out = [
        Condition("limit", name, value=getattr(limits, name))
        for name in ("max_population_share", "min_placed_share", "min_homeland_share")
        if getattr(limits, name) is not None
    ]
    if limits.min_share_to:
        out.append(Condition("limit", "min_share_to", limits.min_share_to.places, limits.min_share_to.share))
    for name, counts in (
        ("max_households", limits.max_households),
        ("min_households", limits.min_households),
    ):
        out += [Condition("limit", name, (place,), count) for place, count in counts.items()]
    out += [
        Condition("override", o.group or "", (o.place,), o.households)
        for o in dict.fromkeys(problem.overrides)
    ]
    limited = np.isfinite(problem.capacity)
    for s, service in enumerate(problem.services):
        if limited[:, s].any():
            places = tuple(problem.places[p] for p in np.flatnonzero(limited[:, s]))
            out.append(Condition("capacity", service, places))
    return out


def _hold(problem: Problem, items: Iterable[Condition]) -> bool:
    kept = _only(problem, list(items))
    made = model(kept)
    return bool((made.capacity >= 0).all()) and whole.possible(made, 1 - int(made.taken.sum()))


def _only(problem: Problem, items: list[Condition]) -> Problem:
    """The problem with these conditions and no others."""
    limits = {
        item.name: item.value
        for item in items
        if item.kind == "limit"
        and item.name in ("max_population_share", "min_placed_share", "min_homeland_share")
    }
    counts = {
        name: {
            item.places[0]: int(item.value or 0)
            for item in items
            if item.kind == "limit" and item.name == name
        }
        for name in ("max_households", "min_households")
    }
    to = problem.limits.min_share_to if any(item.name == "min_share_to" for item in items) else None
    capacity = np.full(problem.capacity.shape, np.inf)
    for item in items:
        if item.kind == "capacity":
            at = [problem.places.index(place) for place in item.places]
            s = problem.services.index(item.name)
            capacity[at, s] = problem.capacity[at, s]
    by_hand = {(item.name, item.places[0]) for item in items if item.kind == "override"}
    return replace(
        problem,
        limits=Limits(min_share_to=to, **limits, **counts),  # type: ignore[arg-type]
        capacity=capacity,
        overrides=tuple(o for o in problem.overrides if (o.group or "", o.place) in by_hand),
    )


def _filtered(problem: Problem, items: list[Condition], always: list[Condition]) -> list[Condition]:
    core = list(items)
    for item in items:
        rest = [other for other in core if other != item]
        if not _hold(problem, [*always, *rest]):
            core = rest
    return core


def _smaller(problem: Problem, items: list[Condition], core: list[Condition]) -> list[Condition]:
    tried = 0
    for size in range(1, len(core)):
        for some in combinations(items, size):
            tried += 1
            if tried > TRIED:
                return core
            if not _hold(problem, some):
                return list(some)
    return core
