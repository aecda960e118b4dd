"""Layers and deck as values: what the browser is sent, and how much of it."""

import gzip
import json
import math
from pathlib import Path
from typing import Any

import pytest

from geo import layers
from geo.deck import MONGOLIA, draw, fit
from geo.shapes import Outline, read_outlines

ROOT = Path(__file__).parents[2]
OUTLINES = read_outlines(ROOT / "data/raw/boundaries/aimag_outline.geojson")
SOUMS = ROOT.parent / "shared/geo/mng_adm2_light.geojson"
NAMES = {code: f"Өвөр {code}" for code in OUTLINES}
GREY = [230, 230, 230]


def areas(outlines: dict[str, Outline] = OUTLINES, decimals: int = 4) -> Any:
    fields = {code: {"value": "12,3", "rank": "7", "year": "2025", "source": "ҮСХ"} for code in outlines}
    fill = {code: [i % 250, 20, 60] for i, code in enumerate(outlines)}
    names = {code: NAMES.get(code, "Өлзийт") for code in outlines}
    return layers.choropleth(
        outlines, fill, names=names, line=[255, 255, 255], fields=fields, decimals=decimals
    )


def sent(*drawn: Any) -> dict[str, Any]:
    return json.loads(draw(drawn, fit(700, 460)).to_json())


def layer(deck: dict[str, Any], identifier: str) -> dict[str, Any]:
    return next(one for one in deck["layers"] if one["id"] == identifier)


def test_no_base_map_is_asked_for() -> None:
    text = draw([areas()], fit(700, 460)).to_json()
    assert "http" not in text
    deck = json.loads(text)
    assert "mapProvider" not in deck
    # With any other style, or none, the page would load one from elsewhere.
    assert deck["mapStyle"] == "__MAP_STYLE__"


def test_an_area_carries_its_code_its_texts_and_its_colour() -> None:
    deck = sent(areas())
    sheet = layer(deck, "areas")
    first = sheet["data"]["features"][0]
    assert sheet["pickable"] is True
    assert set(first["properties"]) == {"code", "name", "value", "rank", "year", "source"}
    assert first["fill"] == [0, 20, 60]
    assert len(sheet["data"]["features"]) == 22


def test_class_colours_do_not_pale_when_an_area_is_selected() -> None:
    deck = sent(
        areas(),
        layers.symbols({"MN-1": (106.9, 47.9)}, {"MN-1": 9}, {"MN-1": GREY}, names=NAMES, line=GREY),
        layers.labels({"MN-1": (106.9, 47.9)}, NAMES, [0, 0, 0], GREY),
        layers.hatch(OUTLINES, ["MN-046"], GREY),
    )
    assert layer(deck, "areas")["_subLayerProps"] == {"polygons-fill": {"getFillColor": "@@=fill"}}
    assert layer(deck, "symbols")["_subLayerProps"] == {"points-circle": {"getFillColor": "@@=fill"}}
    # Streamlit pales the layers of these types through these very settings.
    assert {one["@@type"] for one in deck["layers"]} == {"GeoJsonLayer"}
    assert not any("getFillColor" in one for one in deck["layers"])


def test_a_field_that_one_area_lacks_is_sent_empty() -> None:
    sheet = layers.choropleth(
        OUTLINES,
        {"MN-1": GREY, "MN-035": GREY},
        names=NAMES,
        line=GREY,
        fields={"MN-1": {"value": "3"}},
    )
    assert [feature["properties"]["value"] for feature in sheet.data["features"]] == ["3", ""]


def test_every_letter_of_the_labels_is_prepared() -> None:
    texts = {"MN-055": "Өвөрхангай", "MN-051": "Сүхбаатар", "MN-064": ""}
    centres = {code: (103.0, 46.0) for code in texts}
    found = layer(sent(layers.labels(centres, texts, [0, 0, 0], GREY)), "labels")
    assert set(found["textCharacterSet"]) == set("ӨвөрхангайСүхбаатар")
    assert found["pointType"] == "text"
    assert len(found["data"]["features"]) == 2


def test_the_selected_outline_is_cased() -> None:
    features = layer(sent(layers.selected([OUTLINES["MN-1"]], [1, 2, 3], [255, 255, 255])), "selected")[
        "data"
    ]
    assert [(one["width"], one["line"]) for one in features["features"]] == [
        (6, [255, 255, 255]),
        (3, [1, 2, 3]),
    ]


