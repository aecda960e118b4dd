"""The index shows its steps, and its rank intervals hold the true rank."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planning import readiness
from planning.__main__ import main
from planning.faults import PlanningError
from planning.readiness import answer, ranking, scoring
from planning.readiness.selection import INDICATORS, PILLARS, Chosen, Table, table
from planning.readiness.settings import Settings

TWO = (Chosen("more", "jobs", 1), Chosen("less", "services", -1))


def test_the_steps_give_what_a_hand_gives() -> None:
    figures = np.array([[1.0, 10.0], [2.0, 30.0], [5.0, 20.0]])
    scaled = scoring.normalised(figures, TWO, "minmax")
    assert scaled.tolist() == [[1.0, 100.0], [25.75, 1.0], [100.0, 50.5]]
    ranked = scoring.normalised(figures, TWO, "rank")
    assert np.allclose(ranked, [[100 / 3, 100], [200 / 3, 100 / 3], [100, 200 / 3]])
    z = scoring.normalised(figures, TWO, "z")
    assert np.allclose(z.mean(axis=0), 100) and np.allclose(z.std(axis=0), 10)
    by_pillar = scoring.pillars(scaled, TWO, "available")
    weights = np.array([0.75, 0.25, 0, 0, 0, 0])
    arithmetic = scoring.index(by_pillar, weights, "arithmetic", "available")
    assert arithmetic.tolist() == [25.75, 19.5625, 87.625]
    geometric = scoring.index(by_pillar, weights, "geometric", "available")
    assert np.allclose(geometric, [100**0.25, 25.75**0.75, 100**0.75 * 50.5**0.25])
    assert (geometric <= arithmetic + 1e-9).all()


@pytest.mark.parametrize("normalisation", scoring.NORMALISATIONS)
@pytest.mark.parametrize("aggregation", scoring.AGGREGATIONS)
def test_a_better_figure_never_makes_a_worse_score(normalisation: Any, aggregation: Any) -> None:
    random = np.random.default_rng(3)
    figures = random.normal(size=(12, 2))
    weights = np.full(len(PILLARS), 1 / len(PILLARS))

    def score(x: Any) -> Any:
        scaled = scoring.normalised(x, TWO, normalisation)
        return scoring.index(scoring.pillars(scaled, TWO, "available"), weights, aggregation, "available")

    better = figures.copy()
    better[4] += (0.7, -0.7)
    assert ranking.ranks(score(better))[4] <= ranking.ranks(score(figures))[4]


def test_missing_figures_are_neither_the_worst_nor_the_best() -> None:
    chosen = (*TWO, Chosen("third", "jobs", 1))
    figures = np.array([[1.0, 10.0, 1.0], [2.0, 30.0, np.nan], [5.0, 20.0, 3.0]])
    scaled = scoring.normalised(figures, chosen, "minmax")
    available = scoring.pillars(scaled, chosen, "available")
    assert available[1, 0] == scaled[1, 0]
    median = scoring.pillars(scaled, chosen, "median")
    assert median[1, 0] == pytest.approx((scaled[1, 0] + 50.5) / 2)
    dropped = scoring.pillars(scaled, chosen, "drop")
    weights = np.array([0.5, 0.5, 0, 0, 0, 0])
    assert np.isnan(scoring.index(dropped, weights, "arithmetic", "drop")).tolist() == [False, True, False]


def simulated(random: np.random.Generator, noise: float) -> tuple[Table, Any]:
    """True figures of 21 aimags and a table that saw them with sampling error."""
    chosen = tuple(INDICATORS[i] for i in (0, 3, 8, 9, 10))
    truth = random.normal(size=(21, len(chosen)))
    se = np.full(truth.shape, noise)
    seen = truth + se * random.standard_normal(truth.shape)
    return Table(tuple(f"a{i:02}" for i in range(21)), chosen, seen, se, {}), truth


@pytest.mark.parametrize("noise", [0.1, 0.4, 1.0])
@pytest.mark.parametrize("which", ["sampling", "both"])
def test_rank_intervals_hold_the_true_rank(noise: float, which: str) -> None:
    random = np.random.default_rng(20261125)
    held = []
    for seed in range(60):
        known, truth = simulated(random, noise)
        settings = Settings(draws=300, seed=seed, normalisation="z")
        weights = np.where([p in known.empty for p in PILLARS], 0.0, 1.0)
        weights /= weights.sum()
        figures, plausible = answer._draws(known, settings, weights)
        if which == "sampling":
            plausible = np.broadcast_to(weights, plausible.shape)
        drawn = answer._scored(figures, known, settings, plausible)[1]
        of_truth = plausible[0]  # any of the plausible weights may be the true ones
        true = ranking.ranks(answer._scored(truth, known, settings, of_truth)[1])
        held += [
            place.low is not None and place.high is not None and place.low <= rank <= place.high
            for place, rank in zip(ranking.places(drawn), true, strict=True)
        ]
    assert np.mean(held) >= 0.93


def test_certain_figures_and_certain_weights_give_certain_ranks(build: str) -> None:
    settings = readiness.read({"weight_spread": 0, "indicators": ["gdp_per_capita"]})
    found = readiness.readiness(build, settings)
    for row in found.standings:
        assert row.both.low == row.both.high == row.rank


def test_the_index_of_the_store(build: str) -> None:
    found = readiness.readiness(build, Settings())
    assert found.empty == ("environment",)
    assert sum(found.weights.values()) == pytest.approx(1) and found.weights["environment"] == 0
    assert sorted(row.rank or 0 for row in found.standings) == list(range(1, 22))
    assert sum(row.first for row in found.standings) == pytest.approx(1)
    for row in found.standings:
        assert row.pillars["environment"] is None
        for places in (row.sampling, row.weights, row.both):
            assert places.low is not None and places.high is not None and row.rank is not None
            assert places.low <= places.high
        assert (row.both.low or 0) <= (row.rank or 0) <= (row.both.high or 0)
    assert {row.indicator for row in found.left_out} == {indicator.code for indicator in INDICATORS}
    assert found.migration is not None and -1 <= found.migration <= 1
    assert all(value.sources for value in found.table.values.values())
    assert readiness.readiness(build, Settings()).standings == found.standings


def test_an_aimag_without_a_figure_still_has_a_place(build: str) -> None:
    known = table(build)
    figures = known.figures.copy()
    figures[2, :3] = np.nan
    holed = replace(known, figures=figures)
    weights = np.array([0.2, 0.2, 0.2, 0.2, 0.2, 0.0])
    kept = answer.of_table(build, holed, Settings(draws=300), weights)
    assert kept.standings[2].pillars["jobs"] is None and kept.standings[2].rank
    dropped = answer.of_table(build, holed, Settings(draws=300, missing="drop"), weights)
    assert dropped.standings[2].rank is None and dropped.standings[2].both.low is None
    assert dropped.standings[2].first == 0


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        ({"jobs": 0, "living": 0}, ["no_weight"]),
        ({"weights": {"job": 1}}, ["unknown_key", "no_weight"]),
        ({"normalisation": "best", "aggregation": 1}, ["not_a_choice", "not_a_choice"]),
        ({"indicators": [], "weights": {"jobs": -1}}, ["not_a_number", "no_weight", "none_left"]),
        ({"seed": 0.5, "draws": 1}, ["not_whole", "not_whole"]),
        (3, ["not_an_object"]),
    ],
)
def test_everything_wrong_is_said_at_once(content: Any, codes: list[str]) -> None:
    with pytest.raises(PlanningError) as caught:
        readiness.read(content)
    assert [fault.code for fault in caught.value.faults] == codes
    assert "{" not in str(caught.value)


def test_weights_on_pillars_without_data_are_refused(build: str) -> None:
    with pytest.raises(PlanningError, match="Only environment have a weight"):
        readiness.readiness(build, readiness.read({"environment": 1}))


def test_the_command_line(build: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "weights.json"
    file.write_text(json.dumps({"jobs": 3, "services": 1}), encoding="utf-8")
    assert main(["readiness", "--weights", str(file), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["weights"]["jobs"] == 0.75
    assert len(found["standings"]) == 21 and found["pillars_without_data"] == ["environment"]
    assert main(["readiness"]) == 0
    assert "Pillars without data, which take no part: environment." in capsys.readouterr().out
    file.write_text(json.dumps({"jobs": 0}), encoding="utf-8")
    assert main(["readiness", "--weights", str(file)]) == 2
    assert "All weights are 0" in capsys.readouterr().err
