"""Respondents kept in memory as whole numbers, for many questions to one large round.

Loaded once: the unit of each respondent, the scaled weight and the codes of the columns asked for. A question
is then one aggregate over a single computed key, and gives the same sums as `sums.tally` over the file.
"""

from __future__ import annotations

from math import ceil, log2, prod

import ibis
import numpy as np
import pyarrow as pa

from survey.coding import compact, encode, sorting
from survey.design import Design, SurveyError
from survey.engines import Embedded, Engine
from survey.sums import Sums, profile, tally

_SMALL = ((2**8, pa.uint8()), (2**16, pa.uint16()), (2**31, pa.int32()))


class Resident:
    """The columns of a file that questions need, coded, in an in-memory table."""

    def __init__(self, engine: Engine, design: Design, columns: tuple[str, ...]) -> None:
        """Load the columns; raises SurveyError as `tally` does, and for designs without sampling units."""
        if not design.psu:
            raise SurveyError("A design without sampling units is summed straight from the file.")
        found = profile(engine, design)
        units = tally(engine, design, ())
        self.frame, self._units = units.frame, len(units.frame.copies)
        self._power = min(62 - ceil(log2(found.largest_weight * found.rows)), 1000)
        self._zero_weights = found.zero_weights > 0
        self.levels: dict[str, tuple[object, ...]] = {}
        coded = {"unit": _narrow(self._unit(engine, design), self._units)}
        if design.weight:
            weight = engine.run(engine.table.select(w=engine.table[design.weight].cast("float64")))[
                "w"
            ].to_numpy()
            coded["weight"] = pa.array(np.floor(weight * 2.0**self._power + 0.5).astype(np.int64))
        for name in columns:
            codes, self.levels[name] = encode(engine.run(engine.table.select(name))[name])
            size = len(self.levels[name])
            coded[f"key_{name}"] = _narrow(np.where(codes < 0, size, codes), size + 1)
        self._engine = Embedded(pa.table(coded))

    def tally(self, keys: tuple[str, ...]) -> Sums:
        """The sums by unit and keys; the same as those of the file."""
        table = self._engine.table
        sizes = [len(self.levels[name]) + 1 for name in keys]
        key = table["unit"].cast("int64")
        for name, size in zip(keys, sizes, strict=True):
            key = key * size + table[f"key_{name}"]
        measures: dict[str, ibis.Value] = {"rows": table.count()}
        if "weight" in table.columns:
            measures["weight"] = table["weight"].sum().cast("float64") / 2.0**self._power
        if self._zero_weights:
            measures["positive"] = (table["weight"] > 0).sum()
        got = self._engine.run(table.group_by(key=key).agg(**measures))
        found = got["key"].to_numpy()
        order = sorting(found, self._units * prod(sizes))
        rest, rows = found[order], got["rows"].to_numpy()[order]
        codes = {}
        for name, size in zip(reversed(keys), reversed(sizes), strict=True):
            rest, code = np.divmod(rest, size)
            codes[name] = np.where(code == size - 1, -1, code)
        return Sums(
            self.frame,
            rest,
            {name: codes[name] for name in keys},
            {name: self.levels[name] for name in keys},
            got["weight"].to_numpy()[order] if "weight" in got.column_names else rows.astype(np.float64),
            rows,
            got["positive"].to_numpy()[order] if "positive" in got.column_names else rows,
        )

    def _unit(self, engine: Engine, design: Design) -> np.ndarray:
        """The last-stage unit of each respondent, numbered as in the frame."""
        stages = design.psu if design.fpc else design.psu[:1]
        unit, size = np.zeros(0, dtype=np.int64), 1
        for name in (*((design.stratum,) if design.stratum else ()), *stages):
            codes, labels = encode(engine.run(engine.table.select(name))[name])
            if name == design.stratum:
                unit, size = codes, len(labels)
                continue
            key = (unit if len(unit) else np.zeros(len(codes), np.int64)) * len(labels) + codes
            present, unit = compact(key, size * len(labels))
            size = len(present)
        return unit


def _narrow(codes: np.ndarray, size: int) -> pa.Array:
    """Codes in the narrowest type that holds them."""
    return pa.array(codes).cast(next(kind for most, kind in _SMALL if size <= most))
