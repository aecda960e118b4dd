"""Sums of answers and values in sampling units by domain, and what follows from them: ratios, totals, variances.

Variances by Taylor linearisation (Woodruff 1971; Särndal, Swensson & Wretman 1992, ch. 5): a domain keeps the
whole design, units without respondents in it count as zeros.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from survey import variance
from survey.coding import compact, distinct
from survey.sums import Sums
from survey.variance import summed, summed_in_order

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pieces:
    """Sums in last-stage units by domain, one row per pair that has respondents, sorted by domain and unit.

    `place` is the domain of each row of sums (-1 for none), `valid` whether it has an answer there.
    `domain`, `unit` (rows,); `parts` (rows, columns) the weighted sums of the variable, or of each answer;
    `base` (rows,) the sums of weights, or of the denominator. Per domain: `n`, `rows` (with those who gave no
    answer), `n_answer` (domains, columns), `squares` (domains, columns) the weighted sums of squares.
    `names` are the codes of each domain, `answers` those of the columns.
    """

    sums: Sums
    place: Ints
    valid: NDArray[np.bool_]
    domain: Ints
    unit: Ints
    parts: Floats
    base: Floats
    n: Ints
    rows: Ints
    n_answer: Ints
    squares: Floats
    weights: Floats
    shift: float
    names: tuple[tuple[object, ...], ...]
    answers: tuple[object, ...]

    @property
    def total_base(self) -> Floats:
        """Sum of the base by domain."""
        return summed_in_order(self.domain, self.base, len(self.names))

    @property
    def total_parts(self) -> Floats:
        """Sum of each column by domain, shape (domains, columns)."""
        return summed_in_order(self.domain, self.parts, len(self.names))

    def linearised(self) -> tuple[Floats, Floats]:
        """Parts over base by domain (domains, columns), and its scores (rows, columns)."""
        with np.errstate(invalid="ignore", divide="ignore"):
            base = self.total_base[:, None]
            ratio = self.total_parts / base
            scores = np.empty(self.parts.shape[::-1])  # column by column: each is one run of memory
            rows = np.bincount(self.domain, minlength=len(base))
            each = np.repeat(base[:, 0], rows)
            for column, part, share in zip(scores, self.parts.T, ratio.T, strict=True):
                np.subtract(part, np.repeat(share, rows) * self.base, out=column)
                column /= each
            return ratio, scores.T

    def ratio(self) -> tuple[Floats, Floats]:
        """Parts over base by domain, and its variance; both of shape (domains, columns)."""
        ratio, scores = self.linearised()
        return ratio, np.where(self.n[:, None] > 0, self._variance(scores), np.nan)

    def total(self) -> tuple[Floats, Floats]:
        """Sums of the variable by domain, counted from zero, and their variance; both (domains, columns)."""
        scores = self.parts + self.shift * self.base[:, None]
        return summed_in_order(self.domain, scores, len(self.names)), self._variance(scores)

    def covariance(self, cells: Ints) -> Floats:
        """Covariance matrix of the ratios of some cells, each counted domain by domain, column by column."""
        _, scores = self.linearised()
        place = np.full(len(self.names) * len(self.answers), -1)
        place[cells] = np.arange(len(cells))
        column = place.reshape(len(self.names), -1)[self.domain]
        units, unit = np.unique(self.unit, return_inverse=True)
        row, held = np.nonzero(column >= 0)
        dense = np.zeros((len(units), len(cells)))
        dense[unit[row], column[row, held]] = scores[row, held]
        calibrated = self.sums.calibrated
        if calibrated:
            dense = calibrated.residuals(self.sums, np.zeros(len(units), np.int64), units, dense, 1)
            units = np.arange(len(dense))
        return variance.covariance(self.sums.frame, units, dense)

    @property
    def counted(self) -> Ints:
        """Respondents that R counts in the Korn–Graubard interval: all of the domain, or those of a valid answer."""
        return self.n if self.sums.frame.design.df == "valid" else self.rows

    def degrees_of_freedom(self) -> Floats:
        """Degrees of freedom by domain, under the convention of the design."""
        return degrees_of_freedom(self)

    def _variance(self, scores: Floats) -> Floats:
        held, args = self.sums.calibrated, (self.domain, self.unit, scores, len(self.names))
        return held.variance(self.sums, *args) if held else variance.by_domain(self.sums.frame, *args)


class Coded(Protocol):
    """Rows of sums with codes of keys, whatever else they hold."""

    @property
    def codes(self) -> dict[str, Ints]: ...
    @property
    def levels(self) -> dict[str, tuple[object, ...]]: ...
    @property
    def rows(self) -> Ints: ...
    @property
    def kept(self) -> NDArray[np.bool_] | None: ...


def of_answers(sums: Sums, question: str, by: Sequence[str] = ()) -> Pieces:
    """The pieces of a question's answers by domain; those who gave no answer stay out of the base."""
    answer, answers = sums.codes[question], sums.levels[question]
    place, names = domains(sums, by)
    n_domains, columns = len(names), len(answers)
    valid = (answer >= 0) & (place >= 0)
    held = np.flatnonzero(valid)
    answer, inside = answer[held], place[held]
    pair, domain, unit = _pairs(sums, inside, held)
    parts = summed(answer * len(unit) + pair, sums.weight[held], columns * len(unit))
    parts = parts.reshape(columns, len(unit)).T
    n_answer = count(inside * columns + answer, sums.positive[held], n_domains * columns)
    n_answer = n_answer.reshape(n_domains, columns)
    totals = summed_in_order(domain, parts, n_domains)
    return Pieces(
        sums, place, valid, domain, unit, parts, parts.sum(axis=1), n_answer.sum(axis=1),
        respondents(place, sums.rows, n_domains), n_answer, totals, totals.sum(axis=1), 0.0, names, answers,
    )  # fmt: skip


