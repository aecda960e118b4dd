"""Scenarios on screen: saved from a page, opened by a link, side by side, deleted, from a file, on data that are gone."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from planning import scenarios
from planning.scenarios import Saved, Scenarios, file
from store import builds
from store.workspace import Workspace
from tests.pages.test_pages import PROJECT
from ui import exports
from ui.plans import assumptions
from ui.plans.scenarios import shown
from ui.view import View

ASSUMED = {
    "known": "demonstration/2025",
    "base": "600000",
    "rate": "band",
    "horizon": "10",
    "lever_land": "10",
}
HOSTILE = "<script>alert(1)</script> =1+1 «Хөдөө»"


@pytest.fixture
def kept(built_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scenarios]:
    """The scenarios of an empty workspace that the pages open too; tests/planning holds both databases to the same."""
    monkeypatch.setenv("NUTAG_WORKSPACE_URL", f"sqlite:///{tmp_path / 'workspace.sqlite'}")
    with Workspace() as workspace:
        yield Scenarios(workspace)


def run(path: str, **address: str) -> AppTest:
    """One run of a page of the plan alone, without menu and head."""
    test = AppTest.from_file(str(PROJECT / "pages" / "plan" / f"{path}.py"), default_timeout=60)
    for name, value in {"lang": "en", **address}.items():
        test.query_params[name] = value
    return test.run()


def save(kept: Scenarios, name: str = "All who plan", build: str = "", **other: str) -> Saved:
    """Keep what the target page assumes under an address."""
    view = View(builds.current(), "en", "light")
    given = {**ASSUMED, **other}
    assumed = assumptions.scenario(view, given) | {"by": "Бат"}
    content = scenarios.new(
        "target", view.build, assumed, name=name, description="", author="Бат", owner="bat",
        address=shown.address(view, "target", assumed, given),
    )  # fmt: skip
    return kept.save(name, "Бат", {**content, "build": build or view.build})


def html(test: AppTest) -> str:
    """All HTML that a run showed."""
    shown = (json.loads(element.proto.json)["html"] for element in test.get("bidi_component"))
    told = test.session_state["address_notices"] if "address_notices" in test.session_state else []  # noqa: SIM401
    return " ".join((*shown, *told)).replace("\u00a0", " ")


def show(path: str = "scenarios", **address: str) -> str:
    """What a page shows, which must not have failed."""
    test = run(path, **address)
    assert [fault.message for fault in test.exception] == []
    return html(test)


def filled(test: AppTest, **texts: str) -> AppTest:
    """The form with these texts, each by the first word of its label, sent."""
    fields = {
        field.label.split()[0].strip(":"): field for field in (*reversed(test.text_input), *test.text_area)
    }
    for label, text in texts.items():
        fields[label].set_value(text)
    test.button[0].click().run()
    assert [fault.message for fault in test.exception] == []
    return test


@pytest.mark.parametrize("language", ["mn", "en"])
def test_every_view_of_scenarios_draws(kept: Scenarios, language: str) -> None:
    assert "<h1>" in show(lang=language)
    one, other = save(kept), save(kept, HOSTILE, known="demonstration/2023", horizon="5")
    published = save(kept, "Published", known="published", lever_land="", plan="16", rate="low")
    kept.decide(one.id, "Сайд", "adopted", "Because.\n" + "long " * 300)
    for address in (
        {},
        {"beside": f"{one.id},{other.id},{published.id}"},
        {"beside": f"{published.id},{one.id}", "theme": "hall"},
        *({"scenario": one.id, "act": act} for act in ("", "copy", "decide", "edit", "delete")),
    ):
        said = show(lang=language, **address)
        assert "<script>" not in said
        assert "scenario" in address or "alert(1)" in said


def test_what_the_target_page_assumes_is_saved_with_its_numbers(kept: Scenarios) -> None:
    test = run("target", save="target", **ASSUMED)
    filled(test, Name=HOSTILE, Your="Д. Бат", Description="x")  # fmt: skip
    [scenario] = kept.listed()
    assert (scenario.name, scenario.author, scenario.build) == (HOSTILE, "Д. Бат", builds.current())
    assert scenario.address == {**ASSUMED, "by": "Д. Бат"}
    assert scenario.assumptions["by"] == "Д. Бат"
    said = show("target", scenario=scenario.id, build=scenario.build, **scenario.address)
    assert "as it was saved" in said and "&lt;script&gt;" in said
    assert "assumptions or data are others now" in show(
        "target", scenario=scenario.id, **{**ASSUMED, "horizon": "3"}
    )


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("capacity", {"preset": "weakest", "people": "100 000", "standard_beds_per_1000": "off", "share_out": "demonstration/2025", "cost_teachers": "30000000", "housing": "MN-046:120", "standard_persons_per_dwelling": "3.5"}),
        ("matching", {"movers": "50000", "goal": "mix", "mix": "25", "cap": "2", "losing": "10", "survey": "demonstration", "round": "2023"}),
        ("matching", {"movers": "target", **{k: v for k, v in ASSUMED.items() if k != "lever_land"}}),
        ("readiness", {"weight_jobs": "10", "spread": "0.5", "normalisation": "z", "without": "beds_per_1000"}),
    ],
)  # fmt: skip
def test_other_pages_save_what_they_assume(kept: Scenarios, page: str, address: dict[str, str]) -> None:
    for name in ("One", "Other"):
        filled(run(page, save=page, **address), Name=name, Your="Бат")
        address = {**address, "people": "50000", "weight_jobs": "2", "second": "0"}
    other, one = kept.listed()
    assert (one.page, one.assumptions["by"]) == (page, "Бат")
    for language in ("mn", "en"):
        for view in ({}, {"scenario": one.id}, {"beside": f"{one.id},{other.id}"}):
            said = show(lang=language, **view)
            assert "One" in said
    assert 'class="differs"' in said or "class=differs" in said
    assert "as it was saved" in show(page, scenario=one.id, build=one.build, **one.address)
    view = View(builds.current(), "mn", "light")
    assert exports.make(view, "scenario", "xlsx", {"scenario": one.id})


def test_everything_wrong_with_a_new_scenario_is_said_and_nothing_typed_is_lost(kept: Scenarios) -> None:
    test = run("target", save="target", **ASSUMED)
    test = filled(test, Name="", Your="", Description="x" * 10_000)
    said = html(test)
    for sentence in ("A scenario needs a name", "10000 characters, and 5000 fit", "Write your name"):
        assert sentence in said
    assert len(test.text_area[0].value) == 10_000
    assert kept.listed() == []


def test_the_numbers_of_a_link_are_those_of_the_page(kept: Scenarios) -> None:
    scenario = save(kept)
    said = show(scenario=scenario.id)
    assert "the same to the last digit" in said and "Demonstration" in said
    link = said.split('href="target?')[1].split('"')[0]
    assert f"build={scenario.build}" in link and "base=600000" in link


def test_a_link_to_a_deleted_scenario_says_who_and_why(kept: Scenarios) -> None:
    scenario = save(kept, HOSTILE)
    kept.delete(scenario.id, scenario.version, "Бат", "bat", "<i>twice</i>")
    said = show(scenario=scenario.id)
    assert "Бат deleted this scenario" in said and "&lt;i&gt;twice" in said and "<script>" not in said
    assert "No scenario has been saved yet" in show()


@pytest.mark.parametrize("id", ["f" * 32, "' OR 1=1 --", "<script>", "x" * 5000])
def test_a_link_that_leads_nowhere_is_answered_kindly(kept: Scenarios, id: str) -> None:
    said = show(scenario=id, beside=f"{id},{id}")
    assert "There is no such scenario" in said and "No scenario has been saved yet" in said


def test_without_its_database_the_page_says_so_and_the_target_still_draws(
    built_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUTAG_WORKSPACE_URL", "postgresql://nobody@127.0.0.1:1/none")
    assert "cannot be used" in show()
    assert "Save as scenario" in show("target", scenario="f" * 32)
    test = run("target", save="target", **ASSUMED)
    filled(test, Name="A", Your="Бат")
    assert any("Nothing of yours was saved" in error.value for error in test.error)


def test_on_data_that_are_gone_the_saved_numbers_stand(kept: Scenarios) -> None:
    gone, other = save(kept, build="20200101T000000.000Z-gone"), save(kept, "Other")
    said = show(scenario=gone.id)
    assert "not kept here any more" in said and "12,700 people" in said
    assert "every number is the same to the last digit" in said, "on the data in use"
    assert "build=2020" not in said.split("Copy the link")[0].split('href="target?')[-1], (
        "cannot be opened on them"
    )
    said = show(beside=f"{gone.id},{other.id}")
    assert "no difference can be taken" in said
    assert "1 of them rest on other data" in said


@pytest.fixture
def newer(built_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store of its own with a newer build, in which twice as many people left the capital; the id of the older."""
    root = tmp_path / "store"
    shutil.copytree(built_store, root)
    monkeypatch.setenv("NUTAG_STORE", str(root))
    older = builds.current()
    with builds.making("corrected departures") as (_, path):
        shutil.copy(builds.path(older), path)
        with duckdb.connect(str(path)) as con:
            con.execute("UPDATE observation SET value = 2 * value WHERE indicator = 'migration_departures'")
    return older


