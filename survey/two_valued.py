"""Numbers that take two values, such as 0 and 1: their mean tells a share, so it is protected as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from survey.design import Design
from survey.disclosure import counting
from survey.disclosure.counting import Counted
from survey.disclosure.output import Pattern
from survey.disclosure.rule import Rule
from survey.engines import Engine
from survey.sums import tally


def pattern(
    engine: Engine,
    weight: str | None,
    sums: Counted,
    columns: Sequence[str],
    names: Sequence[str],
    rule: Rule,
) -> Pattern:
    """What is hidden of means, totals, ratios and quantiles: bases too small, and shares of too few in disguise.

    `sums` hold the values of `columns`; `names` are the variables that divide and filter.
    """
    found = counting.of_values(sums, columns, names, rule)
    table = engine.table
    kinds = engine.run(table.agg(**{f"kinds{i}": table[name].nunique() for i, name in enumerate(columns)}))
    for column, kind in zip(columns, kinds.to_pylist()[0].values(), strict=True):
        if kind == 2:
            answers = counting.of_answers(
                tally(engine, Design(weight), (*names, column)), column, names, rule
            )
            found = replace(found, hidden=found.hidden | answers.hidden.any(-1, keepdims=True))
    return found
