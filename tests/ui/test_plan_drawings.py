"""Drawings of the plan: bands stand where their numbers are, scales hold them, and a picture says it all."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from store import builds
from ui.drawings import banded, tornado
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


LONG = "Төлөвлөсөн хүмүүсээс таамагласан хугацаанд шилжсэн нь, хоёрдугаар хувилбараар"


def texts(inner: str) -> list[tuple[str, float, float, str]]:
    """What is written, where it begins and ends at the letters' width that is reckoned with, and how it is set."""
    out = []
    for text in ElementTree.fromstring(f"<svg>{inner}</svg>").iter("text"):
        said, x, anchor = text.text or "", float(text.get("x", "")), text.get("text-anchor", "start")
        wide = 7.4 * len(said)
        left = x - wide if anchor == "end" else x - wide / 2 if anchor == "middle" else x
        out.append((said, left, left + wide, anchor))
    return out


@pytest.mark.parametrize("width", [340.0, 1300.0])
def test_the_bands_of_scenarios_stand_on_one_scale_and_long_names_stay_whole(
    view: View, width: float
) -> None:
    rows = [
        banded.Row("A", 100.0, {0.95: (50.0, 200.0), 0.8: (60.0, 150.0)}, "100"),
        banded.Row(LONG, -50.0, {0.95: (-80.0, 0.0)}, "−50"),
        banded.Row("without a band", 400.0, {}, "400"),
    ]
    inner, height = banded.banded(view, rows, (0, 300), width=width)
    drawn = ElementTree.fromstring(f"<svg>{inner}</svg>")
    bands = [(float(r.get("x", "")), float(r.get("width", ""))) for r in drawn.iter("rect")]
    zero, line = (
        float(one.get("x1", "")) for one in drawn.iter("line") if one.get("stroke") == view.theme.accent
    )
    unit = (line - zero) / 300
    expected = [(50, 200), (60, 150), (-80, 0)]
    assert bands == [
        (pytest.approx(zero + unit * a, abs=0.2), pytest.approx(unit * (b - a), abs=0.2)) for a, b in expected
    ]
    assert all(
        left >= 0 and right <= width + 8 for said, left, right, anchor in texts(inner) if anchor == "end"
    )
    if width > banded.NARROW:
        assert "".join(said for said, *_ in texts(inner) if said in LONG).replace(" ", "") == LONG.replace(
            " ", ""
        )
    assert height > 3 * 46


@pytest.mark.parametrize("width", [340.0, 1300.0])
def test_the_tornado_keeps_its_names_whole_and_its_bars_on_one_scale(view: View, width: float) -> None:
    rows = [tornado.Row(LONG, 100.0, 400.0, "100–400", True), tornado.Row("B", 0.0, 200.0, "0–200", False)]
    inner, height = tornado.tornado(view, rows, width=width)
    first, second = ElementTree.fromstring(f"<svg>{inner}</svg>").iter("rect")
    zero, unit = float(second.get("x", "")), float(second.get("width", "")) / 200
    assert float(first.get("x", "")) == pytest.approx(zero + 100 * unit, abs=0.2)
    assert float(first.get("width", "")) == pytest.approx(300 * unit, abs=0.2)
    assert float(first.get("x", "")) + float(first.get("width", "")) <= width
    assert "".join(said for said, *_ in texts(inner) if said in LONG).replace(" ", "") == LONG.replace(
        " ", ""
    )
    assert all(left >= 0 for _, left, _, anchor in texts(inner) if anchor == "end")
    assert 0 < height < 200
