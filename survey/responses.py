"""Select-multiple questions of the store by responses: each option's share of all the options that were named."""

from __future__ import annotations

from survey import questions
from survey.crosstabs.responses import shares
from survey.design import SurveyError
from survey.disclosure.output import apply, blank
from survey.results import Estimate


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

    Beside the shares of respondents these tell a hidden option by subtraction, so where one option of a group
    is hidden all of them are. Raises SurveyError for a question of another type, and as `questions.table` does.
    """
    shown = questions.table(build, survey, round, question, by, method=method, level=level)
    if shown.question.type != "many":
        raise SurveyError(f"Question {question!r} has one answer: its responses are its respondents.")
    asked = questions.put(build, survey, round, question, by, (), together=True)
    options = {str(code): pieces for pieces, code in questions.pieces_of(asked)}
    pattern = questions.pattern_of(asked, questions.rule_of(questions.survey_of(build, survey)))
    protected = apply(shares(options, method, level), pattern, by)
    closed = {row.by for row in (*protected, *shown.estimates) if row.mark == "c"}
    return shown._replace(estimates=tuple(_closed(row) if row.by in closed else row for row in protected))


def _closed(row: Estimate) -> Estimate:
    return row if row.mark == "c" else blank(row, without_base=False)
