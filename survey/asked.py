"""A question put to a round, and its answer: what estimators work on, and what may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from store.survey_queries import Answer, Question, Round
from survey.bases import Filters
from survey.results import Estimate
from survey.sums import Sums


class Answered(NamedTuple):
    """A table of estimates and what must be said beside it.

    `estimates` are protected, domain by domain, answers in the codebook's order. `asked` are the respondents
    whom the question concerns, within the filters; `missing_pct` the weighted share of them who gave no
    answer. `in_the_way` names, per filter variable, levels too small to be split off: the filter is refused and
    there are no estimates. `single_psu` names strata with one unit, and the rule that was used for them.
    """

    question: Question
    answers: tuple[Answer, ...]
    by: tuple[str, ...]
    where: Filters
    estimates: tuple[Estimate, ...]
    asked: int | None
    missing_pct: float | None
    single_psu: tuple[object, ...]
    in_the_way: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Asked(NamedTuple):
    """A question put to a round: what estimators and comparisons work on. Not protected: stays in this package.

    `sums` has one entry, or one per option of a select-multiple question. `known` are the questions behind the
    request, by code: groups, filters, those that any of them rests on, and the stages of intention of the round when
    one is asked for (`stages`, first to last). They are among the keys.
    """

    round: Round
    question: Question
    answers: tuple[Answer, ...]
    by: tuple[str, ...]
    where: Filters
    sums: tuple[Sums, ...]
    known: Mapping[str, Question] = {}
    stages: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The questions that divide and filter."""
        return (*self.by, *(name for name, _ in self.where))
