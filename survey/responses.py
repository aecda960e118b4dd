"""Select-multiple questions by responses: each option's share of all the options that were named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from survey import estimates, questions
from survey.design import SurveyError
from survey.disclosure.output import apply, blank
from survey.pieces import Pieces
from survey.results import Estimate
from survey.variance import summed


def table(
    build: str,
    survey: str,
    round: str,
    question: str,
    by: tuple[str, ...] = (),
    method: str = "logit",
    level: float = 0.95,
) -> questions.Answered:
    """The options of a select-multiple question in shares of all options named, with what `questions.table` says.

    The share is a ratio of two totals. Beside the shares of respondents it tells a hidden option by
    subtraction, so where one option of a group is hidden all of them are. Raises SurveyError for a question of
    another type, and as `questions.table` does.
    """
    shown = questions.table(build, survey, round, question, by, method=method, level=level)
    if shown.question.type != "many":
        raise SurveyError(f"Question {question!r} has one answer: its responses are its respondents.")
    asked = questions.put(build, survey, round, question, by, ())
    pieces = of_responses([found for found, _ in questions.pieces_of(asked)], [a.code for a in asked.answers])
    rows = [row._replace(deff=None, n_eff=None) for row in estimates.proportions(pieces, method, level)]
    pattern = questions.pattern_of(asked, questions.rule_of(questions._survey(build, survey)))
    protected = apply(rows, pattern, by)
    closed = {row.by for row in (*protected, *shown.estimates) if row.mark == "c"}
    return shown._replace(estimates=tuple(_closed(row) if row.by in closed else row for row in protected))


def of_responses(options: list[Pieces], codes: list[str]) -> Pieces:
    """The pieces of shares of responses, from those of each option in the same domains; one column per option."""
    first, columns, counts = options[0], [], []
    units = len(first.sums.frame.copies)
    keys = np.unique(np.concatenate([option.domain * units + option.unit for option in options]))
    for option in options:
        chosen = option.answers.index(True) if True in option.answers else None
        at = np.searchsorted(keys, option.domain * units + option.unit)
        parts = option.parts[:, chosen] if chosen is not None else np.zeros(len(at))
        columns.append(summed(at, parts, len(keys)))
        counts.append(option.n_answer[:, chosen] if chosen is not None else np.zeros_like(option.n))
    parts = np.stack(columns, -1)
    domain = keys // units
    totals = summed(domain, parts, len(first.names))
    return replace(
        first, domain=domain, unit=keys % units, parts=parts, base=parts.sum(-1), n_answer=np.stack(counts, -1),
        squares=totals, weights=totals.sum(-1), answers=tuple(codes),
    )  # fmt: skip


def _closed(row: Estimate) -> Estimate:
    return row if row.mark == "c" else blank(row, without_base=False)
