"""Whole households: HiGHS over all pairs of a small problem, over the pairs in doubt of a large one."""

from __future__ import annotations

import numpy as np

from planning.matching import fixing, linear, prices
from planning.matching.linear import Relaxed
from planning.matching.model import Model
from planning.matching.problem import Floats, Ints
from planning.matching.program import rest, run

EXACT = 3_000  # pairs up to which the whole program is solved until nothing better can be there
SMALL, NODES = 200, 20_000  # pairs up to which so many branch-and-bound nodes are looked at
EFFORT = 120_000  # nodes × pairs beyond that, before the search for something better is given up
CORE = 300  # pairs in doubt that are solved together
GAP = 1e-4


def solve(model: Model, relaxed: Relaxed) -> tuple[Ints, float] | None:
    """The best plan found and what no plan can beat; None when HiGHS proves that no plan keeps to the limits."""
    pairs = model.open.sum()
    if pairs <= SMALL:
        return _exact(model, relaxed.value)
    plan = _core(model, relaxed)
    if plan is None:
        return _exact(model, relaxed.value)
    plan, bound = fixing.best(model, relaxed, plan)
    value = float((model.worth * plan).sum())
    if pairs > EXACT or bound <= value:
        return plan, bound
    found = _exact(model, bound)
    if found is not None and float((model.worth * found[0]).sum()) > value:
        return found
    return plan, bound if found is None else max(value, min(bound, found[1]))


def possible(model: Model, least: int = 0) -> bool:
    """Whether any plan keeps to the limits and places at least so many households."""
    if least > model.households.sum():
        return False
    if not model.open.any():
        return model.holds(np.zeros(model.open.shape, dtype=np.int64)) and least <= 0
    group, place = model.pairs
    return run(model, group, place, np.zeros(len(group)), gap=1.0, nodes=10_000, least=least)[0] is not None


def _exact(model: Model, ceiling: float) -> tuple[Ints, float] | None:
    group, place = model.pairs
    nobody = np.zeros(model.open.shape, dtype=np.int64)
    if not len(group):
        return (nobody, 0.0) if model.holds(nobody) else None
    nodes = NODES if len(group) <= SMALL else max(30, EFFORT // len(group))
    values, bound = run(model, group, place, model.worth[group, place], gap=0.0, nodes=nodes)
    if values is None:
        return (nobody, ceiling) if model.holds(nobody) and bound is None else None
    nobody[group, place] = values
    return nobody, min(ceiling, bound if bound is not None else ceiling)


def _core(model: Model, relaxed: Relaxed) -> Ints | None:
    """A plan near the relaxation: groups whose best place is clear go there, the others are solved in whole numbers."""
    found = prices.values(model, relaxed.prices)
    options = np.concatenate([np.zeros((len(found), 1)), found], axis=1)
    second, first = np.partition(options, -2, axis=1)[:, -2:].T
    divided = ((relaxed.households % 1 > 1e-6) & (relaxed.households % 1 < 1 - 1e-6)).any(axis=1)
    doubt = np.where(divided, -1.0, first - second)
    doubt[~model.open.any(axis=1)] = np.inf
    order = np.argsort(doubt, kind="stable")
    limit = _widest(model, found, first, doubt, order)
    contested = doubt <= limit
    chosen = contested[:, None] & model.open & (found >= first[:, None] - max(limit, 0.0) - linear.SAME)
    clear = np.where(contested[:, None], 0, np.rint(relaxed.households)).astype(np.int64)
    clear = np.minimum(clear, model.most)
    left = rest(model, clear)
    group, place = np.nonzero(chosen)
    if not len(group) or (left.capacity < 0).any():
        return clear if model.holds(clear) else None
    values, _ = run(left, group, place, model.worth[group, place], gap=GAP / 10, nodes=1)
    plan = clear.copy()
    if values is None:
        plan += np.where(contested[:, None], linear.taken_up(relaxed.households), 0)
    else:
        plan[group, place] += values
    return plan if model.holds(plan) else None


def _widest(model: Model, found: Floats, first: Floats, doubt: Floats, order: Ints) -> float:
    """How far from its best value a pair may be so that the pairs in doubt are about CORE."""
    limit = 0.0
    for count in (CORE // 2, CORE // 3, CORE // 4, CORE // 6):
        limit = float(doubt[order[min(count, len(order) - 1)]])
        near = (doubt <= limit)[:, None] & model.open & (found >= first[:, None] - limit)
        if near.sum() <= CORE:
            break
    return limit
