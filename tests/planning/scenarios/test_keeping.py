"""What is kept of a scenario, who may change it, and what the log says; on both databases."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from planning import scenarios
from planning.faults import PlanningError
from planning.scenarios import Gone, NotYours, Scenarios
from store.workspace import Conflict, Workspace
from tests import postgresql
from tests.planning.scenarios.conftest import ASSUMED, save


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scenarios]:
    """The scenarios of an empty workspace, on SQLite and on PostgreSQL."""
    monkeypatch.delenv("NUTAG_WORKSPACE_URL", raising=False)
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        monkeypatch.setenv("NUTAG_WORKSPACE_URL", postgresql.empty_database(server))
    with Workspace(tmp_path) as workspace:
        yield Scenarios(workspace)


def codes(error: pytest.ExceptionInfo[PlanningError]) -> list[str]:
    return [fault.code for fault in error.value.faults]


def test_a_scenario_is_read_back_with_the_same_digits(kept: Scenarios, build: str) -> None:
    scenario = save(kept, build)
    again = kept.get(scenario.id)
    assert again == scenario
    assert again.results == scenarios.again(build, again)
    assert again.seed == 1 and again.assumptions["draws"] == 10_000, "no later default can change them"
    movers = again.results[0]
    assert movers.code == "moved" and set(movers.bands) == {0.5, 0.8, 0.95}
    assert [root.kind for root in movers.value.roots()].count("assumption") == 2, (
        "base and rate are the reader's"
    )
    assert movers.value.demonstration


OTHERS = {
    "capacity": {
        "preset": "weakest", "people": 50_000, "standards": {"beds_per_1000": None, "pupils_per_teacher": {"value": 22, "by": "order A/1"}},
        "unit_costs_mnt": {"teachers": 3e7}, "survey": {"survey": "demonstration", "round": "2025"},
    },
    "matching": {
        "survey": {"survey": "demonstration", "round": "2025"}, "preset": "three_quarters", "objective": {"preference": 0.5, "employment": 0.5},
        "target": {k: v for k, v in ASSUMED.items() if k != "levers"}, "limits": {"max_population_share": 0.02, "min_share_to_losing": 0.1},
        "overrides": [{"group": None, "place": "MN-046", "households": 0, "reason": "no road yet"}],
    },
    "readiness": {"weights": {"jobs": 5, "services": 2}, "weight_spread": 0.5},
}  # fmt: skip


@pytest.mark.parametrize("page", OTHERS)
def test_scenarios_of_other_pages_are_read_back_with_the_same_digits(
    kept: Scenarios, build: str, page: str
) -> None:
    content = scenarios.new(
        page, build, OTHERS[page], name="A", description="", author="Бат", owner="bat", address={},
    )  # fmt: skip
    assert len(json.dumps(content)) < 400_000
    scenario = kept.save("A", "Бат", content)
    assert kept.get(scenario.id) == scenario
    assert scenario.results == scenarios.again(build, scenario)
    assert all(list(result.value.roots()) for result in scenario.results)
    codes = [result.code for result in scenario.results]
    if page == "capacity":
        assert codes[0] == "room_of_all" and {"added/teachers", "cost/teachers"} <= set(codes)
        assert sum(code.startswith("capacity/") for code in codes) == 21
    elif page == "matching":
        known = {result.code: result.value for result in scenario.results}
        assert known["placed/MN-046"].estimate == 0 and (known["placed"].estimate or 0) > 0
        assert sum(
            known[code].estimate or 0 for code in codes if code.startswith("placed/")
        ) == pytest.approx(known["placed"].estimate)
    else:
        assert codes[0] == "may_be_first" and sum(code.startswith("places/") for code in codes) == 21
        assert scenario.seed == 1


def test_a_matching_that_cannot_be_is_refused_with_every_reason(build: str) -> None:
    wrong = {
        "survey": "x", "people": 0, "room": "wide", "objective": {"preference": 0}, "limits": {"min_placed": 2}, "second_choice": 2,
        "standards": {"teachers": 1}, "overrides": [{"group": "MN-046 > MN-043", "place": "MN-999", "households": -1}], "foo": 1,
    }  # fmt: skip
    with pytest.raises(PlanningError) as error:
        scenarios.new("matching", build, wrong, name="A", description="", author="Бат", owner="", address={})
    assert codes(error) == [
        "unknown_key", "unknown_key", "not_a_number", "no_round", "not_a_choice", "no_weight", "unknown_key", "not_a_number",
        "no_such_place", "not_whole", "no_reason",
    ]  # fmt: skip
    assert str(error.value)
    everybody = {
        "survey": {"survey": "demonstration", "round": "2025"},
        "people": 50_000,
        "limits": {"min_placed_share": 1.0},
    }
    with pytest.raises(PlanningError):
        scenarios.new(
            "matching", build, everybody, name="A", description="", author="Бат", owner="", address={}
        )


def test_a_change_of_words_is_a_new_version_and_the_old_one_stays_in_the_log(
    kept: Scenarios, build: str
) -> None:
    first = save(kept, build)
    second = kept.describe(
        first.id, first.version, "Бат", "bat", "Half of them", "Checked with the ministry."
    )
    assert second.version == first.version + 1
    assert (second.results, second.assumptions) == (first.results, first.assumptions)
    assert [(v.name, v.description) for v in kept.history(first.id)] == [
        ("Half of them", "Checked with the ministry."),
        ("All who plan", ""),
    ]


def test_of_two_who_change_it_at_once_the_second_is_told(kept: Scenarios, build: str) -> None:
    scenario = save(kept, build)
    outcomes: list[str] = []
    ready = threading.Barrier(2)

    def change(name: str) -> None:
        ready.wait()
        try:
            kept.describe(scenario.id, scenario.version, "Бат", "bat", name, "")
            outcomes.append("kept")
        except Conflict:
            outcomes.append("told")

    people = [threading.Thread(target=change, args=(name,)) for name in ("one", "two")]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(outcomes) == ["kept", "told"]


def test_only_the_browser_of_its_author_changes_a_scenario_and_others_copy_it(
    kept: Scenarios, build: str
) -> None:
    scenario = save(kept, build)
    for owner in ("somebody", ""):
        with pytest.raises(NotYours):
            kept.describe(scenario.id, scenario.version, "Дорж", owner, "Mine now", "")
        with pytest.raises(NotYours):
            kept.delete(scenario.id, scenario.version, "Дорж", owner, "no use")
    copy = kept.copy(scenario.id, "Дорж", "dorj", "Mine")
    assert (copy.author, copy.copy_of, copy.results) == ("Дорж", scenario.id, scenario.results)
    assert kept.describe(copy.id, copy.version, "Дорж", "dorj", "Mine, renamed", "").name == "Mine, renamed"


def test_a_deleted_scenario_is_marked_and_can_be_brought_back(kept: Scenarios, build: str) -> None:
    scenario = save(kept, build)
    gone = kept.delete(scenario.id, scenario.version, "Бат", "bat", "made by mistake")
    assert kept.listed() == []
    assert kept.get(scenario.id).deleted == {"by": "Бат", "why": "made by mistake"}
    assert gone.results == scenario.results
    back = kept.bring_back(gone.id, gone.version, "Бат", "bat")
    assert [one.id for one in kept.listed()] == [scenario.id] and back.deleted is None
    assert [version.deleted for version in kept.history(scenario.id)] == ["", "made by mistake", ""]


def test_a_scenario_that_never_was_is_told_from_a_database_that_fails(kept: Scenarios, build: str) -> None:
    with pytest.raises(Gone):
        kept.get("f" * 32)


def test_decisions_are_kept_with_who_why_and_what_they_rested_on(kept: Scenarios, build: str) -> None:
    scenario = save(kept, build)
    other = save(kept, build, "Other")
    kept.decide(scenario.id, "Сайд", "adopted", "The council agreed.\nMinutes 12.")
    kept.describe(scenario.id, scenario.version, "Бат", "bat", "Renamed", "")
    kept.decide(scenario.id, "Сайд", "rejected", "New figures.")
    kept.decide(other.id, "Сайд", "postponed", "Not now.")
    newest, older = kept.decisions(scenario.id)
    assert (newest.verdict, newest.name, newest.version) == ("rejected", "Renamed", 2)
    assert (older.verdict, older.name, older.why) == (
        "adopted",
        "All who plan",
        "The council agreed.\nMinutes 12.",
    )
    assert older.build == build and older.who == "Сайд"
    assert len(kept.decisions()) == 3
    with pytest.raises(PlanningError) as error:
        kept.decide(scenario.id, " ", "adopted", "")
    assert codes(error) == ["no_author", "no_reason"]


def test_everything_wrong_with_a_new_scenario_is_said_at_once(build: str) -> None:
    with pytest.raises(PlanningError) as error:
        scenarios.new(
            "target", build, ASSUMED, name=" \x00 ", description="x" * 10_000, author="", owner="", address={},
        )  # fmt: skip
    assert codes(error) == ["no_name", "long_description", "no_author"]
    assert "10000 characters, and 5000 fit" in str(error.value)


def test_words_are_kept_as_they_were_typed_but_for_control_characters(kept: Scenarios, build: str) -> None:
    scenario = save(kept, build, "  <b>Хөдөө</b>\n\x07=1+1 \ud800")
    assert kept.get(scenario.id).name == "<b>Хөдөө</b> =1+1"


def test_no_secret_of_a_browser_is_in_what_leaves(kept: Scenarios, build: str) -> None:
    from planning.scenarios import file

    scenario = save(kept, build)
    assert "owner" not in file.written(scenario) and '"bat"' not in file.as_text(scenario)
    assert json.loads(file.as_text(scenario))["by"] == "Бат"
