"""Replicate weights in columns of the file, summed in one pass with the weight itself, by domain and answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from survey.coding import encode, in_order
from survey.columns import check_columns, plain, profile, shift_of
from survey.design import Design, SurveyError
from survey.engines import Engine
from survey.exact import LARGEST, exact, exact_products
from survey.pieces import count, domains
from survey.replicates.scales import degrees_of_freedom, multipliers
from survey.replicates.spread import ReplicatePieces, Spread
from survey.variance import summed

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ReplicateSums:
    """Sums per combination of keys, one row each, with the weight and every set of replicate weights.

    `codes`, `levels`, `rows`, `positive` and `shifts` as in `sums.Sums`; `weights` (rows, 1 + replicates);
    `values[column]` the weighted sums of y (rows, 1 + replicates) and, with the weight alone, of y² (rows,).
    """

    design: Design
    spread: Spread
    codes: dict[str, Ints]
    levels: dict[str, tuple[object, ...]]
    weights: Floats
    rows: Ints
    positive: Ints
    values: dict[str, tuple[Floats, Floats]] = field(default_factory=dict)
    shifts: dict[str, float] = field(default_factory=dict)
    kept: NDArray[np.bool_] | None = None

    @property
    def weight(self) -> Floats:
        """The sums of the weight, shape (rows,)."""
        return self.weights[:, 0]


def tally(
    engine: Engine, design: Design, keys: tuple[str, ...], values: tuple[str, ...] = ()
) -> ReplicateSums:
    """Sum the respondents of an engine by keys, with the weight and every replicate weight of the design.

    Raises SurveyError for unknown columns, weights that are text or missing, and scales that cannot be told.
    """
    replicates = design.replicates
    if replicates is None or not design.weight:
        raise SurveyError("Replicate weights need the weight they belong to: name its column (--weight).")
    if design.df != "design":
        raise SurveyError(
            "Replicate weights tell the degrees of freedom of the whole design only (df 'design')."
        )
    table, columns = engine.table, (design.weight, *replicates.columns)
    check_columns(engine, (*design.columns, *keys), (*columns, *values))
    found = profile(engine, design, values)
    sizes = _sizes(engine, columns, found.rows)
    weights = [table[name].cast("float64") for name in columns]
    shifts = {name: shift_of(*found.ranges[name]) for name in values}
    groups = {f"key{i}": plain(table[name]) for i, name in enumerate(keys)}
    groups |= {f"given{i}": table[name].notnull() for i, name in enumerate(values)}
    measures = {"rows": table.count(), "positive": (weights[0] > 0).sum()}
    measures |= {
        f"w{r}": exact(w, *size, found.rows) for r, (w, size) in enumerate(zip(weights, sizes, strict=True))
    }
    for i, name in enumerate(values):
        y = table[name].cast("float64") - shifts[name]
        widest = max(abs(end - shifts[name]) for end in found.ranges[name])
        for r, (w, (_, most)) in enumerate(zip(weights, sizes, strict=True)):
            measures[f"y{i}_{r}"] = exact_products(w * y, most * widest, found.rows)
        measures[f"yy{i}"] = exact_products(weights[0] * y * y, sizes[0][1] * widest**2, found.rows)
    got = engine.run(table.group_by(**groups).agg(**measures) if groups else table.agg(**measures))

    coded = [encode(got[f"key{i}"]) for i in range(len(keys))]
    given = [got[f"given{i}"].to_numpy().astype(np.int64) for i in range(len(values))]
    order = in_order(
        [*(c for c, _ in coded), *given], [*(len(n) + 1 for _, n in coded), *(3 for _ in given)], len(got)
    )

    def matrix(names: list[str]) -> Floats:
        return np.stack([got[name].to_numpy()[order].astype(np.float64) for name in names], axis=1)

    held = {}
    for i, name in enumerate(values):
        there = given[i][order] > 0
        y = np.where(there[:, None], matrix([f"y{i}_{r}" for r in range(len(columns))]), np.nan)
        held[name] = (y, np.where(there, matrix([f"yy{i}"])[:, 0], np.nan))
    return ReplicateSums(
        design,
        Spread(multipliers(engine, design, replicates), np.ones(len(replicates.columns)), degrees_of_freedom(engine, design, replicates, found.rows)),
        {name: codes[order] for name, (codes, _) in zip(keys, coded, strict=True)},
        dict(zip(keys, (names for _, names in coded), strict=True)),
        matrix([f"w{r}" for r in range(len(columns))]),
        got["rows"].to_numpy()[order].astype(np.int64),
        got["positive"].to_numpy()[order].astype(np.int64),
        held,
        shifts,
    )  # fmt: skip


def of_answers(sums: ReplicateSums, question: str, by: Sequence[str] = ()) -> ReplicatePieces:
    """The pieces of a question's answers by domain; those who gave no answer stay out of the base."""
    answer, answers = sums.codes[question], sums.levels[question]
    place, names = domains(sums, by)
    valid = (answer >= 0) & (place >= 0)
    cell, cells = place[valid] * len(answers) + answer[valid], len(names) * len(answers)
    parts = summed(cell, sums.weights[valid], cells).T.reshape(-1, len(names), len(answers))
    n_answer = count(cell, sums.positive[valid], cells).reshape(-1, len(answers))
    base = parts.sum(axis=2)
    n = n_answer.sum(axis=1)
    return ReplicatePieces(
        parts, base, sums.spread, n, _everybody(sums, place, len(names)), n_answer, parts[0], base[0], 0.0, names, answers
    )  # fmt: skip


