"""An attacker who writes down every number told, and computes what follows from them by adding and subtracting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from survey.disclosure.output import Pattern
from tests.survey.test_disclosure import PRIME, RULE, echelon

FEW = range(1, RULE.min_numerator)


@dataclass
class Attacker:
    """What was told and what was not, each as the kinds of respondents that it counts.

    Kinds are the cells of `n`, whose axes are `names`; `codes` has the codes of each axis, and may give several
    places of the axis one code, or leave some without (None).
    """

    n: np.ndarray
    codes: dict[str, list[Any]]
    known: list[np.ndarray] = field(default_factory=list)
    secret: dict[Any, np.ndarray] = field(default_factory=dict)
    axes: dict[str, int] = field(default_factory=dict)

    def axis(self, name: str) -> int:
        """The axis on which the answers to a question lie; stages of intention share one."""
        return self.axes.get(name, [*self.codes].index(name))

    def kinds(self, **said: Any) -> np.ndarray:
        """The kinds who gave these answers, None for any; a list for several codes."""
        inside = np.ones(self.n.shape, bool)
        for name, code in said.items():
            axis = self.axis(name)
            wanted = code if isinstance(code, (list, tuple)) else [code]
            flags = np.array([c is not None and (code is None or c in wanted) for c in self.codes[name]])
            shape = [1] * self.n.ndim
            shape[axis] = -1
            inside = inside & flags.reshape(shape)
        return inside.ravel()

    def reads(
        self, pattern: Pattern, by: Sequence[str], answer: str, only_few: bool = False, **within: Any
    ) -> None:
        """Note all that a table by `by` would tell, as `apply` does: bases, and answers whose base is told.

        Secret are the answers that the thresholds hide. What is hidden to protect them is no secret of its own, nor
        is the size of a group: it is an answer of another table. With `only_few` secret are those of one to four.
        """
        for codes in product(*(pattern.levels[pattern.variables.index(name)] for name in by)):
            group = dict(zip(by, codes, strict=True))
            _, without_base, n = pattern.hides(by, codes, None)
            if not without_base:
                self.known.append(self.kinds(**{**within, **group, answer: None}))
            for code in pattern.answers if n else ():
                hidden, _, _ = pattern.hides(by, codes, code)
                cell = self.kinds(**{**within, **group, answer: code})
                some = int(cell @ self.n.ravel())
                if not (hidden or without_base):
                    self.known.append(cell)
                elif some in FEW or (not only_few and some < n and (n < RULE.min_base or n - some in FEW)):
                    self.secret[answer, by, codes, str(within), code] = cell

    def finds(self) -> list[Any]:
        """The hidden numbers that follow from those told; one that was told elsewhere under its own name is none."""
        told = {row.tobytes() for row in self.known}
        rows = echelon(np.unique(np.array([np.ones(self.n.size), *self.known], dtype=np.int64), axis=0))
        pivots = [int(np.flatnonzero(row)[0]) for row in rows]
        found = []
        for what, kinds in self.secret.items():
            if kinds.tobytes() in told or not kinds @ self.n.ravel():
                continue
            left = kinds.astype(np.int64)
            for pivot, row in zip(pivots, rows, strict=True):
                if left[pivot]:
                    left = (left - left[pivot] * row) % PRIME
            if not left.any():
                found.append((what, int(kinds @ self.n.ravel())))
        return found
