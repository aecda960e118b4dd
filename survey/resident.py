"""Respondents kept in memory as whole numbers, for many questions to one large round.

Loaded once: the unit of each respondent, the scaled weight and the codes of the columns asked for, in the order
of the units. A question is then counted through blocks of units small enough for the processor's cache, and
gives the same sums, to the bit, as `sums.tally` over the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from survey import calibrated, calibration
from survey.coding import compact, encode, numbers
from survey.columns import plain, profile
from survey.design import Design, SurveyError
from survey.engines import Engine
from survey.exact import power_of
from survey.sums import Sums, tally

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Whole = NDArray[Any]  # of the narrowest type that holds the numbers

BLOCK = 2**16  # cells counted at once: their sums stay in the processor's cache
SPARSE = 64  # cells per respondent above which sorting is quicker than counting
EXACT = 2.0**53  # whole numbers up to here are exact in double precision
HALF = 2**20  # where larger ones are cut in two


class Counted(NamedTuple):
    """Cells that have respondents, in order: position, respondents, those with a weight above zero, weight."""

    cell: Ints
    rows: Ints
    positive: Ints
    weight: Floats


class Resident:
    """The columns of a file that questions need, coded, in the order of the sampling units."""

    def __init__(self, engine: Engine, design: Design, columns: tuple[str, ...]) -> None:
        """Load the columns; raises SurveyError as `tally` does, for designs without sampling units and for weights
        of very different size."""
        if not design.psu:
            raise SurveyError("A design without sampling units is summed straight from the file.")
        found = profile(engine, design)
        self.frame = tally(engine, design, ()).frame
        self._zero_weights = found.zero_weights > 0
        power = power_of(found.smallest_weight, found.largest_weight, found.rows)
        if power is None:
            raise SurveyError("Weights that differ as much as these are summed straight from the file.")
        self._scale = 2.0**power
        units = len(self.frame.copies)
        unit = _narrow(_units(engine, design), units)
        self._order = None if (unit[1:] >= unit[:-1]).all() else np.argsort(unit, kind="stable")
        self._unit = self._sorted(unit)
        self._starts = np.searchsorted(self._unit, np.arange(units + 1))
        self._weight: Floats | None = None
        if design.weight:
            weight = numbers(_column(engine, design.weight, "float64"))
            self._weight = self._sorted(np.floor(weight * self._scale + 0.5))
            self._heaviest = float(np.add.reduceat(self._weight, self._starts[:-1]).max())
        self.levels: dict[str, tuple[object, ...]] = {}
        self._codes: dict[str, Whole] = {}
        for name in columns:
            codes, self.levels[name] = encode(_column(engine, name))
            self._codes[name] = self._sorted(_narrow(codes + 1, len(self.levels[name]) + 1))

    def tally(self, keys: tuple[str, ...]) -> Sums:
        """The sums by unit and keys; the same as those of the file."""
        key, size = self._key(keys)
        units = len(self.frame.copies)
        if units * size > SPARSE * len(key):
            present, place = np.unique(self._unit * np.int64(size) + key, return_inverse=True)
            counted = Counted(present, *self._count(place, len(present)))
        else:
            step = max(BLOCK // size, 1)
            blocks = [
                self._block(key, size, first, min(first + step, units)) for first in range(0, units, step)
            ]
            counted = Counted(*(np.concatenate(parts) for parts in zip(*blocks, strict=True)))
        return self._sums(counted, keys)

    def calibrated(
        self,
        margins: Sequence[calibration.Margin],
        method: str = "rake",
        bounds: tuple[float, float] | None = None,
    ) -> tuple[calibration.Calibration, Floats]:
        """The calibration to margins, and the calibrated weight of each respondent in the order of the file.

        Raises CalibrationError when margins do not fit or cannot be met.
        """
        names = calibrated.variables(margins)
        key, size = self._key(names)
        if size > len(key):
            present, cell = compact(key, size)
        else:
            present, cell = np.arange(size), key.astype(np.int64)
        rows, positive, weight = self._count(cell, len(present))
        found = np.flatnonzero(rows)
        counted = Counted(present[found], rows[found], positive[found], weight[found])
        held = self._sums(counted, names)
        position, cells = calibrated.cells_of(held, names)
        done = calibration.calibrate(cells, margins, method, bounds)
        factor = np.zeros(len(present))
        factor[found] = done.factor[position] / (1.0 if self._weight is None else self._scale)
        weight = factor[cell]
        if self._weight is not None:
            weight *= self._weight
        if self._order is None:
            return done, weight
        out = np.empty_like(weight)
        out[self._order] = weight
        return done, out

    def _key(self, names: Sequence[str]) -> tuple[Whole, int]:
        """The combination of codes of each respondent, and how many there can be."""
        size = prod(len(self.levels[name]) + 1 for name in names)
        key: Whole = np.zeros(len(self._unit), np.int32 if size < 2**31 else np.int64)
        for name in names:
            key *= len(self.levels[name]) + 1
            key += self._codes[name]
        return key, size

    def _block(self, key: Whole, size: int, first: int, end: int) -> Counted:
        """The cells of the units from `first` until `end`."""
        held = slice(self._starts[first], self._starts[end])
        cell = (self._unit[held] - np.int64(first)) * size + key[held]
        rows, positive, weight = self._count(cell, (end - first) * size, held)
        found = np.flatnonzero(rows)
        return Counted(found + first * size, rows[found], positive[found], weight[found])

    def _count(self, cell: Ints, size: int, held: slice | None = None) -> tuple[Ints, Ints, Floats]:
        """Respondents, those with a weight above zero and sums of weights of every cell below `size`.

        `cell` has one entry per respondent of a slice that holds whole units, or of all.
        """
        rows = np.bincount(cell, minlength=size)
        if self._weight is None:
            return rows, rows, rows.astype(np.float64)
        weight = self._weight if held is None else self._weight[held]
        positive = np.bincount(cell[weight > 0], minlength=size) if self._zero_weights else rows
        if held is None or self._heaviest > EXACT:
            high = np.floor(weight / HALF)
            low = np.bincount(cell, weight - high * HALF, size).astype(np.int64)
            whole = low + np.bincount(cell, high, size).astype(np.int64) * HALF
            return rows, positive, whole / self._scale
        return rows, positive, np.bincount(cell, weight, size) / self._scale

    def _sums(self, counted: Counted, keys: Sequence[str]) -> Sums:
        rest, codes = counted.cell, {}
        for name in reversed(keys):
            rest, code = np.divmod(rest, len(self.levels[name]) + 1)
            codes[name] = code - 1
        return Sums(
            self.frame,
            rest,
            {name: codes[name] for name in keys},
            {name: self.levels[name] for name in keys},
            counted.weight,
            counted.rows,
            counted.positive if self._zero_weights else counted.rows,
        )

    def _sorted(self, values: Whole) -> Whole:
        return values if self._order is None else values[self._order]


def _column(engine: Engine, name: str, kind: str | None = None) -> pa.ChunkedArray:
    column = plain(engine.table[name])
    return engine.run(engine.table.select(held=column.cast(kind) if kind else column))["held"]


def _units(engine: Engine, design: Design) -> Ints:
    """The last-stage unit of each respondent, numbered as in the frame."""
    stages = design.psu if design.fpc else design.psu[:1]
    unit, size = np.zeros(1, dtype=np.int64), 1
    for name in (*((design.stratum,) if design.stratum else ()), *stages):
        codes, labels = encode(_column(engine, name))
        if name == design.stratum:
            unit, size = codes, len(labels)
            continue
        present, unit = compact(unit * len(labels) + codes, size * len(labels))
        size = len(present)
    return unit


def _narrow(codes: Whole, size: int) -> Whole:
    """Codes in the narrowest type that holds them."""
    return codes.astype(np.uint8 if size <= 2**8 else np.uint16 if size <= 2**16 else np.int32)
