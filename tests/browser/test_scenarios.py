"""A scenario in real browsers: saved, changed in two windows at once, opened by link elsewhere, exported, brought back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from planning.__main__ import main

ASSUMED = "known=demonstration/2025&base=600000&rate=band&horizon=10"
RESULTS = ".st-key-card-results td"


def test_a_scenario_goes_from_person_to_person(
    visit: Callable[..., Any], tmp_path: Path, capsys: Any
) -> None:
    person = visit()
    page = person.open(f"/target?lang=en&{ASSUMED}")
    page.locator('button[data-set="save=target"]').click()
    page.wait_for_url("**save=target**")
    person.settle()
    page.get_by_label("Name of the scenario").fill("<b>All</b> who plan")
    page.get_by_label("Your name").fill("Бат")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**scenario=**")
    person.settle()
    page.get_by_role("link", name="Open the scenario").click()
    page.wait_for_selector(RESULTS)
    person.settle()
    link, saved = page.url.removeprefix(person.address), page.locator(RESULTS).all_inner_texts()
    assert page.locator("h1").inner_text() == "<b>All</b> who plan"

    second = page.context.new_page()
    for window in (page, second):
        window.goto(f"{person.address}{link}&act=edit")
        window.wait_for_selector("textarea")
        window.get_by_label("Your name").fill("Бат")
    page.get_by_label("Name of the scenario").fill("Renamed first")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_function("document.querySelector('h1')?.textContent === 'Renamed first'")
    second.get_by_label("Name of the scenario").fill("Renamed second")
    second.get_by_role("button", name="Save", exact=True).click()
    second.wait_for_selector("text=changed in another window")
    assert second.locator("h1").inner_text() == "Renamed first"
    assert second.get_by_label("Name of the scenario").input_value() == "Renamed second", (
        "what was typed stays"
    )

    other = visit(locale="mn-MN")
    elsewhere = other.open(link.replace("lang=en", "lang=mn"))
    elsewhere.wait_for_selector(RESULTS)
    digits = [
        cell.replace("\u00a0", ",")
        for cell in elsewhere.locator(".st-key-card-results td.n").all_inner_texts()
    ]
    known = {cell for cell in saved if "," in cell and "–" in cell}
    assert known and known <= {cell.replace(",", ",") for cell in digits}, (
        "the same digits in another browser"
    )
    assert elsewhere.locator('button[data-set="act=edit"]').count() == 0
    with elsewhere.expect_download() as download:
        elsewhere.get_by_role("link", name="JSON", exact=True).click()
    file = tmp_path / "scenario.json"
    download.value.save_as(file)
    content = json.loads(file.read_text("utf-8"))
    capsys.readouterr()
    assert main(["target", "--scenario", str(file), "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["forecast"][-1]["median"] == content["results"][0]["estimate"]

    elsewhere.goto(f"{other.address}/scenarios?lang=en")
    elsewhere.wait_for_selector("input[type=file]", state="attached")
    other.settle()
    elsewhere.locator("input[type=file]").set_input_files(file)
    elsewhere.wait_for_selector('.st-key-card-bring input[type="text"]')
    other.settle()
    elsewhere.locator(".st-key-card-bring").get_by_label("Your name").fill("Дорж")
    elsewhere.locator(".st-key-card-bring").get_by_role("button", name="Save", exact=True).click()
    elsewhere.wait_for_selector(RESULTS)
    other.settle()
    assert elsewhere.locator(RESULTS).all_inner_texts() == saved
    assert elsewhere.locator('button[data-set="act=edit"]').count() == 1, "the copy is theirs"
    assert person.faults == other.faults == [] and other.off_host == []
