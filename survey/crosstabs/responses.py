"""Shares of all responses, where a respondent may give several answers.

The share of an option is a ratio of two totals, the respondents who chose it and all choices made; its variance
is that of a ratio (Särndal, Swensson & Wretman 1992, ch. 5). The shares of a domain add up to one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from survey import estimates
from survey.pieces import Pieces
from survey.results import Estimate


def shares(options: Mapping[str, Pieces], method: str = "logit", level: float = 0.95) -> list[Estimate]:
    """The share of each option among all options chosen, by domain; `n` stays the number of respondents.

    `options` holds, by code, the pieces of each option's column, which is true where it was chosen; all come from
    the same sums. There is no design effect: nobody draws a simple random sample of responses.
    """
    pieces = _together(options)
    return [row._replace(deff=None, n_eff=None) for row in estimates.proportions(pieces, method, level)]


def _together(options: Mapping[str, Pieces]) -> Pieces:
    """One column of sums per option, on the domains and units that any option has; the base is their sum."""
    first = next(iter(options.values()))
    names = tuple(sorted({name for pieces in options.values() for name in pieces.names}))
    place = {name: index for index, name in enumerate(names)}
    units = len(first.sums.frame.copies)
    keys, chosen = [], []
    n_answer = np.zeros((len(names), len(options)), dtype=np.int64)
    n, rows = np.zeros(len(names), dtype=np.int64), np.zeros(len(names), dtype=np.int64)
    for option, pieces in enumerate(options.values()):
        here = np.array([place[name] for name in pieces.names], dtype=np.int64)
        yes = [index for index, answer in enumerate(pieces.answers) if answer is True]
        keys.append(here[pieces.domain] * units + pieces.unit)
        chosen.append(pieces.parts[:, yes].sum(axis=1))
        n_answer[here, option] = pieces.n_answer[:, yes].sum(axis=1)
        n[here], rows[here] = np.maximum(n[here], pieces.n), np.maximum(rows[here], pieces.rows)
    pairs = np.unique(np.concatenate(keys))
    parts = np.zeros((len(pairs), len(options)))
    for option, (key, weight) in enumerate(zip(keys, chosen, strict=True)):
        parts[np.searchsorted(pairs, key), option] = weight
    base = parts.sum(axis=1)
    return replace(
        first, domain=pairs // units, unit=pairs % units, parts=parts, base=base, n=n, rows=rows, n_answer=n_answer,
        names=names, answers=tuple(options),
    )  # fmt: skip
