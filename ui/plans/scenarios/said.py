"""Scenarios in words: results, assumptions, verdicts, moments, and what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from planning import scenarios
from planning.faults import Fault
from planning.funnel import scenario as target
from planning.scenarios import Saved, file, saved
from planning.scenarios.comparison import Assumed
from planning.scenarios.result import Result
from planning.values import Value
from ui.plans import assumptions, numbers
from ui.plans.scenarios.shown import SHOWN
from ui.view import View

VERDICTS = {
    "adopted": "Adopted",
    "postponed": "Postponed, to be worked on",
    "rejected": "Rejected",
}
ASSUMED = {
    "survey": "Who wishes and plans",
    "base": "People who could be asked (assumption)",
    "wish": "Wish to return",
    "plan": "Of those who wish, plan (assumption)",
    "conversion": "Of those who plan, move (assumption)",
    "horizon": "Within",
    "seed": "Seed of the draws",
    "draws": "Draws",
    "people": "Movers to reach",
}
PROBLEMS = tuple({**saved.TEXTS, **file.TEXTS, **target.TEXTS}.values())
WORDS = (*VERDICTS.values(), *ASSUMED.values(), *PROBLEMS, *(shown.name for shown in SHOWN.values()))
LEVELS = (0.5, 0.8, 0.95)
_SHARES = ("wish", "plan", "conversion")


def result_name(view: View, result: Result) -> str:
    """What a result is called."""
    t, number = view.t, view.words.number
    head, _, rest = result.code.partition("/")
    if head == "most_departures":
        return t("Most registered departures from the capital in a year")
    if head == "chance":
        return t("Chance of reaching {people}", people=number(int(rest)))
    said = numbers.name(view, result.value)
    return t("{what}, for {people} movers", what=said, people=number(int(rest))) if rest.isdecimal() else said


def estimate(view: View, result: Result) -> str:
    """The number with its unit, without its band."""
    return numbers.said(view, rounded(replace(result.value, low=None, high=None)))


def rounded(value: Value) -> Value:
    """People who were worked out in hundreds: no draw knows them one by one."""
    known = value.estimate
    if value.kind != "calculated" or value.unit not in ("persons", "jobs") or known is None or known < 1000:
        return value
    return replace(value, estimate=round(known, -2))


def band(view: View, result: Result, level: float) -> str:
    """The ends that hold a result in so many of 100; a dash where they are not known."""
    value, ends = result.value, result.bands.get(level)
    if ends is None and level == 0.95 and value.low is not None and value.high is not None:
        ends = (value.low, value.high)
    if ends is None or (value.unit == "share" and (value.estimate or 0.0) > 1):
        return "–"
    return "–".join(
        numbers.bare(view, value, rounded(replace(value, estimate=end)).estimate or 0.0) for end in ends
    )


def headline(view: View, results: Iterable[Result]) -> str:
    """The first result in a line, with its band where it has one."""
    first = next(iter(results), None)
    if first is None:
        return view.t("no number")
    said = f"{result_name(view, first)}: {estimate(view, first)}"
    ends = band(view, first, 0.8 if first.bands else 0.95)
    if ends == "–":
        return said
    if not first.bands:
        return f"{said} ({ends})"
    return view.t("{said} (80 of 100 draws: {ends})", said=said, ends=ends)


def opened(view: View, result: Result) -> str:
    """HTML of the number, which opens to where it comes from."""
    value = result.value
    bare = replace(value, low=None, high=None) if value.kind not in ("published", "official") else value
    return numbers.opened(view, rounded(bare))


def assumed(chosen: Sequence[Saved]) -> tuple[Assumed, ...]:
    """Every assumption of some scenarios; that the wish is the published one is an assumption as well."""
    rows = scenarios.assumed([one.assumptions for one in chosen])
    if any(row.code == "survey" for row in rows) or any(one.page != "target" for one in chosen):
        return rows
    return (Assumed("survey", (None,) * len(chosen)), *rows)


def assumption_name(view: View, code: str) -> str:
    """What an assumption is called."""
    head, _, rest = code.partition("/")
    if head == "levers" and rest in assumptions.LEVER_NAMES:
        return view.t("Measure: {name}", name=view.t(assumptions.LEVER_NAMES[rest]))
    return view.t(ASSUMED[code]) if code in ASSUMED else code


def assumption(view: View, code: str, value: Any) -> str:
    """What is assumed; a dash where nothing is."""
    t, number = view.t, view.words.number
    if code == "survey":
        return _round(view, value) if value else t("what was published (13 in 100)")
    if value is None:
        return "–"
    if code == "conversion" and value in assumptions.RATES:
        return t(assumptions.RATES[value])
    if code == "horizon":
        return t("{n} years", n=value) if value != 1 else t("1 year")
    if code.startswith("levers/"):
        return _lever(view, value)
    if code in _SHARES:
        said = t("{n} in 100", n=_ends(view, value, 100, 1))
        years = value.get("years") if isinstance(value, dict) else None
        return said if years is None else f"{said}, {t('{n} years', n=number(years))}"
    if isinstance(value, (int, float, dict)) and not isinstance(value, bool):
        found = _ends(view, value, 1, 0)
        if found:
            return found
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _ends(view: View, value: Any, scale: float, places: int) -> str:
    """A number, or a number with its ends in brackets; empty for what is neither."""
    number = view.words.number

    def one(found: float) -> str:
        scaled = scale * found
        return number(scaled, 0 if float(scaled).is_integer() else max(places, 1))

    if isinstance(value, (int, float)):
        return one(value)
    if not isinstance(value, dict) or not isinstance(value.get("value"), (int, float)):
        return ""
    low, high = value.get("low"), value.get("high")
    return one(value["value"]) + (
        f" ({one(low)}–{one(high)})" if low is not None and high is not None else ""
    )


def _lever(view: View, value: Any) -> str:
    t = view.t
    parts = [t("{n} in 100 of those reached would plan", n=_ends(view, value["response"], 100, 1))]
    if value.get("reach") is not None:
        parts.append(t("reached: {n} in 100 who wish", n=_ends(view, value["reach"], 100, 1)))
    if value.get("unit_cost_mnt") is not None:
        parts.append(t("{n} ₮ for one who receives it", n=view.words.number(value["unit_cost_mnt"])))
    return "; ".join(parts)


def _round(view: View, value: Any) -> str:
    code = f"{value['survey']}/{value['round']}"
    return assumptions.rounds(view).get(code, code)


def moment(at: str) -> str:
    """A moment of the log, to the minute; it is UTC."""
    return f"{at[:16].replace('T', ' ')} UTC"


def faults(view: View, found: Iterable[Fault]) -> str:
    """HTML of everything that is wrong."""
    rows = "".join(f'<li class="blocks">{escape(fault(view, one))}</li>' for one in found)
    return f'<ul class="findings" role="alert">{rows}</ul>'


def fault(view: View, found: Fault) -> str:
    """What is wrong, in a sentence."""
    if found.text in PROBLEMS:
        return view.t(found.text, **{k: _slot(view, v) for k, v in found.slots.items()})
    return str(found)


def _slot(view: View, value: object) -> object:
    return value if not isinstance(value, str) else value[:200]
