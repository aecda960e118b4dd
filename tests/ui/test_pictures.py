"""Pictures as values: colours, legends, tiles, maps, small multiples, tables."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from store import builds
from ui import maps
from ui.charts import capital, multiples, trend
from ui.classes import DEFAULT, parse
from ui.drawings.dots import dots
from ui.drawings.legend import legend, sentence
from ui.drawings.tiles import tiles
from ui.overview_page import three_sentences
from ui.painted import painted
from ui.theme import HALL, LIGHT, Theme, contrast, on, palette
from ui.view import View

VIEWS = [("mn", "light"), ("en", "hall")]


@pytest.fixture(params=VIEWS)
def view(request: pytest.FixtureRequest, built_store: Path) -> View:
    return View(builds.current(), *request.param)


@pytest.mark.parametrize("theme", [LIGHT, HALL])
def test_text_can_be_read(theme: Theme) -> None:
    for ground in (theme.paper, theme.card):
        for ink in (theme.ink, theme.muted, theme.primary):
            assert contrast(ink, ground) >= 4.5, (theme.name, ink, ground)
    for fill in (*palette(theme, 0, 7, False), *palette(theme, 4, 8, True)):
        assert contrast(on(fill), fill) >= 4.5, fill


@pytest.mark.parametrize("theme", [LIGHT, HALL])
@pytest.mark.parametrize("below", range(6))
def test_a_palette_has_one_colour_per_class(theme: Theme, below: int) -> None:
    assert len(set(palette(theme, below, 6, True))) == 6
    assert len(set(palette(theme, 0, below + 1, False))) == below + 1


def test_map_tiles_dots_and_legend_are_in_step(view: View) -> None:
    picture = painted(view, "net_migration_rate", "aimag", 2025, parse(DEFAULT))
    deck = json.loads(
        maps.draw(view, "net_migration_rate", "aimag", 2025, parse(DEFAULT), "MN-046", "desk").to_json()
    )
    areas = next(layer for layer in deck["layers"] if layer["id"] == "areas")
    drawn = {f["properties"]["code"]: f["fill"] for f in areas["data"]["features"]}
    grid, ranked = tiles(picture, "MN-046"), dots(picture, "MN-046")
    assert len(drawn) == 22
    for code, fill in drawn.items():
        assert "#" + "".join(f"{part:02X}" for part in fill[:3]) == picture.fill(code)
        assert f'data-set="aimag={code}"' in grid and f'data-set="aimag={code}"' in ranked
        assert picture.said(code) in grid and picture.said(code) in ranked
    assert sum(picture.breaks.counts) == 22
    assert 0.0 in picture.breaks.uppers  # zero falls on an edge
    assert "here" in legend(picture, "MN-046")
    assert view.words.place(view.places["MN-046"]) in sentence(picture, "MN-046")


def test_absent_values_have_marks_of_their_own(view: View) -> None:
    picture = painted(view, "local_services_on_e_mongolia", "aimag", 2023, parse(DEFAULT))
    grid, key = tiles(picture, None), legend(picture, None)
    assert grid.count('class="hatch') == len(picture.ranking.missing) == 11
    assert grid.count('class="blank') == 1
    assert view.t("no data") in key and view.t("not applicable") in key


def test_the_payload_of_the_map_is_small(view: View) -> None:
    text = maps.draw(view, "net_migration_rate", "aimag", 2025, parse(DEFAULT), None, "desk").to_json()
    assert len(gzip.compress(text.encode())) <= 60_000
    text = maps.draw(view, "population_resident", "soum", 2020, parse(DEFAULT), None, "desk").to_json()
    assert len(gzip.compress(text.encode())) <= 250_000
    assert "http" not in text


def test_figures_draw_for_an_aimag_the_capital_and_a_region(view: View) -> None:
    for place, level in (
        ("MN-046", "aimag"),
        ("MN-1", "aimag"),
        ("R2001-western", "region"),
        ("R2024-gobi", "region"),
    ):
        assert len(trend.moves(view, place, level).data) == 3
        assert len(trend.multiples(view, place, level, 4).data) == 2 * len(trend.TRENDS)
    assert trend.ages(view, "MN-046", "aimag") is None  # Uvs is one of the five without age bands
    assert trend.ages(view, "MN-043", "aimag") is not None
    assert [year for year, _ in capital.series(view)] == list(range(2011, 2026))
    assert multiples.figure(view, ("MN-046", "MN-1"), ("gdp_per_capita", "net_migration_rate"), 2).data


def test_the_three_sentences_say_what_the_figures_say(view: View) -> None:
    first, second, third = three_sentences(view, 2025)
    assert view.words.number(19034) in first
    assert "18" in second and view.words.number(-2294) in second
    assert "161" in third and view.words.name(view.places["MN-065"]) in third
