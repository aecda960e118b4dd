"""Known population totals of the levels of variables, and the cells of the sample they apply to."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isfinite
from pathlib import Path

import numpy as np

from survey.calibration.problems import CalibrationError, Problem

CROSS = ":"
HEADER = ("variable", "level", "total")
POPULATION_TOLERANCE = 1e-6  # relative: official tables are rounded


@dataclass(frozen=True)
class Margin:
    """Population totals of the levels of one variable, or of the cross of several (sex × age group).

    `targets` maps a level, one code per variable, to its population total.
    """

    variables: tuple[str, ...]
    targets: dict[tuple[str, ...], float]

    @property
    def name(self) -> str:
        """The variables joined by a colon, as in the margins file."""
        return CROSS.join(self.variables)

    @property
    def population(self) -> float:
        """The sum of the totals."""
        return fsum(self.targets.values())


@dataclass(frozen=True)
class Cells:
    """The distinct combinations of the margin variables in the sample.

    `levels` maps each variable to its code in every cell (None: missing); `weight` is the sum of design
    weights and `count` the number of respondents of every cell, both of shape (cells,).
    """

    levels: dict[str, Sequence[str | None]]
    weight: np.ndarray
    count: np.ndarray


@dataclass(frozen=True)
class Constraints:
    """Margins laid over cells: the equations that calibrated weights must meet.

    `codes` (cells × margins) holds the position of a cell's level among all levels of all margins; `targets`
    and `names` (margin, level) have one entry per level. Every margin adds up to the total of the first.
    """

    codes: np.ndarray
    targets: np.ndarray
    names: tuple[tuple[str, str], ...]

    def totals(self, values: np.ndarray) -> np.ndarray:
        """Sum a value, or a row of them, per cell (cells, …) over the cells of each level: shape (levels, …)."""
        if values.ndim == 1:
            repeated = np.repeat(values, self.codes.shape[1])
            return np.bincount(self.codes.ravel(), repeated, len(self.targets))
        out = np.zeros((len(self.targets), values.shape[1]))
        for column in self.codes.T:
            order = np.argsort(column, kind="stable")
            levels, starts = np.unique(column[order], return_index=True)
            out[levels] = np.add.reduceat(values[order], starts, axis=0)
        return out

    def fitted(self, coefficients: np.ndarray) -> np.ndarray:
        """The coefficients (levels, …) of each cell's levels, added: shape (cells, …)."""
        return np.sum([coefficients[column] for column in self.codes.T], axis=0)

    def crossed(self, weight: np.ndarray) -> np.ndarray:
        """The weight (cells,) that two levels have in common: shape (levels, levels)."""
        size, width = len(self.targets), self.codes.shape[1]
        pairs = self.codes[:, :, None] * size + self.codes[:, None, :]
        return np.bincount(pairs.ravel(), np.repeat(weight, width**2), size * size).reshape(size, size)

    def indicators(self) -> np.ndarray:
        """The dense matrix (cells × levels) of ones where a cell has a level, else zero."""
        matrix = np.zeros((len(self.codes), len(self.targets)))
        np.put_along_axis(matrix, self.codes, 1.0, axis=1)
        return matrix


def read_margins(path: Path) -> tuple[Margin, ...]:
    """Read margins from a CSV file with the columns variable, level, total, one line per level.

    A crossed margin has its variables and the parts of its levels joined by colons: `sex:age_group`,
    `female:18-29`. Raises CalibrationError with every fault of the file.
    """
    try:
        header, *lines = [*csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))] or [[]]
    except OSError:
        raise CalibrationError([Problem("no_file", where=str(path))]) from None
    except UnicodeDecodeError:
        raise CalibrationError([Problem("encoding", where=str(path))]) from None
    if tuple(cell.strip() for cell in header) != HEADER:
        raise CalibrationError([Problem("columns", value=", ".join(header) or "missing", where=path.name)])
    problems: list[Problem] = []
    targets: dict[tuple[str, ...], dict[tuple[str, ...], float]] = {}
    for row, line in enumerate(lines, start=2):
        if not any(cell.strip() for cell in line):
            continue
        name, level, total = [*(cell.strip() for cell in line), "", "", ""][:3]
        variables, parts = tuple(name.split(CROSS)), tuple(level.split(CROSS))
        if len(variables) == 1:
            parts = (level,)  # a plain level may itself hold a colon
        margin = targets.setdefault(variables, {})
        if len(parts) != len(variables):
            problems.append(Problem("shape", name, level))
        elif parts in margin:
            problems.append(Problem("twice", name, level))
        else:
            try:
                margin[parts] = float(total)
            except ValueError:
                problems.append(Problem("number", name, level, total, where=f"{path.name}, row {row}"))
    if not targets:
        problems.append(Problem("no_margins", where=path.name))
    if problems:
        raise CalibrationError(problems)
    return tuple(Margin(variables, levels) for variables, levels in targets.items())


