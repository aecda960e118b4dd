"""The headline numbers of a target scenario, and what lies between two of them, draw by draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planning import chance, funnel
from planning.funnel import Target, forecast
from planning.funnel.forecast import DRAWS
from planning.funnel.stages import Share
from planning.scenarios.result import Result
from planning.values import Value

Floats = NDArray[np.float64]
_DEFAULTS = {"horizon": 5, "seed": 1, "draws": DRAWS}


def complete(assumptions: Mapping[str, Any]) -> dict[str, Any]:
    """The assumptions with all that a default could change later said: seed, draws, horizon."""
    return {**assumptions, **{k: v for k, v in _DEFAULTS.items() if k not in assumptions}}


def check(build: str, assumptions: Mapping[str, Any]) -> None:
    """Raises PlanningError with all that is wrong with assumptions, SurveyError for a round that is not there."""
    _answer(build, assumptions)


def results(build: str, assumptions: Mapping[str, Any]) -> tuple[Result, ...]:
    """Movers, chances, stages, what each target needs, measures. Raises as `check` does."""
    return tuple(_results(_answer(build, assumptions)))


def differences(
    build: str, assumptions: Mapping[str, Any], other_build: str, other: Mapping[str, Any]
) -> dict[str, tuple[float, dict[float, tuple[float, float]]]]:
    """How much more there is under the second than under the first: median and bands by code.

    What both share is drawn once: the same assumption, and a share of the same question of the same round, have
    the same random numbers, those of the first seed. Shares of different samples are drawn apart. Every difference is
    taken draw by draw, at the end of each one's own horizon.
    """
    first, second = _answer(build, assumptions), _answer(other_build, other)
    size = min(first.scenario.draws, second.scenario.draws)
    apart = _apart(first, second)
    a = _drawn(first, first.scenario.seed, size)
    b = _drawn(second, first.scenario.seed, size, apart)
    return {code: (float(np.median(b[code] - a[code])), _ends(b[code] - a[code])) for code in a if code in b}


def _answer(build: str, assumptions: Mapping[str, Any]) -> Target:
    return funnel.target(build, funnel.read(build, dict(assumptions)))


def _results(answer: Target) -> Iterator[Result]:
    found, scenario = answer.forecast, answer.scenario
    stages = [answer.stages.wish.value, *([answer.stages.plan.value] if answer.stages.plan else [])]
    drawn = _drawn(answer, scenario.seed, scenario.draws)
    if found and found.years:
        inputs = tuple(v for v in (scenario.base, *stages, scenario.rate and scenario.rate.value) if v)
        last = found.years[-1]
        movers = Value("moved", last.median, "calculated", "persons", inputs=inputs)
        yield _banded(movers, last.bands)
        for people, share in last.chance.items():
            yield Result(f"chance/{people}", Value("chance", share, "calculated", "chance", inputs=(movers,)))
    if found:
        for value in (found.planning, found.ceiling):
            if value is not None:
                yield _banded(value, _ends(drawn[value.code]))
    for value in stages:
        yield Result("wish" if value is stages[0] else "plan", value)
    for need in answer.needed:
        for name in ("base_if_all_go", "base", "of_wishing", "of_planning", "jobs"):
            needed = getattr(need, name)
            if needed is not None:
                yield Result(f"{needed.code}/{need.people}", needed)
    for effect in answer.effects:
        if effect.movers is not None:
            yield Result(f"lever/{effect.code}", effect.movers)
        if effect.cost_per_move_mnt is not None:
            yield Result(f"lever_cost/{effect.code}", effect.cost_per_move_mnt)
    if answer.reality.most is not None:
        yield Result("most_departures", answer.reality.most)


def _banded(value: Value, bands: dict[float, tuple[float, float]]) -> Result:
    """A result with its bands; without any where nothing is drawn, which is not the same as being sure."""
    low, high = bands[0.95]
    if low == high:
        return Result(value.code, replace(value, low=None, high=None, level=None))
    return Result(value.code, replace(value, low=low, high=high, level=0.95), bands)


def _drawn(answer: Target, seed: int, size: int, apart: frozenset[str] = frozenset()) -> dict[str, Floats]:
    """Draws by the code of their result; {} without a base."""
    scenario, stages = answer.scenario, answer.stages
    if scenario.base is None:
        return {}
    drawn = forecast.draw(
        stages.wish, stages.plan, forecast.band_of(scenario.base), scenario.rate, scenario.horizon, seed, size,
        apart=apart,
    )  # fmt: skip
    known = {
        "moved": None if drawn.movers is None else drawn.movers[:, -1],
        "everyone_who_plans": drawn.planning,
        "everyone_who_wishes": drawn.wishing,
    }
    return {code: draws for code, draws in known.items() if draws is not None}


def _apart(first: Target, second: Target) -> frozenset[str]:
    """Stages that the two do not share: at least one is of a sample that the other is not of."""
    pairs: dict[str, tuple[Share | None, Share | None]] = {
        "wish": (first.stages.wish, second.stages.wish),
        "plan": (first.stages.plan, second.stages.plan),
    }
    return frozenset(
        stage
        for stage, (a, b) in pairs.items()
        if a and b and (a.se is not None or b.se is not None) and a.value.sources != b.value.sources
    )


def _ends(drawn: Floats) -> dict[float, tuple[float, float]]:
    return {level: (float(low), float(high)) for level, (low, high) in chance.band(drawn).items()}
