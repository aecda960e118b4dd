"""Scenarios in words: results, assumptions, verdicts, moments, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from html import escape

from planning.capacity.standards import TEXTS as STANDARDS
from planning.faults import Fault
from planning.funnel import scenario as target
from planning.matching import reading
from planning.readiness.settings import TEXTS as SETTINGS
from planning.scenarios import Saved, file, of_matching, saved
from planning.scenarios.result import Result
from planning.values import Value
from ui.plans import numbers
from ui.plans.scenarios import assumed
from ui.plans.scenarios.shown import SHOWN
from ui.view import View

VERDICTS = {
    "adopted": "Adopted",
    "postponed": "Postponed, to be worked on",
    "rejected": "Rejected",
}
_TEXTS = (saved.TEXTS, file.TEXTS, target.TEXTS, of_matching.TEXTS, reading.TEXTS, STANDARDS, SETTINGS)
PROBLEMS = tuple(dict.fromkeys(text for texts in _TEXTS for text in texts.values()))
WORDS = (*VERDICTS.values(), *assumed.WORDS, *PROBLEMS, *(shown.name for shown in SHOWN.values()))
LEVELS = (0.5, 0.8, 0.95)
BANDS: tuple[float | None, ...] = (*LEVELS, None)


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
    value = result.value
    return numbers.said(
        view, value if value.unit == numbers.PLACE else rounded(replace(value, low=None, high=None))
    )


def rounded(value: Value) -> Value:
    """People who were worked out in hundreds: no draw knows them one by one."""
    known = value.estimate
    if value.kind != "calculated" or value.unit not in ("persons", "jobs") or known is None or known < 1000:
        return value
    return replace(value, estimate=round(known, -2))


def ends(result: Result, level: float | None) -> tuple[float, float] | None:
    """The ends that hold a result in so many of 100; without a level those of its inputs or assumptions."""
    value = result.value
    known: dict[float | None, tuple[float, float]] = dict(result.bands.items())
    if value.low is not None and value.high is not None:
        known.setdefault(value.level, (value.low, value.high))
    found = known.get(level)
    return None if found is None or found[0] == found[1] else found


def band(view: View, result: Result, level: float | None) -> str:
    """The ends of a result in words (see `ends`); a dash where there are none."""
    value, found = result.value, ends(result, level)
    if (
        found is None
        or value.unit == numbers.PLACE
        or (value.unit == "share" and (value.estimate or 0.0) > 1)
    ):
        return "–"
    return "–".join(
        numbers.bare(view, value, rounded(replace(value, estimate=end)).estimate or 0.0) for end in found
    )


def headline(view: View, scenario: Saved) -> str:
    """The first result in a line, with its band where it has one."""
    first = scenario.first
    if first is None:
        return view.t("no number")
    said = f"{result_name(view, first)}: {estimate(view, first)}"
    found = band(view, first, 0.8 if first.bands else first.value.level)
    if found == "–":
        return said
    if not first.bands:
        return f"{said} ({found})"
    return view.t("{said} (80 of 100 draws: {ends})", said=said, ends=found)


def level_name(view: View, level: float | None) -> str:
    """What a band of a level is called."""
    return view.t("Band") if level is None else view.t("{n} in 100", n=round(100 * level))


def opened(view: View, result: Result) -> str:
    """HTML of the number, which opens to where it comes from."""
    value = result.value
    bare = (
        value
        if value.kind in ("published", "official") or value.unit == numbers.PLACE
        else replace(value, low=None, high=None)
    )
    return numbers.opened(view, rounded(bare))


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