def test_each_pattern_has_its_own_layer_and_may_be_empty() -> None:
    deck = sent(
        layers.hatch(OUTLINES, ["MN-046"], GREY),
        layers.hatch(OUTLINES, [], GREY, pattern="horizontal"),
        layers.hatch(OUTLINES, ["MN-1", "unknown"], GREY, pattern="cross"),
        layers.borders(OUTLINES.values(), GREY),
    )
    found = {one["id"]: len(one["data"]["features"]) for one in deck["layers"]}
    assert found == {"hatch-diagonal": 1, "hatch-horizontal": 0, "hatch-cross": 1, "borders": 22}
    assert not any(one["pickable"] for one in deck["layers"])


def test_the_sheet_behind_the_map_can_be_clicked_and_has_no_tooltip() -> None:
    sheet = layer(sent(layers.background(), areas()), "background")
    assert sheet["pickable"] is True
    assert not any(sheet["data"])


def test_the_area_of_a_symbol_is_in_proportion_to_its_value() -> None:
    sizes = layers.symbol_sizes({"a": 400.0, "b": 100.0, "c": -100.0, "d": 0.0, "e": None}, 30)
    assert sizes == {"a": 30, "b": 15, "c": 15, "d": 0}
    assert layers.symbol_sizes({"a": 100.0}, 30, largest=400)["a"] == 15
    assert layers.symbol_sizes({"a": 0.0}) == {"a": 0}
    assert layers.symbol_sizes({}) == {}


def test_small_symbols_lie_on_large_ones() -> None:
    centres = {"a": (100.0, 45.0), "b": (101.0, 45.0), "c": (102.0, 45.0)}
    radius = {"a": 3.0, "b": 9.0, "c": 0.0}
    found = layers.symbols(centres, radius, {code: GREY for code in centres}, names={}, line=GREY)
    assert [feature["properties"]["code"] for feature in found.data["features"]] == ["b", "a"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1_700_000, 90_000], (1_000_000, 200_000, 50_000)),
        ([0.3, 0.1], (0.2, 0.05, 0.01)),
        ([7, 3, None], (5, 1)),
        ([-800.0, 20.0], (500, 200, 20)),
        ([0.0, None], ()),
        ([], ()),
    ],
)
def test_the_legend_of_symbols_has_round_values(
    values: list[float | None], expected: tuple[float, ...]
) -> None:
    assert layers.legend_values(values) == pytest.approx(expected)


@pytest.mark.parametrize(("width", "height"), [(700, 460), (320, 300), (1400, 500), (320, 700)])
def test_the_view_holds_the_whole_country(width: float, height: float) -> None:
    view = fit(width, height)
    world = 512 * 2**view.zoom
    west, south, east, north = MONGOLIA

    def down(latitude: float) -> float:
        return world * (0.5 - math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi))

    across, upright = world * (east - west) / 360, down(south) - down(north)
    assert across <= width - 19.9
    assert upright <= height - 19.9
    assert max(across / (width - 20), upright / (height - 20)) == pytest.approx(1, abs=0.002)
    assert down(view.latitude) == pytest.approx((down(north) + down(south)) / 2, abs=0.1)
    assert view.longitude == pytest.approx((west + east) / 2, abs=0.01)
    (left, bottom), (right, top) = view.max_bounds
    assert left < west < east < right
    assert bottom < south < north < top


def test_a_phone_page_scrolls_over_the_map() -> None:
    controller = sent(areas())["views"][0]["controller"]
    assert controller["scrollZoom"] is False
    assert controller["dragPan"] is True


def test_the_deck_is_written_once() -> None:
    deck = draw([areas()], fit(700, 460), tooltip="<b>{name}</b>")
    assert deck.to_json() is deck.to_json()
    assert deck._tooltip["html"] == "<b>{name}</b>"


def test_22_aimags_stay_within_60_kb() -> None:
    centres = {code: (103.1234, 46.1234) for code in OUTLINES}
    deck = draw(
        [
            areas(),
            layers.hatch(OUTLINES, OUTLINES, GREY),
            layers.selected(OUTLINES.values(), GREY, GREY),
            layers.labels(centres, NAMES, GREY, GREY),
        ],
        fit(700, 460),
    )
    assert len(gzip.compress(deck.to_json().encode())) < 60_000


@pytest.mark.skipif(not SOUMS.exists(), reason="the full soum boundaries are not at hand")
def test_339_soums_stay_within_250_kb() -> None:
    soums = read_outlines(SOUMS)
    deck = draw([areas(soums), layers.borders(OUTLINES.values(), GREY)], fit(700, 460))
    assert len(soums) == 339
    assert len(gzip.compress(deck.to_json().encode())) < 250_000
