"""The headline numbers of a capacity scenario: room of all aimags and of each, and what newcomers would need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from planning import capacity
from planning.capacity import Standards, Stress
from planning.capacity.services import BY_CODE
from planning.scenarios.result import Result
from planning.values import Value


def complete(assumptions: Mapping[str, Any]) -> dict[str, Any]:
    """The assumptions with the standards they start from named."""
    return {"preset": "national", **assumptions}


def check(build: str, assumptions: Mapping[str, Any]) -> None:
    """Raises PlanningError with all that is wrong with assumptions, SurveyError for a round that is not there."""
    standards = capacity.read(build, dict(assumptions))
    if standards.people is not None:
        capacity.arrivals(build, standards.people, standards.survey)


def results(build: str, assumptions: Mapping[str, Any]) -> tuple[Result, ...]:
    """The room of all aimags together and of each; what must be added in all. Raises as `check` does."""
    standards = capacity.read(build, dict(assumptions))
    found = capacity.capacities(build, standards)
    rows = tuple(row.people for row in found)
    ends = {end: sum(getattr(row, end) or 0.0 for row in rows) for end in ("estimate", "low", "high")}
    room = Value(
        "room_of_all", ends["estimate"], "calculated", "persons", ends["low"], ends["high"], inputs=rows
    )
    stressed: tuple[Stress, ...] = ()
    if standards.people is not None:
        coming = capacity.arrivals(build, standards.people, standards.survey)
        stressed = capacity.stress(build, standards, found, coming)
    every = (
        Result("room_of_all", room),
        *_added(standards, stressed),
        *(Result(row.code, row) for row in rows),
    )
    return tuple(every)


def _added(standards: Standards, stressed: tuple[Stress, ...]) -> Iterator[Result]:
    """Units to add over all aimags by service, and their cost where one was assumed."""
    units: dict[str, int] = {}
    for row in stressed:
        for one in row.added:
            units[one.service] = units.get(one.service, 0) + one.units
    coming = tuple(row.people for row in stressed)
    for service, count in units.items():
        limit = standards.limits[BY_CODE[service].standard]
        added = Value(f"added/{service}", float(count), "calculated", "", inputs=(limit, *coming))
        yield Result(added.code, added)
        cost = standards.unit_costs_mnt.get(service)
        if cost is not None and cost.estimate is not None:
            price = Value(f"cost/{service}", count * cost.estimate, "calculated", "MNT", inputs=(added, cost))
            yield Result(price.code, price)