def constrain(cells: Cells, margins: Sequence[Margin]) -> Constraints:
    """Lay margins over the cells of a sample.

    Margins whose totals differ by rounding (1e-6 relative) are scaled to the total of the first.
    Raises CalibrationError with everything that does not fit.
    """
    problems = [*_faults_of_weights(cells), *_faults_of_margins(margins)]
    names: list[tuple[str, str]] = []
    columns = []
    for margin in margins:
        unknown = [variable for variable in margin.variables if variable not in cells.levels]
        if unknown:
            known = ", ".join(cells.levels)
            problems.append(
                Problem("unknown_variable", margin.name, value=", ".join(unknown), expected=known)
            )
            continue
        position = {level: len(names) + index for index, level in enumerate(margin.targets)}
        names += [(margin.name, CROSS.join(level)) for level in margin.targets]
        levels = [*zip(*(cells.levels[variable] for variable in margin.variables), strict=True)]
        column = np.array([position.get(level, -1) for level in levels], dtype=np.intp)
        held = np.isin([*position.values()], column[cells.weight > 0])
        if (column < 0).any() or not held.all():
            problems += _faults_of_levels(margin, levels, cells)
        columns.append(column)
    if problems:
        raise CalibrationError(problems)
    population = margins[0].population
    targets = [np.array([*margin.targets.values()]) * (population / margin.population) for margin in margins]
    return Constraints(np.stack(columns, axis=1), np.concatenate(targets), tuple(names))


def _faults_of_weights(cells: Cells) -> list[Problem]:
    bad = int(np.sum(~np.isfinite(cells.weight) | (cells.weight < 0)))
    return [Problem("weight", value=str(bad))] if bad else []


def _faults_of_margins(margins: Sequence[Margin]) -> list[Problem]:
    if not margins:
        return [Problem("no_margins", where="The list of margins")]
    faults = [
        Problem("target", margin.name, CROSS.join(level), f"{total:.12g}")
        for margin in margins
        for level, total in margin.targets.items()
        if not (isfinite(total) and total > 0)
    ]
    names = [margin.name for margin in margins]
    faults += [Problem("repeated_margin", name) for name in dict.fromkeys(names) if names.count(name) > 1]
    first, *others = margins
    for margin in others:
        if abs(margin.population - first.population) > POPULATION_TOLERANCE * abs(first.population):
            totals = f"{first.population:.12g}", f"{margin.population:.12g}"
            faults.append(Problem("totals", margin.name, totals[0], totals[1], expected=first.name))
    return faults


def _faults_of_levels(margin: Margin, levels: list[tuple[str | None, ...]], cells: Cells) -> list[Problem]:
    respondents: dict[tuple[str | None, ...], int] = {}
    weighted = set()
    for level, weight, count in zip(levels, cells.weight.tolist(), cells.count.tolist(), strict=True):
        respondents[level] = respondents.get(level, 0) + int(count)
        if weight > 0:
            weighted.add(level)
    faults = [
        Problem("empty_level", margin.name, CROSS.join(level))
        for level in margin.targets
        if level not in weighted
    ]
    missing = sum(count for level, count in respondents.items() if None in level)
    if missing:
        faults.append(Problem("missing", margin.name, value=str(missing)))
    faults += [
        Problem("no_target", margin.name, CROSS.join(map(str, level)), str(count))
        for level, count in respondents.items()
        if None not in level and level not in margin.targets
    ]
    return faults
