"""Formulas of the dictionary, turned into SQL.

A formula is arithmetic over indicators, all taken in the same place and year. Besides names there are
`capital.name` and `country.name` (the same year, in the capital or the country), `name@2015` (the same place
in that year) and `cumulative(name)` (the sum from 2015 to the year). An undated figure fits every year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

FIRST_YEAR = 2015
_TERM = re.compile(r"(?:(?P<scope>capital|country)\.)?(?P<name>[a-z]\w*)(?:@(?P<year>\d{4}))?")
_CUMULATIVE = re.compile(r"^cumulative\((?P<name>[a-z]\w*)\)$")
_ARITHMETIC = re.compile(r"^[\d\s.+\-*/()]*$")


class FormulaError(ValueError):
    """The formula cannot be read; the message says why."""


@dataclass(frozen=True)
class Term:
    """One figure that a formula uses."""

    name: str
    scope: str | None = None
    year: int | None = None


def terms(formula: str) -> tuple[Term, ...]:
    """The figures a formula uses, in order of appearance.

    Raises FormulaError when anything but figures, numbers, brackets and + - * / stands in it.
    """
    cumulative = _CUMULATIVE.match(formula)
    if cumulative:
        return (Term(cumulative["name"]),)
    found = [
        Term(m["name"], m["scope"], int(m["year"]) if m["year"] else None) for m in _TERM.finditer(formula)
    ]
    if not found or not _ARITHMETIC.match(_TERM.sub("", formula)):
        raise FormulaError(
            f"The formula {formula!r} holds more than indicators, numbers, brackets and + - * /."
        )
    return tuple(dict.fromkeys(found))


def in_order(formulas: dict[str, str]) -> list[str]:
    """The indicators so sorted that each comes after those its formula uses.

    Raises FormulaError when formulas use one another in a circle.
    """
    graph = {
        name: {term.name for term in terms(formula)} & formulas.keys() for name, formula in formulas.items()
    }
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise FormulaError(
            f"These formulas use one another in a circle: {', '.join(error.args[1])}."
        ) from None


def insert(formula: str) -> str:
    """SQL that adds the observations of one formula where there is none yet.

    Takes $indicator (the indicator made) and $levels (the levels to make it for). The row's kind is
    "calculated" and its sources are those of all figures used.
    """
    year, value, sources, tables = (
        _cumulative(formula) if _CUMULATIVE.match(formula) else _arithmetic(formula)
    )
    return f"""
INSERT INTO observation
SELECT made.* FROM (
  SELECT
    $indicator AS indicator, t0.level, t0.place, {year} AS year, {value} AS value, 'calculated' AS kind,
    list_aggregate(list_sort(list_distinct(string_split({sources}, ';'))), 'string_agg', ';') AS sources
  FROM {tables}
) AS made
WHERE isfinite(value) AND list_contains($levels, level)
  AND NOT EXISTS (
    FROM observation AS o
    WHERE o.indicator = made.indicator AND o.level = made.level AND o.place = made.place
      AND o.year IS NOT DISTINCT FROM made.year
  )"""


def _arithmetic(formula: str) -> tuple[str, str, str, str]:
    used = terms(formula)
    alias = {term: f"t{i}" for i, term in enumerate(used)}
    value = _TERM.sub(
        lambda m: alias[Term(m["name"], m["scope"], int(m["year"]) if m["year"] else None)] + ".value",
        formula,
    )
    tables = f"(FROM observation WHERE indicator = '{used[0].name}') AS t0"
    for term in used[1:]:
        name = alias[term]
        match term.scope:
            case "capital":
                place = f"{name}.level = 'aimag' AND {name}.place = 'MN-1'"
            case "country":
                place = f"{name}.level = 'country'"
            case _:
                place = f"{name}.level = t0.level AND {name}.place = t0.place"
        same = f"({name}.year = t0.year OR {name}.year IS NULL OR t0.year IS NULL)"
        when = f"{name}.year = {term.year}" if term.year else same
        tables += (
            f"\n  JOIN (FROM observation WHERE indicator = '{term.name}') AS {name} ON {place} AND {when}"
        )
    year = ", ".join(f"{name}.year" for term, name in alias.items() if term.year is None)
    sources = " || ';' || ".join(f"{name}.sources" for name in alias.values())
    return f"coalesce({year})", value, sources, tables


def _cumulative(formula: str) -> tuple[str, str, str, str]:
    (term,) = terms(formula)
    window = "OVER (PARTITION BY t0.level, t0.place ORDER BY t0.year)"
    tables = f"(FROM observation WHERE indicator = '{term.name}' AND year >= {FIRST_YEAR}) AS t0"
    return "t0.year", f"sum(t0.value) {window}", "t0.sources", tables
