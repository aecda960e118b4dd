"""Stages of intention that lie within one another: the difference of two of them counts those in between.

How many have reached one stage does not add up to how many have reached another, so tables of different stages give
nothing hidden away by sums; but whoever subtracts a later stage from an earlier one learns how many stand between
them. Where they are too few, the later stage is hidden, with what protects it. A table of several stages shows only
what the tables of each stage show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from store.survey_queries import Question
from store.survey_tables import STAGES
from survey.disclosure import counting, families
from survey.disclosure.boxes import TOTAL
from survey.disclosure.counting import Counted
from survey.disclosure.families import Table
from survey.disclosure.rule import Flags, Rule, with_totals

YES = "yes"


def among(names: Sequence[str], known: Mapping[str, Question], round: str) -> tuple[str, ...]:
    """The stages that the round asked about, first to last, when one of the names is among them; else ()."""
    asked = sorted(
        (question for question in known.values() if question.stage and round in question.rounds),
        key=lambda question: STAGES.index(str(question.stage)),
    )
    codes = tuple(question.code for question in asked)
    return codes if set(codes) & set(names) else ()


def between(sums: Counted, names: Sequence[str], stage: str, stages: Sequence[str], rule: Rule) -> Flags:
    """What is hidden of a stage, the last axis, by other names, for the sake of those between it and earlier ones."""
    answers = tuple(map(str, sums.levels[stage]))
    levels = tuple(tuple(map(str, sums.levels[name])) for name in names)
    steps = counting.respondents(sums, names, reached(sums, stages), len(stages) + 1)
    few = np.zeros(tuple(size + 1 for size in steps.shape[:-1]), bool)
    place = stages.index(stage)
    for earlier in range(place):
        some, base = (
            with_totals(part)[..., None]
            for part in (steps[..., earlier + 1 : place + 1].sum(-1), steps.sum(-1))
        )
        few |= rule.small_numerator(some, base)[..., 0]
    also = np.zeros((*few.shape, len(answers) + 1), bool)
    also[..., :-1] = few[..., None]
    n = counting.respondents(sums, names, sums.codes[stage], len(answers))
    table = Table(n, (*names, stage), (*levels, answers))
    return families.decided(table, rule, sizes_known=True, also=also)


def together(
    names: Sequence[str],
    levels: Mapping[str, Sequence[object]],
    stages: Sequence[str],
    alone: Callable[[str, tuple[str, ...]], Flags],
) -> Flags:
    """What is hidden in a table by `names`, some of them stages, and in its margins.

    `alone` gives what is hidden of one stage, the last axis, by the names that are no stages.
    """
    others = tuple(name for name in names if name not in stages)
    mine = tuple(stage for stage in stages if stage in names)
    hidden = {stage: alone(stage, others) for stage in mine}
    found = np.zeros(tuple(len(levels[name]) + 1 for name in names), bool)
    for cell in product(*((*range(len(levels[stage])), TOTAL) for stage in mine)):
        said = [(stage, place) for stage, place in zip(mine, cell, strict=True) if place != TOTAL]
        yes = [pair for pair in said if str(levels[pair[0]][pair[1]]) == YES]
        no = [pair for pair in said if pair not in yes]
        at: list[slice | int] = [slice(None)] * len(names)
        for stage, place in zip(mine, cell, strict=True):
            at[names.index(stage)] = place
        for stage, place in (*yes[-1:], *no[:1]):  # the last stage reached, and the first that was not
            found[tuple(at)] |= hidden[stage][..., place]
    return found


def reached(sums: Counted, stages: Sequence[str]) -> NDArray[np.int64]:
    """How many stages each row of sums has reached; -1 without an answer to one, or where answers contradict."""
    said = [
        np.array([*(str(level) == YES for level in sums.levels[name]), False])[sums.codes[name]]
        for name in stages
    ]
    unknown = np.logical_or.reduce([sums.codes[name] < 0 for name in stages])
    for earlier, later in pairwise(said):
        unknown |= later & ~earlier
    return np.where(unknown, -1, np.add.reduce([part.astype(np.int64) for part in said]))
