"""The one pass over the respondents: rows → sums per sampling unit, domain and answer.

Everything after works on these sums; a second question on the same columns needs no second pass. Weights are
summed as whole numbers (scaled by a power of two), so the sums have the same bits whatever the order of rows
and the number of threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import ibis
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from survey.coding import encode, in_order, numbers
from survey.design import Design, SurveyError
from survey.engines import Engine
from survey.exact import LARGEST, WIDEST, endless, exact, exact_products
from survey.frame import Frame

if TYPE_CHECKING:
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


@dataclass(frozen=True)
class Profile:
    """What must be known of the columns before summing: rows, zero weights, ranges."""

    rows: int
    zero_weights: int
    smallest_weight: float  # above zero
    largest_weight: float
    ranges: dict[str, tuple[float, float]]


def tally(engine: Engine, design: Design, keys: tuple[str, ...], values: tuple[str, ...] = ()) -> Sums:
    """Sum the respondents of an engine by the units of a design and by keys.

    Raises SurveyError for unknown columns, weights that are text, missing or negative, units without a
    name, units in two strata, and finite populations that make no sense.
    """
    table = engine.table
    check_columns(engine, (*design.columns, *keys), (design.weight, *values, *design.fpc))
    found = profile(engine, design, values)
    elements = not design.psu
    stages = len(design.psu) if design.fpc else min(len(design.psu), 1)
    units = tuple(name for name in (design.stratum, *design.psu[:stages]) if name)
    weight = table[design.weight].cast("float64") if design.weight else ibis.literal(1.0)
    shifts = {name: shift_of(*found.ranges[name]) for name in values}
    groups = {f"unit{i}": table[name] for i, name in enumerate(units)}
    groups |= {f"key{i}": table[name] for i, name in enumerate(keys)}
    if elements:
        groups |= {"own_weight": weight} if design.weight else {}
        groups |= {f"own_value{i}": table[name] for i, name in enumerate(values)}
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
    grouped = table.group_by(**groups).agg(**measures) if groups else table.agg(**measures)
    return _read(engine.run(grouped), design, units, keys, values, shifts, elements)


def profile(engine: Engine, design: Design, values: tuple[str, ...] = ()) -> Profile:
    """Check weights and values and learn their ranges. Raises SurveyError with all that is wrong."""
    table = engine.table
    ask: dict[str, ibis.Value] = {"rows": table.count()}
    if design.weight:
        w = table[design.weight].cast("float64")
        ask |= {"given": w.count(), "negative": (w < 0).sum(), "zero": (w == 0).sum()}
        ask |= {"least": w.min(where=w > 0), "most": w.max(), "endless": endless(w)}
    for i, name in enumerate(values):
        y = table[name].cast("float64")
        ask |= {f"low{i}": y.min(), f"high{i}": y.max(), f"endless{i}": endless(y)}
    for i, name in enumerate(n for n in (design.stratum, *design.psu) if n):
        ask[f"named{i}"] = table[name].count()
    got = engine.run(table.agg(**ask)).to_pylist()[0]
    rows = got["rows"]
    if not rows:
        raise SurveyError("The file has no rows.")
    wrong = []
    if design.weight:
        for count, what in (
            (rows - got["given"], "are missing"),
            (got["negative"] or 0, "are negative"),
            (got["endless"] or 0, f"are not finite numbers below {LARGEST:g}"),
        ):
            if count:
                wrong.append(
                    f"{count} of {rows} weights in column {design.weight!r} {what}: mend or remove those rows."
                )
        if not wrong and not got["most"]:
            wrong.append(f"All weights in column {design.weight!r} are zero: name another column.")
        elif not wrong and got["most"] > WIDEST * got["least"]:
            wrong.append(
                f"Weights in column {design.weight!r} range from {got['least']:g} to {got['most']:g}, further than can be "
                "summed: mend those that are out of all proportion."
            )
    for i, name in enumerate(values):
        if got[f"endless{i}"]:
            wrong.append(
                f"{got[f'endless{i}']} values in column {name!r} are not finite numbers below {LARGEST:g}: mend them or leave them empty."
            )
    for i, name in enumerate(n for n in (design.stratum, *design.psu) if n):
        if got[f"named{i}"] < rows:
            wrong.append(
                f"{rows - got[f'named{i}']} of {rows} rows have no value in design column {name!r}: every respondent needs one."
            )
    if wrong:
        raise SurveyError(" ".join(wrong))
    ranges = {name: (got[f"low{i}"] or 0.0, got[f"high{i}"] or 0.0) for i, name in enumerate(values)}
    if not design.weight:
        return Profile(rows, 0, 1.0, 1.0, ranges)
    return Profile(rows, got["zero"] or 0, got["least"], got["most"], ranges)


def check_columns(engine: Engine, names: Sequence[str], numbers: Sequence[str | None]) -> None:
    """Refuse columns that the file does not have, and columns of text among `numbers`."""
    table, wanted = engine.table, [name for name in numbers if name]
    unknown = [name for name in dict.fromkeys((*names, *wanted)) if name not in table.columns]
    if unknown:
        raise SurveyError(
            f"There is no column {', '.join(map(repr, unknown))}. The file has: {', '.join(table.columns)}."
        )
    for column in wanted:
        if not table.schema()[column].is_numeric():
            raise SurveyError(
                f"Column {column!r} holds text, not numbers ({_example(engine, column)}): give a numeric column."
            )


def _example(engine: Engine, column: str) -> str:
    texts = engine.table[column].cast("string")
    odd = (
        engine.table.filter(texts.notnull() & texts.cast("string").re_search("[^0-9.eE+-]"))
        .select(said=texts)
        .limit(1)
    )
    found = engine.run(odd).to_pylist()
    return f"such as {found[0]['said']!r}" if found else "as far as the file says"


def shift_of(low: float, high: float) -> float:
    """Where to count a variable from: its middle when it varies little around a large number, else zero."""
    middle = low / 2 + high / 2
    return middle if high - low < abs(middle) else 0.0


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
