"""From what is asked to the answer, worked out once: the problem of a survey round, or of a file that was brought."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from planning import capacity, matching
from planning.faults import Fault, PlanningError
from planning.matching import Answer, Override, Problem
from planning.matching.proposal import ENDS, Proposal, proposal
from planning.values import Value
from survey.design import SurveyError
from ui.ask import ask
from ui.plans.matching import brought
from ui.plans.matching.choice import Choice, losing
from ui.view import View


@dataclass(frozen=True)
class Asked:
    """An answer with what it rests on. `made` is None for a file that was brought, whose numbers are all its own.

    `ends` are the people placed with the rooms at the low and the high end of their bands; None where not known.
    `faults` say why there is not even a problem.
    """

    choice: Choice
    made: Proposal | None
    answer: Answer | None
    ends: tuple[float, float] | None
    faults: tuple[Fault, ...] = ()
    refusal: str = ""

    def missing(self, place: str) -> dict[str, float]:
        """Units of each service that are missing at a place today, before anybody comes; {} where not known."""
        if self.made is None:
            return {}
        problem = self.made.problem
        row = self.made.lacking[problem.places.index(place)]
        return {code: float(count) for code, count in zip(problem.services, row, strict=True) if count > 0}

    @property
    def demonstration(self) -> bool:
        """Whether the households come from a survey that was made up."""
        return self.made is not None and self.made.demonstration


def of_survey(view: View, choice: Choice, people: Value, decisions: tuple[Override, ...]) -> Asked:
    """The answer for the households of a survey round."""
    return ask(_of_survey, view.build, choice, people, decisions)


def of_file(choice: Choice, decisions: tuple[Override, ...]) -> Asked:
    """The answer to a file that was brought: what is wrong with it, or no answer while it is being worked out."""
    if brought.folder_of(choice.problem) is None:
        return Asked(choice, None, None, None)
    made = brought.problem(choice.problem, decisions)
    if isinstance(made, tuple):
        return Asked(choice, None, None, None, made)
    return Asked(choice, None, brought.answer(choice.problem, decisions), None)


def effect(view: View, choice: Choice, people: Value, decisions: tuple[Override, ...]) -> Asked:
    """The same with one decision more, to tell beforehand what it would change."""
    return ask(_of_survey, view.build, choice, people, decisions, False)


def _of_survey(
    build: str, choice: Choice, people: Value, decisions: tuple[Override, ...], ends: bool = True
) -> Asked:
    try:
        standards = capacity.read(build, json.loads(choice.standards))
        asked = (
            build, choice.survey, choice.round, people, standards, choice.limits(losing(build)), choice.weights, choice.second / 100,
        )  # fmt: skip
        made = proposal(*asked, choice.room)
        made = replace(made, second_choice=replace(made.second_choice, by=choice.by))
        found = matching.answer(matching.with_overrides(made.problem, decisions), made.lacking)
        band = None
        if ends and found.found is not None:
            low, high = (
                _placed(matching.with_overrides(proposal(*asked, end).problem, decisions))
                for end in (ENDS[0], ENDS[-1])
            )
            band = (low, high)
        return Asked(choice, made, found, band)
    except PlanningError as error:
        return Asked(choice, None, None, None, error.faults)
    except SurveyError as error:
        return Asked(choice, None, None, None, refusal=str(error))


def _placed(problem: Problem) -> float:
    """People placed at best; nobody where there is no plan."""
    try:
        return float(matching.solve(problem).people.sum())
    except PlanningError:
        return 0.0
