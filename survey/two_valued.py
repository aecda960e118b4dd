"""Numbers that take two values, such as 0 and 1: their mean tells a share, so it is protected as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from survey.disclosure import counting
from survey.disclosure.counting import Counted
from survey.disclosure.output import Pattern
from survey.disclosure.rule import Rule
from survey.engines import Engine


def among(engine: Engine, columns: Sequence[str]) -> tuple[str, ...]:
    """Those of the columns that take two values; sum the respondents by them as well."""
    asked = {f"kinds{i}": engine.table[name].nunique() for i, name in enumerate(columns)}
    kinds = engine.run(engine.table.agg(**asked)).to_pylist()[0].values()
    return tuple(name for name, kind in zip(columns, kinds, strict=True) if kind == 2)


def pattern(sums: Counted, columns: Sequence[str], names: Sequence[str], rule: Rule) -> Pattern:
    """What is hidden of means, totals, ratios and quantiles: bases too small, and shares of too few in disguise.

    `sums` hold the values of `columns`, and have those with two values among their keys; `names` are the
    variables that divide and filter.
    """
    found = counting.of_values(sums, columns, names, rule)
    for column in columns:
        if column in sums.codes:
            shares = counting.of_answers(sums, column, names, rule)
            telling = shares.hidden.any(-1)
            found = replace(
                found, hidden=np.stack([found.hidden[..., 0] | telling, found.hidden[..., 1]], -1)
            )
    return found
