"""Chosen pairs of a model as a program in whole numbers, given to HiGHS."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from planning.matching.model import Model
from planning.matching.problem import Floats, Ints

INFEASIBLE = 2  # status of SciPy; it says 4 of a program whose nodes were used up


def rest(model: Model, placed: Ints) -> Model:
    """The model with households already placed and what they use taken out."""
    return Model(
        model.worth,
        model.households - placed.sum(axis=1),
        model.needs,
        model.capacity - placed.T @ model.needs,
        model.services,
        model.scale,
        model.shared,
        model.ceiling - (model.shared * placed).sum(axis=(1, 2)),
        model.shared_names,
        model.open,
        model.most,
        model.taken,
    )


class Within(NamedTuple):
    """Bounds that better plans keep to: households by chosen pair at most, and by row at least.

    Rows are those of groups (households placed), of limited capacities and of joint limits, in their order.
    """

    most: Floats
    placed: Floats
    used: Floats
    joint: Floats


def run(
    model: Model, group: Ints, place: Ints, worth: Floats, gap: float, nodes: int, least: int = 0,
    within: Within | None = None,
) -> tuple[Ints | None, float | None]:  # fmt: skip
    """Whole households on chosen pairs and the bound that HiGHS proved.

    (None, 0) when no plan is possible, and None in place of whatever it gave up.
    """
    groups = np.bincount(group, minlength=len(model.households)) > 0
    matrix, right = model.rows(group, place, groups)
    most, low = np.minimum(model.most[group, place], model.households[group]), np.full(len(right), -np.inf)
    if within is not None:
        most = np.minimum(most, within.most)
        low = np.concatenate([within.placed[groups], within.used, within.joint])
    if (most < 0).any() or (low > right).any():
        return None, 0.0
    rows = [LinearConstraint(matrix, low, right)]
    if least > 0:
        rows.append(LinearConstraint(np.ones((1, len(group))), least, np.inf))
    # HiGHS stops at an absolute gap of 1e-6: large enough numbers make that nothing.
    unit = 1e3 / max(float(np.abs(worth).max(initial=0.0)), 1e-300)
    answer = milp(
        -worth * unit, integrality=np.ones(len(group)), constraints=rows, bounds=Bounds(0, most),
        options={"mip_rel_gap": gap, "node_limit": nodes},
    )  # fmt: skip
    if answer.x is None:
        return None, (0.0 if answer.status == INFEASIBLE else None)
    bound = None if answer.mip_dual_bound is None else -float(answer.mip_dual_bound) / unit
    return np.rint(answer.x).astype(np.int64), bound