def of_values(sums: Sums, column: str, by: Sequence[str] = ()) -> Pieces:
    """The pieces of a numeric variable by domain; respondents without a value stay out of the base."""
    y, yy = sums.values[column]
    place, names = domains(sums, by)
    valid = ~np.isnan(y) & (place >= 0)
    pair, domain, unit = _pairs(sums, place[valid], valid)
    base = summed(pair, sums.weight[valid], len(unit))
    parts = summed(pair, y[valid], len(unit))[:, None]
    n = count(place[valid], sums.positive[valid], len(names))
    rows = respondents(place, sums.rows, len(names))
    squares = summed(place[valid], yy[valid], len(names))[:, None]
    weights = summed(place[valid], sums.weight[valid], len(names))
    return Pieces(
        sums, place, valid, domain, unit, parts, base, n, rows, n[:, None], squares, weights, sums.shifts[column], names, (None,)
    )  # fmt: skip


def of_ratio(sums: Sums, numerator: str, denominator: str, by: Sequence[str] = ()) -> Pieces:
    """The pieces of a ratio of two variables by domain; both must have a value. The variables are not shifted."""
    y, _ = sums.values[numerator]
    x, _ = sums.values[denominator]
    y, x = y + sums.shifts[numerator] * sums.weight, x + sums.shifts[denominator] * sums.weight
    place, names = domains(sums, by)
    valid = ~np.isnan(y) & ~np.isnan(x) & (place >= 0)
    pair, domain, unit = _pairs(sums, place[valid], valid)
    n = count(place[valid], sums.positive[valid], len(names))
    rows = respondents(place, sums.rows, len(names))
    weights = summed(place[valid], sums.weight[valid], len(names))
    return Pieces(
        sums, place, valid, domain, unit, summed(pair, y[valid], len(unit))[:, None],
        summed(pair, x[valid], len(unit)), n, rows, n[:, None],
        np.full((len(names), 1), np.nan), weights, 0.0, names, (None,),
    )  # fmt: skip


def domains(sums: Coded, by: Sequence[str]) -> tuple[Ints, tuple[tuple[object, ...], ...]]:
    """The domain of each row of sums (-1 where a domain variable is missing), and the codes of each domain.

    Domains are the combinations that have respondents, in the order of their codes.
    """
    if not by:
        return np.where(sums.kept, 0, -1) if sums.kept is not None else np.zeros(
            len(sums.rows), dtype=np.int64
        ), ((),)
    key = sums.codes[by[0]]
    missing = key < 0
    for name in by[1:]:
        key = key * len(sums.levels[name]) + sums.codes[name]
        missing |= sums.codes[name] < 0
    size = prod(len(sums.levels[name]) for name in by)
    some = bool(missing.any())
    present = distinct(key[~missing] if some else key, size)
    table = np.empty(size, dtype=np.int64)
    table[present] = np.arange(len(present))
    place = np.where(missing, -1, table[np.where(missing, 0, key)]) if some else table[key]
    names = []
    for key_present in present.tolist():
        codes = []
        for name in reversed(by):
            key_present, code = divmod(key_present, len(sums.levels[name]))
            codes.append(sums.levels[name][code])
        names.append(tuple(reversed(codes)))
    return place, tuple(names)


def degrees_of_freedom(pieces: Pieces) -> Floats:
    """First-stage units minus strata with a weight above zero, by domain (R's `degf`).

    Counted over the whole sample, over the respondents of the domain, or over those with a valid answer, as
    the design says.
    """
    frame = pieces.sums.frame
    if frame.design.df == "design":
        return np.full(len(pieces.names), float(frame.degrees_of_freedom()))
    if frame.design.df == "valid" and frame.design.psu and pieces.sums.positive is pieces.sums.rows:
        domain, unit = (
            pieces.domain,
            pieces.sums.sampling_unit(pieces.unit),
        )  # no weight is zero: all pairs count
    else:
        inside = (pieces.valid if frame.design.df == "valid" else pieces.place >= 0) & (
            pieces.sums.positive > 0
        )
        domain, unit = pieces.place[inside], pieces.sums.sampling_unit(pieces.sums.unit[inside])
    first = frame.first(unit)
    if frame.design.psu:
        drawn = _distinct(domain, first, len(pieces.names), len(frame.parents[0]))
    else:
        drawn = count(domain, pieces.sums.positive[inside], len(pieces.names))
    strata = _distinct(domain, frame.parents[0][first], len(pieces.names), len(frame.strata))
    return np.asarray(drawn - strata, dtype=np.float64)


def _distinct(domain: Ints, other: Ints, domains: int, others: int) -> Ints:
    """How many of the others each domain meets, shape (domains,)."""
    return np.bincount(distinct(domain * others + other, domains * others) // others, minlength=domains)


def _pairs(sums: Sums, place: Ints, held: Ints | NDArray[np.bool_]) -> tuple[Ints, Ints, Ints]:
    """The pair of domain and unit of each row of sums that is held, and the domain and unit of each pair, in order.

    `place` has the domain of each held row.
    """
    units = sums.units
    present, pair = compact(place * units + sums.unit[held], (int(place.max(initial=0)) + 1) * units)
    return pair, *np.divmod(present, units)


def respondents(place: Ints, rows: Ints, size: int) -> Ints:
    """Respondents by domain, those outside all domains (-1) left out, shape (size,)."""
    return count(place + 1, rows, size + 1)[1:]


def count(place: Ints, counts: Ints, size: int) -> Ints:
    """Sums of whole numbers by place, shape (size,)."""
    return np.bincount(place, weights=counts, minlength=size).astype(np.int64)
