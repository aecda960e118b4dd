"""Our side of the survey benchmark: the same questions that the other programs are asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.surveys.sample import DESIGN, MARGINS
from survey import calibrated, estimates, replicates
from survey.calibration import Margin, sweep_coefficients
from survey.engines import open_file
from survey.intervals import of_proportion
from survey.resident import Resident
from survey.results import Estimate
from survey.sums import Sums, tally
from survey.variance import by_domain

COLUMNS = ("aimag", "district", "sex", "age_group", "answer")
MARGIN_COLUMNS = tuple(dict.fromkeys(name for margin in MARGINS for name in margin))


def load(file: Path, columns: tuple[str, ...] = COLUMNS) -> Resident:
    """The sample in memory."""
    return Resident(open_file(file), DESIGN, columns)


def table(kept: Resident, by: tuple[str, ...]) -> list[Estimate]:
    """Proportions and totals of the answers by domain."""
    return table_of(kept.tally((*by, "answer")), by)


def table_of_file(file: Path, by: tuple[str, ...]) -> list[Estimate]:
    """The same, straight from the file."""
    return table_of(tally(open_file(file), DESIGN, (*by, "answer")), by)


def table_of(sums: Sums, by: Sequence[str]) -> list[Estimate]:
    """The same, from sums."""
    pieces = estimates.of_answers(sums, "answer", by)
    return estimates.proportions(pieces) + estimates.totals(pieces)


def another_question(cube: Sums, by: tuple[str, ...]) -> list[Estimate]:
    """Proportions by other domains than those asked for before, from stored sums."""
    return estimates.proportions(estimates.of_answers(cube, "answer", by))


def rake(kept: Resident, margins: Sequence[Margin]) -> np.ndarray:
    """The raked weight of every respondent."""
    return kept.calibrated(margins)[1]


def after_raking(kept: Resident, margins: Sequence[Margin]) -> list[Estimate]:
    """Proportions by aimag with raked weights, and a variance that knows of the raking."""
    names = tuple(dict.fromkeys(("aimag", "answer", *MARGIN_COLUMNS)))
    sums = calibrated.calibrate(kept.tally(names), margins)
    return estimates.proportions(estimates.of_answers(sums, "answer", ("aimag",)))


def jackknife(kept: Resident) -> list[Estimate]:
    """Proportions by aimag with the variance over samples that leave out one sampling unit each."""
    pieces = estimates.of_answers(kept.tally(("aimag", "answer")), "answer", ("aimag",))
    return estimates.proportions(replicates.jackknife(pieces))


def after_raking_by_sweeps(kept: Resident, margins: Sequence[Margin]) -> list[Estimate]:
    """The same with the residuals of R's `rake`, which svy follows: unweighted sweeps instead of least squares.

    Not how Nutag takes it; here to show that the difference of the standard errors is that and nothing else.
    """
    names = tuple(dict.fromkeys(("aimag", "answer", *MARGIN_COLUMNS)))
    sums = calibrated.calibrate(kept.tally(names), margins)
    held = sums.calibrated
    assert held is not None
    pieces = estimates.of_answers(sums, "answer", ("aimag",))
    shares, scores = pieces.linearised()
    shape, cells = shares.shape, len(held.calibration.factor)
    domain, cell, rows = pieces.place[pieces.valid], held.cell[sums.unit], sums.rows.astype(np.float64)
    answers = np.zeros((cells, *shape))
    np.add.at(answers, (cell[pieces.valid], domain, sums.codes["answer"][pieces.valid]), rows[pieces.valid])
    plain = (answers - shares * answers.sum(axis=2, keepdims=True)) / pieces.total_base[:, None]
    constraints = held.calibration.constraints
    count = np.bincount(cell, rows, cells)
    coefficients = sweep_coefficients(constraints, count, plain.reshape(cells, -1))
    by_unit = np.zeros((len(kept.frame.copies), *shape))
    np.add.at(by_unit, (held.unit[pieces.unit], pieces.domain), scores)
    levels = np.zeros((len(by_unit), len(constraints.targets)))
    for column in constraints.codes.T:
        np.add.at(levels, (held.unit, column[held.cell]), held.weight)
    residuals = by_unit.reshape(len(by_unit), -1) - levels @ coefficients
    one = np.zeros(len(by_unit), dtype=np.int64)
    v = by_domain(kept.frame, one, np.arange(len(by_unit)), residuals, 1).reshape(shape)
    df = pieces.degrees_of_freedom()[:, None] * np.ones(shape)
    counted = pieces.n[:, None] * np.ones(shape)
    low, high = of_proportion(shares, np.sqrt(v), df, counted, 0.95, "logit")
    simple = shares * (1 - shares) / (counted - 1)
    return estimates.rows("proportion", pieces, shares, v, low, high, df, simple)
