"""The respondents behind a table, counted from the sums that made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from survey.disclosure.families import Public
from survey.disclosure.output import GIVEN, Pattern, protect
from survey.disclosure.rule import Counts, Rule


class Counted(Protocol):
    """What counts need of sums, those with replicate weights alike."""

    @property
    def codes(self) -> dict[str, NDArray[np.int64]]: ...
    @property
    def levels(self) -> dict[str, tuple[object, ...]]: ...
    @property
    def rows(self) -> NDArray[np.int64]: ...
    @property
    def positive(self) -> NDArray[np.int64]: ...
    @property
    def values(self) -> Mapping[str, tuple[NDArray[np.float64], NDArray[np.float64]]]: ...


def of_answers(
    sums: Counted, question: str, names: Sequence[str], rule: Rule, public: Public = ()
) -> Pattern:
    """What is hidden where answers exclude each other; `public` as for `protect`."""
    return protect(counts_of(sums, question, names), rule, public)


def counts_of(sums: Counted, question: str, names: Sequence[str]) -> Counts:
    """The respondents by variables and answer."""
    answers = sums.levels[question]
    counted = respondents(sums, names, sums.codes[question], len(answers))
    return Counts(tuple(names), _levels(sums, names), _codes(answers), counted, question=question)


def of_values(
    sums: Counted, columns: Sequence[str], names: Sequence[str], rule: Rule, public: Public = ()
) -> Pattern:
    """What is hidden of means, totals, ratios and quantiles: they rest on those with a value in all columns."""
    missing = np.zeros(len(sums.rows), dtype=bool)
    for column in columns:
        missing |= np.isnan(sums.values[column][1])
    counted = respondents(sums, names, np.where(missing, -1, 0), 1)
    return protect(Counts(tuple(names), _levels(sums, names), (GIVEN,), counted), rule, public)


def of_options(
    options: Sequence[tuple[Counted, str, str]], names: Sequence[str], rule: Rule, public: Public = ()
) -> Pattern:
    """What is hidden of the options of a select-multiple question, given as sums, column and code."""
    chosen, base = [], None
    for sums, column, _ in options:
        yes = np.array([bool(level) for level in sums.levels[column]] + [False])
        flags = np.where(sums.codes[column] < 0, -1, yes[sums.codes[column]].astype(np.int64))
        both = respondents(sums, names, flags, 2)
        chosen.append(both[..., 1])
        base = both.sum(-1)
    levels = _levels(options[0][0], names)
    codes = tuple(code for *_, code in options)
    return protect(Counts(tuple(names), levels, codes, np.stack(chosen, -1), base), rule, public)


def respondents(
    sums: Counted, names: Sequence[str], answer: NDArray[np.int64], answers: int
) -> NDArray[np.int64]:
    """Respondents with a weight above zero, one axis per variable and one for the answer (-1: none)."""
    shape = (*(len(sums.levels[name]) for name in names), answers)
    valid = answer >= 0
    for name in names:
        valid = valid & (sums.codes[name] >= 0)
    key = np.zeros(int(valid.sum()), dtype=np.int64)
    for column, size in zip((*(sums.codes[name] for name in names), answer), shape, strict=True):
        key = key * size + column[valid]
    count = np.bincount(key, weights=sums.positive[valid], minlength=int(np.prod(shape)))
    return count.astype(np.int64).reshape(shape)


def _levels(sums: Counted, names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(_codes(sums.levels[name]) for name in names)


def _codes(levels: Sequence[object]) -> tuple[str, ...]:
    return tuple(map(str, levels))
