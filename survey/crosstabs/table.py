"""A crosstab of a round, estimated and protected.

Its measures answer different questions. *row*: how the column question's answers divide within each row group.
*column*: how the row groups divide within each column answer. *total*: the share of each pair among all.
*responses*: the share of each option among all options chosen. *people*: weighted totals. *mean*: of a number.
Respondents count when they answered the row and the control question; margins are those of the same respondents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

import numpy as np

from store import survey_queries
from store.survey_queries import Answer, Question
from survey import estimates, pieces, questions
from survey.bases import conditions
from survey.crosstabs import responses
from survey.crosstabs.protection import Views, all_or_none, turned, views
from survey.design import SurveyError
from survey.disclosure.output import apply
from survey.questions import Answered, Asked, Filters
from survey.results import Estimate
from survey.sums import Sums

MEASURES = ("row", "column", "total", "responses", "people", "mean")
JOINT = "row and column"


@dataclass(frozen=True)
class Wanted:
    """A crosstab that is asked for; `where` keeps respondents with given codes of further questions."""

    survey: str
    round: str
    row: str
    column: str
    control: str | None = None
    where: Filters = ()
    measure: str = "row"
    method: str = "logit"
    level: float = 0.95
    weighted: bool = True

    @property
    def by(self) -> tuple[str, ...]:
        """The questions that divide: the control, where there is one, and the row."""
        return (self.control, self.row) if self.control else (self.row,)


class Key(NamedTuple):
    """The place of a cell, as codes; None stands for all."""

    control: str | None
    row: str | None
    column: str | None


class Crosstab(NamedTuple):
    """The protected cells of a crosstab, and what must be said beside them.

    `rows`, `columns` and `controls` are answers in the codebook's order; a mean has no columns. `answered` says
    what is said beside every answer: question, base, missing answers, levels in the way of the filters. A cell
    that is not there had nobody in its domain.
    """

    wanted: Wanted
    row: Question
    column: Question
    control: Question | None
    rows: tuple[Answer, ...]
    columns: tuple[Answer, ...]
    controls: tuple[Answer, ...]
    cells: dict[Key, Estimate]
    answered: Answered

    def cell(self, control: str | None, row: str | None, column: str | None) -> Estimate:
        """The estimate of a cell; one marked [x] or, where the question did not concern the row, [z]."""
        found = self.cells.get(Key(control, row, column))
        if found and found.mark != "x":
            return found
        if self.wanted.measure == "total" and row is column is None and self.columns:
            margin = self.cell(control, None, self.columns[0].code)
            return margin._replace(answer=None, estimate=1.0, se=0.0, low=None, high=None, n_answer=margin.n, deff=None, n_eff=None, mark="") if margin.n else margin  # fmt: skip
        outside = any(
            name == self.row.code and row is not None and row not in codes
            for name, codes in conditions(self.column.base)
        )
        by = tuple(code for code in (control, row) if code is not None)
        return Estimate(by, column, "proportion", *(None,) * 5, 0, 0, None, None, "z" if outside else "x")

    def layers(self) -> tuple[str | None, ...]:
        """The codes of the control question, then None for all."""
        return (*(answer.code for answer in self.controls), None)


def fitting(column: Question) -> tuple[str, ...]:
    """The measures that fit a column question."""
    return {"number": ("mean",), "many": ("row", "responses", "people")}.get(
        column.type, ("row", "column", "total", "people")
    )


def crosstab(build: str, wanted: Wanted) -> Crosstab:
    """The crosstab of a round.

    Raises SurveyError for what is not in the codebook or not in the round, and for measures that do not fit.
    """
    asked = questions.put(
        build, wanted.survey, wanted.round, wanted.column, wanted.by, wanted.where, wanted.weighted,
        together=wanted.measure == "responses",
    )  # fmt: skip
    if wanted.measure not in fitting(asked.question):
        raise SurveyError(
            f"Measure {wanted.measure!r} does not fit question {wanted.column!r}: choose {', '.join(fitting(asked.question))}."
        )
    known = {question.code: question for question in survey_queries.questions(build, wanted.survey)}
    rule = questions.rule_of(questions.survey_of(build, wanted.survey))
    seen = views(asked, known[wanted.row], rule)
    notes = (None, None) if seen.in_the_way else questions.response(asked, seen.along)
    cells = {} if seen.in_the_way else _cells(asked, known[wanted.row], seen, wanted)
    answered = Answered(
        asked.question, asked.answers, wanted.by, wanted.where, tuple(cells.values()), *notes,
        asked.sums[0].frame.lonely(), seen.in_the_way,
    )  # fmt: skip
    groups = [
        questions.with_others(survey_queries.answers(build, wanted.survey, name), asked.sums[0].levels[name])
        for name in reversed(wanted.by)
    ]
    return Crosstab(
        wanted, known[wanted.row], asked.question, known[wanted.control] if wanted.control else None,
        groups[0], asked.answers, groups[1] if wanted.control else (), cells, answered,
    )  # fmt: skip


def complete(asked: Asked) -> Asked:
    """The same question among those who answered every dividing question; the design stays whole."""

    def answered(sums: Sums) -> Sums:
        silent = np.logical_or.reduce([sums.codes[name] < 0 for name in asked.by])
        return sums.without(silent) if silent.any() else sums

    return asked._replace(sums=tuple(answered(sums) for sums in asked.sums))


def crossed(sums: Sums, row: str, column: str) -> Sums:
    """The same sums with a key JOINT for pairs of answers; its levels are pairs of codes, row first."""
    first, second = sums.codes[row], sums.codes[column]
    pair = np.where((first < 0) | (second < 0), -1, first * len(sums.levels[column]) + second)
    pairs = tuple((r, c) for r in sums.levels[row] for c in sums.levels[column])
    return replace(sums, codes={**sums.codes, JOINT: pair}, levels={**sums.levels, JOINT: pairs})


def _cells(asked: Asked, row: Question, seen: Views, wanted: Wanted) -> dict[Key, Estimate]:
    """The protected estimates of all cells and margins, within each control group and in all."""
    along = complete(asked)
    across = complete(turned(asked, row)) if seen.across else along
    found: dict[Key, Estimate] = {}
    for outer in ((wanted.control,), ()) if wanted.control else ((),):
        for codes, estimate in _estimates(along, across, seen, wanted, outer):
            found[Key(*(codes.get(name) for name in (wanted.control or "", wanted.row, wanted.column)))] = (
                estimate
            )
    return found


def _estimates(
    along: Asked, across: Asked, seen: Views, wanted: Wanted, outer: tuple[str, ...]
) -> Iterator[tuple[dict[str, str | None], Estimate]]:
    """The estimates that a measure shows within the groups of `outer`, each with the codes of its cell."""
    measure, row, column = wanted.measure, wanted.row, wanted.column
    if measure != "column":
        for groups in (outer,) if measure == "total" else ((*outer, row), outer):
            shown = apply(_raw(along._replace(by=groups), wanted), seen.along, groups)
            for estimate in all_or_none(shown) if measure == "responses" else shown:
                yield _codes((*groups, column), (*estimate.by, estimate.answer)), estimate
    if seen.across and measure in ("column", "total"):
        for groups in ((*outer, column), outer) if measure == "column" else (outer,):
            for estimate in apply(_raw(across._replace(by=groups), wanted), seen.across, groups):
                yield _codes((*groups, row), (*estimate.by, estimate.answer)), estimate
    if seen.joint and measure == "total":
        sums = crossed(questions.kept(along.sums[0], along.where), row, column)
        pairs = estimates.proportions(pieces.of_answers(sums, JOINT, outer), wanted.method, wanted.level)
        for estimate in apply(pairs, seen.joint, outer):
            pair = cast(tuple[object, object], estimate.answer)
            yield _codes((*outer, row, column), (*estimate.by, *pair)), estimate


def _raw(asked: Asked, wanted: Wanted) -> list[Estimate]:
    if wanted.measure == "responses":
        options = {str(code): option for option, code in questions.pieces_of(asked)}
        return responses.shares(options, wanted.method, wanted.level)
    statistic = {"people": "total", "mean": "mean"}.get(wanted.measure, "proportion")
    return questions.estimated(asked, statistic, wanted.method, wanted.level)


def _codes(names: tuple[str, ...], codes: tuple[object, ...]) -> dict[str, str | None]:
    return {name: None if code is None else str(code) for name, code in zip(names, codes, strict=True)}
