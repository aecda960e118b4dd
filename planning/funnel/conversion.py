"""From plan to move: rates of published studies, chosen by the reader, and how moves spread over the years.

No study follows people from a wish to a move, and none was made in Mongolia: the rate is an assumption of the
reader, chosen from what was published elsewhere, and nothing is forecast without the choice.
"""

from __future__ import annotations

from math import exp, log1p
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from planning.values import Value
from store import queries
from store.queries import Conversion

Floats = NDArray[np.float64]
Choice = Literal["low", "middle", "high", "band"]
CHOICES: tuple[Choice, ...] = get_args(Choice)
CAUTIONS = ("no_wish_to_move_rate", "no_mongolian_study", "conversion_is_an_assumption")
# Which study stands for which end of the band: source, stage reached.
STUDIES = {
    "low": ("godri_feleky", "migrated"),
    "middle": ("degroot_2007", "moved"),
    "high": ("wanner_2020", "left"),
}


class Rate(NamedTuple):
    """The share of those who plan that moves within some years, and the band it may lie in.

    `value` tells whose choice it is and on which publication it rests. `yearly` are the yearly rates of leaving
    the plan behind by moving at the low end, in the middle and at the high end.
    """

    choice: str
    value: Value
    years: float
    yearly: tuple[float, float, float]


def studies(build: str) -> tuple[Conversion, ...]:
    """Every published rate of the store, wish to plan among them, to be shown with each forecast."""
    return queries.conversions(build)


def published(build: str) -> dict[str, Conversion]:
    """The three studies of plan → move that make the band, by its ends."""
    found = {}
    for end, (source, reached) in STUDIES.items():
        found[end] = next(row for row in studies(build) if (row.source, row.stage_to) == (source, reached))
    return found


def chosen(build: str, choice: Choice, by: str) -> Rate:
    """A published rate, or the band of all three, as the reader's assumption."""
    rows = published(build)
    ends: tuple[Choice, ...] = ("low", "middle", "high") if choice == "band" else (choice,) * 3
    yearly = tuple(_yearly(rows[end].rate_pct / 100, rows[end].horizon_years) for end in ends)
    low, middle, high = (rows[end] for end in ends)
    value = Value(
        code="plan_to_move",
        estimate=middle.rate_pct / 100,
        kind="assumption",
        low=low.rate_pct / 100 if choice == "band" else None,
        high=high.rate_pct / 100 if choice == "band" else None,
        base="plan",
        sources=tuple(dict.fromkeys(rows[end].source for end in ends)),
        by=by,
    )
    return Rate(choice, value, middle.horizon_years, (yearly[0], yearly[1], yearly[2]))


def typed(low: float, middle: float, high: float, years: float, by: str) -> Rate:
    """A rate that the reader typed: shares below 1 of those who plan, moved within `years`."""
    value = Value(
        code="plan_to_move",
        estimate=middle,
        kind="assumption",
        low=low if low < high else None,
        high=high if low < high else None,
        base="plan",
        by=by,
    )
    return Rate("typed", value, years, (_yearly(low, years), _yearly(middle, years), _yearly(high, years)))


def _yearly(rate: float, years: float) -> float:
    """The constant yearly rate h with 1 − exp(−h · years) = rate."""
    return -log1p(-rate) / years


def draws(random: np.random.Generator, rate: Rate, size: int) -> Floats:
    """Yearly rates: the chosen one, or triangular over the band on the logarithm of the yearly rate."""
    low, middle, high = rate.yearly
    if low == high:
        return np.full(size, middle)
    if low <= 0:
        return np.asarray(random.triangular(low, middle, high, size))
    return np.exp(random.triangular(np.log(low), np.log(middle), np.log(high), size))


def moved(yearly: Floats, years: Floats) -> Floats:
    """The share of those who plan that has moved after so many years: 1 − exp(−h · t), draws × years."""
    return np.asarray(1 - np.exp(-yearly[:, None] * years[None, :]))


def after(yearly: float, years: float) -> float:
    """The same for one rate and one span."""
    return 1 - exp(-yearly * years)
