"""What is hidden of a question put to a round, and what may be said beside its estimates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from store.survey_queries import Question, Survey
from survey import few_values, nested
from survey.asked import Asked
from survey.bases import Filters, conditions
from survey.disclosure import counting
from survey.disclosure.output import Pattern, below
from survey.disclosure.rule import Flags, Rule
from survey.sums import Sums


def pattern_of(asked: Asked, rule: Rule) -> Pattern:
    """What is hidden in the table by groups and filter variables, and in all its margins.

    The respondents of a domain are those who gave certain answers to the question of the base: where their number
    is hidden there, it is hidden here. That holds for the question and for those that divide it. What stages of
    intention tell of those between them is hidden as well.
    """
    found = _own_pattern(asked, rule)
    single = asked.question.type == "one"
    names = (*asked.names, asked.question.code) if single else asked.names
    hidden = np.zeros(found.hidden.shape if single else found.hidden.shape[:-1], bool)
    for axis, name in enumerate(asked.names):
        if name in asked.known:
            hidden = hidden | _without_base(asked, asked.known[name], names, axis, rule)
    hidden = hidden | _without_base(asked, asked.question, names, len(names) - 1 if single else None, rule)
    mine = set(asked.stages) & set(names)
    if single and len(mine) == 1:
        (stage,) = mine
        others = tuple(name for name in names if name != stage)
        one = nested.between(asked.sums[0], others, stage, asked.stages, rule)
        hidden = hidden | np.moveaxis(one, -1, names.index(stage))
    elif mine:

        def alone(stage: str, others: tuple[str, ...]) -> Flags:
            return pattern_of(asked._replace(question=asked.known[stage], by=others, where=()), rule).hidden

        hidden = hidden | nested.together(names, asked.sums[0].levels, asked.stages, alone)
    if single:
        return replace(found, hidden=found.hidden | hidden)
    return replace(found, hidden=found.hidden | hidden[..., None] | _options_between(asked, found, rule))


def _options_between(asked: Asked, found: Pattern, rule: Rule) -> Flags:
    """What is hidden of options by stages, for the sake of those between two stages who chose one."""
    hidden = np.zeros(found.hidden.shape, bool)
    if asked.question.type == "many" and set(asked.stages) & set(asked.names):
        for place, (sums, answer) in enumerate(zip(asked.sums, asked.answers, strict=True)):
            column = f"{asked.question.code}__{answer.code}"
            chosen = [bool(level) for level in sums.levels[column]]

            def alone(stage: str, others: tuple[str, ...], sums: Sums = sums) -> Flags:
                return nested.between(sums, others, stage, asked.stages, rule)

            one = nested.together((*asked.names, column), sums.levels, asked.stages, alone)
            hidden[..., place] = one[..., :-1][..., chosen].any(-1)
    return hidden


def _without_base(
    asked: Asked, question: Question, names: tuple[str, ...], axis: int | None, rule: Rule
) -> Flags:
    """Where a table by `names` would tell how many were asked `question`, which stands on `axis` or on none.

    These are the groups of the other questions of which the table of the question that it rests on hides how many
    gave the answers of the base.
    """
    others = tuple(name for place, name in enumerate(names) if place != axis)
    hidden = np.zeros(tuple(len(asked.sums[0].levels[name]) + 1 for name in others), bool)
    for name, codes in conditions(question.base):
        if name not in asked.known or asked.known[name].type != "one":
            continue
        around = tuple(other for other in others if other != name)
        base = pattern_of(asked._replace(question=asked.known[name], by=around, where=()), rule)
        cells, inside = base.hidden[..., :-1], np.array([answer in set(codes) for answer in base.answers])
        gone = cells[..., inside].any(-1) & (base.hidden[..., -1] | cells[..., ~inside].any(-1))
        if name in others:
            gone = np.moveaxis(np.concatenate([cells, gone[..., None]], -1), -1, others.index(name))
        hidden |= gone
    return hidden if axis is None else np.expand_dims(hidden, axis)


def _own_pattern(asked: Asked, rule: Rule) -> Pattern:
    code, names = asked.question.code, asked.names
    if len({*names, code} & {*asked.stages}) > 1 and asked.question.type == "one":
        turned = set(names) - set(asked.stages)
        return below(counting.counts_of(asked.sums[0], code, names), rule, turned)
    if asked.question.type == "number":
        return few_values.pattern(asked.sums[0], (code,), names, rule)
    if asked.question.type == "many":
        pairs = zip(asked.sums, asked.answers, strict=True)
        return counting.of_options([(sums, f"{code}__{a.code}", a.code) for sums, a in pairs], names, rule)
    return counting.of_answers(asked.sums[0], code, names, rule)


def rule_of(survey: Survey) -> Rule:
    """The thresholds of a survey."""
    return Rule(survey.min_base, survey.min_numerator, survey.cv_low_pct / 100)


def in_the_way(pattern: Pattern, where: Filters) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Per filter variable the levels too small to be split off from each other; () when all may be used."""
    return tuple((name, names) for name, codes in where if (names := pattern.in_the_way(name, codes)))


def response(asked: Asked, pattern: Pattern) -> tuple[int | None, float | None]:
    """Respondents whom the question concerns, within the filters, and the weighted percent without an answer.

    Neither is said where the base of the whole filtered table is hidden: both would tell how large it is.
    """
    sums = asked.sums[0]
    code = asked.question.code
    inside = np.ones(len(sums.unit), dtype=bool)
    for name, codes in (*asked.where, *conditions(asked.question.base)):
        inside &= np.isin(sums.codes[name], [p for p, c in enumerate(sums.levels[name]) if c in codes])
    everyone = int(sums.positive[inside].sum())
    if pattern.rule.small_base(np.array(everyone)) or pattern.hidden[(-1,) * pattern.hidden.ndim]:
        return None, None
    if asked.question.type == "number":
        silent = np.isnan(sums.values[code][0])
    elif asked.question.type == "many":
        silent = sums.codes[f"{code}__{asked.answers[0].code}"] < 0
    else:
        silent = sums.codes[code] < 0
    weight = sums.weight[inside].sum()
    return everyone, 100 * float(sums.weight[inside & silent].sum() / weight) if weight else None
