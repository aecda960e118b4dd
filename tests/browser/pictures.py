"""The pictures of docs/how-to, taken of the real pages: python -m tests.browser.pictures"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from etl.build import build
from etl.intake import templates
from etl.intake.mapping import TEMPLATE, Codebook, template
from etl.publishing.figures import empty
from tests.browser.conftest import PROJECT, Visit, chromium_candidates, serving, start_chromium
from tests.etl.intake import clean

FOLDER = PROJECT / "docs" / "how-to" / "pictures"
WIDTH, HEIGHT, COLOURS = 1100, 620, 128
WAIT_MS = 60_000
CHOSEN = {"origin_aimag": "Завхын", "education": "дээт"}  # as people write Завхан and дээд


def main() -> None:
    """Take every picture in both languages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        survey, figures = folder / "Судалгаа 2026.csv", folder / "Ажлын байр.csv"
        as_from_the_field().to_csv(survey, index=False, sep=";")
        heads, rows = empty.table("Аймаг", "mn")
        figures.write_bytes(
            templates.to_csv(heads, [[row[0], 100 + at, 110 + at, 130 + at] for at, row in enumerate(rows)])
        )
        path = next(iter(chromium_candidates(playwright)))
        browser = start_chromium(playwright, path)
        for language in ("mn", "en"):
            build(folder / language)
            with serving(folder / language, folder) as address:
                page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
                take(Visit(page, address), language, survey, figures)
                page.close()
        browser.close()


def as_from_the_field() -> pd.DataFrame:
    """A survey file with Mongolian names and answers, two of them misspelt."""
    book, people = template(TEMPLATE), clean.respondents()
    for column in people.columns:
        texts = {answer.code: answer.text_mn for answer in book.answers.get(column, ())}
        if column == "origin_aimag":
            texts["MN-057"] = texts["MN-073"] = CHOSEN[column]
        if column == "education":
            texts["higher"] = CHOSEN[column]
        people[column] = [texts.get(cell, cell) for cell in people[column]]
    people["Утас"] = [f"99{place:06}" for place in range(len(people))]
    return people.rename(columns={column: _name(book, column) for column in people.columns})


def _name(book: Codebook, column: str) -> str:
    question, _, option = column.partition("__")
    known = book.question(question)
    text = next((a.text_mn for a in book.answers.get(question, ()) if a.code == option), "")
    return f"{known.name_mn}: {text}" if known and option else known.name_mn if known else column


def take(person: Visit, language: str, survey: Path, figures: Path) -> None:
    """Go the whole way once, and take a picture at each step."""
    page = person.open(f"/upload?lang={language}&theme=light")
    picture(page, f"drop.{language}")
    page.locator(".nutag-drop input[type=file]").set_input_files(survey)
    page.wait_for_url("**draft=**", timeout=WAIT_MS)
    looked(person)
    picture(page, f"file.{language}")

    def step(name: str) -> None:
        page.locator(f'.steps [data-set="step={name}"]').click()
        person.settle()

    for name in ("match", "places"):
        step(name)
        choices = page.locator(".st-key-card-values select")
        for at in range(choices.count()):
            choices.nth(at).select_option({"match": "=higher", "places": "=MN-057"}[name])
            person.settle()
        picture(page, f"{name}.{language}")
    page.locator('[data-set="apply=1"]').click()
    looked(person)
    step("check")
    picture(page, f"check.{language}")
    buttons = page.locator('[data-set^="acknowledge="]')
    for left in range(buttons.count() - 1, -1, -1):
        buttons.first.click()
        expect(buttons).to_have_count(left, timeout=WAIT_MS)
    for name in ("protect", "weigh", "preview", "publish"):
        step(name)
        if name == "publish":
            page.locator(".st-key-card-publish input").first.fill("Болд" if language == "mn" else "Bold")
        picture(page, f"{name}.{language}")
    page.locator(".st-key-card-publish button").click()
    looked(person)
    person.open(f"/versions?lang={language}&theme=light")
    picture(page, f"versions.{language}")
    person.open(f"/upload?lang={language}&theme=light&kind=table")
    page.locator(".nutag-drop input[type=file]").set_input_files(figures)
    page.wait_for_url("**draft=**", timeout=WAIT_MS)
    looked(person)
    for name in ("indicator", "source"):
        page.locator(f'[data-param="{name}"]').select_option("-")
        person.settle()
    picture(page, f"table.{language}")


def looked(person: Visit) -> None:
    """Wait until no work is under way."""
    page = person.settle()
    expect(page.locator(".st-key-progress")).to_have_count(0, timeout=WAIT_MS)
    person.settle()


def picture(page: Page, name: str) -> None:
    """Take what is in sight, in few colours."""
    page.wait_for_timeout(600)
    file = FOLDER / f"{name}.png"
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT + 180 * name.startswith("match")})
    page.screenshot(path=file)
    Image.open(file).convert("RGB").quantize(COLOURS).save(file, optimize=True)


if __name__ == "__main__":
    main()
