"""From a problem to its best plan."""

from __future__ import annotations

from planning.faults import PlanningError
from planning.matching import conflicts, linear, whole
from planning.matching.model import model
from planning.matching.problem import Problem
from planning.matching.solution import Solution, solution


def solve(problem: Problem) -> Solution:
    """The plan with the largest objective that keeps to every capacity, limit and decision by hand.

    It is proved best where that can be done within a fixed effort (see `fixing`); else it is near the optimum of the
    relaxation, which also tells how much better a plan could be at most.
    The same problem gives the same plan. Raises PlanningError that names the smallest set of conditions that
    cannot hold together, when nobody can be placed or the limits cannot be kept.
    """
    made = model(problem)
    relaxed = linear.solve(made)
    found = None if relaxed is None else whole.solve(made, relaxed)
    if relaxed is None or found is None:
        raise PlanningError([conflicts.fault(problem)])
    answer = solution(problem, made, relaxed, *found)
    if not answer.placed.sum() and conflicts.stuck(problem):
        raise PlanningError([conflicts.fault(problem)])
    return answer
