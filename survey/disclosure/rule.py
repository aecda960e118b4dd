"""The thresholds of a survey, and the counts they are held against."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Cells = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Rule:
    """Thresholds in unweighted respondents; `cv_low` is a standard error as a share of its estimate."""

    min_base: int = 30
    min_numerator: int = 5
    cv_low: float = 0.30

    def small_base(self, base: Cells) -> Flags:
        """Bases too small to show. Nobody there is no secret: a base of zero is "not available" instead."""
        return (base > 0) & (base < self.min_base)

    def small_numerator(self, count: Cells, base: Cells) -> Flags:
        """Answers given by too few, or by all but too few: a share tells its complement as well.

        Nobody (0) and everybody (n) are shown once the base is large enough: a sample does not tell who is in
        it, so they say nothing certain of a person. A survey on a full count would need another rule.
        """
        others = base - count
        return ((count > 0) & (count < self.min_numerator)) | ((others > 0) & (others < self.min_numerator))

    def unreliable(self, estimate: float | None, se: float | None) -> bool:
        """Whether the coefficient of variation is above the limit; of zero it has no meaning."""
        return bool(estimate) and se is not None and se > self.cv_low * abs(estimate or 0.0)


@dataclass(frozen=True)
class Counts:
    """Unweighted respondents with a valid answer and a weight above zero, by domain variables and answer.

    `n` has one axis per variable, in the order of `variables` and, within each, of `levels`; its last axis is
    the answer. Every level must be there, filtered or not: a filter is a variable like the others. When answers
    may overlap (select-multiple), `base` gives the respondents per domain and `n` those who chose each option.
    `question` is the code of a question that may itself divide others.
    """

    variables: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    answers: tuple[str, ...]
    n: Cells
    base: Cells | None = None
    question: str | None = None

    def __post_init__(self) -> None:
        domains = tuple(map(len, self.levels))
        if len(self.variables) != len(self.levels) or self.n.shape != (*domains, len(self.answers)):
            raise ValueError(
                f"Counts of shape {self.n.shape} do not fit {domains} levels and {len(self.answers)} answers."
            )
        if self.base is not None and self.base.shape != domains:
            raise ValueError(f"Bases of shape {self.base.shape} do not fit {domains} levels.")
        if (self.n < 0).any():
            raise ValueError("Counts of respondents cannot be negative.")


def with_totals(n: Cells) -> Cells:
    """Append the total to every axis: index -1 stands for "all"."""
    for axis in range(n.ndim):
        n = np.concatenate([n, n.sum(axis, keepdims=True)], axis)
    return n


def check_names(counts: Counts) -> None:
    """Raise ValueError when a variable is asked for twice: tables would not be the same in every request."""
    names = sorted((*counts.variables, *([counts.question] if counts.question else [])))
    if any(one == other for one, other in pairwise(names)):
        raise ValueError(f"A variable is asked for twice: {', '.join(names)}. Name each once.")
