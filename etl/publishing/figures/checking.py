"""A staged table held against its description: which figure belongs to which aimag and year, and what is wrong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from etl.intake.findings import BLOCKS, ROWS_NAMED, Finding, Rule
from etl.intake.staged import File, Staged
from etl.publishing.figures import rules
from etl.publishing.figures.about import About, faults
from etl.publishing.figures.layout import TOTAL, Cell, cells, number, year_of
from geo.places import gazetteer, names, resolve
from store import connection

FIRST_YEAR = 1900


class Figure(NamedTuple):
    """A figure of an aimag in a year, and the row of the person's file where it stands."""

    place: str
    year: int
    value: float
    row: int


@dataclass(frozen=True)
class Checked:
    """A table that was read: its figures for aimags, and what was found."""

    about: About
    file: File
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]

    def blocked(self, acknowledged: Iterable[str] = ()) -> list[Finding]:
        """What keeps it from being published, unless it is among the codes that were acknowledged."""
        known = set(acknowledged)
        return [
            found
            for found in self.findings
            if found.rule.severity == BLOCKS
            or (found.rule.severity == "acknowledge" and found.rule.code not in known)
        ]


def check(staged: Staged, about: About, build: str, earlier: dict[str, Any] | None = None) -> Checked:
    """Read the figures of a table and check them against the description and the build in use.

    `earlier` is the manifest that this table would replace: what it brought may be said anew.
    """
    known, brought = _known(build), (earlier or {}).get("tables", {})
    for name, rows in brought.items():
        for row in rows:
            known[name].pop(row[name], None)
    about = about.completed({name: {row[name]: row for row in rows} for name, rows in brought.items()})
    findings = list(faults(about, known))
    about = about.completed(known)
    found, wrong = cells(staged, about)
    findings += wrong
    figures, totals, wrong = _figures(found)
    findings += wrong
    if not figures and not any(finding.rule.severity == BLOCKS for finding in findings):
        findings.append(Finding(rules.NO_FIGURES))
    findings += _already(figures, str(about.indicator.get("indicator")), build, earlier)
    if about.indicator.get("aggregate") == "sum":
        findings += _totals(figures, totals)
    findings += _odd(figures, about)
    return Checked(about, staged.file, tuple(figures), tuple(findings))


def _known(build: str) -> dict[str, dict[str, dict[str, Any]]]:
    """Rows of the dictionary by table and code."""
    known: dict[str, dict[str, dict[str, Any]]] = {}
    with connection.cursor(build) as con:
        for table in ("indicator", "source", "unit"):
            found = con.execute(f"SELECT * FROM {table}")
            columns = [column[0] for column in found.description or ()]
            rows = (dict(zip(columns, row, strict=True)) for row in found.fetchall())
            known[table] = {row[table]: row for row in rows}
    return known


class _Wrong:
    """Collects what is wrong by rule, with rows and an example."""

    def __init__(self) -> None:
        self._rows: dict[Rule, list[int]] = defaultdict(list)
        self._values: dict[Rule, list[str]] = defaultdict(list)

    def add(self, rule: Rule, row: int, value: str) -> None:
        self._rows[rule].append(row)
        if value not in self._values[rule]:
            self._values[rule].append(value)

    def findings(self, **slots: object) -> Iterator[Finding]:
        for rule, found in self._rows.items():
            rows = sorted(set(found))
            value = ", ".join(self._values[rule][:5]) + (" …" if len(self._values[rule]) > 5 else "")
            count = len(rows) if rule in (rules.PLACE, rules.TOTALS) else len(found)
            yield Finding(rule, None, tuple(rows[:ROWS_NAMED]), count, value, dict(slots))


