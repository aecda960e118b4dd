"""Drawings of the plan: bands stand where their numbers are, scales hold them, and a picture says it all."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from store import builds
from ui.drawings.scatter import Dot, scatter
from ui.drawings.sheet import WIDTH, sheet
from ui.drawings.spans import Span, round_ticks, spans
from ui.view import View

ROWS = [
    Span("MN-046", "Увс", 2.0, 5.0, 9.0, "5 (2–9)", "ажил эрхлэлт"),
    Span("MN-043", "Ховд", 9.0, 9.0, 9.0, "9"),
    Span("MN-057", "Завхан", None, None, None, "–", pale=True),
]


@pytest.fixture
def view(built_store: Path) -> View:
    return View(builds.current(), "mn", "light")


@given(end=some.floats(1, 1e12))
def test_a_scale_holds_its_end_with_a_few_round_ticks(end: float) -> None:
    view = View("", "en", "light")
    last, ticks = round_ticks(view, end)
    assert last >= end * (1 - 1e-9) and ticks[0][0] == 0 and ticks[-1][0] == last
    assert 2 <= len(ticks) <= 6
    assert len({said for _, said in ticks}) == len(ticks)


@pytest.mark.parametrize("width", [340.0, 640.0])
def test_bands_stand_where_their_numbers_are(view: View, width: float) -> None:
    inner, height = spans(view, ROWS, start=0.0, end=10.0, ticks=[(0.0, "0"), (10.0, "10")], width=width)
    drawn = ElementTree.fromstring(f"<svg>{inner}</svg>")
    groups = [group for group in drawn.iter("g") if group.get("data-set")]
    assert [group.get("data-set") for group in groups] == [f"aimag={row.code}" for row in ROWS]
    band = groups[0].findall("rect")[1]
    low, wide = float(band.get("x", "")) + 5, float(band.get("width", "")) - 10
    ticks = [float(line.get("x1", "")) for line in drawn.findall("line")]
    unit = (ticks[1] - ticks[0]) / 10
    assert low == pytest.approx(ticks[0] + 2 * unit, abs=0.2) and wide == pytest.approx(7 * unit, abs=0.2)
    assert float(groups[0].find("circle").get("cx", "")) == pytest.approx(ticks[0] + 5 * unit, abs=0.2)  # type: ignore[union-attr]
    assert groups[2].find("circle") is None, "what is not known is not drawn"
    for element in drawn.iter():
        for name in ("x", "x1", "x2", "cx"):
            assert 0 <= float(element.get(name, 0)) <= width
        for name in ("y", "cy", "y1"):
            assert 0 <= float(element.get(name, 0)) <= height


def test_a_scatter_names_its_ends_and_says_when_there_is_nothing(view: View) -> None:
    dots = [Dot(f"a{i}", f"Name {i}", float(i), float(i * i - 20)) for i in range(9)]
    inner, _ = scatter(view, dots, across="x", upright="y", width=600, selected="a4")
    drawn = ElementTree.fromstring(f"<svg>{inner}</svg>")
    said = [text.text for text in drawn.findall("text")]
    assert {"Name 0", "Name 8", "Name 4"} <= set(said) and "Name 5" not in said
    assert scatter(view, [], across="x", upright="y", width=600)[0].count(view.t("no data")) == 1


def test_a_sheet_holds_badge_title_foot_and_build(view: View) -> None:
    svg = sheet(
        view,
        "<g/>",
        (600, 300),
        title="Нэг <гарчиг>",
        sentence="Өгүүлбэр",
        foot=("Эх сурвалж: ҮСХ",),
        badge="Жишээ",
    )
    drawn = ElementTree.fromstring(svg)
    text = "".join(drawn.itertext())
    for said in ("Нэг <гарчиг>", "Өгүүлбэр", "Эх сурвалж: ҮСХ", "Жишээ", view.build):
        assert said in text
    assert drawn.get("width") == str(WIDTH)