def of_values(sums: ReplicateSums, column: str, by: Sequence[str] = ()) -> ReplicatePieces:
    """The pieces of a numeric variable by domain; respondents without a value stay out of the base."""
    y, yy = sums.values[column]
    place, names = domains(sums, by)
    valid = ~np.isnan(yy) & (place >= 0)
    parts = summed(place[valid], y[valid], len(names)).T[:, :, None]
    base = summed(place[valid], sums.weights[valid], len(names)).T
    n = count(place[valid], sums.positive[valid], len(names))
    squares = summed(place[valid], yy[valid], len(names))[:, None]
    return ReplicatePieces(
        parts, base, sums.spread, n, _everybody(sums, place, len(names)), n[:, None], squares, base[0],
        sums.shifts[column], names, (None,),
    )  # fmt: skip


def of_ratio(
    sums: ReplicateSums, numerator: str, denominator: str, by: Sequence[str] = ()
) -> ReplicatePieces:
    """The pieces of a ratio of two variables by domain; both must have a value. The variables are not shifted."""
    y, x = (sums.values[name][0] + sums.shifts[name] * sums.weights for name in (numerator, denominator))
    place, names = domains(sums, by)
    valid = ~np.isnan(y[:, 0]) & ~np.isnan(x[:, 0]) & (place >= 0)
    parts = summed(place[valid], y[valid], len(names)).T[:, :, None]
    base = summed(place[valid], x[valid], len(names)).T
    n = count(place[valid], sums.positive[valid], len(names))
    weights = summed(place[valid], sums.weight[valid], len(names))
    return ReplicatePieces(
        parts, base, sums.spread, n, _everybody(sums, place, len(names)), n[:, None],
        np.full((len(names), 1), np.nan), weights, 0.0, names, (None,),
    )  # fmt: skip


def _everybody(sums: ReplicateSums, place: Ints, count_of_domains: int) -> Ints:
    return count(place[place >= 0], sums.rows[place >= 0], count_of_domains)


def _sizes(engine: Engine, columns: tuple[str, ...], rows: int) -> list[tuple[float, float]]:
    """The smallest and the largest size of each weight, zeros aside.

    Raises SurveyError where weights are missing or not finite.
    """
    weights = [engine.table[name].cast("float64").abs() for name in columns]
    ask = {f"least{r}": w.min(where=w > 0) for r, w in enumerate(weights)}
    ask |= {f"most{r}": w.max() for r, w in enumerate(weights)}
    ask |= {f"given{r}": w.count() for r, w in enumerate(weights)}
    got = engine.run(engine.table.agg(**ask)).to_pylist()[0]
    for r, name in enumerate(columns):
        if got[f"given{r}"] < rows or not got[f"most{r}"] <= LARGEST:
            raise SurveyError(
                f"Replicate weight {name!r} is missing or not finite for some of the {rows} rows: fill it in."
            )
        if not got[f"most{r}"]:
            raise SurveyError(f"Replicate weight {name!r} is zero for everybody: leave the column out.")
    return [(got[f"least{r}"], got[f"most{r}"]) for r in range(len(columns))]
