"""Formulas of the dictionary, turned into SQL.

A formula is arithmetic over indicators, all taken in the same place and year. Besides names there are
`capital.name` and `country.name` (the same year, in the capital or the country), `name@2015` (the same place
in that year) and, standing alone, `cumulative(name)` (the sum from 2015 to the year, made only where no year
between is missing). An undated figure fits every year.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from math import isfinite

FIRST_YEAR = 2015
_TERM = re.compile(
    r"(?<![\w.])(?:(?P<scope>capital|country)\.)?(?P<name>[a-z]\w*)(?:@(?P<year>\d{4}))?(?![\w.@(])", re.ASCII
)
_CUMULATIVE = re.compile(r"cumulative\((?P<name>[a-z]\w*)\)", re.ASCII)
_CHARACTERS = re.compile(r"[\w\s.+*/()@-]*", re.ASCII)
_ARITHMETIC = (ast.Expression, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Load)


class FormulaError(ValueError):
    """The formula cannot be used; the message says why. `names` are the indicators it concerns, if known."""

    def __init__(self, message: str, names: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.names = names


@dataclass(frozen=True)
class Term:
    """One figure that a formula uses."""

    name: str
    scope: str | None = None
    year: int | None = None


def terms(formula: str) -> tuple[Term, ...]:
    """The figures a formula uses, those of the place and year itself first.

    Raises FormulaError when anything but figures, numbers, brackets and + - * / stands in it.
    """
    cumulative = _CUMULATIVE.fullmatch(formula)
    if cumulative:
        return (Term(cumulative["name"]),)
    return tuple(_arithmetic(formula)[0])


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
        circle = tuple(error.args[1])
        raise FormulaError(
            f"These formulas use one another in a circle: {' → '.join(circle)}.", circle
        ) from None


def passes(formulas: dict[str, tuple[str, str]], official: set[str]) -> tuple[list[str], list[str]]:
    """The formulas to work out for units, then those for regions and the country, each in order.

    `formulas` gives the formula and the kind of aggregate by indicator; `official` are the indicators that
    have figures of units, which are never calculated there. Raises FormulaError when there is no such order.
    """
    units = {name: formula for name, (formula, _) in formulas.items() if name not in official}
    wider = {name: formula for name, (formula, aggregate) in formulas.items() if aggregate == "formula"}
    return in_order(units), in_order(wider)


def insert(formula: str) -> str:
    """SQL that adds the observations of one formula where there is none yet.

    Takes $indicator (the indicator made) and $levels (the levels to make it for). The row's kind is
    "calculated" and its sources are those of all figures used.
    """
    made = _cumulative_parts(formula) if _CUMULATIVE.fullmatch(formula) else _arithmetic_parts(formula)
    year, value, sources, tables = made
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


def _arithmetic(formula: str) -> tuple[list[Term], ast.Expression]:
    """The terms, one of the place and year itself first, and the formula with `t0`, `t1`… in their stead."""
    found = [_term(match) for match in _TERM.finditer(formula)]
    used = sorted(dict.fromkeys(found), key=lambda term: (term.scope is not None, term.year is not None))
    plain = _TERM.sub(lambda match: f" t{used.index(_term(match))} ", formula).strip()
    try:
        tree = ast.parse(plain, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = None
    if (
        not _CHARACTERS.fullmatch(formula)
        or tree is None
        or not all(_fits(node, len(used)) for node in ast.walk(tree))
    ):
        message = f"The formula {formula!r} is not arithmetic of indicators, numbers, brackets and + - * /."
        raise FormulaError(message)
    if not used or used[0].scope or used[0].year:
        raise FormulaError(f"The formula {formula!r} uses no indicator of the place and year itself.")
    return used, tree


def _fits(node: ast.AST, terms: int) -> bool:
    match node:
        case ast.Name():
            return node.id in {f"t{i}" for i in range(terms)}
        case ast.Constant():
            return type(node.value) in (int, float) and isfinite(float(str(node.value)))
        case _:
            return isinstance(node, _ARITHMETIC)


def _term(match: re.Match[str]) -> Term:
    return Term(match["name"], match["scope"], int(match["year"]) if match["year"] else None)


def _arithmetic_parts(formula: str) -> tuple[str, str, str, str]:
    used, tree = _arithmetic(formula)
    tables = f"(FROM observation WHERE indicator = '{used[0].name}') AS t0"
    year = "t0.year"
    for i, term in enumerate(used[1:], 1):
        match term.scope:
            case "capital":
                place = f"t{i}.level = 'aimag' AND t{i}.place = 'MN-1'"
            case "country":
                place = f"t{i}.level = 'country'"
            case _:
                place = f"t{i}.level = t0.level AND t{i}.place = t0.place"
        if term.year:
            when = f"t{i}.year = {term.year}"
        else:
            when = f"coalesce(t{i}.year = {year}, true)"
            year = f"coalesce({year}, t{i}.year)"
        tables += f"\n  JOIN (FROM observation WHERE indicator = '{term.name}') AS t{i} ON {place} AND {when}"
    return (
        year,
        ast.unparse(_InSql().visit(tree)),
        " || ';' || ".join(f"t{i}.sources" for i in range(len(used))),
        tables,
    )


class _InSql(ast.NodeTransformer):
    """A formula as SQL writes it: numbers are DOUBLE so that none overflows, and nothing is divided by zero."""

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(f"{node.id}.value")

    def visit_Constant(self, node: ast.Constant) -> ast.Name:
        return ast.Name(f"{float(str(node.value))!r}::DOUBLE")

    def visit_BinOp(self, node: ast.BinOp) -> ast.BinOp:
        left, right = self.visit(node.left), self.visit(node.right)
        if isinstance(node.op, ast.Div):
            right = ast.Call(ast.Name("nullif"), [right, ast.Constant(0)], [])
        return ast.BinOp(left, node.op, right)


def _cumulative_parts(formula: str) -> tuple[str, str, str, str]:
    (term,) = terms(formula)
    window = "OVER (PARTITION BY t0.level, t0.place ORDER BY t0.year)"
    tables = f"(FROM observation WHERE indicator = '{term.name}' AND year >= {FIRST_YEAR}) AS t0"
    complete = f"count(*) {window} = t0.year - {FIRST_YEAR} + 1"
    return "t0.year", f"CASE WHEN {complete} THEN sum(t0.value) {window} END", "t0.sources", tables
