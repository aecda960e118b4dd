"""Variances and covariances of linear scores over the stages of a design.

Source of the formulas: Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, ch. 4 and 5;
the treatment of strata with a single unit follows R `survey` (option `survey.lonely.psu`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.design import SurveyError
from survey.frame import Frame

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def check_single(frame: Frame) -> None:
    """Refuse strata with a single unit when the design's rule is `fail`."""
    alone = frame.lonely()
    if alone and frame.design.single_psu == "fail":
        raise SurveyError(
            f"{single(alone)}: no variance can be told from one. "
            "Join strata, or choose a rule (--single-psu certainty, adjust or average)."
        )


def single(strata: tuple[object, ...]) -> str:
    """That these strata have one sampling unit only; a sample without strata is the stratum without a name."""
    if strata == ("",):
        return "The sample has one sampling unit only"
    named = ", ".join(map(str, strata[:5])) + (" and others" if len(strata) > 5 else "")
    verb = "has" if len(strata) == 1 else "have"
    return (
        f"{'Stratum' if len(strata) == 1 else f'{len(strata)} strata'} {named} {verb} one sampling unit only"
    )


def by_domain(frame: Frame, domain: Ints, unit: Ints, scores: Floats, domains: int) -> Floats:
    """Variance of the sum of scores in each domain, shape (domains, columns).

    `scores` (rows, columns) are sums over the respondents of a last-stage unit (`unit`) in a domain; rows are
    sorted by domain, then unit, and a pair that has no row has score zero. Units without respondents in the
    domain count: they are the zeros.
    """
    check_single(frame)
    columns = [*scores.T]
    out = np.zeros((domains, len(columns)))
    copies = None if frame.design.psu else frame.copies[unit]
    present = frame.copies[unit]
    for stage in range(len(frame.parents) - 1, -1, -1):
        parent = frame.parents[stage][unit]
        starts = (
            np.flatnonzero(np.r_[True, (np.diff(domain) != 0) | (np.diff(parent) != 0)])
            if len(unit)
            else unit
        )
        if not len(starts):
            return out
        lengths = np.diff(np.r_[starts, len(unit)])
        here, place = parent[starts], domain[starts]
        drawn = frame.drawn[stage][here]
        absent = drawn - np.add.reduceat(present, starts)
        weight = multipliers(frame, stage)[here]
        variance = np.empty_like(out)
        totals = []
        for i, score in enumerate(columns):  # column by column: each is one run of memory
            total = np.add.reduceat(score, starts)
            mean = total / drawn
            apart = (score if copies is None else score / copies) - np.repeat(mean, lengths)
            apart *= apart if copies is None else apart * copies
            variance[:, i] = summed(
                place, weight * (np.add.reduceat(apart, starts) + absent * mean**2), domains
            )
            totals.append(total)
        if stage == 0:
            variance = _lonely(frame, place, here, np.stack(totals, axis=1), variance)
        out += variance
        columns, unit, domain, present, copies = totals, here, place, np.ones(len(starts), np.int64), None
    return out


def multipliers(frame: Frame, stage: int) -> Floats:
    """What the sum of squared deviations in each parent unit is multiplied with: (1 − f) n / (n − 1), times
    the fractions drawn at the stages above; zero for a single unit."""
    drawn, fraction = frame.drawn[stage], frame.fraction[stage]
    left = np.where(1 - fraction < 1e-7, 0.0, 1 - fraction)
    out = np.where(drawn > 1, left * drawn / np.maximum(drawn - 1, 1), 0.0)
    parent = np.arange(len(drawn))
    for above in range(stage - 1, -1, -1):
        parent = frame.parents[above][parent]
        out = out * frame.fraction[above][parent]
    return out


