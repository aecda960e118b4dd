"""Numbers that take few values: means, totals and ratios tell how many have each, so they are protected as shares.

The size of a group, its mean and the spread that errors tell are three equations for the numbers of respondents by
value. With two or three values that is all there is to know. With more, shares of the values are told of a whole
group or not at all, so that more stays unknown than there are equations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from survey.disclosure import counting
from survey.disclosure.counting import Counted
from survey.disclosure.families import Public
from survey.disclosure.output import Pattern
from survey.disclosure.rule import Rule
from survey.engines import Engine

FEW = 3


def among(engine: Engine, columns: Sequence[str]) -> tuple[str, ...]:
    """Those of the columns that take two or three values; sum the respondents by them as well."""
    asked = {f"kinds{i}": engine.table[name].nunique() for i, name in enumerate(columns)}
    kinds = engine.run(engine.table.agg(**asked)).to_pylist()[0].values()
    return tuple(name for name, kind in zip(columns, kinds, strict=True) if 2 <= kind <= FEW)


def pattern(
    sums: Counted, columns: Sequence[str], names: Sequence[str], rule: Rule, public: Public = ()
) -> Pattern:
    """What is hidden of means, totals, ratios and quantiles: bases too small, and shares of too few in disguise.

    `sums` hold the values of `columns`, and have those with few values among their keys; `names` are the
    variables that divide and filter. The error of a ratio of two such columns tells how many have both values.
    """
    found = counting.of_values(sums, columns, names, rule, public)
    few = [column for column in columns if column in sums.codes]
    shares = [counting.of_answers(sums, column, names, rule, public).hidden.any(-1) for column in few]
    if len(few) == 2:
        shares.append(counting.of_answers(sums, few[0], (*names, few[1]), rule, public).hidden.any((-1, -2)))
    for telling in shares:
        found = replace(found, hidden=np.stack([found.hidden[..., 0] | telling, found.hidden[..., 1]], -1))
    return found


def whole(found: Pattern) -> Pattern:
    """The shares of the values of a number: where one is hidden in a group, all of them are."""
    if len(found.answers) <= FEW:
        return found
    cells = found.hidden[..., :-1]
    cells = cells | cells.any(-1, keepdims=True)
    return replace(found, hidden=np.concatenate([cells, found.hidden[..., -1:]], -1))
