"""Replicates made from the sums of sampling units: delete-one-unit jackknife and bootstrap.

No replicate weight is stored, no respondent read again: leaving out unit j of the n of stratum h turns a sum T
into T − T_h + (T_h − T_hj) n / (n − 1), so every replicate follows from the sums of units and strata.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.design import SurveyError
from survey.frame import Frame
from survey.pieces import Pieces
from survey.replicates.spread import ReplicatePieces, Spread
from survey.variance import check_single, summed

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

AT_ONCE = 10_000_000  # multiplicities of units drawn at once


def jackknife(pieces: Pieces) -> ReplicatePieces:
    """Pieces repeated without each first-stage unit in turn (JKn); R's `as.svrepdesign(type = "JKn")`.

    Raises SurveyError for a stratum with a single unit, unless the design's rule is `certainty`.
    """
    frame = pieces.sums.frame
    alone = _alone(pieces)
    units, stratum = _units(pieces), frame.parents[0]
    copies = _copies(frame)
    drawn = frame.drawn[0][stratum].astype(np.float64)
    total, whole = summed(stratum, units, len(frame.strata))[stratum], units.sum(axis=0)
    replicates = (
        whole - total + (total - units / copies[:, None]) * (drawn / np.maximum(drawn - 1, 1))[:, None]
    )
    multipliers = (1 - frame.fraction[0][stratum]) * (drawn - 1) / drawn
    replicates[alone[stratum]] = whole
    return _repeated(pieces, units, replicates, Spread(multipliers, copies, pieces.degrees_of_freedom()))


def bootstrap(pieces: Pieces, replicates: int = 500, seed: int = 1) -> ReplicatePieces:
    """Pieces repeated with n − 1 units drawn again, with replacement, from the n of each stratum.

    The rescaling bootstrap of Rao & Wu (1988), Journal of the American Statistical Association 83, with the
    first-stage finite population correction. The same seed gives the same replicates. Raises SurveyError as
    `jackknife`.
    """
    if replicates < 2:
        raise SurveyError(f"{replicates} bootstrap replicate(s): a variance needs at least two.")
    frame = pieces.sums.frame
    alone = _alone(pieces)
    units, copies = _units(pieces), _copies(frame)
    random = np.random.default_rng(seed)
    repeated = np.tile(units[alone[frame.parents[0]]].sum(axis=0), (replicates, 1))
    for stratum in np.flatnonzero(~alone):
        here = np.flatnonzero(frame.parents[0] == stratum)
        n = int(frame.drawn[0][stratum])
        share = np.sqrt(1 - frame.fraction[0][stratum])
        step = max(AT_ONCE // len(here), 1)
        for start in range(0, replicates, step):
            size = min(step, replicates - start)
            times = random.multinomial(n - 1, copies[here] / n, size=size) / copies[here]
            repeated[start : start + size] += (1 - share + share * times * n / (n - 1)) @ units[here]
    same = np.full(replicates, 1 / (replicates - 1))
    spread = Spread(same, np.ones(replicates), pieces.degrees_of_freedom())
    return _repeated(pieces, units, repeated, spread)


def _alone(pieces: Pieces) -> NDArray[np.bool_]:
    """The strata with one unit, which have no replicates. Refuses them unless they count as certain."""
    frame = pieces.sums.frame
    if pieces.sums.calibrated:
        raise SurveyError(
            "Replicates of calibrated weights would each have to be calibrated anew: "
            "use the linearised variance, which knows the calibration."
        )
    check_single(frame)
    rule = frame.design.single_psu
    if frame.lonely() and rule != "certainty":
        raise SurveyError(
            f"Replicates cannot be made of strata with one sampling unit by the rule {rule!r}: "
            "choose certainty (--single-psu certainty), or join strata."
        )
    return np.asarray(frame.drawn[0] == 1)


def _copies(frame: Frame) -> Floats:
    """How many units each first-stage unit of the frame stands for."""
    return (frame.copies if not frame.design.psu else np.ones(len(frame.parents[0]))).astype(np.float64)


def _units(pieces: Pieces) -> Floats:
    """Sums by first-stage unit, shape (units, domains · (columns + 1)): the base, then the columns, by domain."""
    frame = pieces.sums.frame
    sums = np.column_stack([pieces.base, pieces.parts])
    width, columns = len(pieces.names) * sums.shape[1], sums.shape[1]
    units = len(frame.parents[0])
    cell = (frame.first(pieces.unit) * width + pieces.domain * columns)[:, None] + np.arange(columns)
    return summed(cell.ravel(), sums.ravel(), units * width).reshape(units, width)


def _repeated(pieces: Pieces, units: Floats, replicates: Floats, spread: Spread) -> ReplicatePieces:
    """The pieces with their sums followed by those of every replicate (replicates, domains · (columns + 1))."""
    sums = np.vstack([units.sum(axis=0), replicates]).reshape(len(replicates) + 1, len(pieces.names), -1)
    return ReplicatePieces(
        sums[:, :, 1:], sums[:, :, 0], spread, pieces.n, pieces.counted, pieces.n_answer,
        pieces.squares, pieces.weights, pieces.shift, pieces.names, pieces.answers,
    )  # fmt: skip
