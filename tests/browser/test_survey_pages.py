"""Survey pages in a real browser: a crosstab in four clicks, a copied link, keys, a link to a part of a page."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from store import builds, survey_queries

PROJECT = Path(__file__).resolve().parents[2]


def test_a_crosstab_takes_four_clicks_and_its_link_opens_it_again(visit: Callable[..., Any]) -> None:
    person = visit()
    page = person.open("/?lang=mn")
    page.get_by_role("link", name="Судалгаа", exact=True).click()
    page.wait_for_url("**/intentions**")
    person.settle()
    page.get_by_role("link", name="Огтлолын хүснэгт").click()
    page.wait_for_url("**/crosstab**")
    person.settle()
    for name, value in (("row", "sex"), ("column", "drivers")):
        page.locator(f"select[data-param={name}]").select_option(value)
        page.wait_for_url(f"**{name}={value}**")
        person.settle()
    cells, link = page.locator("table.crosstab td").all_inner_texts(), page.url
    assert any("–" in cell for cell in cells), "shares have intervals"
    other = visit()
    again = other.open(link.removeprefix(person.address))
    again.wait_for_selector("table.crosstab")
    assert again.locator("table.crosstab td").all_inner_texts() == cells
    again.locator('.segments button[data-set="lang=en"]').click()
    again.wait_for_url("**lang=en**")
    other.settle()
    assert "row=sex" in again.url and "column=drivers" in again.url
    in_english = again.locator("table.crosstab td").all_inner_texts()
    assert [cell.replace(".", ",") for cell in in_english][:4] == cells[:4]


def test_the_program_under_a_crosstab_makes_its_numbers(
    visit: Callable[..., Any], built_store: Path, tmp_path: Path
) -> None:
    page = visit().open("/crosstab?lang=en&row=sex&column=wish&round=2025")
    page.wait_for_selector("table.crosstab")
    shown = page.locator("table.crosstab tbody tr").first.locator("td").first.inner_text().split()[0]
    rounds = survey_queries.rounds(builds.current(built_store), "demonstration")
    file = survey_queries.microdata(next(r for r in rounds if r.code == "2025"))
    (tmp_path / "demonstration-2025.parquet").symlink_to(Path(file).resolve())
    program = page.locator("#programs code").first.text_content()
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env={"PYTHONPATH": str(PROJECT)}, capture_output=True, text=True, check=True
    )  # fmt: skip
    women = next(line for line in run.stdout.splitlines() if line.startswith("('female',) yes"))
    assert f"{100 * float(women.split()[2]):.1f}" == shown


def test_keys_are_enough_to_choose_a_round_and_an_aimag(visit: Callable[..., Any]) -> None:
    person = visit()
    page = person.open("/destinations?lang=en")
    page.locator('button[data-set="round=2023"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**round=2023**")
    person.settle()
    page.locator('svg.country [data-set="aimag=MN-046"]').first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**aimag=MN-046**")
    person.settle()
    assert page.locator(".sentence").first.inner_text().startswith("Of those who came from Uvs")


def test_the_badge_leads_to_how_the_demonstration_was_made(visit: Callable[..., Any]) -> None:
    person = visit()
    page = person.open("/intentions?lang=en")
    page.locator("a.badge.demonstration").first.click()
    page.wait_for_url("**/methods**")
    person.settle()
    page.wait_for_function(
        "(() => { const y = document.querySelector('#demonstration').getBoundingClientRect().top;"
        " return y >= -5 && y < innerHeight; })()"
    )
