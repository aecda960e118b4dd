"""What every estimator gives: one number with its uncertainty, its base and its mark."""

from __future__ import annotations

from typing import NamedTuple


class Estimate(NamedTuple):
    """One number of a table.

    `by` holds the codes of the domains; `statistic` is proportion, total, mean, ratio or quantile. `n` is the
    unweighted base (valid answers, weight above zero), `n_answer` the unweighted respondents in the numerator.
    `mark` is '' | 'c' confidential | 'u' low reliability | 'x' not available | 'z' not applicable. Numbers that
    are not shown are None.
    """

    by: tuple[str, ...]
    answer: str | None
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