def _figures(found: Iterable[Cell]) -> tuple[list[Figure], dict[int, float], list[Finding]]:
    """The figures of aimags, the country's own totals by year, and what is wrong with cells."""
    wrong, last = _Wrong(), datetime.now(UTC).year + 1
    figures: dict[tuple[str, int], Figure] = {}
    totals: dict[int, float] = {}
    suggestions: list[str] = []
    for cell in found:
        value, year = number(cell.value), year_of(cell.year)
        is_total = bool(TOTAL.fullmatch(cell.place.strip()))
        match = resolve(cell.place, level="aimag")
        if match.code is None and not is_total and (cell.place.strip() or value is not None):
            wrong.add(rules.PLACE, cell.row, cell.place or "—")
            suggestions += [names(one.code).name_mn for one in match.suggestions]
        if (year is None or not FIRST_YEAR <= int(year) <= last) and value is not None:
            wrong.add(rules.YEAR, cell.row, cell.year or "—")
            continue
        if isinstance(value, str):
            wrong.add(rules.VALUE, cell.row, value)
            continue
        if value is None or year is None:
            continue
        if is_total and match.code is None:
            wrong.add(rules.TOTALS, cell.row, cell.place.strip())
            if not re.search(r"бүс|region", cell.place, re.IGNORECASE):
                totals[int(year)] = value
        elif match.code is not None:
            figure = Figure(match.code, int(year), value, cell.row)
            if (figure.place, figure.year) in figures:
                wrong.add(rules.TWICE, cell.row, f"{cell.place.strip()} {year}")
            figures.setdefault((figure.place, figure.year), figure)
    slots = {"suggestion": ", ".join(dict.fromkeys(suggestions)) or "—", "first": FIRST_YEAR, "last": last}
    return list(figures.values()), totals, list(wrong.findings(**slots))


def _already(
    figures: Iterable[Figure], indicator: str, build: str, earlier: dict[str, Any] | None
) -> Iterator[Finding]:
    """Figures that stand in the build already, but for those of the table that is replaced."""
    mine = {(place, year) for place, year, *_ in (earlier or {}).get("observations", ())}
    with connection.cursor(build) as con:
        there = {
            (place, year): sources
            for place, year, sources in con.execute(
                "SELECT place, year, sources FROM observation WHERE indicator = $indicator AND level = 'aimag'",
                {"indicator": indicator},
            ).fetchall()
        }
    found = [
        figure for figure in figures if (key := (figure.place, figure.year)) in there and key not in mine
    ]
    if found:
        source = ", ".join(sorted({there[figure.place, figure.year] for figure in found}))
        wrong = _Wrong()
        for figure in found:
            wrong.add(rules.THERE, figure.row, f"{names(figure.place).name_mn} {figure.year}")
        yield from wrong.findings(source=source)


def _totals(figures: Iterable[Figure], totals: dict[int, float]) -> Iterator[Finding]:
    sums: dict[int, float] = defaultdict(float)
    for figure in figures:
        sums[figure.year] += figure.value
    for year, total in sorted(totals.items()):
        if year in sums and abs(total - sums[year]) > max(0.5, abs(total) * 1e-6):
            slots = {"year": year, "sum": f"{sums[year]:,.10g}"}
            yield Finding(rules.TOTAL_DIFFERS, value=f"{total:,.10g}", slots=slots)


def _odd(figures: list[Figure], about: About) -> Iterator[Finding]:
    wrong = _Wrong()
    by_key = {(figure.place, figure.year): figure for figure in figures}
    for figure in figures:
        said = f"{names(figure.place).name_mn} {figure.year}: {figure.value:g}"
        if figure.value < 0 and about.indicator.get("middle") != "zero":
            wrong.add(rules.NEGATIVE, figure.row, said)
        before = by_key.get((figure.place, figure.year - 1))
        if before and before.value > 0 and figure.value > 0 and not 0.1 <= figure.value / before.value <= 10:
            wrong.add(rules.LEAP, figure.row, said)
    yield from wrong.findings()
    every = {place.code for place in gazetteer().places.values() if place.level == "aimag"}
    for year in sorted({figure.year for figure in figures}):
        absent = sorted(every - {figure.place for figure in figures if figure.year == year})
        if absent:
            value = ", ".join(names(code).name_mn for code in absent[:8]) + (" …" if len(absent) > 8 else "")
            yield Finding(rules.ABSENT, count=len(absent), value=value, slots={"year": year})
