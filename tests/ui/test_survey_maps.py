"""Destinations as values: arrows, marks, hatching, matrix, sentences; and as files, with marks and badge."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from shapely.geometry import Polygon

from geo.tiles import TILES
from store import builds, survey_queries
from survey.results import Estimate
from ui import exports
from ui.drawings import arrows, share_map
from ui.drawings.arrows import Scale
from ui.drawings.barb import barb
from ui.surveys import flow_tables
from ui.surveys.choice import Choice, demonstration
from ui.surveys.destination_words import counted, finding, sentence
from ui.surveys.flow_view import Wish, drawn, matrix
from ui.surveys.shares import LAYERS, SHOWS, Shares, shares, similar
from ui.view import View

VIEWS = [("mn", "light"), ("en", "hall")]
EVERY = Wish("origin", "all", "", "", 1000)


@pytest.fixture(params=VIEWS)
def view(request: pytest.FixtureRequest, built_store: Path) -> View:
    return View(builds.current(), *request.param)


@pytest.fixture
def choice(view: View) -> Choice:
    survey = survey_queries.surveys(view.build)[0]
    rounds = survey_queries.rounds(view.build, survey.code)
    return Choice(survey, rounds[-1], rounds)


def estimate(share: float | None, low: float, high: float, mark: str = "") -> Estimate:
    known = (None,) * 8 if share is None else (share, 0.01, low, high, 100.0, 200, 20, 1.0)
    return Estimate((), "yes", "proportion", *known, None, mark)


def marked(picture: Shares) -> Shares:
    """The picture with one aimag of each mark."""
    rows = dict(picture.estimates)
    rows["MN-046"] = estimate(0.21, 0.08, 0.4, "u")
    rows["MN-043"] = estimate(None, 0, 0, "c")
    del rows["MN-041"]
    return replace(picture, estimates=rows)


@pytest.mark.parametrize("end", [(300.0, 40.0), (0.0, -200.0), (-150.0, 90.0), (30.0, 30.0)])
@pytest.mark.parametrize("width", [1.0, 13.0])
def test_the_two_directions_between_two_places_lie_apart(end: tuple[float, float], width: float) -> None:
    there, back = barb((0, 0), end, width), barb(end, (0, 0), width)
    assert there and back
    for one in there:
        for other in back:
            assert Polygon(one).intersection(Polygon(other)).area == pytest.approx(0, abs=1e-6)


def test_an_arrow_swells_towards_its_end_and_its_head_is_wider_still() -> None:
    shape = barb((0, 0), (300, 0), 9)
    assert shape
    half = len(shape.shaft) // 2
    thickness = [
        ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5
        for a, b in zip(shape.shaft[:half], reversed(shape.shaft[half:]), strict=True)
    ]
    assert thickness[0] == pytest.approx(3) and thickness[-1] == pytest.approx(9)
    assert thickness == sorted(thickness)
    tip, neck, corner = shape.head
    assert tip[0] > neck[0] > 250
    assert ((corner[0] - neck[0]) ** 2 + (corner[1] - neck[1]) ** 2) ** 0.5 > 9


def test_near_places_have_an_arrow_too_and_one_place_has_none() -> None:
    near = barb((0, 0), (20, 0), 5, (14, 26))
    assert near
    assert all(0 < x < 20 for x, _ in (*near.shaft, *near.head))
    assert barb((3, 3), (3, 3), 5) is None


def test_width_and_area_are_proportional_to_the_share() -> None:
    scale = Scale(0.08, 0.05)
    assert scale.width(0.04) * 2 == pytest.approx(scale.width(0.08)) == arrows.WIDEST
    assert scale.radius(0.0125) * 2 == pytest.approx(scale.radius(0.05)) == arrows.LARGEST_RING
    assert Scale(0, 0).width(0.1) == Scale(0, 0).radius(0.1) == 0


def test_hidden_flows_are_never_drawn(view: View, choice: Choice) -> None:
    whole, found = matrix(view, choice), drawn(view, choice, EVERY)
    assert whole and found
    hidden = {pair for pair, cell in whole.cells.items() if cell.mark == "c"}
    assert hidden and found.left.confidential > 0
    assert not hidden & {(arrow.origin, arrow.wanted) for arrow in found.arrows}
    svg = arrows.country(view, found.arrows, found.scale, None, within=found.within)
    assert svg.count('class="arrow"') == len(found.arrows) > 0
    unsure = sum(arrow.estimate.mark == "u" for arrow in found.arrows)
    assert len(re.findall(r'<g class="arrow">(?:(?!</g>).)*stroke-dasharray', svg)) == unsure > 0
    rings = sum(bool(stay.estimate) for stay in found.within.values())
    assert svg.count('class="ring"') == rings
    assert view.words.number(found.left.confidential) in counted(view, found)


def test_the_cap_is_stated_and_kept(view: View, choice: Choice) -> None:
    found = drawn(view, choice, EVERY._replace(most=10))
    assert found and len(found.arrows) == 10
    assert found.left.beyond > 0
    said = counted(view, found)
    assert view.words.number(found.left.beyond) in said and view.words.number(found.left.flows) in said
    whole = drawn(view, choice, EVERY)
    assert whole and found.left.share + found.left.beyond_share == pytest.approx(whole.left.share)
    assert found.scale == whole.scale


def test_from_the_capital_there_is_an_arrow_to_every_wanted_aimag(view: View, choice: Choice) -> None:
    found = drawn(view, choice, Wish("capital", "all", "", "", 1000))
    assert found and {arrow.wanted for arrow in found.arrows} == set(TILES) - {"MN-1"}
    assert found.left.share == pytest.approx(1)
    assert not found.within


def test_the_finding_does_not_claim_more_than_the_intervals(view: View) -> None:
    rows = {
        "MN-046": estimate(0.2, 0.18, 0.22),
        "MN-043": estimate(0.19, 0.17, 0.21),
        "MN-041": estimate(0.1, 0.08, 0.12),
        "MN-071": estimate(None, 0, 0, "c"),
    }
    assert similar(rows, "MN-046") == ["MN-043"]
    assert similar(rows, "MN-041") == []


def test_nothing_to_draw_is_said(view: View, choice: Choice) -> None:
    found = drawn(view, choice, EVERY)
    assert found
    empty = found._replace(arrows=(), left=found.left._replace(drawn=(), share=0.0))
    assert finding(view, empty) == view.t(
        "No flow of this kind can be shown: too few respondents stand behind each."
    )
    assert "<polygon" not in arrows.country(view, (), found.scale, None)


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("show", SHOWS)
def test_every_mark_has_a_fill_of_its_own_and_stands_in_the_legend(
    view: View, choice: Choice, layer: str, show: str
) -> None:
    found = shares(view, choice, layer, show)
    assert found
    picture = marked(found)
    marks = {"MN-046": "u", "MN-043": "c", "MN-041": "x", "MN-1": "z"}
    assert {code: picture.mark(code) for code in marks} == marks
    shape = 'rect width="1" height="1"'
    fills = {mark: share_map.filled(picture, code, shape, "m") for code, mark in marks.items()}
    assert all(f"url(#m-{mark})" in fill for mark, fill in fills.items())
    assert picture.fill("MN-046") in fills["u"]
    assert (
        len(
            {
                re.search(rf'id="m-{mark}".*?</pattern>', share_map.patterns(view.theme, "m")).group()
                for mark in "ucxz"
            }
        )
        == 4
    )  # type: ignore[union-attr]
    assert picture.said("MN-043") == "[c]"
    for mark, said in share_map.explained(picture):
        assert f"[{mark}]" in said
        assert said in share_map.legend(picture, None).replace("&#x27;", "'")
    assert [mark for mark, _ in share_map.explained(picture)] == ["u", "c", "x", "z"]


def test_map_and_tiles_are_in_step(view: View, choice: Choice) -> None:
    found = shares(view, choice, "wanted", "share")
    assert found
    picture = marked(found)
    country, grid = share_map.country(picture, "MN-046"), share_map.tiles(picture, "MN-046")
    for code in TILES:
        assert f'data-set="aimag={code}"' in country and f'data-set="aimag={code}"' in grid
        assert f">{picture.said(code)}<" in country and f">{picture.said(code)}<" in grid
        assert (fill := picture.fill(code)) is None or (fill in country and fill in grid)
    assert grid.count('aria-pressed="true"') == 1


def test_the_sentence_names_the_selected_aimag_or_the_highest(view: View, choice: Choice) -> None:
    found = shares(view, choice, "origin", "share")
    assert found
    top = max(found.estimates, key=lambda code: found.estimates[code].estimate or 0)
    assert view.words.place(view.places[top], "ablative") in sentence(found, None)
    assert view.words.place(view.places["MN-046"], "ablative") in sentence(found, "MN-046")
    hidden = replace(found, estimates={code: estimate(None, 0, 0, "c") for code in found.estimates})
    assert sentence(hidden, None) == view.t("No share can be shown: too few respondents stand behind each.")


def test_the_matrix_twin_has_every_cell_and_its_marks(view: View, choice: Choice) -> None:
    whole = matrix(view, choice)
    assert whole
    html = flow_tables.matrix(view, whole, "MN-046")
    size = len(whole.origins)
    assert html.count("<td") == (size + 1) ** 2
    shown = [*whole.cells.values(), *whole.origins.values(), *whole.wanted.values()]
    for mark in ("c", "u"):
        assert html.count(f"[{mark}]") == sum(cell.mark == mark for cell in shown)
    assert len(flow_tables.totals(view, whole).rows) == size


DOWNLOADS = [
    ("destinations", {"layer": "origin"}), ("destinations", {"layer": "wanted", "show": "width"}),
    ("flows", {"flows": "origin", "mode": "all"}), ("flow_totals", {}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given"), DOWNLOADS)
@pytest.mark.parametrize("code", ["2023", "2025"])
def test_tables_carry_the_badge_and_hide_what_is_hidden(
    view: View, name: str, given: dict[str, str], code: str
) -> None:
    _, content = exports.make(view, name, "csv", {**given, "round": code})
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows
    badge, mark = view.t("Kind of data"), view.t("Mark")
    for row in rows:
        assert row[badge] == demonstration(view) and row["build"] == view.build
        if row[mark].startswith("[c]"):
            assert row[view.t("Share, %")] == row[view.t("n, answer")] == "[c]"
    if name.startswith("flow"):
        assert any(row[mark].startswith("[c]") for row in rows)
    _, content = exports.make(view, name, "xlsx", {**given, "round": code})
    notes = [cell.value for (cell,) in load_workbook(io.BytesIO(content))[view.t("Notes")]["A1:A3"]]
    assert demonstration(view) in notes


PICTURES = [
    ("destinations", {"layer": "origin", "place": "MN-046"}), ("destinations", {"layer": "wanted", "show": "width"}),
    ("destination_tiles", {"layer": "wanted"}), ("flows", {}), ("flows", {"flows": "origin", "mode": "in", "aimag": "MN-037"}),
    ("flows", {"flows": "origin", "mode": "between", "aimag": "MN-037", "other": "MN-035"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given"), PICTURES)
def test_pictures_carry_the_badge_and_the_build(view: View, name: str, given: dict[str, str]) -> None:
    stem, svg = exports.make(view, name, "svg", given)
    assert stem.isascii()
    text = svg.decode()
    assert demonstration(view) in text and view.build in text
    assert "http://" not in text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    _, picture = exports.make(view, name, "png", given)
    assert picture.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "given",
    [
        {"layer": "nowhere"}, {"show": "size"}, {"survey": "none"}, {"round": "1066"},
        {"flows": "origin", "mode": "sideways"}, {"flows": "origin", "mode": "in", "aimag": "MN-1"}, {"most": "-3"},
    ],
)  # fmt: skip
def test_a_download_of_nonsense_is_answered_with_a_sentence(view: View, given: dict[str, str]) -> None:
    name = "flows" if {"flows", "most"} & given.keys() else "destinations"
    with pytest.raises(exports.BadRequest):
        exports.make(view, name, "svg", given)
