"""The matching in a real browser: an aimag picked on the map, a decision by hand taken and taken back, a file dropped."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.planning.test_waiting import two_aimags


def test_a_decision_by_hand_shows_its_effect_holds_and_is_taken_back(visit: Callable[..., Any]) -> None:
    person = visit()
    page = person.open("/matching?lang=en&preset=weakest")
    page.locator('svg.country path[data-set="aimag=MN-055"]').click()
    page.wait_for_url("**aimag=MN-055**")
    person.settle()
    assert page.locator(".st-key-card-matching-map h3").inner_text().upper() == "UVURKHANGAI"
    page.locator("select[data-param=hand_place]").select_option("MN-055")
    page.wait_for_url("**hand_place=MN-055**")
    person.settle()
    told = page.get_by_text("It would change: objective").inner_text()
    page.get_by_label("Your name").fill("Bat")
    page.get_by_label("Reason of the decision").fill("the road is closed")
    page.get_by_role("button", name="Take the decision").click()
    page.wait_for_url("**hand=**")
    person.settle()
    listed = page.locator(".st-key-card-matching-hand .versions li").inner_text()
    assert "nobody goes to Uvurkhangai: the road is closed" in listed and "Bat" in listed
    assert told.removeprefix("It would change: ").rstrip(".") in listed
    page.reload()
    person.settle()
    page.get_by_role("button", name="Take back").click()
    page.wait_for_function("!location.search.includes('hand=')")
    person.settle()
    assert page.locator(".st-key-card-matching-hand .versions li").count() == 0
    assert person.faults == [] and person.off_host == []


def test_a_problem_of_ones_own_is_dropped_and_answered(visit: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(two_aimags()), "utf-8")
    person = visit()
    page = person.open("/matching?lang=en")
    page.locator(".st-key-card-matching-file input[type=file]").set_input_files(file)
    page.wait_for_url("**problem=**")
    page.get_by_text("Of 10 households, 8 find room where they want to go; 2 fit nowhere.").wait_for(
        timeout=60000
    )
    person.settle()
    assert "mine.json" in page.locator(".st-key-card-matching-asked").inner_text()
    page.locator('.st-key-card-matching-asked [data-set="problem="]').click()
    page.wait_for_function("!location.search.includes('problem=')")
    person.settle()
    assert page.locator("h1").inner_text().startswith("Of 50,000 people")
