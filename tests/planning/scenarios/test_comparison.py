"""What two scenarios assume otherwise, what lies between them draw by draw, and what newer data would change."""

from __future__ import annotations

import pytest

from planning import scenarios
from planning.scenarios import Scenarios, comparison
from tests.planning.scenarios.conftest import ASSUMED, save


def test_assumptions_that_differ_are_told_from_those_that_do_not() -> None:
    rows = {
        row.code: row.differs
        for row in scenarios.assumed([ASSUMED | {"by": "Бат"}, ASSUMED | {"by": "Дорж", "horizon": 5, "plan": 0.2, "levers": []}])
    }  # fmt: skip
    assert rows == {
        "survey": False, "base": False, "conversion": False, "horizon": True, "levers/land": True, "plan": True,
    }  # fmt: skip


def test_what_is_left_out_differs_from_what_is_not_said() -> None:
    rows = scenarios.assumed([{"standards": {"beds_per_1000": None}}, {"standards": {}}])
    assert [(row.code, row.values, row.differs) for row in rows] == [
        ("standards/beds_per_1000", ("off", None), True)
    ]


def test_a_scenario_does_not_differ_from_itself(kept: Scenarios, build: str) -> None:
    first = save(kept, build)
    found = scenarios.differences(first, first)
    assert set(found) == {"moved", "everyone_who_plans", "everyone_who_wishes"}
    assert {row.estimate for row in found.values()} == {0.0}
    assert {ends for row in found.values() for ends in row.bands.values()} == {(0.0, 0.0)}


def test_a_difference_is_taken_draw_by_draw(kept: Scenarios, build: str) -> None:
    """Twice the people to ask: every draw of the difference is the draw itself, so it has the band of the first."""
    first, second = save(kept, build, base=300_000), save(kept, build, base=600_000)
    movers = scenarios.differences(first, second)["moved"]
    assert movers.estimate == pytest.approx(first.results[0].value.estimate)
    assert movers.bands[0.95] == pytest.approx(first.results[0].bands[0.95])


def test_samples_of_different_rounds_are_drawn_apart(kept: Scenarios, build: str) -> None:
    """Two rounds are two samples: their difference is less sure than if one had drawn the same luck for both."""
    rounds = [
        save(kept, build, survey={"survey": "demonstration", "round": year}) for year in ("2023", "2025")
    ]
    wishes = [next(r for r in one.results if r.code == "everyone_who_wishes") for one in rounds]
    low, high = scenarios.differences(*rounds)["everyone_who_wishes"].bands[0.95]
    widths = [wish.bands[0.95][1] - wish.bands[0.95][0] for wish in wishes]
    assert high - low > 0.3 * min(widths), "the sampling errors do not cancel"
    same = scenarios.differences(rounds[1], rounds[1])["everyone_who_wishes"].bands[0.95]
    assert same == (0.0, 0.0)


def test_what_newer_data_change_is_told_digit_by_digit(kept: Scenarios, build: str) -> None:
    scenario = save(kept, build)
    same = scenarios.changes(scenario.results, scenarios.again(build, scenario))
    assert same and not any(row.differs for row in same)
    other = save(kept, build, survey={"survey": "demonstration", "round": "2023"})
    rows = {row.code: row for row in scenarios.changes(scenario.results, other.results)}
    assert rows["wish"].differs and rows["moved"].differs
    assert not rows["most_departures"].differs
    fewer = [row for row in scenario.results if row.code != "wish"]
    assert comparison.changes(fewer, scenario.results)[-1].before is None
