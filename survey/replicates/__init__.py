"""Variances from replicates: from replicate weights in the file, or made from the sums of sampling units.

All give pieces that `survey.estimates` turns into proportions, totals, means and ratios.
"""

from survey.replicates.resampling import bootstrap, jackknife
from survey.replicates.spread import ReplicatePieces, Spread
from survey.replicates.weights import ReplicateSums, of_answers, of_ratio, of_values, tally

__all__ = [
    "ReplicatePieces",
    "ReplicateSums",
    "Spread",
    "bootstrap",
    "jackknife",
    "of_answers",
    "of_ratio",
    "of_values",
    "tally",
]
