"""How the index is made, as a reader set it, checked with all faults at once."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from planning.faults import Faults
from planning.readiness.scoring import (
    AGGREGATIONS,
    MISSING,
    NORMALISATIONS,
    Aggregation,
    Missing,
    Normalisation,
)
from planning.readiness.selection import KNOWN, PILLARS

KEYS = (
    "weights",
    "indicators",
    "normalisation",
    "aggregation",
    "missing",
    "weight_spread",
    "seed",
    "draws",
    "by",
    "name",
)
TEXTS = {
    "not_an_object": "{where} must be an object.",
    "unknown_key": "{where} has {key}, which is not known: did you mean {meant}?",
    "not_a_number": "{where} must be a number from {low:g} to {high:g}, not {value}.",
    "not_whole": "{where} must be a whole number from {low:g} to {high:g}, not {value}.",
    "no_weight": "All weights are 0: give at least one pillar a weight above 0.",
    "no_data_weighted": "Only {pillars} have a weight above 0, and no aimag has figures for them.",
    "not_a_choice": "{where} must be one of {known}, not {value}.",
    "not_a_list": "{where} must be a list of indicators.",
    "none_left": "No indicator is left: name at least one.",
}


@dataclass(frozen=True)
class Settings:
    """The steps of the index. `weights` are by pillar and need not add up to 1.

    `weight_spread` says how far plausible weights lie from these: Dirichlet with a coefficient of variation of about
    so much for a pillar of mean weight; 0 keeps them as they are.
    """

    weights: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(PILLARS, 1.0))
    indicators: tuple[str, ...] = tuple(KNOWN)
    normalisation: Normalisation = "minmax"
    aggregation: Aggregation = "arithmetic"
    missing: Missing = "available"
    weight_spread: float = 0.3
    seed: int = 1
    draws: int = 2000


def read(found: Any) -> Settings:
    """The settings of a JSON object: pillars and weights alone, or all steps. Raises PlanningError with all its faults."""
    faults = Faults(TEXTS)
    if not isinstance(found, Mapping):
        faults.add("not_an_object", where="The settings")
        faults.stop()
    if found and found.keys() <= set(PILLARS):
        found = {"weights": found}
    _known(faults, found, KEYS, "The settings")
    weights = _weights(faults, found.get("weights"))
    made = Settings(
        weights,
        _indicators(faults, found.get("indicators")),
        _choice(faults, found.get("normalisation", "minmax"), "normalisation", NORMALISATIONS),
        _choice(faults, found.get("aggregation", "arithmetic"), "aggregation", AGGREGATIONS),
        _choice(faults, found.get("missing", "available"), "missing", MISSING),
        _number(faults, found.get("weight_spread", 0.3), "weight_spread", 0, 2),
        _whole(faults, found.get("seed", 1), "seed", 0, 2**31),
        _whole(faults, found.get("draws", 2000), "draws", 200, 50_000),
    )
    faults.stop()
    return made


def _known(faults: Faults, found: Mapping[str, Any], names: tuple[str, ...], where: str) -> None:
    for key in found:
        if key not in names:
            meant = difflib.get_close_matches(str(key), names, 1, 0.0)
            faults.add("unknown_key", where=where, key=key, meant=meant[0])


def _weights(faults: Faults, found: Any) -> dict[str, float]:
    if found is None:
        return dict.fromkeys(PILLARS, 1.0)
    if not isinstance(found, Mapping):
        faults.add("not_an_object", where="weights")
        return {}
    _known(faults, found, PILLARS, "weights")
    weights = {p: _number(faults, found.get(p, 0.0), f"weight of {p}", 0, 1e6) for p in PILLARS}
    if not any(weights.values()):
        faults.add("no_weight")
    return weights


def _indicators(faults: Faults, found: Any) -> tuple[str, ...]:
    if found is None:
        return tuple(KNOWN)
    if not isinstance(found, list):
        faults.add("not_a_list", where="indicators")
        return ()
    _known(faults, dict.fromkeys(map(str, found)), tuple(KNOWN), "indicators")
    if not found:
        faults.add("none_left")
    return tuple(code for code in KNOWN if code in found)


def _number(faults: Faults, value: Any, where: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        faults.add("not_a_number", where=where, low=low, high=high, value=value)
        return low
    return float(value)


def _whole(faults: Faults, value: Any, where: str, low: int, high: int) -> int:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not low <= value <= high or value % 1:
        faults.add("not_whole", where=where, low=low, high=high, value=value)
        return low
    return int(value)


def _choice(faults: Faults, value: Any, where: str, known: tuple[Any, ...]) -> Any:
    if value not in known:
        faults.add("not_a_choice", where=where, known=", ".join(known), value=value)
        return known[0]
    return value
