"""A problem as a linear program: columns for pairs of group and place, rows for what limits them.

    maximise   Σ worth[g, p] · x[g, p]
    subject to Σ_p x[g, p] ≤ households[g]                        for every group
               Σ_g needs[g, s] · x[g, p] ≤ capacity[p, s]         for every place and service
               Σ_gp shared[k][g, p] · x[g, p] ≤ ceiling[k]        for every limit that joins places
               x whole and at least 0

Households of overrides are taken out beforehand, and with them what they need.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from planning.matching.limits import AS_SERVICES
from planning.matching.problem import Flags, Floats, Ints, Problem

# Sums of decimals such as 3 × 0.1 differ from 0.3 in the last digit; nobody stays behind for that.
DUST = 1e-9


@dataclass(frozen=True)
class Model:
    """What the solver sees. `services` are those of the problem and then the limits that work like one.

    All arrays are by group, place, service or joint limit as above; `capacity` is infinite where nothing limits.
    `needs` and `capacity` are in units of the solver: those of the problem times `scale`, by service. `open` tells the pairs of which at least one household fits, `most` how many of a group fit at best.
    `taken` are the households of overrides by group and place.
    """

    worth: Floats
    households: Ints
    needs: Floats
    capacity: Floats
    services: tuple[str, ...]
    scale: Floats
    shared: Floats
    ceiling: Floats
    shared_names: tuple[str, ...]
    open: Flags
    most: Ints
    taken: Ints

    @cached_property
    def pairs(self) -> tuple[Ints, Ints]:
        """Group and place of every open pair."""
        group, place = np.nonzero(self.open)
        return group, place

    def holds(self, placed: Ints) -> bool:
        """Whether a plan keeps to every row."""
        used = placed.T @ self.needs
        joint = (self.shared * placed).sum(axis=(1, 2))
        return bool(
            (placed >= 0).all()
            and (placed.sum(axis=1) <= self.households).all()
            and (used <= self.capacity + DUST * np.maximum(1, used)).all()
            and (joint <= self.ceiling + DUST * np.maximum(1, abs(self.ceiling))).all()
        )

    def rows(self, group: Ints, place: Ints, groups: Flags) -> tuple[sparse.csr_array, Floats]:
        """The matrix and the right-hand side of chosen columns; rows of `groups`, then of limited services, then joint."""
        columns = np.arange(len(group))
        of_group = np.cumsum(groups) - 1
        limited = np.isfinite(self.capacity)
        at = np.cumsum(limited.ravel()).reshape(limited.shape) - 1 + groups.sum()
        kept = limited[place] & (self.needs[group] != 0)
        column, service = np.nonzero(kept)
        inside = groups[group]
        parts = [
            (of_group[group[inside]], columns[inside], np.ones(inside.sum())),
            (at[place[column], service], column, self.needs[group[column], service]),
        ]
        base = int(groups.sum() + limited.sum())
        for k, coefficients in enumerate(self.shared):
            values = coefficients[group, place]
            parts.append((np.full(len(group), base + k), columns, values))
        row, col, value = (np.concatenate(piece) for piece in zip(*parts, strict=True))
        matrix = sparse.csr_array((value, (row, col)), shape=(base + len(self.shared), len(group)))
        bound = np.concatenate([self.households[groups], self.capacity[limited], self.ceiling])
        return matrix, bound.astype(float)


def model(problem: Problem) -> Model:
    """The linear program of a problem, scaled so that the solver's tolerance cannot let anybody slip in."""
    taken = taken_of(problem)
    needs, capacity, services = _with_limits(problem)
    capacity = capacity - np.where(np.isfinite(capacity), taken.T @ needs, 0.0)
    capacity[abs(capacity) < DUST] = 0.0
    households = problem.households - taken.sum(axis=1)
    needs, capacity, scale = _scaled(needs, capacity)
    named = problem.named & ~decided(problem) & (households > 0)[:, None]
    most = np.minimum(households[:, None], _fits(needs, capacity)).astype(np.int64) * named
    wanted = np.einsum("gp,gs->ps", named * households[:, None].astype(float), needs)
    capacity = np.where(wanted <= capacity, np.inf, capacity)
    shared, ceiling, names = _joint(problem, taken)
    return Model(
        problem.worth, households, needs, capacity, services, scale, shared, ceiling, names,
        most > 0, most, taken,
    )  # fmt: skip