def test_a_scenario_says_that_newer_data_exist_and_what_they_change(newer: str, kept: Scenarios) -> None:
    view = View(newer, "en", "light")
    assumed = assumptions.scenario(view, ASSUMED) | {"by": "Бат"}
    content = scenarios.new(
        "target", newer, assumed, name="A", description="", author="Бат", owner="", address=ASSUMED
    )
    scenario = kept.save("A", "Бат", content)
    assert "newer data exist" in show()
    said = show(scenario=scenario.id)
    changed = said.split("What the data in use would change")[1].split("What came of it")[0]
    assert "1 of 19 numbers are others on the data in use" in changed
    assert (
        "Most registered departures" in changed and "16,820 people" in changed and "33,640 people" in changed
    )
    assert "the same to the last digit" in said, "on the data that it pins"
    assert f"build={newer}" in said and "Open it on the data in use" in said


def test_a_decision_is_written_down_from_the_page(kept: Scenarios) -> None:
    scenario = save(kept)
    test = run("scenarios", scenario=scenario.id, act="decide")
    filled(test, Who="Сайд", Why="The council agreed.")
    [decision] = kept.decisions()
    assert (decision.who, decision.verdict, decision.why) == ("Сайд", "adopted", "The council agreed.")
    assert "The council agreed." in show(scenario=scenario.id)
    assert "The council agreed." in show()


