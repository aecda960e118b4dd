"""If so many people came: which aimag breaks which standard, and what would have to be added.

The people are shared out by aimag of origin: of a survey round, or by registered departures since the first year with
figures. Of the 44 in 100 who would go to their homeland the base is those who would resettle in a rural area, whose
number was not published: the reader says how many people come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from planning import official
from planning.capacity.room import PEOPLE, USERS, Capacity
from planning.capacity.services import BY_CODE, Service
from planning.capacity.standards import Standards
from planning.funnel import stages
from planning.values import Value


class Added(NamedTuple):
    """What one service of an aimag needs for the newcomers.

    `units` are to be added so that the standard is kept with them: `today` of these are missing already without
    them. `level` is the standard's indicator with the newcomers and nothing added. `cost_mnt` is None without a
    unit cost.
    """

    service: str
    breaks: bool
    level: float
    units: int
    today: int
    cost_mnt: float | None


@dataclass(frozen=True)
class Stress:
    """An aimag with its newcomers; `unknown` are services without data there."""

    aimag: str
    people: Value
    added: tuple[Added, ...]
    unknown: tuple[str, ...]

    @property
    def broken(self) -> tuple[str, ...]:
        """Services whose standard the newcomers break, or that was not kept before."""
        return tuple(row.service for row in self.added if row.breaks)


def arrivals(build: str, people: Value, survey: tuple[str, str] | None = None) -> dict[str, Value]:
    """People by the aimag they come from: shares of those of a survey who wish, else of registered departures."""
    shares: dict[str, tuple[float, tuple[Value, ...]]] = {}
    if survey is not None:
        parts = stages.of_survey(build, *survey).destinations
        for code, share in zip(parts.codes, parts.shares, strict=True) if parts else ():
            shares[code] = (share.value.estimate or 0.0, (share.value,))
    else:
        for place in official.aimags(build):
            rows = official.series(build, "migration_departures", place)
            shares[place] = (sum(row.estimate or 0.0 for row in rows), rows)
    total = sum(share for share, _ in shares.values())
    return {
        place: Value(
            f"newcomers/{place}", (people.estimate or 0.0) * share / total, "calculated", "persons", base=place,
            inputs=(people, *inputs),
        )
        for place, (share, inputs) in shares.items()
    }  # fmt: skip


def stress(
    build: str, standards: Standards, found: tuple[Capacity, ...], coming: Mapping[str, Value]
) -> tuple[Stress, ...]:
    """What every aimag with newcomers would have to add; `found` are the capacities under the same standards."""
    out = []
    for capacity in found:
        people = coming.get(capacity.aimag)
        if people is None:
            continue
        rows = {
            code: _added(build, BY_CODE[code], capacity.aimag, standards, people.estimate or 0.0)
            for code in capacity.rooms
            if BY_CODE[code].way in ("per_people", "pupils", "children") and code != "product"
        }
        unknown = tuple(code for code, row in rows.items() if row is None)
        out.append(Stress(capacity.aimag, people, tuple(row for row in rows.values() if row), unknown))
    return tuple(out)


def _added(build: str, service: Service, place: str, standards: Standards, coming: float) -> Added | None:
    limit = standards.limits[service.standard].estimate or 0.0
    stock, people = official.value(build, service.stock, place), official.value(build, PEOPLE, place)
    if stock is None or people is None or not stock.estimate or not people.estimate or not limit:
        return None
    there = stock.estimate
    if service.way == "per_people":
        now, later = people.estimate, people.estimate + coming
        needed_now, needed = limit * now / service.per, limit * later / service.per
        level, breaks = service.per * there / later, there < needed - 1e-9
    else:
        indicator, scale = USERS[service.way]
        users = official.value(build, indicator, place)
        base = official.value(build, PEOPLE, place, users.year) if users else None
        stock = official.value(build, service.stock, place, users.year) if users else None
        if users is None or base is None or stock is None:
            return None
        if users.estimate is None or not base.estimate or not stock.estimate:
            return None
        there = stock.estimate
        now = scale * users.estimate
        later = now + coming * now / base.estimate
        needed_now, needed = now / limit, later / limit
        level, breaks = later / there, there < needed - 1e-9
    units = max(0, ceil(needed - there - 1e-9))
    cost = standards.unit_costs_mnt.get(service.code)
    return Added(
        service.code,
        breaks,
        level,
        units,
        max(0, ceil(needed_now - there - 1e-9)),
        None if cost is None or cost.estimate is None else units * cost.estimate,
    )
