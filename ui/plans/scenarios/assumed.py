"""Assumptions of scenarios in words: what each is called, and what is assumed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from planning import scenarios
from planning.matching import Override
from planning.scenarios import Saved
from planning.scenarios.comparison import OFF, Assumed
from ui.plans import assumptions, services
from ui.plans.capacity import said as capacity
from ui.plans.matching import said as matching
from ui.plans.matching.controls import ROOMS
from ui.plans.pillars import PILLARS
from ui.plans.readiness import said as readiness
from ui.view import View

NAMES = {
    "survey": "Who wishes and plans",
    "base": "People who could be asked (assumption)",
    "wish": "Wish to return",
    "plan": "Of those who wish, plan (assumption)",
    "conversion": "Of those who plan, move (assumption)",
    "horizon": "Within",
    "seed": "Seed of the draws",
    "draws": "Draws",
    "preset": "The standard",
    "indicators": "Indicators",
    "missing": "Where a figure is missing",
    "normalisation": "Figures on one scale",
    "aggregation": "Pillars together",
    "weight_spread": "How far other weights are plausible",
    "room": "Room of the aimags",
    "second_choice": "Worth of the homeland as second choice (assumption)",
    "limits/max_population_share": "Newcomers, of the people of an aimag at most",
    "limits/min_share_to_losing": "Of those placed, to the aimags that lose most at least",
    "limits/min_placed_share": "Of all, placed at least",
    "objective/preference": "Weight of preferences kept",
    "objective/employment": "Weight of employment",
    "objective/homeland": "Weight of the homeland",
}
CHOICES = {
    "preset": capacity.PRESETS,
    "missing": readiness.MISSING,
    "normalisation": readiness.NORMALISATIONS,
    "aggregation": readiness.AGGREGATIONS,
    "conversion": assumptions.RATES,
    "room": ROOMS,
}
WORDS = tuple(NAMES.values())
_SHARES = ("wish", "plan", "conversion", "second_choice")


def rows(chosen: Sequence[Saved]) -> tuple[Assumed, ...]:
    """Every assumption of some scenarios; that the wish is the published one is an assumption as well."""
    found = scenarios.assumed([one.assumptions for one in chosen])
    if any(row.code == "survey" for row in found) or any(one.page != "target" for one in chosen):
        return found
    return (Assumed("survey", (None,) * len(chosen)), *found)


def name(view: View, row: Assumed) -> str:
    """What an assumption is called; its code where it has no name."""
    t = view.t
    head, _, rest = row.code.partition("/")
    of, _, place = rest.partition("/")
    if head == "target":
        return t("Target: {what}", what=name(view, Assumed(rest, row.values)))
    if head == "overrides":
        return t("Decision by hand")
    if head == "levers" and rest in assumptions.LEVER_NAMES:
        return t("Measure: {name}", name=t(assumptions.LEVER_NAMES[rest]))
    if head == "weights" and rest in PILLARS:
        return t("Weight: {of}", of=t(PILLARS[rest]))
    if head == "standards":
        return t("Standard: {of}", of=services.standard(view, rest))
    if head == "unit_costs_mnt":
        return t("Cost of one more: {of}", of=services.name(view, rest))
    if head == "loaded" and place in view.places:
        return f"{services.name(view, of)}, {view.words.name(view.places[place])}"
    if row.code == "people":
        several = any(isinstance(value, list) for value in row.values)
        return t("Movers to reach") if several else t("People who would come (assumption)")
    return t(NAMES[row.code]) if row.code in NAMES else row.code


def value(view: View, code: str, found: Any) -> str:
    """What is assumed; a dash where nothing is."""
    t, number = view.t, view.words.number
    if code.startswith("target/") and found is not None:
        return value(view, code.removeprefix("target/"), found)
    if code == "survey":
        return _round(view, found) if found else t("what was published (13 in 100)")
    if found is None:
        return "–"
    if found == OFF:
        return t("left out")
    if isinstance(found, str) and found in CHOICES.get(code, {}):
        return t(CHOICES[code][found])
    spread = f"{found:g}" if code == "weight_spread" else ""
    if spread in readiness.SPREADS:
        return t(readiness.SPREADS[spread])
    if code == "horizon":
        return t("{n} years", n=found) if found != 1 else t("1 year")
    if code == "indicators" and all(one in view.indicators for one in found):
        return "; ".join(view.words.name(view.indicators[one]) for one in found)
    if code.startswith("levers/"):
        return _lever(view, found)
    if code.startswith("overrides/"):
        return f"{matching.override(view, Override(**found))}: {found['reason']}"
    if code in _SHARES or code.startswith(("limits/", "objective/")):
        said = t("{n} in 100", n=_ends(view, found, 100, 1))
        years = found.get("years") if isinstance(found, dict) else None
        return said if years is None else f"{said}, {t('{n} years', n=number(years))}"
    if isinstance(found, (int, float, dict)) and not isinstance(found, bool):
        said = _ends(view, found, 1, 0)
        if said:
            return said
    return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)


def _ends(view: View, found: Any, scale: float, places: int) -> str:
    """A number, or a number with its ends in brackets; empty for what is neither."""
    number = view.words.number

    def one(found: float) -> str:
        scaled = scale * found
        return number(scaled, 0 if float(scaled).is_integer() else max(places, 1))

    if isinstance(found, (int, float)):
        return one(found)
    if not isinstance(found, dict) or not isinstance(found.get("value"), (int, float)):
        return ""
    low, high = found.get("low"), found.get("high")
    return one(found["value"]) + (
        f" ({one(low)}–{one(high)})" if low is not None and high is not None else ""
    )


def _lever(view: View, found: Any) -> str:
    t = view.t
    parts = [t("{n} in 100 of those reached would plan", n=_ends(view, found["response"], 100, 1))]
    if found.get("reach") is not None:
        parts.append(t("reached: {n} in 100 who wish", n=_ends(view, found["reach"], 100, 1)))
    if found.get("unit_cost_mnt") is not None:
        parts.append(t("{n} ₮ for one who receives it", n=view.words.number(found["unit_cost_mnt"])))
    return "; ".join(parts)


def _round(view: View, found: Any) -> str:
    code = f"{found['survey']}/{found['round']}"
    return assumptions.rounds(view).get(code, code)
