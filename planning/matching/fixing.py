"""Better plans, and proof that none is better, by reduced costs.

With prices λ of the relaxation and its value D, every plan is worth

    D − Σ cost[g, p] · x[g, p] − Σ best[g] · unplaced[g] − Σ λ · what is left of a capacity

where best[g] is what a household of a group gains at its best place after paying (0 when it stays), and cost[g, p] how
much less it gains at p. No term can be more than D − v in a plan that is better than one worth v: this closes pairs
and bounds what is placed, unplaced and left. What remains is a small program; when HiGHS solves it to the end, no plan
at all is better (reduced-cost fixing; Nemhauser and Wolsey 1988, II.5.2). Where all worths are decimals of a few
digits, a better plan is better by a whole step, which makes D − v smaller still.
"""

from __future__ import annotations

import numpy as np

from planning.matching import prices
from planning.matching.linear import Relaxed
from planning.matching.model import Model
from planning.matching.problem import Flags, Floats, Ints
from planning.matching.program import Within, rest, run

NEAR = (0.005, 0.01)  # of the largest worth: how much a pair may cost in the search for better plans
PAIRS, NODES = 1_600, 5  # pairs and branch-and-bound nodes of such a search
LAST_PAIRS, LAST_NODES = 4_000, 100  # and of the program that can prove
REDUCED = 0.6  # of all pairs: with more of them left there is nothing gained
DUST = 1e-9


def best(model: Model, relaxed: Relaxed, plan: Ints) -> tuple[Ints, float]:
    """A plan at least as good as one that keeps to the limits, and what no plan can beat: its own worth when it is proved best."""
    search = _Search(model, relaxed)
    plan, proved = search.proved(plan)
    for near in NEAR:
        before = search.gap(plan)
        if proved:
            break
        found = search.near(near * search.top)
        if found is not None and search.worth(found) > search.worth(plan):
            plan, proved = search.proved(found)
        if search.gap(plan) > before / 2:
            break
    return plan, search.worth(plan) if proved else search.bound


class _Search:
    """The costs of a model's pairs at the prices of its relaxation, and the bound of its plans."""

    def __init__(self, model: Model, relaxed: Relaxed) -> None:
        self.model, self.relaxed = model, relaxed
        found = prices.values(model, relaxed.prices)
        self.best = np.maximum(found.max(axis=1, initial=-np.inf), 0.0)
        self.cost = np.where(model.open, self.best[:, None] - found, np.inf)
        self.top = float(np.abs(model.worth[model.open]).max(initial=0.0)) or 1.0
        self.step = _step(model.worth[model.open])
        self.dust = DUST * max(1.0, abs(relaxed.value))
        self.bound = relaxed.value
        if self.step:
            self.bound = float(np.floor((relaxed.value + self.dust) / self.step) * self.step)
        self.divided = (np.abs(relaxed.households - np.rint(relaxed.households)) > 1e-6).any(axis=1)

    def worth(self, plan: Ints) -> float:
        """What a plan is worth."""
        return float((self.model.worth * plan).sum())

    def gap(self, plan: Ints) -> float:
        """How much better another plan could be at most."""
        return max(0.0, self.bound - self.worth(plan))

    def near(self, limit: float) -> Ints | None:
        """A good plan in which no household costs more than a limit; None when none is found."""
        groups, chosen = self._chosen(limit)
        return self._solved(groups, chosen, NODES)[0] if chosen.sum() <= PAIRS else None

    def proved(self, plan: Ints) -> tuple[Ints, bool]:
        """The best of all plans and True, or the best one found and False."""
        loss = self.relaxed.value - self.worth(plan) - self.step + self.dust
        if self.gap(plan) <= self.dust or loss < 0:
            return plan, True
        groups, chosen = self._chosen(loss)
        if chosen.sum() > min(LAST_PAIRS, REDUCED * self.model.open.sum()):
            return plan, False
        found, whole = self._solved(groups, chosen, LAST_NODES, loss)
        better = found is not None and self.worth(found) > self.worth(plan)
        return found if better and found is not None else plan, whole

    def _chosen(self, limit: float) -> tuple[Flags, Flags]:
        """Groups that have a choice, and their pairs, when each household may cost so much at most."""
        limit += DUST * self.top
        cheap = self.cost <= limit
        stays = self.best <= limit
        alone = np.where(cheap & ~stays[:, None], self.model.households[:, None], 0)
        elsewhere = (np.rint(self.relaxed.households) != alone).any(axis=1)
        groups = (cheap.sum(axis=1) + stays > 1) | self.divided | elsewhere
        return groups, groups[:, None] & cheap

    def _solved(
        self, groups: Flags, chosen: Flags, nodes: int, loss: float | None = None
    ) -> tuple[Ints | None, bool]:
        """The best plan over chosen pairs and whether that is proved; with a `loss`, only plans that lose no more."""
        model = self.model
        clear = np.where(groups[:, None], 0, np.rint(self.relaxed.households)).astype(np.int64)
        clear = np.minimum(clear, model.most)
        left = rest(model, clear)
        if not chosen.any() or (left.capacity < 0).any():
            return (clear if model.holds(clear) else None), False
        group, place = np.nonzero(chosen)
        within = None if loss is None else self._within(left, group, place, loss)
        values, bound = run(left, group, place, model.worth[group, place], 0.0, nodes, within=within)
        if values is None:
            return None, bound is not None
        plan = clear.copy()
        plan[group, place] += values
        reached = float((model.worth[group, place] * values).sum())
        whole = bound is not None and bound - reached <= DUST * max(1.0, abs(reached))
        return (plan, whole) if model.holds(plan) else (None, False)

    def _within(self, left: Model, group: Ints, place: Ints, loss: float) -> Within:
        """What plans that lose no more can place on each pair at most, and must use of each row at least."""
        most = np.minimum(left.most[group, place], _times(loss, self.cost[group, place]))
        limited = np.isfinite(left.capacity)
        return Within(
            most,
            left.households - _times(loss, self.best),
            left.capacity[limited] - _over(loss, self.relaxed.prices.capacity[limited]),
            left.ceiling - _over(loss, self.relaxed.prices.shared),
        )


def _over(loss: float, cost: Floats) -> Floats:
    """How many units of a cost make a loss; endless where nothing is lost."""
    return np.asarray(np.where(cost > DUST, (1 + 1e-6) * loss / np.maximum(cost, DUST) + 1e-6, np.inf))


def _times(loss: float, cost: Floats) -> Floats:
    """How many whole households make a loss."""
    return np.asarray(np.floor(_over(loss, cost)))


def _step(worth: Floats) -> float:
    """The step by which plans differ in worth, where all worths are decimals of a few digits; else 0."""
    for digits in range(7):
        scaled = worth * 10.0**digits
        if np.abs(scaled - np.round(scaled)).max(initial=0.0) <= DUST:
            return float(10.0**-digits)
    return 0.0
