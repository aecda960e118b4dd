"""Columns of respondents before they are summed: are they there, do they hold what they should, how far do they range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from survey.design import Design, SurveyError
from survey.engines import Engine
from survey.exact import LARGEST, WIDEST, endless

if TYPE_CHECKING:
    import ibis


@dataclass(frozen=True)
class Profile:
    """What must be known of the columns before summing: rows, zero weights, ranges."""

    rows: int
    zero_weights: int
    smallest_weight: float  # above zero
    largest_weight: float
    ranges: dict[str, tuple[float, float]]


def profile(engine: Engine, design: Design, values: tuple[str, ...] = ()) -> Profile:
    """Check weights and values and learn their ranges. Raises SurveyError with all that is wrong."""
    got = engine.ask(profiled, design, values).to_pylist()[0]
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
                f"{got[f'endless{i}']} value(s) in column {name!r} are not finite numbers below {LARGEST:g}: mend them or leave them empty."
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


def profiled(table: ibis.Table, design: Design, values: tuple[str, ...]) -> ibis.Table:
    """Counts, extremes and faults of the weight, the values and the names of units."""
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
    return table.agg(**ask)


def check_columns(engine: Engine, names: Sequence[str | None], numbers: Sequence[str | None] = ()) -> None:
    """Refuse columns that the file does not have, lists among them, and what is not numeric among `numbers`."""
    kinds, wanted = engine.schema, [name for name in numbers if name]
    asked = [name for name in dict.fromkeys((*names, *wanted)) if name]
    unknown = [name for name in asked if name not in kinds.names]
    if unknown:
        raise SurveyError(
            f"There is no column {', '.join(map(repr, unknown))}. The file has: {', '.join(kinds.names)}."
        )
    wrong = [
        f"Column {name!r} holds {_said(engine, name)}, not numbers"
        f"{_example(engine, name)}: give a column of numbers, with a point for decimals."
        for name in wanted
        if not is_numeric(kinds.field(name).type)
    ]
    wrong += [
        f"Column {name!r} holds {_said(engine, name)}: give a column with one value in each row."
        for name in asked
        if pa.types.is_nested(kinds.field(name).type)
    ]
    if wrong:
        raise SurveyError(" ".join(wrong))


def plain(column: ibis.Value) -> ibis.Value:
    """A column as answers or groups: decimals as ordinary numbers."""
    return column.cast("float64") if column.type().is_decimal() else column


def is_numeric(kind: pa.DataType) -> bool:
    """Whether a column of this type holds numbers."""
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _said(engine: Engine, column: str) -> str:
    kind = engine.table[column].type()
    return "text" if kind.is_string() else str(kind)


def _example(engine: Engine, column: str) -> str:
    """A value that is no number, in brackets."""
    texts = engine.table[column].cast("string")
    odd = engine.table.filter(texts.notnull() & texts.re_search("[^0-9.eE+-]")).select(said=texts).limit(1)
    found = engine.run(odd).to_pylist()
    return f" (such as {found[0]['said']!r})" if found else ""


def shift_of(low: float, high: float) -> float:
    """Where to count a variable from: its middle when it varies little around a large number, else zero."""
    middle = low / 2 + high / 2
    return middle if high - low < abs(middle) else 0.0
