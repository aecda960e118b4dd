"""The plan draws with nothing assumed, with everything assumed, and with nonsense in the address."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.test_pages import run

ASSUMED = {
    "known": "demonstration/2025",
    "base": "600000",
    "rate": "band",
    "horizon": "10",
    "lever_land": "10",
    "reach_relocation_grant": "20",
    "lever_relocation_grant": "5",
    "cost_land": "5000000",
}


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize(
    "address",
    [
        {},
        ASSUMED,
        {"base": "400000", "rate": "low", "plan": "16"},
        {
            "base": "9",
            "rate": "certain",
            "horizon": "-1",
            "known": "none/2000",
            "lever_land": "x",
            "plan": "0",
        },
    ],
    ids=["nothing assumed", "everything assumed", "published wish", "nonsense"],
)
def test_the_target_draws(built_store: Path, address: dict[str, str], language: str) -> None:
    test = run("target", lang=language, **address)
    assert [fault.message for fault in test.exception] == []


def test_a_wish_alone_is_never_drawn_as_a_forecast(built_store: Path) -> None:
    from store import builds
    from ui.plans import target_files, target_said
    from ui.view import View

    view = View(builds.current(), "en", "light")
    answer = target_files.answered(view.build, '{"by": "reader", "base": 600000, "horizon": 5, "levers": []}')
    assert answer.forecast is not None and answer.forecast.years == ()
    assert "385 thousand people to ask, if every one of them goes" in target_said.headline(view, answer)
    assert "No forecast" in target_said.lead(view, answer)


def test_the_numbers_of_the_target_leave_it_with_what_they_rest_on(built_store: Path) -> None:
    from store import builds
    from ui.plans import downloads
    from ui.request import BadRequest
    from ui.view import View

    view = View(builds.current(), "en", "light")
    table = downloads.TABLES["target"](view, ASSUMED)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    codes = {row["Code"] for row in rows}
    for row in rows:
        assert row["Rests on"] or row["Sources"] or row["Assumed by"] or row["Kind of number"] == "assumption"
        assert all(code in codes for code in str(row["Rests on"]).split("; ") if code)
    assert sum(str(row["Code"]).startswith("expected/") for row in rows) == 30
    for people in (50_000, 100_000):
        assert {f"target/{people}", f"base_if_all_go/{people}", f"jobs_needed/{people}"} <= codes
    stem, svg = downloads.IMAGES["target_years"](view, ASSUMED)
    assert stem == "target" and "Demonstration" in svg
    with pytest.raises(BadRequest, match="A wish is not a plan"):
        downloads.IMAGES["target_years"](view, {})


def test_the_forecast_is_told_by_group_and_by_wanted_aimag(built_store: Path) -> None:
    from store import builds
    from ui.plans import assumptions, downloads, target_files, target_parts
    from ui.view import View

    view = View(builds.current(), "en", "light")
    given = {**ASSUMED, "groups": "sex"}
    assert assumptions.scenario(view, given)["groups"] == "sex"
    assert assumptions.address_of(assumptions.scenario(view, given))["groups"] == "sex"
    assert "groups" not in assumptions.scenario(view, {**ASSUMED, "groups": "shoe_size"})
    answer = target_files.answer(view, given)
    assert answer.forecast is not None
    women, men = (next(p for p in answer.forecast.groups if p.code == code) for code in ("female", "male"))
    together = answer.forecast.years[-1].median
    assert 0.8 * together < women.median + men.median < 1.2 * together
    said = target_parts.groups(view, answer, given, 640)
    assert "Women" in said or "Female" in said
    assert f"{women.bands[0.8][0]:,.0f}"[:-2] in said
    to = target_parts.wanted(view, answer, 640)
    assert to.count("data-set") == len(answer.forecast.to) == 21
    table = downloads.TABLES["target"](view, given)
    codes = {str(row[table.columns.index("Code")]) for row in table.rows}
    assert {"moved/to/MN-046/0.8", "moved/group/female/0.95"} <= codes


def test_the_parts_draw_on_the_page(built_store: Path) -> None:
    for groups in ("sex", "origin_aimag", "<b>"):
        test = run("target", lang="mn", **ASSUMED, groups=groups)
        assert [fault.message for fault in test.exception] == []
