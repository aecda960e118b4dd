"""A plan: who goes where, who stays, what holds more people back, and at what price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from planning.matching.linear import Relaxed
from planning.matching.model import Model
from planning.matching.problem import Floats, Ints, Problem, Term

Status = Literal["optimal", "near_optimal"]
PROVED = 1e-9
PAYS = 1e-7


class Binding(NamedTuple):
    """A service of a place that holds the plan back.

    `shadow_price` is what one more unit adds to the objective, by the relaxation in which households can be
    divided; a limit that works like a service stands here under its name.
    """

    place: str
    service: str
    shadow_price: float
    used: float
    capacity: float


@dataclass(frozen=True)
class Solution:
    """The plan of a problem.

    `placed` are households by group and place, overrides among them, `unplaced` those who fit nowhere or whom
    no place would do good. `bound` is what no plan can beat; `gap` its distance from the objective as a share.
    `status` is "optimal" when the gap is proved to be nothing. `limit_prices` tell what limits that join
    places cost, per unit of their count. Shares are of all households (first choice) and of those placed.
    """

    problem: Problem
    status: Status
    objective: float
    bound: float
    placed: Ints
    used: Floats
    binding: tuple[Binding, ...]
    limit_prices: dict[str, float]

    @property
    def gap(self) -> float:
        """How much better a plan could be at most, as a share of the bound."""
        return max(0.0, self.bound - self.objective) / max(abs(self.bound), 1e-12)

    @property
    def unplaced(self) -> Ints:
        """Households without a place, by group."""
        return self.problem.households - self.placed.sum(axis=1)

    @property
    def placed_share(self) -> float:
        """Share of all households that have a place."""
        return float(self.placed.sum() / self.problem.households.sum())

    @property
    def first_choice_share(self) -> float:
        """Share of all households, those without a place among them, that go where they most want to."""
        return float(self.placed[self.problem.first_choices].sum() / self.problem.households.sum())

    @property
    def homeland_share(self) -> float | None:
        """Share of the households placed that go where they come from; None when origins are not given."""
        if not any(self.problem.origins) or not self.placed.sum():
            return None
        return float(self.placed[self.problem.homeland].sum() / self.placed.sum())

    @property
    def people(self) -> Floats:
        """People by place; NaN when a group that goes there does not say how many a household has."""
        counted = np.where(self.placed > 0, self.placed * self.problem.persons[:, None], 0.0)
        return np.asarray(counted.sum(axis=0))

    def term(self, term: Term) -> float:
        """What the plan gives of one term of the objective, not weighted."""
        return float((self.problem.term(term) * self.placed).sum())


def solution(problem: Problem, model: Model, relaxed: Relaxed, found: Ints, bound: float) -> Solution:
    """The plan that the solver found, in the units and words of the problem."""
    placed = found + model.taken
    decided = float((model.worth * model.taken).sum())
    objective = float((model.worth * placed).sum())
    bound = max(bound + decided, objective)
    proved = bound - objective <= PROVED * max(1.0, abs(bound))
    return Solution(
        problem,
        "optimal" if proved else "near_optimal",
        objective,
        objective if proved else bound,
        placed,
        placed.T @ problem.needs,
        tuple(_binding(problem, model, relaxed, placed)),
        {
            name: float(price)
            for name, price in zip(model.shared_names, relaxed.prices.shared, strict=True)
            if price > PAYS * _top(model)
        },
    )


def _binding(problem: Problem, model: Model, relaxed: Relaxed, placed: Ints) -> list[Binding]:
    price = relaxed.prices.capacity * model.scale
    used = placed.T @ model.needs / model.scale
    room = (model.capacity + model.taken.T @ model.needs) / model.scale
    out = [
        Binding(
            problem.places[p], model.services[s], float(price[p, s]), float(used[p, s]), float(room[p, s])
        )
        for p, s in zip(*np.nonzero(relaxed.prices.capacity > PAYS * _top(model) / 1e3), strict=True)
    ]
    return sorted(out, key=lambda row: (-row.shadow_price, row.place, row.service))


def _top(model: Model) -> float:
    return float(np.abs(model.worth[model.open]).max(initial=0.0)) or 1.0
