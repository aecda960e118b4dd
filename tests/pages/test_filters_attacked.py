"""A script asks the crosstab, by its address, for every filter that is offered and for every pair, and does sums.

`NUTAG_ALL_FILTERS=1` takes every question as a filter with every other, which takes minutes.
"""

from __future__ import annotations

import os
from itertools import chain, combinations, product
from pathlib import Path

import numpy as np
import pyarrow.parquet
import pytest

from store import builds, survey_queries
from survey.crosstabs.table import Crosstab
from tests.survey.attacker import FEW, Attacker
from tests.survey.test_disclosure import RULE
from ui import exports
from ui.request import BadRequest
from ui.surveys.crosstabs.request import from_download
from ui.view import View

ROW, COLUMN = "herder_background", "destination_type"
OFFERED = ("district", "sex", "age_group", "household_type", "occupation", "education", "plan")
PAIRS = [*combinations(OFFERED, 2)] if os.environ.get("NUTAG_ALL_FILTERS") else [("district", "sex")]


def filters(codes: dict[str, list[str]], names: tuple[str, str]) -> list[dict[str, list[str]]]:
    """No filter, every code kept, every code left out, every pair of codes of two questions."""
    found: list[dict[str, list[str]]] = [{}]
    for name in names:
        some = chain(*(combinations(codes[name], size) for size in (1, len(codes[name]) - 1)))
        found += [{name: [*kept]} for kept in dict.fromkeys(some)]
    return found + [
        {names[0]: [one], names[1]: [two]} for one, two in product(*(codes[name] for name in names))
    ]


def asked(view: View, where: dict[str, list[str]], row: str, column: str) -> Crosstab | None:
    """The crosstab that an address gives; None where it is refused."""
    text = ";".join(f"{name}:{','.join(kept)}" for name, kept in where.items())
    try:
        return from_download(view, {"row": row, "column": column, "where": text})[1]
    except BadRequest:
        return None


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_no_two_filters_isolate_a_hidden_group(built_store: Path, pair: tuple[str, str]) -> None:
    build = builds.current()
    here = next(r for r in survey_queries.rounds(build, "demonstration") if r.code == "2025")
    names = (ROW, COLUMN, *pair)
    people = pyarrow.parquet.read_table(survey_queries.microdata(here), columns=[*names, "weight"])
    codes = {name: sorted({v for v in people[name].to_pylist() if v is not None}) for name in names}
    places = [{code: i for i, code in enumerate([*codes[name], None])} for name in names]
    n = np.zeros(tuple(map(len, places)), np.int64)
    for said in zip(*(people[name].to_pylist() for name in names), strict=True):
        n[tuple(place[code] for place, code in zip(places, said, strict=True))] += 1
    attacker = Attacker(n, {name: [*codes[name], None] for name in names})
    refused, view = 0, View(build, "en", "light")
    for where in filters(codes, pair):
        for row, column in ((ROW, COLUMN), (COLUMN, ROW)):
            table = asked(view, where, row, column)
            if table is None:
                refused += 1
                continue
            for key, cell in table.cells.items():
                said = {row: key.row, column: None, **where}
                base = attacker.kinds(**said)
                assert cell.n is None or cell.n == base @ n.ravel()
                kinds = attacker.kinds(**(said | {column: key.column}))
                some, size = int(kinds @ n.ravel()), int(base @ n.ravel())
                if cell.n is not None:
                    attacker.known.append(base)
                if cell.n_answer is not None:
                    assert cell.n_answer == some
                    attacker.known.append(kinds)
                elif some in FEW or size - some in FEW or size < RULE.min_base:
                    attacker.secret[str(where), key] = kinds
    assert (refused and attacker.secret) or len(PAIRS) > 1
    assert attacker.finds() == []


@pytest.mark.parametrize("name", ["intention_groups", "intention_where_to", "rounds", "flows"])
def test_other_pages_know_no_filter(built_store: Path, name: str) -> None:
    view = View(builds.current(), "en", "light")
    plain = exports.make(view, name, "csv", {})
    for given in ({"where": "sex:female"}, {"filter": "sex:female"}, {"filter": "district"}):
        assert exports.make(view, name, "csv", given) == plain
