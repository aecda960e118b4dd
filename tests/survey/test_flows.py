"""Flows add up to the margins of the matrix in every mode, and nothing hidden comes back from what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from store import builds, survey_queries
from survey import questions
from survey.flows import MODES, Flows, flows, select, total_of

SURVEY, WANTED, ORIGIN = "demonstration", "destination_aimag", "origin_aimag"
ROUNDS = ("2023", "2025")


@pytest.fixture(params=ROUNDS)
def round_code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def found(built_store: Path, round_code: str) -> Flows:
    return flows(builds.current(), SURVEY, round_code, WANTED, ORIGIN)


@pytest.fixture
def respondents(built_store: Path, round_code: str) -> pd.DataFrame:
    """The respondents with both answers, straight from the file."""
    known = {r.code: r for r in survey_queries.rounds(builds.current(), SURVEY)}
    return pd.read_parquet(survey_queries.microdata(known[round_code])).dropna(subset=[WANTED, ORIGIN])


def test_every_share_is_what_the_respondents_file_says(found: Flows, respondents: pd.DataFrame) -> None:
    whole = respondents.weight.sum()
    stays = respondents[ORIGIN] == respondents[WANTED]
    parts = {
        "cells": respondents.groupby([ORIGIN, WANTED]),
        "origins": respondents.groupby(ORIGIN),
        "wanted": respondents.groupby(WANTED),
        "within": respondents[stays].groupby(ORIGIN),
        "out": respondents[~stays].groupby(ORIGIN),
        "into": respondents[~stays].groupby(WANTED),
    }
    for name, groups in parts.items():
        share, count = groups.weight.sum() / whole, groups.size()
        for place, estimate in getattr(found, name).items():
            if estimate.mark == "c":
                assert estimate[3:12] == (None, None, None, None, None, found.base, None, None, None)
                continue
            assert estimate.estimate == pytest.approx(share.get(place, 0.0), rel=1e-12), (name, place)
            assert estimate.n_answer == count.get(place, 0)
            assert estimate.n == found.base == len(respondents)


def test_a_margin_has_the_precision_of_the_question_alone(found: Flows, round_code: str) -> None:
    alone = questions.table(builds.current(), SURVEY, round_code, WANTED)
    for row in alone.estimates:
        assert found.wanted[str(row.answer)].se == pytest.approx(row.se, rel=1e-9)
        assert found.wanted[str(row.answer)].low == pytest.approx(row.low, rel=1e-9)


def test_staying_is_neither_in_nor_out(found: Flows) -> None:
    """The margin of an origin is within + out, that of a wanted place within + in."""
    seen = 0
    for margin, moving in ((found.origins, found.out), (found.wanted, found.into)):
        for place, whole in margin.items():
            parts = total_of([found.within[place], moving[place]])
            if parts is not None and whole.mark != "c":
                seen += 1
                assert parts == pytest.approx(whole.estimate, rel=1e-12)
    assert seen > 10


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("most", [1, 10, 1000])
def test_every_mode_reconciles_with_the_margins(
    found: Flows, respondents: pd.DataFrame, mode: str, most: int
) -> None:
    weight = (respondents.groupby([ORIGIN, WANTED]).weight.sum() / respondents.weight.sum()).to_dict()
    places = sorted({place for pair in weight for place in pair})
    for first, second in zip(places, places[1:] + places[:1], strict=True):
        concerned = {
            (origin, wanted): share
            for (origin, wanted), share in weight.items()
            if origin != wanted
            and {
                "all": True,
                "out": origin == first,
                "in": wanted == first,
                "between": {origin, wanted} == {first, second},
            }[mode]
        }
        truth = sum(concerned.values())
        secret = sum(share for pair, share in concerned.items() if found.cells[pair].mark == "c")
        chosen = select(found, mode, first, second, most)
        assert len(chosen.drawn) <= most
        assert chosen.flows == len(chosen.drawn) + chosen.confidential + chosen.nobody + chosen.beyond
        assert all(flow.mark != "c" and flow.by[0] != flow.answer for flow in chosen.drawn)
        shown = chosen.share + chosen.beyond_share
        assert shown + secret == pytest.approx(truth, abs=1e-12)
        if chosen.total is not None:
            assert chosen.total == pytest.approx(truth, abs=1e-12)
            assert shown + (chosen.confidential_share or 0.0) == pytest.approx(chosen.total, abs=1e-12)


def test_no_hidden_flow_follows_from_what_is_shown(found: Flows) -> None:
    """A hidden cell that the shown numbers determined would lie in the space that they span."""
    pairs = list(found.cells)
    place = {pair: index for index, pair in enumerate(pairs)}
    shown = [np.ones(len(pairs))]
    for names, member in equations(found):
        for code, estimate in names.items():
            if estimate.mark != "c":
                shown.append(np.array([float(member(pair, code)) for pair in pairs]))
    shown += [np.eye(len(pairs))[place[pair]] for pair, cell in found.cells.items() if cell.mark != "c"]
    system = np.array(shown)
    _, sizes, space = np.linalg.svd(system, full_matrices=False)
    space = space[sizes > 1e-9]
    for pair, cell in found.cells.items():
        if cell.mark == "c":
            assert np.linalg.norm(space[:, place[pair]]) < 1 - 1e-9, pair


def equations(found: Flows) -> Iterator[tuple[dict, object]]:
    """The margins of the matrix, each with the cells that it sums."""
    yield found.origins, lambda pair, code: pair[0] == code
    yield found.wanted, lambda pair, code: pair[1] == code
    yield found.within, lambda pair, code: pair == (code, code)
    yield found.out, lambda pair, code: pair[0] == code != pair[1]
    yield found.into, lambda pair, code: pair[1] == code != pair[0]


def test_a_flow_of_few_people_is_not_shown(found: Flows, respondents: pd.DataFrame) -> None:
    count = respondents.groupby([ORIGIN, WANTED]).size()
    few = [pair for pair, n in count.items() if n < 5]
    assert few
    assert all(found.cells[pair].mark == "c" for pair in few)
    assert all(0 < cell.estimate < 1 for cell in select(found, "all", "", "", 1000).drawn)
