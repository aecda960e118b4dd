"""The limits and the decisions by hand of a problem, read from JSON and held against the rest of it."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from planning.faults import Faults
from planning.matching.problem import Limits, Override, Problem, ShareTo

AS_SERVICES = ("max_population_share", "max_households")
SHARES = ("max_population_share", "min_placed_share", "min_homeland_share")
COUNTS = ("max_households", "min_households")
MOST = 1e12
KEYS = (*SHARES, "min_share_to", *COUNTS)


def read(found: Any, places: Sequence[str], faults: Faults) -> Limits:
    """The limits of a problem; what is not a limit is a fault, because a limit must not be lost."""
    if found is None:
        return Limits()
    if not isinstance(found, Mapping):
        faults.add("not_an_object", where="limits")
        return Limits()
    for key in found:
        if key not in KEYS:
            meant = difflib.get_close_matches(key, KEYS, 1, 0.0)
            faults.add("unknown_key", where="limits", key=key, meant=meant[0])
    shares = {
        key: _share(found[key], f"limits {key}", faults) for key in SHARES if found.get(key) is not None
    }
    counts = {key: _counts(found[key], key, places, faults) for key in COUNTS if found.get(key) is not None}
    return Limits(min_share_to=_share_to(found.get("min_share_to"), places, faults), **shares, **counts)  # type: ignore[arg-type]


def _share(value: Any, where: str, faults: Faults) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        faults.add("not_a_share", where=where, value=value)
        return 0.0
    return float(value)


def _share_to(found: Any, places: Sequence[str], faults: Faults) -> ShareTo | None:
    if found is None:
        return None
    if not isinstance(found, Mapping) or not isinstance(found.get("places"), list):
        faults.add(
            "not_an_object", where='limits min_share_to, such as {"places": ["MN-046"], "share": 0.3},'
        )
        return None
    for place in found["places"]:
        if place not in places:
            faults.add("no_such_place", where="limits min_share_to", place=place)
    if not found["places"]:
        faults.add("empty", where="places of limits min_share_to")
    return ShareTo(
        tuple(map(str, found["places"])), _share(found.get("share"), "share of limits min_share_to", faults)
    )


def _counts(found: Any, key: str, places: Sequence[str], faults: Faults) -> dict[str, int]:
    if not isinstance(found, Mapping):
        faults.add("not_an_object", where=f"limits {key}")
        return {}
    out = {}
    for place, value in found.items():
        if place not in places:
            faults.add("no_such_place", where=f"limits {key}", place=place)
        if not whole(value):
            faults.add("not_whole", where=f"limits {key} at {place}", value=value)
        else:
            out[place] = int(value)
    return out


def overrides(
    found: Any, groups: Sequence[str], places: Sequence[str], faults: Faults
) -> tuple[Override, ...]:
    """The decisions taken by hand, each with its reason; without a group they close a place to everyone."""
    if found is None:
        return ()
    if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
        faults.add("not_a_list", where="overrides")
        return ()
    out = []
    for i, row in enumerate(found):
        where = f"overrides[{i}]"
        group, place, households, reason = (row.get(k) for k in ("group", "place", "households", "reason"))
        if group is None and households:
            faults.add("everyone", where=where)
        elif group is not None and group not in groups:
            faults.add("no_such_group", where=where, group=group)
        if place not in places:
            faults.add("no_such_place", where=where, place=place)
        if not whole(households):
            faults.add("not_whole", where=f"households of {where}", value=households)
        if not isinstance(reason, str) or not reason.strip():
            faults.add("no_reason", where=where)
        if whole(households):
            named = None if group is None else str(group)
            out.append(Override(named, str(place), int(households), str(reason)))
    return tuple(out)


def check(problem: Problem, faults: Faults) -> None:
    """Note what does not fit together in a problem whose parts are well formed."""
    if not problem.households.sum():
        faults.add("no_households")
    elif not problem.named[problem.households > 0].any() and not problem.overrides:
        faults.add("nobody_wants")
    if problem.limits.max_population_share is not None:
        for i in np.flatnonzero(~(problem.population > 0)):
            faults.add("no_population", where=f"place {problem.places[i]}")
        for i in np.flatnonzero(~(problem.persons > 0)):
            faults.add("no_persons", where=f"group {problem.groups[i]}")
    if problem.weights.get("homeland") or problem.limits.min_homeland_share is not None:
        for group, origin in zip(problem.groups, problem.origins, strict=True):
            if origin is None:
                faults.add("no_origin", where=f"group {group}")
    if problem.weights.get("employment"):
        for i, j in zip(*np.nonzero(problem.named & np.isnan(problem.employment)), strict=True):
            faults.add("no_employment", where=f"group {problem.groups[i]}", place=problem.places[j])
    check_overrides(problem, problem.overrides, faults)


def check_overrides(problem: Problem, overrides: tuple[Override, ...], faults: Faults) -> None:
    """Note decisions by hand about groups or places that are not there, or about more households than there are."""
    had = dict(zip(problem.groups, problem.households, strict=True))
    placed = Counter[str]()
    for override in overrides:
        if override.place not in problem.places:
            faults.add("no_such_place", where="overrides", place=override.place)
        if override.group is not None and override.group not in had:
            faults.add("no_such_group", where="overrides", group=override.group)
        elif override.group is not None:
            placed[override.group] += override.households
    for group, households in placed.items():
        if households > had[group]:
            faults.add("too_many", where="overrides", group=group, households=households, had=had[group])


def whole(value: Any) -> bool:
    """Whether a value is a whole number from 0 to MOST."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and 0 <= value <= MOST and not value % 1
