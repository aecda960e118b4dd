"""What must be said beside the numbers: single units, zero weights, missing answers, degrees of freedom."""

from __future__ import annotations

import argparse

import numpy as np

from survey.replicates import ReplicateSums
from survey.sums import Sums
from survey.variance import single

COUNTED = {
    "design": "the whole design",
    "domain": "each domain",
    "valid": "the valid answers of each domain",
}


def notes(sums: Sums | ReplicateSums, column: str, args: argparse.Namespace) -> list[str]:
    """The sentences that belong to the estimates of a column, or of a ratio `a/b`."""
    found = []
    if isinstance(sums, Sums):
        found.append(f"Degrees of freedom: sampling units minus strata of {COUNTED[args.df]}.")
        alone = sums.frame.lonely()
        if alone:
            found.append(f"{single(alone)}: rule {args.single_psu}.")
    else:
        found.append("Degrees of freedom: those of the replicate weights.")
    zero = int((sums.rows - sums.positive).sum())
    if zero:
        found.append(f"{zero} respondents have weight zero: they count as part of the design only.")
    silent = np.zeros(len(sums.rows), dtype=bool)
    for name in column.split("/"):
        silent |= np.isnan(sums.values[name][1]) if name in sums.values else sums.codes[name] < 0
    missing, everyone = int(sums.positive[silent].sum()), int(sums.positive.sum())
    if missing:
        shown = args.no_disclosure or min(missing, everyone - missing) >= args.min_base
        said = (
            f"{missing} of {everyone} respondents ({missing / everyone:.1%})" if shown else "Some respondents"
        )
        found.append(f"{said} gave no answer in {column!r} and are left out.")
    return found
