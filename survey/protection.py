"""What is hidden of a question put to a round, and what may be said beside its estimates."""

from __future__ import annotations

import numpy as np

from store.survey_queries import Survey
from survey import two_valued
from survey.asked import Asked
from survey.bases import Filters, conditions
from survey.disclosure import counting
from survey.disclosure.output import Pattern
from survey.disclosure.rule import Rule


def pattern_of(asked: Asked, rule: Rule) -> Pattern:
    """What is hidden in the table by groups and filter variables, and in all its margins.

    The respondents of a domain are those who gave certain answers to the question of the base: where their number
    is hidden there, it is hidden here.
    """
    found = _own_pattern(asked, rule)
    for name, codes in conditions(asked.question.base):
        if name in asked.bases:
            around = tuple(group for group in asked.by if group != name)
            within = tuple(part for part in asked.where if part[0] != name)
            base = asked._replace(question=asked.bases[name], by=around, where=within)
            found = found.resting_on(name, codes, pattern_of(base, rule))
    return found


def _own_pattern(asked: Asked, rule: Rule) -> Pattern:
    names = (*asked.by, *(name for name, _ in asked.where))
    code = asked.question.code
    if asked.question.type == "number":
        return two_valued.pattern(asked.sums[0], (code,), names, rule)
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