def _lonely(frame: Frame, domain: Ints, stratum: Ints, total: Floats, variance: Floats) -> Floats:
    """Add what strata with a single first-stage unit contribute under the design's rule."""
    alone = (frame.drawn[0] == 1) & (frame.fraction[0] < 1 - 1e-7)
    rule = frame.design.single_psu
    if not alone.any() or rule == "certainty":
        return variance
    single = alone[stratum]
    domains = len(variance)
    if rule == "adjust":
        # Centred at the mean over the first-stage units; that is zero for means, whose scores sum to zero.
        units = np.maximum(summed(domain, frame.drawn[0][stratum].astype(np.float64), domains), 1)
        centre = summed(domain, total, domains) / units[:, None]
        extra = (1 - frame.fraction[0][stratum[single]])[:, None] * (
            total[single] - centre[domain[single]]
        ) ** 2
        return variance + summed(domain[single], extra, domains)
    strata = np.bincount(domain, minlength=domains)
    usable = strata - np.bincount(domain[single], minlength=domains)
    return variance * np.where(usable > 0, strata / np.maximum(usable, 1), np.nan)[:, None]


def covariance(frame: Frame, unit: Ints, scores: Floats) -> Floats:
    """Covariance matrix of the sums of the columns of scores, shape (columns, columns).

    `scores` (rows, columns) are sums over last-stage units, at most one row per unit, sorted by unit.
    """
    check_single(frame)
    columns = scores.shape[1]
    out = np.zeros((columns, columns))
    copies, present = frame.copies[unit], frame.copies[unit]
    for stage in range(len(frame.parents) - 1, -1, -1):
        parent = frame.parents[stage][unit]
        starts = np.flatnonzero(np.r_[True, np.diff(parent) != 0]) if len(unit) else unit
        if not len(starts):
            return out
        lengths = np.diff(np.r_[starts, len(unit)])
        total = np.add.reduceat(scores, starts, axis=0)
        here = parent[starts]
        drawn = frame.drawn[stage][here]
        weight = multipliers(frame, stage)[here]
        mean = total / drawn[:, None]
        root = np.sqrt(np.repeat(weight, lengths) * copies)[:, None]
        centred = (scores / copies[:, None] - np.repeat(mean, lengths, axis=0)) * root
        absent = mean * np.sqrt(weight * (drawn - np.add.reduceat(present, starts)))[:, None]
        variance = centred.T @ centred + absent.T @ absent
        if stage == 0:
            variance = _lonely_matrix(frame, here, total, variance)
        out += variance
        scores, unit, present = total, here, np.ones(len(starts), np.int64)
        copies = present
    return out


def _lonely_matrix(frame: Frame, stratum: Ints, total: Floats, variance: Floats) -> Floats:
    alone = (frame.drawn[0] == 1) & (frame.fraction[0] < 1 - 1e-7)
    rule = frame.design.single_psu
    if not alone.any() or rule == "certainty":
        return variance
    single = alone[stratum]
    if rule == "adjust":
        centre = total.sum(axis=0) / frame.drawn[0][stratum].sum()
        apart = (total[single] - centre) * np.sqrt(1 - frame.fraction[0][stratum[single]])[:, None]
        return variance + apart.T @ apart
    usable = len(stratum) - int(single.sum())
    return variance * (len(stratum) / usable if usable else np.nan)


def summed(place: Ints, values: Floats, places: int) -> Floats:
    """Sums of values, or of the rows of a matrix, by place; shape (places,) or (places, columns)."""
    if values.ndim == 1:
        return np.asarray(np.bincount(place, weights=values, minlength=places), dtype=np.float64)
    return np.stack([summed(place, column, places) for column in values.T], axis=1)


def summed_in_order(place: Ints, values: Floats, places: int) -> Floats:
    """As `summed`, for places in ascending order: several times quicker."""
    ends = np.searchsorted(place, np.arange(places + 1))
    held = np.flatnonzero(ends[1:] > ends[:-1])
    out = np.zeros((places, *values.shape[1:]))
    if len(held):
        out[held] = np.add.reduceat(values, ends[held], axis=0)
    return out
