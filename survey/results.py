"""What an estimate is, wherever it goes."""

from __future__ import annotations

from typing import NamedTuple

MARKS = {
    "": "shown",
    "c": "confidential",
    "u": "low reliability",
    "x": "not available",
    "z": "not applicable",
}


class Estimate(NamedTuple):
    """One estimate with its uncertainty and its base.

    `by` are the codes of its domain, one per domain variable; `n` the respondents in its base (valid answer,
    weight above zero), `n_answer` those of them who gave `answer`; `deff` the variance over that of a simple
    random sample with replacement of `n`; `n_eff` = n / deff. None where there is no such number.
    """

    by: tuple[object, ...]
    answer: object
    statistic: str
    estimate: float | None
    se: float | None
    low: float | None
    high: float | None
    df: float | None
    n: int | None
    n_answer: int | None
    deff: float | None
    n_eff: float | None
    mark: str = ""