def test_without_the_browser_it_was_saved_in_a_scenario_is_only_copied(kept: Scenarios) -> None:
    scenario = save(kept)
    said = show(scenario=scenario.id)
    assert (
        'data-set="act=copy"' in said
        and 'data-set="act=delete"' not in said
        and 'data-set="act=edit"' not in said
    )
    test = run("scenarios", scenario=scenario.id, act="copy")
    filled(test, Name="Mine", Your="Дорж")
    assert next((one.name, one.author, one.copy_of) for one in kept.listed()) == ("Mine", "Дорж", scenario.id)


def test_files_hold_the_digits_and_no_formula(kept: Scenarios) -> None:
    view = View(builds.current(), "en", "light")
    scenario, other = save(kept, "=1+1"), save(kept, "Other")
    kept.decide(scenario.id, "=cmd()", "rejected", "@SUM(A1)")
    for name, given in (
        ("scenario", {"scenario": scenario.id}),
        ("scenarios", {"ids": f"{scenario.id},{other.id}"}),
        ("decisions", {}),
    ):
        stem, content = exports.make(view, name, "csv", given)
        assert stem.isascii()
        text = content.decode("utf-8-sig")
        assert "'=1+1" in text and "\n=" not in text and ",=" not in text and ",@" not in text
        book = openpyxl.load_workbook(io.BytesIO(exports.make(view, name, "xlsx", given)[1]))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not any(cell.data_type == "f" for cell in cells)
    movers = next(
        row for row in exports.TABLES["scenario"](view, {"scenario": scenario.id}).rows if row[-5] == "moved"
    )
    assert movers[4] == scenario.results[0].value.estimate
    stem, content = exports.make(view, "scenario", "json", {"scenario": scenario.id})
    assert file.read(content.decode()).assumptions == scenario.assumptions
    with pytest.raises(exports.BadRequest, match="no such scenario"):
        exports.make(view, "scenario", "json", {"scenario": "nonsense"})


def test_every_page_that_can_be_kept_can_be_shown() -> None:
    from planning.scenarios import PAGES

    assert set(PAGES) == set(shown.SHOWN)


def test_everything_wrong_with_a_file_is_said_at_once(kept: Scenarios) -> None:
    test = run("scenarios")
    test.session_state["scenario_file"] = (
        '{"base": "a", "horizon": 99, "foo": 1, "conversion": "x", "name": "Q"}'
    )
    said = html(test.run())
    for sentence in ("base must be a number", "horizon must be a whole number", "foo, which is not known", "conversion must be one of"):  # fmt: skip
        assert sentence in said
    test.session_state["scenario_file"] = '{"survey": {"survey": "none", "round": "1900"}}'
    assert "is not among the data" in html(test.run())


def test_a_file_is_kept_as_a_scenario_on_the_data_it_pins(kept: Scenarios) -> None:
    scenario = save(kept)
    test = run("scenarios")
    test.session_state["scenario_file"] = file.as_text(scenario)
    filled(test.run(), Your="Дорж")
    copy = kept.listed()[0]
    assert (copy.name, copy.author, copy.build, copy.address) == (
        scenario.name,
        "Дорж",
        scenario.build,
        scenario.address,
    )
    assert (copy.results, copy.assumptions) == (scenario.results, scenario.assumptions)


def test_an_imported_scenario_opens_on_its_page_when_the_address_can_tell_it(kept: Scenarios) -> None:
    view = View(builds.current(), "en", "light")
    said: dict[str, Any] = assumptions.scenario(view, ASSUMED) | {"by": "Бат"}
    told = shown.address(view, "target", said, {})
    assert assumptions.scenario(view, told) == said
    assert shown.address(view, "target", said | {"wish": 0.2}, {}) == {}
    assert shown.address(view, "target", said, {**ASSUMED, "base": "700000"}) == {}, (
        "another number than the file says"
    )
