"""What keeps weights from being calibrated, all of it at once, each with its remedy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_SENTENCES = {
    "no_file": "{where}: there is no such file. Name a CSV file with the columns variable, level, total.",
    "encoding": "{where}: this is not text in UTF-8. Save it as CSV in UTF-8.",
    "columns": "{where}: the columns are {value}, not variable, level and total. Name them so, in that order, with commas between.",
    "no_margins": "{where} holds no margin. Give one line for each level: variable, level, total.",
    "number": "{where}: the total {value!r} is not a number. Write plain digits with a point for decimals.",
    "twice": "Level {level} of margin {margin} has two totals. Keep one.",
    "shape": "Level {level} of margin {margin} has not one part for each variable. Join the parts with a colon.",
    "repeated_margin": "Margin {margin} is given twice. Keep one.",
    "unknown_variable": "Margin {margin} names {value}, which the data do not have. They have {expected}.",
    "target": "Level {level} of margin {margin} has the total {value}. Give a number above zero, or merge the level with another one.",
    "empty_level": "Nobody with a weight above zero has level {level} of margin {margin}. Merge it with another level, or correct its spelling.",
    "no_target": "{value} respondents have level {level} of {margin}, for which there is no total. Add its total, or recode them.",
    "missing": "{value} respondents have no answer to {margin}. Fill it in, or leave them or this margin out.",
    "totals": "Margin {margin} adds up to {value}, margin {expected} to {level}. Make every margin add up to the same population.",
    "weight": "{value} combinations of margin levels have a sum of weights that is missing, infinite or negative. Correct the weights.",
    "one_margin": "Post-stratification takes one margin, not {value}. Cross the variables into one margin, or rake.",
    "method": "There is no method {value}. Use one of {expected}.",
    "no_bounds": "The method {value} takes no bounds. Leave them out, or use linear or logit.",
    "bounds": "The bounds {value} do not hold 1 strictly between them, the lower from 0. Give for instance 0.5 and 2.",
    "logit_bounds": "The method logit needs two finite bounds. Give for instance 0.5 and 2.",
    "scale": "The margins add up to {expected} times the weights, which is outside the bounds {value}. Multiply the weights by {expected} first, or widen the bounds.",
    "conflict": "Margin {margin} is missed by {value} at level {level} after {expected} steps. Merge small levels, drop a margin, or widen the bounds.",
    "limits": "The limits of the weights {value} leave no weight between them. Give a lower limit below the upper one, from 0.",
    "trim_total": "{value} weights cannot keep their sum within the limits: it lies between {level} and {expected}. Widen the limits.",
    "trim_conflict": "After {expected} rounds the weights are still outside the limits by up to {value}. Widen the limits, or merge small levels.",
}


def parts(code: str) -> tuple[str, str]:
    """The sentence of a fault with its slots, in two: what is wrong, and what to do."""
    wrong, _, remedy = _SENTENCES[code].partition(". ")
    return f"{wrong}.", remedy


class Problem(NamedTuple):
    """One fault by its code, with what fills the slots of its sentence; `str()` gives it in English."""

    code: str
    margin: str = ""
    level: str = ""
    value: str = ""
    expected: str = ""
    where: str = ""

    def __str__(self) -> str:
        return _SENTENCES[self.code].format(**self._asdict())


class CalibrationError(ValueError):
    """Weights cannot be calibrated; `problems` holds everything that stands in the way."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
