"""Pages of the plan in a real browser: what is chosen and typed stands in the address, and a link opens it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_a_standard_typed_stands_in_the_link(visit: Callable[..., Any]) -> None:
    person = visit()
    page = person.open("/capacity?lang=en")
    page.locator('button[data-set="preset=weakest"]').click()
    page.wait_for_url("**preset=weakest**")
    person.settle()
    page.locator("#standards summary").first.click()
    typed = page.locator('input[data-param="standard_pupils_per_teacher"]')
    typed.fill("22")
    typed.press("Enter")
    page.wait_for_url("**standard_pupils_per_teacher=22**")
    person.settle()
    answer = page.locator("h1").inner_text()
    assert answer.startswith("With what every aimag keeps today, changed as typed below as the standard")
    page.locator('table.stress button[data-set="aimag=MN-046"]').click()
    page.wait_for_url("**aimag=MN-046**")
    person.settle()
    link = page.url.removeprefix(person.address)
    again = visit().open(link)
    assert again.locator("h1").inner_text() == answer
    again.locator("details.value summary").first.click()
    assert again.locator("details.value[open] .roots").first.is_visible()
    assert person.faults == []


def test_the_map_of_room_can_be_clicked(visit: Callable[..., Any]) -> None:
    person = visit()
    page = person.open("/capacity?lang=en&preset=weakest")
    chart = page.locator('[data-testid="stDeckGlJsonChart"]')
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    for _ in range(10):  # until the map is drawn, a click on it goes nowhere
        page.mouse.click(box["x"] + box["width"] * 0.52, box["y"] + box["height"] * 0.72)
        page.wait_for_timeout(1500)
        if "aimag=MN-053" in page.url:
            break
    assert "aimag=MN-053" in page.url
    assert person.off_host == []


def test_a_weight_slid_moves_the_places(visit: Callable[..., Any]) -> None:
    person = visit()
    page = person.open("/readiness?lang=en")
    before = page.locator("h1").inner_text()
    page.locator('input[data-param="weight_connection"]').focus()
    page.keyboard.press("Home")
    page.wait_for_url("**weight_connection=0**")
    person.settle()
    assert page.locator("h1").inner_text() != before
    page.locator("#selection summary").click()
    page.locator('#selection button[data-set="without=gdp_per_capita"]').click()
    page.wait_for_url("**without=gdp_per_capita**")
    person.settle()
    assert page.locator('#selection button[aria-pressed="false"]').count() == 1
    assert person.off_host == [] and person.faults == []
