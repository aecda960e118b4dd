"""Everything a person asks of a matching at once: the plan, who waits, what one more unit and a decision change.

A problem without a plan has an answer too: the conditions that cannot hold together, and everybody unplaced.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import floor
from typing import Any

import numpy as np

from planning.faults import Fault, PlanningError
from planning.matching.conflicts import Condition
from planning.matching.effects import Effect, More, effects, one_more
from planning.matching.limits import AS_SERVICES
from planning.matching.problem import Floats, Ints, Override, Problem
from planning.matching.solution import Binding, Solution
from planning.matching.solve import solve
from planning.matching.waiting import Waiting, waiting

FORM = 1  # of what is kept of an answer; another one when it, or the way to it, changes
MOST_MORE = 8  # services of which one more unit is tried
Told = Callable[[str, int, int], None]  # step, done, of


@dataclass(frozen=True)
class Answer:
    """What came of a problem: `found` with `waiting`, or the `fault` that says which conditions conflict.

    `more` tells what one more unit of a service that holds most people back would change, in whole households.
    """

    problem: Problem
    found: Solution | None
    waiting: Waiting | None
    fault: Fault | None
    more: tuple[More, ...] = ()
    effects: tuple[Effect, ...] = ()

    @property
    def in_people(self) -> bool:
        """Whether every group says how many people a household has; else households are counted."""
        return bool((self.problem.persons > 0).all())

    @property
    def each(self) -> Floats:
        """People in a household by group, or 1 where households are counted."""
        persons = self.problem.persons
        return persons if self.in_people else np.ones(len(persons))

    @property
    def placed(self) -> dict[str, float]:
        """People (or households) placed, by place; {} without a plan."""
        return {} if self.found is None else self._by_place(self.found.placed)

    @property
    def waits(self) -> dict[str, float]:
        """People (or households) who would rather be at a place than where they are; {} without a plan."""
        return {} if self.waiting is None else self._by_place(self.waiting.households)

    @property
    def in_homeland(self) -> dict[str, float]:
        """People (or households) placed where they come from, by place; {} without a plan."""
        return {} if self.found is None else self._by_place(self.found.placed * self.problem.homeland)

    @property
    def diverted(self) -> dict[tuple[str, str], float]:
        """People (or households) who do not go where they most want to: from there to where they go."""
        out: dict[tuple[str, str], float] = {}
        if self.found is None:
            return out
        plan, first, places = self.found.placed, self.problem.first_choices, self.problem.places
        for g, p in zip(*np.nonzero(plan * ~first), strict=True):
            if first[g].any():
                ends = places[int(np.argmax(first[g]))], places[int(p)]
                out[ends] = out.get(ends, 0.0) + float(plan[g, p] * self.each[g])
        return out

    def _by_place(self, households: Ints) -> dict[str, float]:
        return dict(zip(self.problem.places, (self.each @ households).tolist(), strict=True))


def answer(problem: Problem, missing: Floats | None = None) -> Answer:
    """The answer to a problem: the plan, and then what one more unit and every decision by hand change.

    `missing`, by place and service, are units that are missing today before there is any room: of such a service
    it is tried what the first whole unit beyond them changes.
    """
    return with_changes(plan(problem), missing)


def plan(problem: Problem) -> Answer:
    """The plan with who waits, or why there is none."""
    try:
        found = solve(problem)
    except PlanningError as error:
        return Answer(problem, None, None, error.faults[0])
    return Answer(problem, found, waiting(found), None)


def with_changes(
    made: Answer, missing: Floats | None = None, told: Told = lambda step, done, of: None
) -> Answer:
    """The answer with what one more unit and every decision by hand change; `told` hears of every step before it.

    One more unit is tried only where the plan is proved best: the difference of two plans that are nearly so says nothing.
    """
    problem, found = made.problem, made.found
    if found is None or made.waiting is None:
        return made
    tried = _worth_trying(found, made.waiting) if found.status == "optimal" else []
    more = []
    for i, (place, service) in enumerate(tried):
        told("more", i, len(tried))
        at = problem.places.index(place), problem.services.index(service)
        short = 0.0 if missing is None else float(missing[at])
        more.append(one_more(problem, place, service, floor(short + 1e-9) + 1.0, found, short))
    changes = effects(problem, found, lambda i: told("effects", i, len(problem.overrides)))
    return replace(made, more=tuple(row for row in more if row.exact), effects=changes)


def _worth_trying(found: Solution, waits: Waiting) -> list[tuple[str, str]]:
    """Services that are the only ones to hold somebody back at a place, those that hold back most first."""
    alone: dict[str, list[str]] = {}
    for row in waits.held:
        alone.setdefault(row.place, []).append(row.service)
    priced = {(row.place, row.service) for row in found.binding}
    tried = [
        (row.place, row.service)
        for row in waits.held
        if row.service not in AS_SERVICES
        and (len(alone[row.place]) == 1 or (row.place, row.service) in priced)
    ]
    return tried[:MOST_MORE]


def record(made: Answer) -> dict[str, Any]:
    """What is kept of an answer, as JSON, beside its problem."""
    if made.found is None:
        assert made.fault is not None
        slots = {name: value for name, value in made.fault.slots.items() if name != "set"}
        conditions = [list(item) for item in made.fault.slots.get("set", ())]  # type: ignore[attr-defined]
        return {"fault": [made.fault.code, made.fault.text, slots], "set": conditions}
    found = made.found
    group, place = np.nonzero(found.placed)
    return {
        "plan": [group.tolist(), place.tolist(), found.placed[group, place].tolist()],
        "status": found.status,
        "objective": found.objective,
        "bound": found.bound,
        "binding": [list(row) for row in found.binding],
        "limit_prices": found.limit_prices,
        "more": [list(row) for row in made.more],
        "effects": [[list(row.override), *row[1:]] for row in made.effects],
    }


def recalled(problem: Problem, kept: dict[str, Any]) -> Answer:
    """The answer that was kept of a problem."""
    if "fault" in kept:
        code, text, slots = kept["fault"]
        conditions = tuple(Condition(kind, name, tuple(at), value) for kind, name, at, value in kept["set"])
        return Answer(problem, None, None, Fault(code, text, {**slots, "set": conditions}))
    placed = np.zeros(problem.preferences.shape, dtype=np.int64)
    group, place, households = kept["plan"]
    placed[group, place] = households
    found = Solution(
        problem, kept["status"], kept["objective"], kept["bound"], placed, placed.T @ problem.needs,
        tuple(Binding(*row) for row in kept["binding"]), kept["limit_prices"],
    )  # fmt: skip
    changes = tuple(Effect(Override(*override), *rest) for override, *rest in kept["effects"])
    return Answer(problem, found, waiting(found), None, tuple(More(*row) for row in kept["more"]), changes)
