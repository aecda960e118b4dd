"""Capacity answers with any standards in the address, names what it cannot use, and never shows an empty map."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from planning import capacity
from planning.capacity.services import BY_STANDARD
from store import builds
from tests.pages.test_pages import PROJECT, run
from ui.plans import downloads
from ui.plans.capacity import request, said, shown, stress_view
from ui.plans.country import Country
from ui.view import View

TYPED = {
    "preset": "weakest",
    "standard_pupils_per_teacher": "22,5",
    "norm_pupils_per_teacher": "order A/1",
    "standard_beds_per_1000": "off",
    "standard_persons_per_dwelling": "3.5",
    "housing": "MN-046:120;MN-043:1 000",
    "people": "100 000",
    "share_out": "demonstration/2025",
    "cost_teachers": "30000000",
    "room_map": "people",
    "aimag": "MN-046",
}
NONSENSE = {
    "preset": "best",
    "standard_pupils_per_teacher": "-1",
    "standard_unemployment_rate": "100",
    "standard_nurses_per_1000": "<b>",
    "housing": "MN-999:1;MN-046:x;;",
    "vacancies": ":::",
    "people": "1e999",
    "share_out": "none/2000",
    "cost_nurses": "free",
    "cost_teachers": "1e-300",
    "room_of": "unicorns",
    "room_map": "globe",
}
NOTHING = {f"standard_{code}": "off" for code in BY_STANDARD}


@pytest.fixture
def view(built_store: Path) -> View:
    return View(builds.current(), "en", "light")


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("address", [TYPED, NONSENSE, NOTHING], ids=["typed", "nonsense", "nothing"])
def test_capacity_draws(built_store: Path, address: dict[str, str], language: str) -> None:
    test = run("capacity", lang=language, **address)
    assert [fault.message for fault in test.exception] == []


def test_an_average_leaves_no_room_and_the_page_says_so(view: View) -> None:
    found = shown.shown(view, {})
    assert said.headline(found).startswith("With today’s national average as the standard, no aimag has room")
    assert "choose another standard" in said.lead(found)
    found = shown.shown(view, {"preset": "three_quarters"})
    rooms = capacity.capacities(view.build, capacity.read(view.build, {"preset": "three_quarters"}))
    count = sum((row.people.estimate or 0) >= 1 for row in rooms)
    assert f"{count} of 21 aimags have room" in said.headline(found)


def test_what_cannot_be_used_is_named_and_the_rest_answers(view: View) -> None:
    found = shown.shown(view, NONSENSE)
    told = "\n".join(found.asked.wrong)
    for part in (
        "best",
        "“-1” for Pupils per teacher",
        "must be below 100",
        "<b>",
        "MN-999",
        "“x”",
        "none/2000",
        "“free”",
        "1e999",
    ):
        assert part in told, part
    assert not found.asked.edited and len(found.capacities) == 21
    found = shown.shown(view, NOTHING)
    assert any("Every standard is left out" in line for line in found.asked.wrong)
    assert len(shown.country(found).fill) == 21


def test_what_is_typed_is_what_is_counted(view: View) -> None:
    found = shown.shown(view, TYPED)
    limit = found.standards.limits["pupils_per_teacher"]
    assert (limit.estimate, limit.kind, limit.by) == (22.5, "assumption", "order A/1")
    assert "beds_per_1000" not in found.standards.limits
    assert found.standards.loaded["housing"]["MN-043"].estimate == 1000
    assert found.asked.people == 100_000 and found.asked.survey == ("demonstration", "2025")
    rows = request.stress(view, found.asked)
    assert sum(row.people.estimate or 0 for row in rows) == pytest.approx(100_000)


@pytest.mark.parametrize("address", [{}, TYPED, {"preset": "weakest", "room_of": "teachers"}])
def test_every_aimag_has_one_colour_of_the_legend(view: View, address: dict[str, str]) -> None:
    painted: Country = shown.country(shown.shown(view, address))
    assert len(painted.fill) == 21
    plain = [key for key in painted.keys if not key.hatched]
    if address.get("room_map") != "people":
        counts = {key.colour: key.aimags for key in plain if key.aimags}
        assert counts == {colour: list(painted.fill.values()).count(colour) for colour in counts}
        assert sum(counts.values()) == 21


def test_every_number_that_leaves_the_page_has_its_roots(view: View) -> None:
    table = downloads.TABLES["capacity_values"](view, TYPED)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    codes = {row["Code"] for row in rows}
    for row in rows:
        assert row["Rests on"] or row["Sources"] or row["Assumed by"], row
        assert all(code in codes for code in str(row["Rests on"]).split("; ") if code)
        assert row["What"] != row["Code"]
    assert any(row["Kind of number"] == "demonstration" for row in rows)
    table = downloads.TABLES["capacity_stress"](view, TYPED)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    for row in rows:
        paid = row["Service"] == "Teachers"
        assert (row["Cost, ₮"] is not None) == paid
        assert (row["To add"] == 0) == (row["Kept"] == "yes")


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("name", ["capacity", "capacity_map", "capacity_stress"])
def test_pictures_explain_themselves(built_store: Path, name: str, language: str) -> None:
    view = View(builds.current(), language, "hall")
    stem, svg = downloads.IMAGES[name](view, TYPED)
    ElementTree.fromstring(svg)
    assert stem.isascii() and view.build in svg and view.t("Source") in svg


def test_a_scenario_is_a_file_of_standards(view: View) -> None:
    scenario = request.scenario(view, TYPED)
    assert scenario["people"] == 100_000 and scenario["preset"] == "weakest"
    assert scenario["survey"] == {"survey": "demonstration", "round": "2025"}
    alone = {name: value for name, value in scenario.items() if name != "survey"}
    assert capacity.read(view.build, alone).limits == shown.shown(view, TYPED).standards.limits


def test_demonstration_people_wear_the_badge(view: View) -> None:
    _, svg = downloads.IMAGES["capacity_stress"](view, TYPED)
    assert "Demonstration" in svg
    assert "Demonstration" in stress_view.view_of(shown.shown(view, TYPED), TYPED, "MN-046")
    assert "Kind of data" in dict(downloads.TABLES["capacity_stress"](view, TYPED).facts)
    _, svg = downloads.IMAGES["capacity_stress"](view, TYPED | {"share_out": "departures"})
    assert "Demonstration" not in svg


def test_what_was_chosen_is_in_the_address_again_after_another_page(built_store: Path) -> None:
    test = run("capacity", lang="en", preset="weakest", standard_beds_per_1000="6")
    for script in ("plan/target.py", "plan/capacity.py"):
        for name in ("preset", "standard_beds_per_1000"):
            if name in test.query_params:
                del test.query_params[name]
        test.switch_page(str(PROJECT / "pages" / script))
        test.run()
    assert test.query_params["preset"] in ("weakest", ["weakest"])
    assert test.query_params["standard_beds_per_1000"] in ("6", ["6"])
    test.query_params["preset"] = "three_quarters"
    del test.query_params["standard_beds_per_1000"]
    test.run()
    assert "standard_beds_per_1000" not in test.query_params, (
        "a link is not mixed with what was chosen before"
    )


def test_the_capital_picked_on_the_map_is_answered(built_store: Path) -> None:
    test = run("capacity", lang="en", aimag="MN-1")
    assert [fault.message for fault in test.exception] == []
    assert any(
        "The capital is where people would leave" in element.proto.body for element in test.get("html")
    )