def taken_of(problem: Problem) -> Ints:
    """Households placed by overrides, by group and place."""
    taken = np.zeros((len(problem.groups), len(problem.places)), dtype=np.int64)
    for override in problem.overrides:
        if override.group is not None:
            at = problem.groups.index(override.group), problem.places.index(override.place)
            taken[at] += override.households
    return taken


def decided(problem: Problem) -> Flags:
    """Pairs on which a person decided: the solver leaves them as they are."""
    out = np.zeros((len(problem.groups), len(problem.places)), dtype=bool)
    for override in problem.overrides:
        groups = slice(None) if override.group is None else problem.groups.index(override.group)
        out[groups, problem.places.index(override.place)] = True
    return out


def _with_limits(problem: Problem) -> tuple[Floats, Floats, tuple[str, ...]]:
    """Needs and capacities, and after them the limits that work like the capacity of a service."""
    limits = problem.limits
    needs, capacity = [problem.needs], [problem.capacity]
    services = list(problem.services)
    if limits.max_population_share is not None:
        needs.append(problem.persons[:, None])
        capacity.append(limits.max_population_share * problem.population[:, None])
        services.append(AS_SERVICES[0])
    if limits.max_households:
        needs.append(np.ones((len(problem.groups), 1)))
        most = [float(limits.max_households.get(place, np.inf)) for place in problem.places]
        capacity.append(np.array(most)[:, None])
        services.append(AS_SERVICES[1])
    return np.concatenate(needs, axis=1), np.concatenate(capacity, axis=1), tuple(services)


def _fits(needs: Floats, capacity: Floats) -> Floats:
    """How many households of a group a place could take if nobody else came, by group and place."""
    out = np.full((len(needs), len(capacity)), np.inf)
    for need, room in zip(needs.T, capacity.T, strict=True):
        some = need > 0
        out[some] = np.minimum(out[some], np.floor(room[None, :] / need[some, None] + DUST))
    return np.maximum(out, 0)


def _scaled(needs: Floats, capacity: Floats) -> tuple[Floats, Floats, Floats]:
    """Every service in units in which its needs are whole numbers, or large ones where they cannot be whole."""
    needs, capacity, scale = needs.copy(), capacity.copy(), np.ones(needs.shape[1])
    for s in range(needs.shape[1]):
        column = needs[:, s]
        if not column.any():
            continue
        for digits in range(7):
            whole = np.round(column * 10.0**digits)
            if np.abs(column * 10.0**digits - whole).max() <= DUST * max(1.0, whole.max()):
                scale[s] = 10.0**digits
                needs[:, s], capacity[:, s] = whole, np.floor(capacity[:, s] * scale[s] + 1e-6)
                break
        else:
            scale[s] = 2.0 ** np.ceil(np.log2(1e3 / column[column > 0].min()))
            needs[:, s], capacity[:, s] = column * scale[s], capacity[:, s] * scale[s]
    return needs, capacity, scale


def _joint(problem: Problem, taken: Ints) -> tuple[Floats, Floats, tuple[str, ...]]:
    """Limits that join places, as coefficients by limit, group and place that sum up to at most a ceiling."""
    limits, shape = problem.limits, (len(problem.groups), len(problem.places))
    found: dict[str, tuple[Floats, float]] = {}
    if limits.min_placed_share is not None:
        wanted = np.ceil(limits.min_placed_share * problem.households.sum() - DUST)
        found["min_placed_share"] = -np.ones(shape), -wanted
    if limits.min_homeland_share is not None:
        found["min_homeland_share"] = limits.min_homeland_share - problem.homeland.astype(float), 0.0
    if limits.min_share_to is not None:
        there = np.isin(np.array(problem.places), limits.min_share_to.places).astype(float)
        found["min_share_to"] = np.tile(limits.min_share_to.share - there, (shape[0], 1)), 0.0
    for place, fewest in limits.min_households.items():
        here = np.zeros(shape)
        here[:, problem.places.index(place)] = -1.0
        found[f"min_households {place}"] = here, -float(fewest)
    shared = np.array([coefficients for coefficients, _ in found.values()]).reshape(-1, *shape)
    ceiling = np.array([bound for _, bound in found.values()], dtype=float)
    return shared, ceiling - (shared * taken).sum(axis=(1, 2)), tuple(found)
