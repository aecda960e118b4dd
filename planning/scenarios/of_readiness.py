"""The headline numbers of a readiness scenario: who may be first, and the places each aimag can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from planning import readiness
from planning.readiness import Readiness, Settings
from planning.scenarios.result import Result
from planning.values import Value

_DEFAULTS = {"seed": Settings().seed, "draws": Settings().draws}


def complete(assumptions: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with seed and draws said, which a default could change later."""
    return {**assumptions, **{k: v for k, v in _DEFAULTS.items() if k not in assumptions}}


def check(build: str, assumptions: Mapping[str, Any]) -> None:
    """Raises PlanningError with all that is wrong with settings."""
    readiness.readiness(build, readiness.read(dict(assumptions)))


def results(build: str, assumptions: Mapping[str, Any]) -> tuple[Result, ...]:
    """How many aimags may be first; of each the places it can have, its index, and how often it is first."""
    by = str(assumptions.get("by") or "")
    return tuple(_results(readiness.readiness(build, readiness.read(dict(assumptions))), by))


def _results(found: Readiness, by: str) -> Iterator[Result]:
    weights = tuple(
        Value(f"weight/{pillar}", weight, "assumption", "", by=by or None)
        for pillar, weight in found.weights.items()
        if weight
    )
    known = sorted((row for row in found.standings if row.rank), key=lambda row: (row.rank, row.aimag))
    indexes = {
        row.aimag: Value(
            f"readiness/{row.aimag}", row.score, "calculated", "points", base=row.aimag,
            inputs=(*weights, *(value for (aimag, _), value in found.table.values.items() if aimag == row.aimag)),
        )
        for row in known
    }  # fmt: skip
    first = sum(row.both.low == 1 for row in known)
    yield Result(
        "may_be_first", Value("may_be_first", float(first), "calculated", "", inputs=tuple(indexes.values()))
    )
    for row in known:
        index = indexes[row.aimag]
        places = Value(
            f"places/{row.aimag}", float(row.rank or 0), "calculated", "place", row.both.low, row.both.high,
            base=row.aimag, inputs=(index,),
        )  # fmt: skip
        yield Result(places.code, places)
    for row in known:
        yield Result(f"readiness/{row.aimag}", indexes[row.aimag])
