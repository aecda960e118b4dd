"""Readiness shows its steps and never a place more certain than it is; what cannot be is named."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from planning import readiness
from planning.readiness.selection import INDICATORS, PILLARS
from store import builds
from tests.pages.test_pages import run
from ui.plans import downloads
from ui.plans.readiness import controls, request, said, shown, tables
from ui.view import View

CHOSEN = {
    "weight_jobs": "10",
    "weight_living": "2,5",
    "weight_connection": "0",
    "without": "gdp_per_capita",
    "missing": "median",
    "normalisation": "z",
    "aggregation": "geometric",
    "spread": "0.5",
    "certainty": "weights",
    "ready_map": "index",
    "by": "the ministry",
    "aimag": "MN-046",
}
NONSENSE = {
    "weight_jobs": "-3",
    "weight_services": "many",
    "without": "luck",
    "missing": "q",
    "normalisation": "q",
    "aggregation": "q",
    "spread": "9",
    "certainty": "q",
    "ready_map": "environment",
}
ZERO = {f"weight_{pillar}": "0" for pillar in PILLARS}
ONLY_EMPTY = ZERO | {"weight_environment": "5"}
NONE_LEFT = {"without": ",".join(indicator.code for indicator in INDICATORS)}


@pytest.fixture
def view(built_store: Path) -> View:
    return View(builds.current(), "en", "light")


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("address", [CHOSEN, NONSENSE, ONLY_EMPTY], ids=["chosen", "nonsense", "conflict"])
def test_readiness_draws(built_store: Path, address: dict[str, str], language: str) -> None:
    test = run("readiness", lang=language, **address)
    assert [fault.message for fault in test.exception] == []


@pytest.mark.parametrize(
    ("address", "said_of_it"),
    [
        (ZERO, "All weights are 0"),
        (ONLY_EMPTY, "no aimag has figures for them: Environment"),
        (NONE_LEFT, "Every indicator is left out"),
        (NONSENSE, "“-3” is not a weight"),
        (NONSENSE, "no indicator luck"),
    ],
)
def test_a_conflict_is_named_and_the_map_is_never_empty(
    view: View, address: dict[str, str], said_of_it: str
) -> None:
    found = shown.shown(view, address)
    assert any(said_of_it in sentence for sentence in found.asked.wrong)
    assert len(found.ranked) == 21 and len(shown.country(found).fill) == 21


def test_the_answer_is_no_more_certain_than_the_ranks(view: View) -> None:
    found = shown.shown(view, {})
    assert f"{len(found.may_be_first)} may be first" in said.headline(found)
    assert len(found.may_be_first) > 1
    certain = shown.shown(view, {"spread": "0", "certainty": "weights"})
    assert "is surely the readiest" in said.headline(certain)
    assert all(row.weights.low == row.weights.high == row.rank for row in certain.ranked)


def test_the_empty_pillar_says_so_and_one_left_out_says_that(view: View) -> None:
    found = shown.shown(view, {"without": "poverty_headcount_rate"})
    assert "No data for: Environment." in said.lead(found)
    assert "Left out by the choice of indicators: Living." in said.lead(found)
    html = controls.steps(found, {"without": "poverty_headcount_rate"})
    assert "weight_environment" not in html and "weight_jobs" in html
    table = tables.whole(found)
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert row["Environment"] == "[x] no data"


@pytest.mark.parametrize("address", [{}, CHOSEN, {"certainty": "sampling"}])
def test_bars_are_the_intervals_and_every_aimag_has_a_colour_of_the_legend(
    view: View, address: dict[str, str]
) -> None:
    found = shown.shown(view, address)
    inner, _ = shown.ranking(found, 600.0, None)
    drawn = ElementTree.fromstring(f"<svg>{inner}</svg>")
    labels = [group.get("aria-label", "") for group in drawn.iter("g") if group.get("data-set")]
    assert len(labels) == 21
    for label, row in zip(labels, found.ordered, strict=True):
        assert label.startswith(f"{found.name(row)}: {found.span(row)}")
    painted = shown.country(found)
    assert sum(key.aimags for key in painted.keys if not key.hatched) == 21
    assert set(painted.fill.values()) <= {key.colour for key in painted.keys}


def test_weights_and_their_author_stand_under_the_numbers(view: View) -> None:
    table = downloads.TABLES["readiness_values"](view, CHOSEN)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    codes = {row["Code"] for row in rows}
    for row in rows:
        assert row["Rests on"] or row["Sources"] or row["Assumed by"], row
        assert all(code in codes for code in str(row["Rests on"]).split("; ") if code)
    assert {row["Assumed by"] for row in rows if str(row["Code"]).startswith("weight/")} == {"the ministry"}
    assert not any(str(row["Code"]).startswith("gdp_per_capita/") for row in rows)


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("name", ["readiness", "readiness_map"])
def test_pictures_explain_themselves(built_store: Path, name: str, language: str) -> None:
    view = View(builds.current(), language, "light")
    stem, svg = downloads.IMAGES[name](view, CHOSEN)
    ElementTree.fromstring(svg)
    assert stem.isascii() and view.build in svg and view.t("Source") in svg


def test_a_scenario_is_a_file_of_settings(view: View) -> None:
    scenario = request.scenario(view, CHOSEN)
    assert scenario["by"] == "the ministry"
    assert (
        readiness.readiness(view.build, readiness.read(scenario)).standings
        == shown.shown(view, CHOSEN).found.standings
    )


def test_the_capital_picked_on_the_map_is_answered(built_store: Path) -> None:
    test = run("readiness", lang="en", aimag="MN-1")
    assert [fault.message for fault in test.exception] == []
    assert any(
        "The capital is where people would leave" in element.proto.body for element in test.get("html")
    )
