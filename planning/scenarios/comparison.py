"""Scenarios beside each other: what they assume otherwise, what comes of it, and what newer data would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from planning.scenarios.pages import PAGES, Bands
from planning.scenarios.result import Result
from planning.scenarios.saved import Saved

OFF = "off"  # what is set aside on purpose, which is not the same as not said
WORDS_ALONE = ("by", "name", "description")
MOST = 4


class Assumed(NamedTuple):
    """One assumption under each scenario, None where nothing is assumed."""

    code: str
    values: tuple[Any, ...]

    @property
    def differs(self) -> bool:
        """Whether they do not all assume the same."""
        return any(value != self.values[0] for value in self.values)


class Beside(NamedTuple):
    """One result under each scenario, None where there is none."""

    code: str
    results: tuple[Result | None, ...]


class Difference(NamedTuple):
    """How much more there is than under the first scenario, draw by draw."""

    code: str
    estimate: float
    bands: Bands


class Change(NamedTuple):
    """A result on the build that a scenario pins and on the build in use; None where there is none."""

    code: str
    before: Result | None
    now: Result | None

    @property
    def differs(self) -> bool:
        """Whether any digit is another, of the number or of its band."""
        return _digits(self.before) != _digits(self.now)


def assumed(scenarios: Sequence[Mapping[str, Any]]) -> tuple[Assumed, ...]:
    """Every assumption of some scenarios, in the order of first mention."""
    flat = [flattened(one) for one in scenarios]
    codes = dict.fromkeys(code for one in flat for code in one)
    return tuple(Assumed(code, tuple(one.get(code) for one in flat)) for code in codes)


def flattened(assumptions: Mapping[str, Any]) -> dict[str, Any]:
    """Assumptions by code, such as `conversion` and `levers/land`, whoever made them left out."""
    out: dict[str, Any] = {}
    for name, value in assumptions.items():
        if name in WORDS_ALONE or value is None or value in ({}, []):
            continue
        out |= _flat(name, value)
    return out


def beside(scenarios: Sequence[Sequence[Result]]) -> tuple[Beside, ...]:
    """Every result of some scenarios, in the order of first mention."""
    known = [{result.code: result for result in one} for one in scenarios]
    codes = dict.fromkeys(code for one in known for code in one)
    return tuple(Beside(code, tuple(one.get(code) for one in known)) for code in codes)


def differences(first: Saved, second: Saved) -> dict[str, Difference]:
    """The second less the first by code, each on the build it pins; {} where nothing is drawn.

    Raises SurveyError or StoreError when one of them cannot be worked out any more.
    """
    draw = PAGES[first.page].differences
    if draw is None or first.page != second.page:
        return {}
    found = draw(first.build, first.assumptions, second.build, second.assumptions)
    return {code: Difference(code, *ends) for code, ends in found.items()}


def changes(before: Sequence[Result], now: Sequence[Result]) -> tuple[Change, ...]:
    """Every result on two builds."""
    return tuple(Change(row.code, *row.results) for row in beside((before, now)))


def again(build: str, scenario: Saved) -> tuple[Result, ...]:
    """The results of a scenario worked out now on a build. Raises PlanningError, SurveyError or StoreError."""
    return PAGES[scenario.page].results(build, scenario.assumptions)


def _flat(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping) and not {"value", "round"} & value.keys():
        parts = {key: part for key, part in value.items() if key != "by" and part not in ({}, [])}
        return {
            code: one for key, part in parts.items() for code, one in _flat(f"{name}/{key}", part).items()
        }
    if isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
        out = {}
        for place, row in enumerate(value):
            key = row.get("lever") or row.get("id") or place
            out[f"{name}/{key}"] = {k: v for k, v in row.items() if k not in ("lever", "id", "by")}
        return out
    if isinstance(value, Mapping):
        return {name: {key: part for key, part in value.items() if key != "by"}}
    return {name: OFF if value is None else value}


def _digits(result: Result | None) -> Any:
    if result is None:
        return None
    value = result.value
    return value.estimate, value.low, value.high, dict(result.bands)
