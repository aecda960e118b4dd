"""What the replicate weights of a file say of their design: the scales of R's `svrepdesign`, and its `degf`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.design import Design, Replicates, SurveyError
from survey.engines import Engine
from survey.sums import encode

Floats = NDArray[np.float64]

CHUNK = 2**24  # replicate weights brought over at once to find their rank
DEPENDENT = 1e-10  # what a column adds to those before it, squared and relative, when it is a mix of them


def multipliers(engine: Engine, design: Design, replicates: Replicates) -> Floats:
    """scale · rscales of each replicate, from the method where they are not given."""
    number = len(replicates.columns)
    scale = {
        "brr": 1 / (number * (1 - replicates.rho) ** 2),
        "fay": 1 / (number * (1 - replicates.rho) ** 2),
        "jk1": (number - 1) / number,
        "jkn": 1.0,
        "bootstrap": 1 / (number - 1),
    }[replicates.method]
    if replicates.scale is not None:
        scale = replicates.scale
    if replicates.rscales:
        return scale * np.array(replicates.rscales)
    if replicates.method == "jkn":
        return scale * _jackknife_scales(engine, design, replicates)
    return np.full(number, scale)


def _jackknife_scales(engine: Engine, design: Design, replicates: Replicates) -> Floats:
    """(n − 1) / n of the stratum whose unit each replicate leaves out, told from its zero weights."""
    if not design.psu:
        return _scales_from_factors(engine, design, replicates)
    table = engine.table
    groups = [table[name] for name in (design.stratum, design.psu[0]) if name]
    ask = {f"left{r}": (table[name] != 0).sum() for r, name in enumerate(replicates.columns)}
    ask |= {"used": (table[str(design.weight)] != 0).sum()}
    got = engine.run(table.group_by(**{f"unit{i}": g for i, g in enumerate(groups)}).agg(**ask))
    stratum = encode(got["unit0"])[0] if design.stratum else np.zeros(len(got), np.int64)
    drawn = np.bincount(stratum)
    used = got["used"].to_numpy() > 0
    scales = []
    for r, name in enumerate(replicates.columns):
        out = np.flatnonzero(used & (got[f"left{r}"].to_numpy() == 0))
        if len(out) != 1:
            raise SurveyError(
                f"Replicate weight {name!r} leaves out {len(out)} sampling units, a JKn replicate leaves out one: "
                "check the columns of strata and units, or give rscales."
            )
        n = drawn[stratum[out[0]]]
        scales.append((n - 1) / n)
    return np.array(scales)


def _scales_from_factors(engine: Engine, design: Design, replicates: Replicates) -> Floats:
    """(n − 1) / n from the factor n / (n − 1) that the units which stay in the stratum are multiplied with."""
    table, weight = engine.table, engine.table[str(design.weight)]
    ask = {f"most{r}": (table[name] / weight).max() for r, name in enumerate(replicates.columns)}
    got = engine.run(table.filter(weight > 0).agg(**ask)).to_pylist()[0]
    factors = np.array([got[f"most{r}"] for r in range(len(replicates.columns))], dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        others = 1 / (factors - 1)
    if not (np.isfinite(others) & (others > 0.5) & (np.abs(others - np.round(others)) < 1e-6 * others)).all():
        raise SurveyError(
            "These JKn replicate weights do not tell how many units each stratum has (they are not the weight times "
            "n / (n − 1)): name the columns of strata and sampling units (--stratum, --psu)."
        )
    return np.asarray(1 / factors)


def degrees_of_freedom(engine: Engine, design: Design, replicates: Replicates, rows: int) -> float:
    """The rank of the replicate weights minus one (R's `degf`)."""
    columns = [engine.table[name].cast("float64").name(f"w{r}") for r, name in enumerate(replicates.columns)]
    parts = -(-rows * len(columns) // CHUNK)
    part = engine.table[str(design.weight)].hash().abs() % parts
    products = np.zeros((len(columns), len(columns)))
    for i in range(parts):
        chosen = engine.table.filter(part == i) if parts > 1 else engine.table
        got = engine.run(chosen.select(*columns))
        weights = np.stack([got[f"w{r}"].to_numpy() for r in range(len(columns))])
        products += weights @ weights.T
    size = np.sqrt(np.diag(products))
    return float(np.sum(np.linalg.eigvalsh(products / np.outer(size, size)) > DEPENDENT)) - 1
