"""What a crosstab hides: the same cells whichever share is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from store.survey_queries import Question
from survey import questions
from survey.disclosure.output import Pattern, blank
from survey.disclosure.rule import Rule
from survey.questions import Asked
from survey.results import Estimate


class Views(NamedTuple):
    """One pattern seen three ways.

    `along` has the row among its variables and the column as answers, `across` the other way round; the
    answers of `joint` are pairs of codes as text, row first. Only single answers can be seen across or jointly.
    `in_the_way` is as in `Answered`: when there is any, the table is refused.
    """

    along: Pattern
    across: Pattern | None
    joint: Pattern | None
    in_the_way: tuple[tuple[str, tuple[str, ...]], ...]


def turned(asked: Asked, row: Question) -> Asked:
    """The same table with row and column exchanged; a row is always the last of the variables."""
    return asked._replace(question=row, answers=(), by=(*asked.by[:-1], asked.question.code))


def views(asked: Asked, row: Question, rule: Rule) -> Views:
    """The pattern of a table within its filters.

    A cell may be too small for its row, for its column, or for both; hidden is what either view hides, in all
    measures alike. The union shows less than each view, so what each protects stays protected from readers who
    compare the measures, or the table with its transpose.
    """
    axis = len(asked.by) - 1
    along = questions.pattern_of(asked, rule)
    if asked.question.type != "one":
        blocked = questions.in_the_way(along, asked.where)
        for name, codes in () if blocked else asked.where:
            along = along.filtered(name, codes)
        return Views(along, None, None, blocked)
    along, across = _union(along, questions.pattern_of(turned(asked, row), rule), axis)
    blocked = questions.in_the_way(along, asked.where)
    for name, codes in () if blocked else asked.where:
        along, across = _union(along.filtered(name, codes), across.filtered(name, codes), axis)
    return Views(along, across, None if blocked else _joint(along), blocked)


def all_or_none(found: Iterable[Estimate]) -> list[Estimate]:
    """Hide all shares of a domain when one of them is hidden, for shares that add up to one over its answers.

    Shares of responses beside shares of respondents would else give a hidden option by subtraction.
    """
    listed = list(found)
    hidden = {row.by for row in listed if row.mark == "c"}
    return [blank(row, row.n is None) if row.by in hidden else row for row in listed]


def _union(along: Pattern, across: Pattern, axis: int) -> tuple[Pattern, Pattern]:
    hidden = along.hidden | across.hidden.swapaxes(axis, -1)
    return replace(along, hidden=hidden), replace(across, hidden=hidden.swapaxes(axis, -1))


def _joint(along: Pattern) -> Pattern:
    """The pattern of pairs of row and column answers; no filter is left among its variables."""
    pairs = tuple(str((row, column)) for row in along.levels[-1] for column in along.answers)
    return replace(
        along,
        variables=along.variables[:-1],
        levels=along.levels[:-1],
        answers=pairs,
        n=_paired(along.n),
        hidden=_paired(along.hidden),
    )


def _paired(cells: NDArray[Any]) -> NDArray[Any]:
    """Rows and columns (the last two axes, totals at their ends) as one axis of pairs, the total at its end."""
    inner = cells[..., :-1, :-1]
    flat = inner.reshape(*inner.shape[:-2], inner.shape[-2] * inner.shape[-1])
    return np.concatenate([flat, cells[..., -1:, -1]], -1)
