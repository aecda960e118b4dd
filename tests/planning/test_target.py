"""The funnel keeps its bases apart, forecasts nothing by itself, and its bands hold the truth as often as they say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planning import chance, funnel
from planning.__main__ import main
from planning.faults import PlanningError
from planning.funnel import conversion, forecast, stages
from planning.values import Value

DEMONSTRATION = {"survey": {"survey": "demonstration", "round": "2025"}, "base": 600_000}


def test_fifty_thousand_movers_need_385_thousand_people_to_ask(build: str) -> None:
    found = funnel.target(build, funnel.read(build, {}))
    assert round((found.needed[0].base_if_all_go.estimate or 0) / 1000) == 385
    assert found.forecast is None
    assert {"no_base", "no_mongolian_study", "published_uncertainty_unknown"} <= set(found.cautions)
    assert [value.kind for value in found.needed[0].base_if_all_go.roots()] == ["assumption", "published"]


def test_without_a_conversion_there_is_a_ceiling_and_no_forecast(build: str) -> None:
    found = funnel.target(build, funnel.read(build, DEMONSTRATION)).forecast
    assert found is not None and found.ceiling is not None
    assert found.stopped == "no_conversion"
    assert found.years == () and found.to == ()
    published = funnel.target(build, funnel.read(build, {"base": 600_000, "conversion": "high"})).forecast
    assert published is not None and published.ceiling is not None
    assert (published.stopped, published.planning) == ("no_plan", None)
    assert published.ceiling.estimate == pytest.approx(78_000)
    assert published.ceiling.low is None  # the publication gives no uncertainty


def test_published_rates_are_those_of_the_studies(build: str) -> None:
    rates = {end: conversion.chosen(build, end, "me") for end in conversion.CHOICES}
    assert [rates[end].value.estimate for end in ("low", "middle", "high")] == [0.17, 0.33, 0.71]
    assert [rates[end].years for end in ("low", "middle", "high")] == [3, 2, 2]
    for rate in rates.values():
        assert rate.value.kind == "assumption" and rate.value.by == "me"
        assert conversion.after(rate.yearly[1], rate.years) == pytest.approx(rate.value.estimate)
    assert rates["band"].value.sources == ("godri_feleky", "degroot_2007", "wanner_2020")


def test_the_same_seed_gives_the_same_digits_and_another_seed_others(build: str) -> None:
    def movers(**more: Any) -> forecast.Forecast:
        found = funnel.target(
            build, funnel.read(build, DEMONSTRATION | {"conversion": "band"} | more)
        ).forecast
        assert found is not None
        return found

    assert movers() == movers()
    assert movers(seed=2).years != movers().years
    divided = movers(groups="age_group")
    assert divided.years == movers().years
    assert {group.code for group in divided.groups} >= {"25_34", "35_44"}
    total = sum(group.median for group in divided.groups)
    assert total == pytest.approx(divided.years[-1].median, rel=0.1)


def test_a_forecast_is_in_order(build: str) -> None:
    scenario = funnel.read(build, DEMONSTRATION | {"conversion": "band", "horizon": 8})
    found = funnel.target(build, scenario)
    assert found.forecast is not None and found.forecast.ceiling is not None
    medians = [year.median for year in found.forecast.years]
    assert medians == sorted(medians) and medians[-1] < (found.forecast.ceiling.low or 0)
    for year in found.forecast.years:
        ends = [year.bands[level] for level in (0.95, 0.8, 0.5)]
        assert [low for low, _ in ends] == sorted(low for low, _ in ends)
        assert [high for _, high in ends] == sorted((high for _, high in ends), reverse=True)
    assert sum(to.median for to in found.forecast.to) == pytest.approx(medians[-1], rel=0.05)
    assert "demonstration" in found.cautions
    assert found.forecast.ceiling.demonstration


def test_every_value_resolves_to_its_roots(build: str) -> None:
    levers = [{"lever": "land", "response": {"value": 0.1, "low": 0.05, "high": 0.2}, "unit_cost_mnt": 1e6}]
    scenario = funnel.read(build, DEMONSTRATION | {"conversion": "middle", "levers": levers})
    found = funnel.target(build, scenario)
    for value in found.values.values():
        for root in value.roots():
            assert root.kind != "calculated" or root.sources, root
            assert root.by if root.kind == "assumption" else root.sources, root
    known = found.values
    assert {name for value in known.values() for name in (v.code for v in value.inputs)} <= known.keys()


def test_a_lever_counts_those_who_would_have_moved_anyway(build: str) -> None:
    lever = {"lever": "land", "response": 0.1, "reach": 0.5, "unit_cost_mnt": 1_000_000}
    content = {"base": 400_000, "plan": 0.2, "conversion": {"value": 0.5, "years": 2}, "horizon": 2}
    (effect,) = funnel.target(build, funnel.read(build, content | {"levers": [lever]})).effects
    assert effect.movers is not None and effect.cost_per_move_mnt is not None
    wishing, more = 400_000 * 0.13, 400_000 * 0.13 * 0.8 * 0.5 * 0.1 * 0.5
    assert effect.movers.estimate == pytest.approx(more)
    recipients = wishing * 0.5 * (0.2 + 0.8 * 0.1)
    assert effect.cost_per_move_mnt.estimate == pytest.approx(recipients * 1e6 / more)
    (nothing,) = funnel.target(build, funnel.read(build, {"levers": [lever]})).effects
    assert (nothing.movers, nothing.stopped) == (None, "no_base")


def test_the_tornado_is_sorted_and_holds_what_is_uncertain(build: str) -> None:
    content = DEMONSTRATION | {
        "base": {"value": 600_000, "low": 500_000, "high": 700_000},
        "conversion": "band",
        "levers": [{"lever": "vacancies", "response": {"value": 0.1, "low": 0.0, "high": 0.3}}],
    }
    bars = funnel.target(build, funnel.read(build, content)).tornado
    assert {bar.code for bar in bars} == {"base", "wish", "plan", "plan_to_move", "lever/vacancies"}
    widths = [bar.high - bar.low for bar in bars]
    assert widths == sorted(widths, reverse=True)
    assert bars[0].code == "plan_to_move"


def test_departures_are_the_official_ones(build: str) -> None:
    reality = funnel.target(build, funnel.read(build, {})).reality
    figures = {value.year: value.estimate for value in reality.yearly}
    assert (figures[2016], figures[2024], figures[2025]) == (14_342, 16_820, 12_996)
    assert reality.fewest_years[50_000] == pytest.approx(50_000 / 16_820)


def sampled(random: np.random.Generator, units: int, size: int, samples: int) -> tuple[Any, ...]:
    """Two-stage samples from a population of known shares: wish and, among those, plan, alike within units."""
    propensity = random.beta(3, 17, (samples, units))  # mean 0.15
    planning = random.beta(6, 24, (samples, units))  # mean 0.2, apart from the wish
    wish = random.binomial(size, propensity)
    plan = random.binomial(wish, planning)
    wishes, plans = wish.sum(axis=1), plan.sum(axis=1)
    share, among = wishes / (units * size), plans / wishes
    spread = units / (units - 1)
    se = np.sqrt(spread * ((wish - share[:, None] * size) ** 2).sum(axis=1)) / (units * size)
    se_among = np.sqrt(spread * ((plan - among[:, None] * wish) ** 2).sum(axis=1)) / wishes
    return share, se, among, se_among, np.full(samples, float(units * size)), wishes.astype(float)


@pytest.mark.parametrize(("units", "size"), [(60, 40), (132, 45)])
def test_bands_hold_the_truth_as_often_as_they_say(units: int, size: int) -> None:
    samples, draws, base = 1500, 1000, 600_000
    random = np.random.default_rng(20261125)
    share, se, among, se_among, n, n_among = sampled(random, units, size, samples)
    df = np.full(samples, units - 1.0)
    wish = chance.share(random, share, se, df, n, draws)
    plan = chance.share(random, among, se_among, df, n_among, draws)
    low, high = chance.band(base * wish * plan * 0.33)[0.95]
    truth = base * 0.15 * 0.2 * 0.33
    assert 0.93 <= ((low <= truth) & (truth <= high)).mean() <= 0.97


def test_bands_of_the_forecast_itself_hold_the_truth() -> None:
    samples, units = 1000, 132
    share, se, among, se_among, n, n_among = sampled(np.random.default_rng(7), units, 45, samples)
    rate = conversion.typed(0.33, 0.33, 0.33, 2.0, "test")
    inside = 0
    for i in range(samples):
        wish = stages.Share(Value("wish", share[i], "survey"), se[i], units - 1.0, int(n[i]))
        plan = stages.Share(Value("plan", among[i], "survey"), se_among[i], units - 1.0, int(n_among[i]))
        drawn = forecast.draw(wish, plan, (1e6, 1e6, 1e6), rate, 2, seed=i, size=500)
        assert drawn.movers is not None
        low, high = chance.quantiles(drawn.movers[:, 1], (0.025, 0.975))
        inside += low <= 1e6 * 0.15 * 0.2 * 0.33 <= high
    assert 0.93 <= inside / samples <= 0.97


def test_parts_are_as_uncertain_as_the_survey_says() -> None:
    shares, errors = np.array([0.5, 0.3, 0.2]), np.array([0.02, 0.0183, 0.016])
    drawn = chance.parts(np.random.default_rng(1), shares, errors, 40_000)
    assert np.allclose(drawn.sum(axis=1), 1)
    assert np.allclose(drawn.mean(axis=0), shares, atol=1e-3)
    assert np.allclose(drawn.std(axis=0), errors, rtol=0.02)


def test_shares_at_zero_keep_some_doubt() -> None:
    drawn = chance.share(
        np.random.default_rng(1), np.array([0.0]), np.array([0.0]), np.array([50.0]), np.array([100.0]), 5000
    )
    assert 0 < np.quantile(drawn, 0.95) < 0.05


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        ({"people": 50_000, "base": 30_000}, ["base_too_small"]),
        ({"base": 40_000}, ["base_too_small", "base_too_small"]),
        ({"conversion": "lots", "horizon": 0, "bas": 1}, ["unknown_key", "not_a_choice", "not_whole"]),
        ({"conversion": 0.3}, ["no_years"]),
        ({"wish": {"value": 0.1, "low": 0.2}, "plan": 1.5}, ["ends_crossed", "not_a_number"]),
        ({"groups": "sex"}, ["groups_with_published"]),
        ({"levers": [{"lever": "luck"}]}, ["not_a_number", "not_a_choice"]),
        ([], ["not_an_object"]),
    ],
)
def test_everything_wrong_is_said_at_once(build: str, content: Any, codes: list[str]) -> None:
    with pytest.raises(PlanningError) as caught:
        funnel.read(build, content)
    assert [fault.code for fault in caught.value.faults] == codes
    assert "{" not in str(caught.value)


def test_the_command_line(build: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "scenario.json"
    file.write_text(json.dumps(DEMONSTRATION | {"conversion": "band"}), encoding="utf-8")
    assert main(["target", "--scenario", str(file), "--people", "5000", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["people"] == [5000]
    assert 0 < found["forecast"][-1]["chance"]["5000"] < 1
    assert found["values"]["wish"]["kind"] == "demonstration"
    assert main(["target", "--scenario", str(file)]) == 0
    assert "a demonstration, not a survey" in capsys.readouterr().out
    assert main(["target", "--people", "50000", "--base", "30000"]) == 2
    assert "50,000 movers are asked of a base of 30,000 people" in capsys.readouterr().err
    file.write_text('{"survey": {"survey": "nothing", "round": "1"}}', encoding="utf-8")
    assert main(["target", "--scenario", str(file)]) == 2
    assert "There is no survey 'nothing'" in capsys.readouterr().err
