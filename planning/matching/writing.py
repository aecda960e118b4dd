"""A problem as JSON, so that what was asked on a page can be asked again on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import Any

from planning.matching.limits import COUNTS, SHARES
from planning.matching.problem import Floats, Problem


def as_json(problem: Problem) -> dict[str, Any]:
    """The problem in the form that `reading.problem` reads."""
    groups = [
        _filled(
            id=group,
            households=int(problem.households[g]),
            persons_per_household=_number(problem.persons[g]),
            origin=problem.origins[g],
            preferences=_named(problem.places, problem.preferences[g]),
            employment=_named(problem.places, problem.employment[g]),
            needs={
                name: value for name, value in _named(problem.services, problem.needs[g]).items() if value
            },
        )
        for g, group in enumerate(problem.groups)
    ]
    places = [
        _filled(
            id=place,
            population=_number(problem.population[p]),
            capacity=_named(problem.services, problem.capacity[p]),
        )
        for p, place in enumerate(problem.places)
    ]
    out: dict[str, Any] = {"groups": groups, "places": places, "objective": dict(problem.weights)}
    limits = {name: value for name in SHARES if (value := getattr(problem.limits, name)) is not None}
    limits |= {name: dict(value) for name in COUNTS if (value := getattr(problem.limits, name))}
    if problem.limits.min_share_to is not None:
        to = problem.limits.min_share_to
        limits["min_share_to"] = {"places": list(to.places), "share": to.share}
    if limits:
        out["limits"] = limits
    if problem.overrides:
        out["overrides"] = [override._asdict() for override in problem.overrides]
    return out


def _filled(**said: Any) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value is not None and value != {}}


def _number(value: float) -> float | None:
    return float(value) if isfinite(value) else None


def _named(names: Iterable[str], row: Floats) -> dict[str, float]:
    return {name: float(value) for name, value in zip(names, row, strict=True) if isfinite(value)}
