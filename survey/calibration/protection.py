"""What may be told of a calibration: shares of small groups before it, and the weights of single respondents, may not.

The population's shares are public, and after calibration the sample has the same; they tell nothing of who answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from survey.calibration.diagnostics import Diagnostics
from survey.calibration.margins import CROSS, Margin
from survey.coding import spelled
from survey.disclosure import counting
from survey.disclosure.rule import Rule
from survey.sums import Sums


class Told(NamedTuple):
    """A share of a margin level as it may be told; `before` is None where `mark` is `c`."""

    margin: str
    level: str
    before: float | None
    target: float
    after: float
    mark: str


def shares(found: Diagnostics, sums: Sums, margins: Sequence[Margin], rule: Rule | None) -> list[Told]:
    """The shares before and after; before calibration only those that the rule shows.

    The levels of a margin are answers, those of a crossed one the answers of one variable by the others. The margin
    variables are among the keys of the sums.
    """
    closed = _closed(sums, margins, rule) if rule else set()
    told = []
    for margin, level, before, target, after in found.shares:
        secret = (margin, level) in closed
        told.append(Told(margin, level, None if secret else before, target, after, "c" if secret else ""))
    return told


def _closed(sums: Sums, margins: Sequence[Margin], rule: Rule) -> set[tuple[str, str]]:
    found = set()
    for margin in margins:
        *groups, answer = margin.variables
        pattern = counting.of_answers(sums, answer, groups, rule)
        codes = [[spelled(level) for level in sums.levels[name]] for name in margin.variables]
        for level in margin.targets:
            cell = tuple(known.index(code) for known, code in zip(codes, level, strict=True))
            if pattern.hidden[cell]:
                found.add((margin.name, CROSS.join(level)))
    return found
