"""A problem from JSON, with everything that is wrong with it said at once."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import inf, nan
from pathlib import Path
from typing import Any

import numpy as np

from planning.faults import Faults, content
from planning.matching import limits
from planning.matching.limits import MOST
from planning.matching.problem import TERMS, Override, Problem

TEXTS = {
    "not_an_object": "{where} must be an object.",
    "not_a_list": "{where} must be a list of objects.",
    "empty": "{where} is empty: name at least one.",
    "unknown_key": "{where} has {key}, which is not known: did you mean {meant}?",
    "no_id": "{where} needs an id, a text.",
    "repeated_id": "{where} has the id {id}, which stands before already.",
    "not_whole": "{where} must be a whole number from 0 to a million million, not {value}.",
    "not_a_number": "{where} must be a number of at most a million million, not {value}.",
    "below_zero": "{where} must be at least 0, not {value}.",
    "not_a_share": "{where} must be a share between 0 and 1, not {value}.",
    "no_such_place": "{where} names the place {place}, which is not among the places.",
    "no_such_group": "{where} names the group {group}, which is not among the groups.",
    "no_such_term": "{where} has {term}: known are {known}.",
    "no_weight": "All weights of the objective are 0: give at least one above 0.",
    "no_households": "No group has any households: there is nobody to place.",
    "nobody_wants": "No group has named a place: there is nothing to choose from.",
    "no_employment": "{where} names {place}, for which it gives no employment; the objective weighs it.",
    "no_population": "{where} needs a population above 0, because max_population_share is set.",
    "no_persons": "{where} needs persons_per_household above 0, because max_population_share is set.",
    "no_origin": "{where} needs an origin, because the homeland counts in the objective or the limits.",
    "no_reason": "{where} needs a reason, a text.",
    "everyone": "{where} names no group: only 0 households can be said of everyone.",
    "too_many": "{where} places {households} households of group {group}, which has {had}.",
    "reserved": "{where} names the service {service}, which is the name of a limit: choose another.",
}
PROBLEM_KEYS = ("groups", "places", "objective", "limits", "overrides")
GROUP_KEYS = ("id", "households", "persons_per_household", "preferences", "needs", "origin", "employment")
PLACE_KEYS = ("id", "capacity", "population")


def file(path: Path) -> Problem:
    """The problem of a JSON file. Raises PlanningError with all its faults, OSError when it cannot be read."""
    return problem(content(path))


def problem(found: Any) -> Problem:
    """The problem of what a JSON document holds. Raises PlanningError with all its faults."""
    faults = Faults(TEXTS)
    if not isinstance(found, Mapping):
        faults.add("not_an_object", where="The problem")
        faults.stop()
    look = _Reader(faults)
    look.keys(found, PROBLEM_KEYS, "The problem")
    places = look.rows(found, "places")
    groups = look.rows(found, "groups")
    faults.stop()
    place_ids = look.ids(places, "places", PLACE_KEYS)
    group_ids = look.ids(groups, "groups", GROUP_KEYS)
    services = look.services(places, groups)
    positions = {place: i for i, place in enumerate(place_ids)}
    shape = (len(groups), len(places))
    made = Problem(
        groups=group_ids,
        places=place_ids,
        services=services,
        households=np.array(
            [look.whole(row.get("households"), f"households of {_name(row, i, 'groups')}") for i, row in enumerate(groups)],
            dtype=np.int64,
        ),
        persons=look.column(groups, "groups", "persons_per_household"),
        origins=tuple(look.origin(row.get("origin"), i, positions) for i, row in enumerate(groups)),
        preferences=look.table(groups, "groups", "preferences", positions, shape, nan),
        employment=look.table(groups, "groups", "employment", positions, shape, nan, lowest=0.0),
        needs=look.table(groups, "groups", "needs", _positions(services), (len(groups), len(services)), 0.0, lowest=0.0),
        capacity=look.table(places, "places", "capacity", _positions(services), (len(places), len(services)), inf, lowest=0.0),
        population=look.column(places, "places", "population"),
        weights=look.weights(found.get("objective")),
        limits=limits.read(found.get("limits"), place_ids, faults),
        overrides=limits.overrides(found.get("overrides"), group_ids, place_ids, faults),
    )  # fmt: skip
    faults.stop()
    limits.check(made, faults)
    faults.stop()
    return made


def with_overrides(problem: Problem, overrides: tuple[Override, ...]) -> Problem:
    """The problem with more decisions by hand. Raises PlanningError when they do not fit it."""
    faults = Faults(TEXTS)
    limits.check_overrides(problem, problem.overrides + overrides, faults)
    faults.stop()
    return replace(problem, overrides=problem.overrides + overrides)


def _positions(names: Sequence[str]) -> dict[str, int]:
    return {name: i for i, name in enumerate(names)}


def _name(row: Mapping[str, Any], position: int, kind: str) -> str:
    own = row.get("id")
    return f"{kind[:-1]} {own}" if isinstance(own, str) else f"{kind}[{position}]"


class _Reader:
    """Takes numbers out of JSON and notes what is wrong; what is wrong becomes NaN or 0 until the end."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults

    def keys(self, row: Mapping[str, Any], known: Sequence[str], where: str) -> None:
        """Note keys that look like slips of known ones; others are free for notes of the writer."""
        for key in row:
            if key not in known and (meant := difflib.get_close_matches(key, known, 1, 0.75)):
                self.faults.add("unknown_key", where=where, key=key, meant=meant[0])

    def rows(self, content: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
        """The objects of a list that must be there and not be empty."""
        found = content.get(kind)
        if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
            self.faults.add("not_a_list", where=kind)
            return []
        if not found:
            self.faults.add("empty", where=kind)
        return found

    def ids(self, rows: list[Mapping[str, Any]], kind: str, known: Sequence[str]) -> tuple[str, ...]:
        """The ids of rows, each different."""
        seen: set[str] = set()
        for i, row in enumerate(rows):
            own = row.get("id")
            if not isinstance(own, str) or not own:
                self.faults.add("no_id", where=f"{kind}[{i}]")
            elif own in seen:
                self.faults.add("repeated_id", where=f"{kind}[{i}]", id=own)
            else:
                seen.add(own)
            if not row.keys() <= set(known):
                self.keys(row, known, _name(row, i, kind))
        return tuple(str(row.get("id")) for row in rows)

    def services(self, places: list[Mapping[str, Any]], groups: list[Mapping[str, Any]]) -> tuple[str, ...]:
        """Every service that a place limits or a group needs, in the order of first mention."""
        names: dict[str, None] = {}
        for rows, key in ((places, "capacity"), (groups, "needs")):
            for row in rows:
                if isinstance(row.get(key), Mapping):
                    names |= dict.fromkeys(row[key])
        for name in names.keys() & set(limits.AS_SERVICES):
            self.faults.add("reserved", where="The problem", service=name)
        return tuple(names)

    def number(self, value: Any, where: str, lowest: float | None = None) -> float:
        """A finite number, at least `lowest`; NaN when it is not one."""
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= MOST:
            self.faults.add("not_a_number", where=where, value=value)
            return nan
        if lowest is not None and value < lowest:
            self.faults.add("below_zero", where=where, value=value)
        return float(value)

    def whole(self, value: Any, where: str) -> int:
        """A whole number of at least 0."""
        if not limits.whole(value):
            self.faults.add("not_whole", where=where, value=value)
            return 0
        return int(value)

    def column(self, rows: list[Mapping[str, Any]], kind: str, key: str) -> Any:
        """Numbers of at least 0 that may be absent (NaN), one per row."""
        return np.array(
            [
                nan if row.get(key) is None else self.number(row[key], f"{key} of {_name(row, i, kind)}", 0.0)
                for i, row in enumerate(rows)
            ],
            dtype=float,
        )

    def table(
        self, rows: list[Mapping[str, Any]], kind: str, key: str, positions: Mapping[str, int],
        shape: tuple[int, int], absent: float, lowest: float | None = None,
    ) -> Any:  # fmt: skip
        """Numbers by row and by the names within `key`, with `absent` where a name is not there."""
        out = np.full(shape, absent)
        for i, row in enumerate(rows):
            found = row.get(key)
            if found is None:
                continue
            if not isinstance(found, Mapping):
                self.faults.add("not_an_object", where=f"{key} of {_name(row, i, kind)}")
                continue
            for name, value in found.items():
                if type(value) is float and abs(value) <= MOST and (lowest is None or value >= lowest):
                    number = value
                else:
                    number = self.number(value, f"{key} of {_name(row, i, kind)} at {name}", lowest)
                if name in positions:
                    out[i, positions[name]] = number
                else:
                    self.faults.add("no_such_place", where=f"{key} of {_name(row, i, kind)}", place=name)
        return out

    def origin(self, value: Any, position: int, places: Mapping[str, int]) -> str | None:
        """The place a group comes from; another than those that receive is allowed."""
        if value is not None and (not isinstance(value, str) or not value):
            self.faults.add("no_id", where=f"origin of groups[{position}]")
        return str(value) if value else None

    def weights(self, found: Any) -> dict[Any, float]:
        """The weights of the objective, at least one of them above 0; preference alone when not given."""
        if found is None:
            return {"preference": 1.0}
        if not isinstance(found, Mapping):
            self.faults.add("not_an_object", where="objective")
            return {}
        for term in found.keys() - set(TERMS):
            self.faults.add("no_such_term", where="objective", term=term, known=", ".join(TERMS))
        weights = {term: self.number(value, f"objective {term}", 0.0) for term, value in found.items()}
        if not any(weights.values()):
            self.faults.add("no_weight")
        return weights
