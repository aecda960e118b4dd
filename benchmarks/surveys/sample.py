"""A made-up sample of respondents, as large as asked: two stages in 44 strata, weights, 22 aimags, 6 answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from survey.calibration import Margin
from survey.design import Design

STRATA, DISTRICTS, AIMAGS, ANSWERS, AGE_GROUPS = 44, 9, 22, 6, 6
MISSING = 0.04  # share of respondents without an answer
ELSEWHERE = 0.1  # share of respondents whose aimag, or district, is not that of their sampling unit
SEED = 20250701
DESIGN = Design("weight", "stratum", ("psu",), df="valid")  # counted as svy counts: over valid answers
MARGINS = (("sex", "age_group"), ("district",), ("aimag",))

Table = dict[str, np.ndarray]


def units_of(rows: int) -> int:
    """How many primary sampling units a sample of so many respondents has."""
    sizes = {10_000: 400, 100_000: 2_000, 1_000_000: 10_000, 5_000_000: 20_000}
    return sizes.get(rows, max(rows // 50, 2 * STRATA))


def draw(rows: int, seed: int = SEED) -> pa.Table:
    """A sample of respondents: text columns as dictionaries, answers alike within units, weights to 6 decimals.

    Strata lie within aimags, units within strata; one respondent in ten belongs to another aimag, one in ten to
    another district than the unit, so that domains cut across units and strata.
    """
    random = np.random.default_rng(seed)
    units = units_of(rows)
    extra = random.integers(0, STRATA, units - 2 * STRATA)
    stratum_of_unit = np.sort(np.r_[np.repeat(np.arange(STRATA), 2), extra])
    unit = np.sort(np.r_[np.repeat(np.arange(units), 2), random.integers(0, units, rows - 2 * units)])
    stratum = stratum_of_unit[unit]
    aimag = _moved(random, stratum // 2, AIMAGS)
    district = _moved(random, random.integers(0, DISTRICTS, units)[unit], DISTRICTS)
    liking = random.dirichlet(np.array([3.0, 6.0, 4.0, 2.0, 2.0, 1.0]), units)
    answer = (random.random(rows)[:, None] > liking.cumsum(axis=1)[unit]).sum(axis=1).clip(0, ANSWERS - 1)
    silent = random.random(rows) < MISSING
    base = random.lognormal(3.0, 0.4, units)[unit]
    return pa.table(
        {
            "weight": np.round(base * random.lognormal(0.0, 0.3, rows), 6),
            "stratum": _named("S", 2, stratum, STRATA),
            "psu": _named("P", 5, unit, units),
            "district": _named("D", 1, district, DISTRICTS),
            "aimag": _named("A", 2, aimag, AIMAGS),
            "sex": _named("X", 1, random.integers(0, 2, rows), 2),
            "age_group": _named("G", 1, random.integers(0, AGE_GROUPS, rows), AGE_GROUPS),
            "answer": _named("R", 1, answer, ANSWERS, silent),
        }
    )


def _moved(random: np.random.Generator, home: np.ndarray, size: int) -> np.ndarray:
    return np.where(random.random(len(home)) < ELSEWHERE, random.integers(0, size, len(home)), home)


def _named(
    letter: str, digits: int, code: np.ndarray, size: int, missing: np.ndarray | None = None
) -> pa.Array:
    names = pa.array([f"{letter}{i:0{digits}}" for i in range(size)])
    return pa.DictionaryArray.from_arrays(pa.array(code.astype(np.int32), mask=missing), names)


def write(sample: pa.Table, file: Path) -> None:
    """Write a sample as Parquet."""
    import pyarrow.parquet as pq  # not for those who only want the design

    pq.write_table(sample, file, compression="zstd", row_group_size=122_880)


def margins(sample: pa.Table, seed: int = SEED) -> list[Margin]:
    """Population totals to rake a sample to: its own weighted ones, moved by up to a tenth, all adding up alike."""
    random = np.random.default_rng(seed + 1)
    weight = sample["weight"].to_numpy()
    found = []
    for variables in MARGINS:
        names = [sample[name].combine_chunks().dictionary.to_pylist() for name in variables]
        codes = [sample[name].combine_chunks().indices.to_numpy() for name in variables]
        shape = tuple(map(len, names))
        totals = np.bincount(np.ravel_multi_index(codes, shape), weight, int(np.prod(shape)))
        moved = totals * random.uniform(0.9, 1.1, len(totals))
        moved *= weight.sum() / moved.sum()
        levels = [tuple(n[i] for n, i in zip(names, place, strict=True)) for place in np.ndindex(shape)]
        found.append(Margin(variables, dict(zip(levels, moved.tolist(), strict=True))))
    return found
