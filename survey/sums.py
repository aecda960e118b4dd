"""The one pass over the respondents: rows → sums per sampling unit, domain and answer.

Everything after works on these sums; a second question on the same columns needs no second pass. Weights are
summed as whole numbers (scaled by a power of two), so the sums have the same bits whatever the order of rows
and the number of threads.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from survey.coding import encode, in_order, numbers
from survey.columns import Profile, check_columns, plain, profile, shift_of
from survey.design import Design
from survey.engines import Engine
from survey.exact import exact, exact_products
from survey.frame import Frame

if TYPE_CHECKING:
    import ibis

    from survey.calibrated import Calibrated

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sums:
    """Sums per sampling unit and combination of keys, one row each; all arrays have one entry per row.

    `unit` is the last-stage unit in `frame`; `codes[key]` the position of the key's value in `levels[key]`
    (sorted), -1 where it is missing; `weight` the sum of weights, `rows` the respondents, `positive` those
    with a weight above zero; `values[column]` the weighted sums of y and y² (NaN where y is missing), y counted from
    `shifts[column]`; `kept` is False for rows outside the filters, None without filters. With
    `calibrated` weights, `unit` counts the parts of units that lie in different margin cells. Where every respondent is a unit, those alike in all keys, weight and values share a row.
    """

    frame: Frame
    unit: Ints
    codes: dict[str, Ints]
    levels: dict[str, tuple[object, ...]]
    weight: Floats
    rows: Ints
    positive: Ints
    values: dict[str, tuple[Floats, Floats]] = field(default_factory=dict)
    shifts: dict[str, float] = field(default_factory=dict)
    kept: NDArray[np.bool_] | None = None
    calibrated: Calibrated | None = None

    @property
    def units(self) -> int:
        """How many units `unit` tells apart."""
        return len(self.calibrated.unit) if self.calibrated else len(self.frame.copies)

    def sampling_unit(self, unit: Ints) -> Ints:
        """The last-stage unit of `frame` that each of the units of `unit` is, or is a part of."""
        return self.calibrated.unit[unit] if self.calibrated else unit

    def without(self, out: NDArray[np.bool_]) -> Sums:
        """The same sums with the rows of `out` missing in every key and value: in no domain and no base.

        The frame stays whole, so units that lose all their respondents still count as zeros.
        """
        codes = {name: np.where(out, -1, code) for name, code in self.codes.items()}
        values = {
            name: (np.where(out, np.nan, y), np.where(out, np.nan, yy))
            for name, (y, yy) in self.values.items()
        }
        return replace(
            self, codes=codes, values=values, kept=self.kept & ~out if self.kept is not None else ~out
        )


def tally(engine: Engine, design: Design, keys: tuple[str, ...], values: tuple[str, ...] = ()) -> Sums:
    """Sum the respondents of an engine by the units of a design and by keys.

    Raises SurveyError for unknown columns, weights that are text, missing or negative, units without a
    name, units in two strata, and finite populations that make no sense.
    """
    check_columns(engine, (*design.columns, *keys), (design.weight, *values, *design.fpc))
    floating = (name for name in keys if pa.types.is_floating(engine.schema.field(name).type))
    found = profile(engine, design, (*values, *floating))
    shifts = {name: shift_of(*found.ranges[name]) for name in values}
    got = engine.ask(grouped, design, keys, values, found)
    return _read(got, design, design.units, keys, values, shifts, not design.psu)


def grouped(
    table: ibis.Table, design: Design, keys: tuple[str, ...], values: tuple[str, ...], found: Profile
) -> ibis.Table:
    """The one pass: sums by the units of a design and by keys."""
    import ibis  # half a second that `engines.Embedded.ask` can do without

    weight = table[design.weight].cast("float64") if design.weight else ibis.literal(1.0)
    shifts = {name: shift_of(*found.ranges[name]) for name in values}
    groups = {f"unit{i}": table[name] for i, name in enumerate(design.units)}
    groups |= {f"key{i}": plain(table[name]) for i, name in enumerate(keys)}
    if not design.psu:
        groups |= {"own_weight": weight} if design.weight else {}
        groups |= {f"own_value{i}": table[name].cast("float64") for i, name in enumerate(values)}
    else:
        groups |= {f"given{i}": table[name].notnull() for i, name in enumerate(values)}
    total = table.count()
    if design.weight:
        total = exact(weight, found.smallest_weight, found.largest_weight, found.rows)
    measures = {"rows": table.count(), "weight": total.cast("float64")}
    if found.zero_weights:
        measures["positive"] = table.count(where=weight > 0)
    for i, name in enumerate(values):
        y = table[name].cast("float64") - shifts[name]
        widest = max(abs(end - shifts[name]) for end in found.ranges[name])
        measures[f"y{i}"] = exact_products(weight * y, found.largest_weight * widest, found.rows)
        measures[f"yy{i}"] = exact_products(
            weight * y * y, found.largest_weight * widest * widest, found.rows
        )
    for i, name in enumerate(design.fpc):
        column = table[name].cast("float64")
        measures |= {f"fpc{i}": column.min(), f"fpc{i}_most": column.max(), f"fpc{i}_given": column.count()}
    return table.group_by(**groups).agg(**measures) if groups else table.agg(**measures)


def _read(
    got: pa.Table,
    design: Design,
    units: tuple[str, ...],
    keys: tuple[str, ...],
    values: tuple[str, ...],
    shifts: dict[str, float],
    elements: bool,
) -> Sums:
    """Turn the Arrow table of the pass into NumPy, its rows in a fixed order."""
    rows = numbers(got["rows"])
    parts = [encode(got[f"unit{i}"]) for i in range(len(units))]
    coded = [encode(got[f"key{i}"]) for i in range(len(keys))]
    alone = [f"own_value{i}" for i in range(len(values))] + ["own_weight"] * bool(design.weight)
    own = alone if elements else [f"given{i}" for i in range(len(values))]
    extra = [np.unique(numbers(got[name]), return_inverse=True) for name in own]
    order = in_order(
        [codes for codes, _ in (*parts, *coded)] + [codes for _, codes in extra],
        [len(names) + 1 for _, names in (*parts, *coded)] + [len(distinct) + 1 for distinct, _ in extra],
        len(rows),
    )
    fpc = [
        tuple(numbers(got[f"fpc{i}{end}"])[order] for end in ("", "_most", "_given"))
        for i in range(len(design.fpc))
    ]
    frame, unit = Frame.of(design, [(codes[order], names) for codes, names in parts], rows[order], fpc)
    weight = numbers(got["weight"])[order]
    rows = rows[order].astype(np.int64)
    positive = numbers(got["positive"])[order] if "positive" in got.column_names else rows
    frame = frame.counted(unit, positive)
    sums = {}
    for i, name in enumerate(values):
        y, yy = (numbers(got[f"{which}{i}"])[order].astype(np.float64) for which in ("y", "yy"))
        given = ~np.isnan(y) if elements else numbers(got[f"given{i}"])[order]
        sums[name] = (np.where(given, y, np.nan), np.where(given, yy, np.nan))
    return Sums(
        frame,
        unit,
        {name: codes[order] for name, (codes, _) in zip(keys, coded, strict=True)},
        {name: names for name, (_, names) in zip(keys, coded, strict=True)},
        weight,
        rows,
        positive,
        sums,
        shifts,
    )
