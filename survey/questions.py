"""Questions to the rounds of the store, answered with uncertainty and within the rule of disclosure.

This is the only way by which estimates from the store's respondents reach pages, files and programs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from store import survey_queries
from store.survey_queries import Answer, Question, Round, Survey
from survey import engines, estimates, few_values, nested
from survey.asked import Answered, Asked
from survey.bases import Filters, rests_on
from survey.design import Design, SurveyError
from survey.disclosure.output import apply
from survey.protection import in_the_way, pattern_of, response, rule_of
from survey.results import Estimate
from survey.sums import Sums, tally


def table(
    build: str,
    survey: str,
    round: str,
    question: str,
    by: tuple[str, ...] = (),
    where: Filters = (),
    statistic: str = "proportion",
    method: str = "logit",
    level: float = 0.95,
    weighted: bool = True,
    df: str = "design",
) -> Answered:
    """The estimates of a question's answers by up to three variables, within filters.

    `where` keeps respondents with given codes of variables. `statistic` is `proportion` or `total` (people),
    or `mean` for a number; `df` the convention for degrees of freedom (`survey.design.Design`). Raises
    SurveyError for what is not in the codebook or not in the round.
    """
    asked = put(build, survey, round, question, by, where, weighted, df=df)
    pattern = pattern_of(asked, rule_of(survey_of(build, survey)))
    blocked = in_the_way(pattern, where)
    if blocked:
        lonely = asked.sums[0].frame.lonely()
        return Answered(asked.question, asked.answers, by, where, (), None, None, lonely, blocked)
    for name, codes in where:
        pattern = pattern.filtered(name, codes)
    notes = (*response(asked, pattern), asked.sums[0].frame.lonely())
    found = estimated(asked, statistic, method, level)
    return Answered(asked.question, asked.answers, by, where, tuple(apply(found, pattern, by)), *notes)


def put(
    build: str,
    survey: str,
    round: str,
    question: str,
    by: tuple[str, ...],
    where: Filters,
    weighted: bool = True,
    together: bool = False,
    df: str = "design",
) -> Asked:
    """Sum a round's respondents for a question, by and within the variables asked for.

    The options of a select-multiple question are summed one by one, or `together`, for what needs several.
    """
    known = _questions(build, survey)
    names = (*by, *(name for name, _ in where))
    for name in (question, *names):
        if name not in known or known[name].type == "design":
            raise SurveyError(f"Survey {survey} has no question {name!r}. See its codebook.")
    for name in names:
        if known[name].type != "one":
            raise SurveyError(f"Question {name!r} cannot divide others: choose one with a single answer.")
    if len(set(names)) < len(names) or question in names:
        raise SurveyError("Name each question once: as the question, as a group or as a filter.")
    if len(by) > 3:
        raise SurveyError("At most three questions can divide another.")
    subject = known[question]
    here = round_of(build, survey, round)
    if round not in subject.rounds:
        raise SurveyError(
            f"Round {round} did not ask question {question!r}; it was asked in {', '.join(subject.rounds)}."
        )
    answers = _answers(build, survey, question)
    design = design_of(here, weighted, df)
    engine = engine_of(str(survey_queries.microdata(here)))
    behind = rests_on(subject, known)
    for name in names:
        behind |= {name: known[name], **rests_on(known[name], known)}
    stages = nested.among((*behind, question), known, round)
    behind |= {name: known[name] for name in stages}
    behind = {name: one for name, one in behind.items() if round in one.rounds}
    keys = tuple(dict.fromkeys((*names, *(name for name in behind if known[name].type == "one"))))
    if subject.type == "number":
        keys += few_values.among(engine, (question,))
        sums: tuple[Sums, ...] = (tally(engine, design, keys, (question,)),)
    elif subject.type == "many":
        columns = tuple(f"{question}__{answer.code}" for answer in answers)
        if together:
            sums = (with_unchosen(tally(engine, design, (*keys, *columns)), columns),) * len(columns)
        else:
            sums = tuple(
                with_unchosen(tally(engine, design, (*keys, column)), (column,)) for column in columns
            )
        # What nobody could choose is an option that only another round offered.
        offered = [i for i, name in enumerate(columns) if sums[i].levels[name]] or range(len(columns))
        answers, sums = tuple(answers[i] for i in offered), tuple(sums[i] for i in offered)
    else:
        sums = (tally(engine, design, tuple(dict.fromkeys((*keys, question)))),)
        answers = with_others(answers, sums[0].levels[question])
    return Asked(here, subject, answers, by, where, sums, behind, stages)


def with_unchosen(sums: Sums, columns: Sequence[str]) -> Sums:
    """The same sums with "chosen" among the levels of options that nobody chose: their share is nought, not unknown."""
    levels = {name: (False, True) for name in columns if sums.levels[name] == (False,)}
    return replace(sums, levels={**sums.levels, **levels})


def with_others(answers: tuple[Answer, ...], found: Sequence[object]) -> tuple[Answer, ...]:
    """The answers of the codebook, and after them codes that respondents gave and the codebook lacks."""
    known = {answer.code for answer in answers}
    return answers + tuple(Answer(str(c), str(c), str(c)) for c in found if c not in known)


def estimated(asked: Asked, statistic: str, method: str = "logit", level: float = 0.95) -> list[Estimate]:
    """The estimates of a question, not protected, domain by domain and answer by answer."""
    found: list[Estimate] = []
    for pieces, answer in pieces_of(asked):
        if statistic == "mean":
            found += estimates.means(pieces, level)
            continue
        rows = (
            estimates.totals(pieces, level)
            if statistic == "total"
            else estimates.proportions(pieces, method, level)
        )
        found += (
            [row for row in rows if answer is None]
            if answer is None
            else [row._replace(answer=answer) for row in rows if row.answer is True]
        )
    order = {answer.code: place for place, answer in enumerate(asked.answers)}
    domains = {row.by: None for row in found}
    places = {by: place for place, by in enumerate(domains)}
    return sorted(found, key=lambda row: (places[row.by], order.get(str(row.answer), 0)))


def pieces_of(asked: Asked) -> list[tuple[estimates.Pieces, str | None]]:
    """The sums by domain within the filters: one for all answers, or one per option with its code."""
    question = asked.question.code
    within = [kept(sums, asked.where) for sums in asked.sums]
    if asked.question.type == "number":
        return [(estimates.of_values(within[0], question, asked.by), None)]
    if asked.question.type == "many":
        return [
            (estimates.of_answers(sums, f"{question}__{answer.code}", asked.by), answer.code)
            for sums, answer in zip(within, asked.answers, strict=True)
        ]
    return [(estimates.of_answers(within[0], question, asked.by), None)]


def kept(sums: Sums, where: Filters) -> Sums:
    """The same sums with everybody outside the filters in no domain and no base; the design stays whole."""
    if not where:
        return sums
    out = np.zeros(len(sums.unit), dtype=bool)
    for name, codes in where:
        wanted = [place for place, code in enumerate(sums.levels[name]) if code in codes]
        out |= ~np.isin(sums.codes[name], wanted)
    return sums.without(out)


def survey_of(build: str, code: str) -> Survey:
    """A survey of the build. Raises SurveyError when there is none of this code."""
    known = {survey.code: survey for survey in survey_queries.surveys(build)}
    if code not in known:
        raise SurveyError(f"There is no survey {code!r}. Known: {', '.join(known) or 'none'}.")
    return known[code]


def design_of(round: Round, weighted: bool = True, df: str = "design") -> Design:
    """The design of a round; without weights for the curious."""
    return Design(
        round.weight if weighted else None,
        round.strata[0] if round.strata else None,
        round.psu,
        round.fpc,
        round.nested,
        round.single_psu,
        df=df,
    )


@lru_cache(maxsize=16)
def engine_of(file: str) -> engines.Engine:
    """The engine over a round's file, opened once."""
    return engines.open_file(file)


@lru_cache(maxsize=16)
def _questions(build: str, survey: str) -> dict[str, Question]:
    return {question.code: question for question in survey_queries.questions(build, survey)}


@lru_cache(maxsize=512)
def _answers(build: str, survey: str, question: str) -> tuple[Answer, ...]:
    return survey_queries.answers(build, survey, question)


@lru_cache(maxsize=64)
def round_of(build: str, survey: str, code: str) -> Round:
    """A round by its code. Raises SurveyError when the survey has no such round."""
    known = {round.code: round for round in survey_queries.rounds(build, survey)}
    if code not in known:
        raise SurveyError(f"Survey {survey} has no round {code!r}. Known: {', '.join(known) or 'none'}.")
    return known[code]
