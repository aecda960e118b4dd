"""Population totals that weights are calibrated to: from official figures in the store, or from the mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from etl.intake.mapping import ranges
from etl.intake.mapping.codebook import Codebook
from store import queries
from survey.calibration import CalibrationError, Margin, Problem
from survey.calibration.margins import CROSS

OFFICIAL, CALIBRATE, COMPARE = "official", "calibrate", "compare"
YOUNGEST = 18
AGES = tuple(
    (low, low + 5) for low in range(15, 70, 5)
)  # age bands of the official figures, the last one open
OLDEST = 70


@dataclass(frozen=True)
class Wanted:
    """What a mapping says of calibration: `weight: {calibrate: {margins: …, population: …, method: …}}`.

    `margins` gives each question, or several joined by a colon, its totals by answer, or `official`.
    `population` scales all margins to one total. `method`, `bounds` (of new over old weight) and `trim` (limits
    of the weights) are those of `survey.calibration`.
    """

    margins: dict[str, dict[str, float] | str]
    population: float | None = None
    method: str = "rake"
    bounds: tuple[float, float] | None = None
    trim: tuple[float, float] | None = None


def wanted(weight: object, what: str = CALIBRATE) -> Wanted | None:
    """The calibration that a mapping asks for; None when the file's own weights are used.

    With `compare` it is what the file's own weights shall be held against. Raises CalibrationError with every part
    that cannot be read.
    """
    if not isinstance(weight, Mapping) or (what == COMPARE) != (COMPARE in weight):
        return None
    said = weight.get(what)
    said = said if isinstance(said, Mapping) else {}
    given = said.get("margins")
    if not isinstance(given, Mapping) or not given:
        raise CalibrationError([Problem("no_margins", where="weight")])
    problems: list[Problem] = []
    read = {str(name): _totals(str(name), totals, problems) for name, totals in given.items()}
    bounds, trim = (_pair(said.get(name), name, problems) for name in ("bounds", "trim"))
    population = said.get("population")
    if population is not None and not (isinstance(population, int | float) and population > 0):
        problems.append(Problem("target", "population", "population", str(population)))
        population = None
    if problems:
        raise CalibrationError(problems)
    return Wanted(read, population, str(said.get("method", "rake")), bounds, trim)


def margins(request: Wanted, book: Codebook, build: str | None) -> tuple[Margin, ...]:
    """The totals of a calibration, official ones looked up in a build.

    Raises CalibrationError for official totals that the store does not have.
    """
    found, problems = [], []
    for name, totals in request.margins.items():
        variables = tuple(name.split(CROSS))
        if isinstance(totals, dict):
            parts = {level: tuple(level.split(CROSS)) for level in totals}
            wrong = [level for level, of in parts.items() if len(of) != len(variables)]
            problems += [Problem("shape", name, level) for level in wrong]
            found.append(Margin(variables, {parts[level]: total for level, total in totals.items()}))
            continue
        margin = official(variables, book, build)
        if margin is None:
            problems.append(Problem("unknown_variable", name, value=name, expected="district, age_group"))
        else:
            found.append(margin)
    if problems:
        raise CalibrationError(problems)
    if request.population is None:
        return tuple(found)
    return tuple(_scaled(margin, request.population) for margin in found)


def official(variables: tuple[str, ...], book: Codebook, build: str | None) -> Margin | None:
    """Residents of the capital aged 18 and over by district, by age group or by both; None for anything else.

    The figures are five-year bands of the last year that has them in every district. Within a band people are
    taken to be spread evenly over its years, so 18 and 19 are two fifths of 15–19. They are residents, whether
    or not they moved to the capital: for a survey of those who moved they give shares, not numbers.
    """
    if build is None or not set(variables) <= {"district", "age_group"} or not variables:
        return None
    groups = ranges.of_codes(answer.code for answer in book.answers.get("age_group", ()))
    residents = _residents(build)
    if groups is None or not residents:
        return None
    targets: dict[tuple[str, ...], float] = {}
    for district, bands in residents.items():
        for group, (low, high) in groups.items():
            part = {"district": district, "age_group": group}
            level = tuple(part[name] for name in variables)
            people = sum(total * _overlap(band, (max(low, YOUNGEST), high)) for band, total in bands.items())
            targets[level] = targets.get(level, 0.0) + people
    return Margin(variables, targets)


def _residents(build: str) -> dict[str, dict[tuple[float, float], float]]:
    """Residents of each district of the capital by age band, in the last year that has all bands."""
    bands: dict[tuple[float, float], dict[tuple[int, str], float]] = {}
    names = {place.code for place in queries.places(build) if place.kind == "district"}
    for low, high in (*AGES, (OLDEST, float("inf"))):
        indicator = f"population_resident_age_{low}_{int(high) - 1 if high < OLDEST + 1 else 'plus'}"
        bands[low, high] = {
            (row.year, row.place): row.value
            for row in queries.observations(build, indicator, "soum")
            if row.place in names and row.year
        }
    years = [{year for year, _ in of} for of in bands.values()]
    common = set.intersection(*years) if years else set()
    if not common:
        return {}
    last = max(common)
    return {
        name: {band: of[last, name] for band, of in bands.items()}
        for name in sorted(names)
        if all((last, name) in of for of in bands.values())
    }


def _overlap(band: tuple[float, float], group: tuple[float, float]) -> float:
    """The share of a band that lies in a group; an open band belongs to an open group alone."""
    if band[1] == float("inf"):
        return float(group[1] == float("inf") and group[0] <= band[0])
    years = min(band[1], group[1]) - max(band[0], group[0])
    return max(years, 0.0) / (band[1] - band[0])


def _scaled(margin: Margin, population: float) -> Margin:
    factor = population / margin.population
    return replace(margin, targets={level: total * factor for level, total in margin.targets.items()})


def _totals(name: str, totals: Any, problems: list[Problem]) -> dict[str, float] | str:
    if totals == OFFICIAL:
        return OFFICIAL
    if not isinstance(totals, Mapping) or not totals:
        problems.append(Problem("no_margins", where=name))
        return {}
    read = {}
    for level, total in totals.items():
        level = {True: "yes", False: "no"}.get(level, level) if isinstance(level, bool) else level
        if isinstance(total, int | float) and not isinstance(total, bool):
            read[str(level)] = float(total)
        else:
            problems.append(Problem("target", name, str(level), str(total)))
    return read


def _pair(said: Any, name: str, problems: list[Problem]) -> tuple[float, float] | None:
    if said is None:
        return None
    if isinstance(said, list | tuple) and len(said) == 2 and all(isinstance(n, int | float) for n in said):
        return float(said[0]), float(said[1])
    problems.append(Problem("bounds" if name == "bounds" else "limits", value=str(said)))
    return None
