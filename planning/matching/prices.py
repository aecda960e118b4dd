"""Prices of capacities: what no plan can beat, and which pairs of group and place are worth a look.

For prices λ ≥ 0 of capacities and μ ≥ 0 of joint limits, every group takes its best place or stays, and

    D(λ, μ) = Σ capacity · λ + Σ ceiling · μ + Σ_g households[g] · max(0, max_p value[g, p])
    value   = worth − needs · λ − shared · μ

is never below the best plan (Lagrangian duality). D is least at the prices of the linear program. It has corners;
with max replaced by a soft maximum of temperature t it is smooth, and L-BFGS comes near the least value in some
fifty steps over arrays of groups × places. The linear program over the few pairs near their group's best value
then gives exact prices.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from planning.matching.model import Model
from planning.matching.problem import Floats

TEMPERATURES = (0.1, 0.03, 0.01, 0.003)  # as shares of the largest worth
STEPS = 10


class Prices(NamedTuple):
    """Prices of capacities by place and service, and of joint limits, in units of the objective."""

    capacity: Floats
    shared: Floats


def free(model: Model) -> Prices:
    """Everything for nothing."""
    return Prices(np.zeros(model.capacity.shape), np.zeros(len(model.ceiling)))


def values(model: Model, prices: Prices) -> Floats:
    """What a household of a group gains at a place after paying, by group and place; −∞ where it cannot go."""
    # einsum and not matmul: BLAS threads cost more than these small products where many visitors compute.
    found = model.worth - np.einsum("gs,ps->gp", model.needs, prices.capacity)
    for price, coefficients in zip(prices.shared, model.shared, strict=True):
        found -= price * coefficients
    return np.where(model.open, found, -np.inf)


def bound(model: Model, prices: Prices, found: Floats | None = None) -> float:
    """D at these prices: no plan is worth more."""
    found = values(model, prices) if found is None else found
    best = np.maximum(found.max(axis=1, initial=-np.inf), 0.0)
    paid = (_finite(model) * prices.capacity).sum() + model.ceiling @ prices.shared
    return float(paid + model.households @ best)


def near(model: Model) -> Prices:
    """Prices close to those of the linear program."""
    limited = np.isfinite(model.capacity)
    room, size = _finite(model), model.capacity.size
    top = float(np.abs(model.worth[model.open]).max(initial=0.0)) or 1.0
    scale = np.maximum(model.needs.mean(axis=0), 1e-12)
    needs, room = model.needs / scale, room / scale
    households = model.households.astype(float)
    worth = np.where(model.open, model.worth, -np.inf)
    joint = np.abs(model.shared).max(axis=(1, 2), initial=1e-12)

    def soft(at: Floats, temperature: float) -> tuple[float, Floats]:
        price, tolls = at[:size].reshape(model.capacity.shape), at[size:]
        found = worth - np.einsum("gs,ps->gp", needs, price)
        for toll, coefficients, unit in zip(tolls, model.shared, joint, strict=True):
            found -= toll / unit * coefficients
        best = np.maximum(found.max(axis=1, initial=-np.inf), 0.0)
        found -= best[:, None]
        found /= temperature
        np.exp(found, out=found)
        total = found.sum(axis=1) + np.exp(-best / temperature)
        value = (room * price).sum() + (model.ceiling / joint) @ tolls
        value += households @ (best + temperature * np.log(total))
        found *= (households / total)[:, None]
        slope = room - np.einsum("gp,gs->ps", found, needs)
        slope[~limited] = 0.0
        beyond = [
            ceiling / unit - (found * coefficients).sum() / unit
            for ceiling, unit, coefficients in zip(model.ceiling, joint, model.shared, strict=True)
        ]
        return float(value), np.concatenate([slope.ravel(), beyond])

    at = np.zeros(size + len(model.ceiling))
    bounds = [(0, None) if is_limited else (0, 0) for is_limited in limited.ravel()]
    bounds += [(0, None)] * len(model.ceiling)
    for temperature in TEMPERATURES:
        options = {"maxiter": STEPS, "maxcor": 20}
        at = minimize(soft, at, (temperature * top,), "L-BFGS-B", True, bounds=bounds, options=options).x
    return Prices(at[:size].reshape(model.capacity.shape) / scale, at[size:] / joint)


def _finite(model: Model) -> Floats:
    return np.where(np.isfinite(model.capacity), model.capacity, 0.0)
