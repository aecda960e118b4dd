"""The linear relaxation: what households would do if they could be divided, and the prices of what limits them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog

from planning.matching import prices
from planning.matching.model import Model
from planning.matching.prices import Prices
from planning.matching.problem import Flags, Floats, Ints

ALL_AT_ONCE = 12_000  # pairs up to which the whole program is given to HiGHS
BAND = 0.01  # of the largest worth: pairs within it of their group's best value are tried first
ROUNDS = 30
SAME = 1e-9  # of the value, below which two values are one


class Relaxed(NamedTuple):
    """The relaxation: households by group and place, prices, and its value, which no plan can beat."""

    households: Floats
    prices: Prices
    value: float


def solve(model: Model) -> Relaxed | None:
    """The optimum of the relaxation; None when no division of households keeps to the limits.

    Large programs are solved on the pairs near their group's best value at near prices, and pairs that
    the exact prices show to be better are added until there are none (column generation).
    """
    nobody = np.zeros(model.worth.shape)
    if not model.open.any():
        return Relaxed(nobody, prices.free(model), 0.0) if model.holds(nobody.astype(np.int64)) else None
    whole = model.open.sum() <= ALL_AT_ONCE
    chosen = model.open if whole else _near(model)
    if not chosen.any():  # at rough prices nobody gains anywhere
        chosen, whole = model.open, True
    for _ in range(ROUNDS):
        outcome = _over(model, chosen)
        if outcome is None:
            if whole:
                return None
            chosen, whole = model.open, True
            continue
        households, at = outcome
        found = prices.values(model, at)
        ceiling = prices.bound(model, at, found)
        best = np.maximum(np.where(chosen, found, -np.inf).max(axis=1, initial=-np.inf), 0.0)
        better = (found > best[:, None] + SAME * max(1.0, float(best.max()))) & ~chosen
        reached = float((model.worth * households).sum())
        if whole or not better.any() or ceiling - reached <= SAME * max(1.0, abs(ceiling)):
            break
        chosen = chosen | better
    return Relaxed(households, at, ceiling)


def _near(model: Model) -> Flags:
    found = prices.values(model, prices.near(model))
    band = BAND * (float(np.abs(model.worth[model.open]).max(initial=0.0)) or 1.0)
    best = np.maximum(found.max(axis=1, initial=-np.inf), 0.0)
    return (found >= best[:, None] - band) & model.open


def _over(model: Model, chosen: Flags) -> tuple[Floats, Prices] | None:
    """The relaxation over chosen pairs. Where several prices are right, those that a little more room leaves over.

    A capacity that is exactly enough stops nobody: with a hair more of everything its price is 0.
    """
    group, place = np.nonzero(chosen)
    groups = np.bincount(group, minlength=len(model.households)) > 0
    matrix, right = model.rows(group, place, groups)
    hair = np.zeros(len(right))
    first, last = groups.sum(), len(right) - len(model.ceiling)
    hair[first:last] = 1e-5
    answer = linprog(
        -model.worth[group, place], matrix, right + hair, bounds=(0, None), method="highs-ds",
        options={"presolve": True},
    )  # fmt: skip
    if answer.status != 0:
        return None
    marginal = np.maximum(-answer.ineqlin.marginals, 0.0)
    capacity = np.zeros(model.capacity.shape)
    capacity[np.isfinite(model.capacity)] = marginal[first:last]
    households = np.zeros(model.worth.shape)
    households[group, place] = answer.x
    return households, Prices(capacity, marginal[last:])


def taken_up(households: Floats) -> Ints:
    """The whole part of divided households."""
    return np.floor(households + 1e-9).astype(np.int64)
