"""Pages in a real browser: cold deep links, no off-host request, picking, languages, phone width."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from ui.menu import MENU
from ui.view import View

PAGES = {entry.path: entry for entries in MENU.values() for entry in entries}
LATIN = re.compile(r"\b[A-Za-z]{4,}\b")
# Authors and series of the studies that Target cites.
CITED = {"Dalen", "Henkens", "Groot", "Manting", "Mulder", "Feleky", "Wanner", "Gallup", "World", "Poll"}


@pytest.mark.parametrize("path", list(PAGES))
@pytest.mark.parametrize("language", ["mn", "en"])
def test_a_deep_link_opens_its_page(visit: Callable[..., Any], path: str, language: str) -> None:
    person = visit()
    page = person.open(f"/{path}?lang={language}&aimag=MN-046")
    page.wait_for_selector(".foot")
    current = page.locator('.st-key-pages [aria-current="page"]')
    assert current.all_inner_texts() == [View("", language, "light").t(PAGES[path].name)]
    assert page.locator('[data-testid="stException"], [data-testid="stAlert"]').count() == 0
    assert person.off_host == []
    assert person.faults == []


@pytest.mark.parametrize("path", list(PAGES))
@pytest.mark.parametrize("width", [360, 320])
def test_a_phone_never_scrolls_sideways(visit: Callable[..., Any], path: str, width: int) -> None:
    page = visit(width=width, height=740).open(f"/{path}?lang=mn&aimag=MN-046")
    page.wait_for_selector(".foot")
    wide = page.evaluate(
        "(() => { const main = document.querySelector('[data-testid=stMain]');"
        " return Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - innerWidth); })()"
    )
    assert wide <= 0


def test_a_click_on_the_map_selects_everywhere_and_survives(visit: Callable[..., Any]) -> None:
    person = visit()
    page = person.open("/map?lang=en")
    page.wait_for_timeout(1500)
    box = page.locator('[data-testid="stDeckGlJsonChart"]').bounding_box()
    page.mouse.click(
        box["x"] + box["width"] * 0.52, box["y"] + box["height"] * 0.82
    )  # Umnugovi, in the south
    page.wait_for_url("**aimag=MN-053**", timeout=15000)
    person.settle()
    assert page.locator(".tiles button.here").inner_text().startswith("Umnugovi")
    page.locator('.tiles button[data-set="aimag=MN-046"]').click()
    page.wait_for_url("**aimag=MN-046**")
    person.settle()
    page.locator("select[data-param=indicator]").select_option("departure_rate")
    page.wait_for_url("**indicator=departure_rate**")
    person.settle()
    assert page.locator(".tiles button.here").inner_text().startswith("Uvs")
    page.reload()
    person.settle()
    assert page.locator(".tiles button.here").inner_text().startswith("Uvs")
    page.get_by_role("link", name="Compare").click()
    page.wait_for_url("**compare**")
    person.settle()
    page.get_by_role("link", name="Map", exact=True).first.click()
    page.wait_for_url("**aimag=MN-046**")


def test_a_copied_link_opens_the_same_view_in_the_other_language(visit: Callable[..., Any]) -> None:
    person = visit()
    page = person.open("/map?lang=mn&indicator=beds_per_1000&year=2019&aimag=MN-043&classes=quantile-4-year")
    values = page.locator(".tiles b").all_inner_texts()
    page.locator('.segments button[data-set="lang=en"]').click()
    page.wait_for_url("**lang=en**")
    person.settle()
    page.wait_for_timeout(500)
    assert (
        "indicator=beds_per_1000" in page.url
        and "year=2019" in page.url
        and "classes=quantile-4-year" in page.url
    )
    assert [value.replace(".", ",") for value in page.locator(".tiles b").all_inner_texts()] == values
    assert "Hospital beds" in page.locator(".picture-head").first.inner_text()


@pytest.mark.parametrize("written", ["Төв", "Tuv", "Töv", "To'v", "Tov"])
def test_search_finds_an_aimag_by_any_spelling(visit: Callable[..., Any], written: str) -> None:
    person = visit()
    page = person.open("/?lang=en")
    page.locator(".search input").fill(written)
    page.locator(".search input").press("Enter")
    page.wait_for_url("**aimag=MN-047**", timeout=15000)


def test_search_asks_when_a_name_is_shared(visit: Callable[..., Any]) -> None:
    person = visit()
    page = person.open("/?lang=mn")
    page.locator(".search input").fill("Булган")
    page.locator(".search input").press("Enter")
    page.wait_for_selector(".asked .chips button")
    assert page.locator(".asked .chips button").count() >= 5


def test_the_hall_theme_stands_in_the_address(visit: Callable[..., Any]) -> None:
    page = visit().open("/map?lang=mn&theme=hall")
    page.wait_for_selector(".foot")
    colour = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert colour == "rgb(14, 23, 29)"
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 20


def test_the_years_do_not_play_for_those_who_want_no_motion(visit: Callable[..., Any]) -> None:
    page = visit(reduced_motion="reduce").open("/map?lang=mn")
    assert not page.locator(".play").is_visible()
    page.locator("#all-years summary").click()
    assert page.locator(".small-map").first.is_visible()


def test_playing_steps_through_the_years(visit: Callable[..., Any]) -> None:
    page = visit().open("/map?lang=mn&year=2023")
    page.locator(".play").click()
    page.wait_for_url("**year=2024**", timeout=15000)
    page.wait_for_url("**year=2025**", timeout=15000)


@pytest.mark.parametrize(
    "path",
    [
        "overview",
        "map",
        "compare",
        "intentions",
        "destinations",
        "crosstab",
        "rounds",
        "published",
        "target",
        "capacity",
        "matching",
    ],
)
def test_no_english_sentence_is_left_on_a_mongolian_page(visit: Callable[..., Any], path: str) -> None:
    """Codes, acronyms and names of sources may be Latin; words of the interface may not."""
    page = visit().open(f"/{path}?lang=mn&aimag=MN-046")
    page.wait_for_selector(".foot")
    text = page.evaluate(
        "(() => { const copy = document.querySelector('.stApp').cloneNode(true);"
        " copy.querySelectorAll('style, script, [data-testid=stSkipToContent], .caption, .downloads, .foot, details, option').forEach(e => e.remove());"
        " return copy.textContent; })()"
    )
    allowed = {"Jenks", "Nutag", "PROBLEM", "json", "COD", "Mongolia", "IGO", "OCHA", *CITED}
    assert [word for word in LATIN.findall(text) if word not in allowed] == []
