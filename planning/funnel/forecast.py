"""How many would move, with bands, under what the reader assumes; and the ceiling when nothing is assumed.

movers(t) = base × wish × plan × (1 − exp(−h · t)), drawn many times with a fixed seed. A group of movers has the base
times its part, and its own wish and plan: each group is right by itself, but groups of one sample rise and fall
together, so that the total is drawn from the shares of everyone and not added up from groups.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planning import chance
from planning.funnel import conversion
from planning.funnel.conversion import Rate
from planning.funnel.stages import Share, Stages
from planning.values import Value

Floats = NDArray[np.float64]
DRAWS = 10_000
TARGETS = (50_000, 100_000)


class Year(NamedTuple):
    """Movers up to the end of a year of the horizon: median, bands by level, chance of each target by its people."""

    year: int
    median: float
    bands: dict[float, tuple[float, float]]
    chance: dict[int, float]


class Part(NamedTuple):
    """Movers over the whole horizon: those to an aimag, or those of a group."""

    code: str
    median: float
    bands: dict[float, tuple[float, float]]


@dataclass(frozen=True)
class Forecast:
    """Expected movers under the reader's assumptions. `ceiling` is everyone who wishes, `planning` who plans.

    `to` splits the movers by wanted aimag, `groups` by a question of the survey. These and `years` are empty where
    there is no forecast: `stopped` tells by a code that a stage is not known or no conversion was chosen. A wish
    is never a forecast.
    """

    ceiling: Value | None
    planning: Value | None
    years: tuple[Year, ...]
    to: tuple[Part, ...]
    groups: tuple[Part, ...]
    stopped: str | None
    draws: int
    seed: int


class Drawn(NamedTuple):
    """Draws of everyone who wishes, who plans (None when unknown), and movers by draw and year (None likewise)."""

    wishing: Floats
    planning: Floats | None
    movers: Floats | None


def draw(
    wish: Share, plan: Share | None, base: tuple[float, float, float], rate: Rate | None, horizon: int,
    seed: int, size: int = DRAWS, part: Share | None = None, name: str = "", apart: Container[str] = (),
) -> Drawn:  # fmt: skip
    """Draw the stages of everyone, or of a group called `name` that is a `part` of the base.

    `base` are the people who could be asked: low, middle, high. Stages `apart` have random numbers that no other
    draw with this seed has, as a sample of its own needs them.
    """

    def stream(stage: str) -> str:
        return f"{stage} {name}{' apart' if stage in apart else ''}"

    people = chance.between(chance.stream(seed, "base"), *base, size)
    if part is not None:
        people = people * _share(stream("part"), part, seed, size)
    wishing = people * _share(stream("wish"), wish, seed, size)
    if plan is None:
        return Drawn(wishing, None, None)
    planning = wishing * _share(stream("plan"), plan, seed, size)
    if rate is None:
        return Drawn(wishing, planning, None)
    yearly = conversion.draws(chance.stream(seed, "conversion"), rate, size)
    return Drawn(wishing, planning, planning[:, None] * conversion.moved(yearly, np.arange(1.0, horizon + 1)))


def forecast(
    stages: Stages, base: Value, rate: Rate | None, horizon: int, seed: int,
    targets: tuple[int, ...] = TARGETS, size: int = DRAWS,
) -> Forecast:  # fmt: skip
    """Movers by year and by aimag, with 50, 80 and 95 in 100 bands and the chance of each target."""
    ends = band_of(base)
    drawn = draw(stages.wish, stages.plan, ends, rate, horizon, seed, size)
    uncertain = stages.wish.se is not None or stages.wish.value.low is not None or ends[0] < ends[2]
    roots = (base, stages.wish.value, *((stages.plan.value,) if stages.plan else ()))
    ceiling = _people("everyone_who_wishes", drawn.wishing, roots[:2], uncertain)
    planning = None if drawn.planning is None else _people("everyone_who_plans", drawn.planning, roots, True)
    if drawn.movers is None:
        stopped = "no_conversion" if stages.plan else "no_plan"
        return Forecast(ceiling, planning, (), (), (), stopped, size, seed)
    medians, bands = np.median(drawn.movers, axis=0), chance.band(drawn.movers)
    years = tuple(
        Year(
            t + 1,
            float(medians[t]),
            {level: (float(low[t]), float(high[t])) for level, (low, high) in bands.items()},
            {target: float((drawn.movers[:, t] >= target).mean()) for target in targets},
        )
        for t in range(horizon)
    )
    groups = tuple(
        _parts((group.code,), movers[:, -1:])[0]
        for group in stages.groups
        if (
            movers := draw(
                group.wish, group.plan, ends, rate, horizon, seed, size, group.part, group.code
            ).movers
        )
        is not None
    )
    to = _to(stages, drawn.movers[:, -1], seed, size)
    return Forecast(ceiling, planning, years, to, groups, None, size, seed)


def band_of(base: Value) -> tuple[float, float, float]:
    """The people who could be asked: low, middle, high, all the same where one number is assumed."""
    middle = base.estimate or 0.0
    return (
        base.low if base.low is not None else middle,
        middle,
        base.high if base.high is not None else middle,
    )


def _share(name: str, share: Share, seed: int, size: int) -> Floats:
    """Draws of a share by its sampling error; between its ends if assumed; as it is if its uncertainty is not known."""
    random, middle = chance.stream(seed, name.strip()), share.value.estimate or 0.0
    if share.se is None:
        low = middle if share.value.low is None else share.value.low
        high = middle if share.value.high is None else share.value.high
        return chance.between(random, low, middle, high, size)
    estimate, se, df, n = (np.array([x]) for x in (middle, share.se, share.df or 0.0, float(share.n or 1)))
    return chance.share(random, estimate, se, df, n, size)[:, 0]


def _to(stages: Stages, movers: Floats, seed: int, size: int) -> tuple[Part, ...]:
    """Movers by aimag. What is hidden or goes elsewhere is left out, so that the aimags need not add up to all."""
    parts = stages.destinations
    if parts is None or not parts.codes:
        return ()
    shares = np.array([share.value.estimate for share in parts.shares], dtype=float)
    errors = np.array([share.se or 0.0 for share in parts.shares])
    rest = max(0.0, 1 - float(shares.sum()))
    if rest > 1e-9:
        shares, errors = np.append(shares, rest), np.append(errors, errors.mean())
    drawn = chance.parts(chance.stream(seed, "destinations"), shares, errors, size)[:, : len(parts.codes)]
    return _parts(parts.codes, movers[:, None] * drawn)


def _parts(codes: tuple[str, ...], people: Floats) -> tuple[Part, ...]:
    medians, bands = np.median(people, axis=0), chance.band(people)
    return tuple(
        Part(
            code,
            float(medians[i]),
            {level: (float(low[i]), float(high[i])) for level, (low, high) in bands.items()},
        )
        for i, code in enumerate(codes)
    )


def _people(code: str, drawn: Floats, inputs: tuple[Value, ...], uncertain: bool) -> Value:
    low, middle, high = chance.quantiles(drawn, (0.025, 0.5, 0.975))
    return Value(
        code,
        float(middle),
        "calculated",
        "persons",
        low=float(low) if uncertain else None,
        high=float(high) if uncertain else None,
        level=0.95 if uncertain else None,
        inputs=inputs,
    )
