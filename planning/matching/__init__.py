"""Matching: households in groups × places under capacities of several kinds at once, solved with HiGHS."""

from planning.matching.answers import Answer, answer
from planning.matching.effects import Effect, More, effects, one_more
from planning.matching.problem import Limits, Override, Problem, ShareTo
from planning.matching.reading import file, problem, with_overrides
from planning.matching.solution import Binding, Solution
from planning.matching.solve import solve
from planning.matching.waiting import Held, Waiting, waiting

__all__ = [
    "Answer",
    "Binding",
    "Effect",
    "Held",
    "Limits",
    "More",
    "Override",
    "Problem",
    "ShareTo",
    "Solution",
    "Waiting",
    "answer",
    "effects",
    "file",
    "one_more",
    "problem",
    "solve",
    "waiting",
    "with_overrides",
]
