"""A survey file in a real browser: dropped, settled, published, seen by all, and taken back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from etl.intake import templates
from etl.publishing.figures import empty
from tests.browser.conftest import Visit, serving
from tests.etl.intake import clean

WAIT_MS = 60_000
Begin = Callable[..., Visit]


@pytest.fixture(scope="module")
def own_server(built_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the app over a store that may be changed."""
    folder = tmp_path_factory.mktemp("upload")
    root = Path(shutil.copytree(built_store, folder / "store"))
    with serving(root, folder) as address:
        yield address


@pytest.fixture
def begin(browser: Browser, own_server: str) -> Iterator[Begin]:
    """Begin visits of different people."""
    contexts = []

    def visit(width: int = 1440) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        return Visit(context.new_page(), own_server)

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """A survey file in which one aimag is written as nobody knows it."""
    people = clean.respondents()
    people.loc[people["origin_aimag"] == "MN-035", "origin_aimag"] = "Орхин"
    people.to_csv(tmp_path / "Survey 2025.csv", index=False)
    return tmp_path / "Survey 2025.csv"


def drop(person: Visit, file: Path) -> Page:
    """Drop a file on the page and wait until it was looked at."""
    page = person.open("/upload?lang=en&theme=light")
    page.locator(".nutag-drop input[type=file]").set_input_files(file)
    page.wait_for_url("**draft=**", timeout=WAIT_MS)
    return looked_at(person)


def looked_at(person: Visit) -> Page:
    """Wait until no work is under way."""
    page = person.settle()
    expect(page.locator(".st-key-progress")).to_have_count(0, timeout=WAIT_MS)
    return person.settle()


def step(person: Visit, name: str) -> Page:
    """Go to a step of the way."""
    person.page.locator(f'.steps [data-set="step={name}"]').click()
    return person.settle()


def acknowledge_all(person: Visit) -> None:
    """Acknowledge every finding that asks for it."""
    buttons = step(person, "check").locator('[data-set^="acknowledge="]')
    for left in range(buttons.count() - 1, -1, -1):
        buttons.first.click()
        expect(buttons).to_have_count(left, timeout=WAIT_MS)
    person.settle()


def publish(person: Visit, note: str) -> Page:
    page = step(person, "publish")
    page.get_by_label("Your name").fill("Bold")
    page.get_by_label("What is new in this round, or why it is corrected").fill(note)
    page.get_by_role("button", name="Approve and publish").click()
    return looked_at(person)


def test_a_survey_file_goes_the_whole_way_and_back(begin: Begin, survey: Path) -> None:
    person = begin()
    page = drop(person, survey)
    expect(page.locator(".steps .open", has_text="Place names")).to_have_count(1)
    draft = page.url

    stranger = begin()
    expect(stranger.open(draft.replace(stranger.address, "")).locator(".notice").first).to_contain_text(
        "no such draft"
    )

    step(person, "publish")
    expect(page.locator(".empty")).to_be_visible()
    page = step(person, "places")
    page.locator(".st-key-card-values select").select_option("=MN-061")
    person.settle()
    page.get_by_role("button", name="Apply what you have chosen").click()
    page = looked_at(person)
    expect(page.locator(".steps .open", has_text="Place names")).to_have_count(0)
    acknowledge_all(person)
    expect(page.locator('[role="status"].lead')).to_contain_text("nothing stands in the way")
    page = step(person, "preview")
    wish = page.locator(".st-key-answer h1").inner_text()
    assert re.search(r"\d+ in 100|\d+ of 100|\d+", wish)

    page = publish(person, "first round")
    expect(page.get_by_text("The round is published")).to_be_visible()
    page.get_by_role("link", name="See the round").click()
    page.wait_for_url("**/intentions**")
    person.settle()
    assert page.locator(".st-key-answer h1").inner_text() == wish

    again = begin()
    page = drop(again, survey)
    assert not [
        said
        for said in page.locator(".steps .open").all_inner_texts()
        if not said.startswith(("Check", "File"))
    ]
    expect(page.locator(".st-key-answer h1")).to_have_text(wish)  # nothing was asked before the preview
    acknowledge_all(again)
    page = publish(again, "once more")
    expect(page.get_by_text("This very file is published already")).to_be_visible()

    page = person.open("/versions?lang=en")
    expect(page.locator(".versions > li").first).to_contain_text("Bold · first round")
    page.get_by_role("button", name="Go back to it").first.click()
    person.settle()
    page.get_by_label("Your name").fill("Saraa")
    page.get_by_label("Why").fill("wrong weights")
    page.locator(".st-key-card-back").get_by_role("button", name="Go back to it").click()
    page = looked_at(person)
    expect(page.locator(".versions > li", has_text="in use")).to_contain_text("Saraa · wrong weights")
    page = person.open("/intentions?lang=en")
    expect(page.locator(".badge.demonstration").first).to_be_visible()
    assert not person.faults and not person.off_host


def test_work_on_a_file_can_be_stopped_and_taken_up_again(begin: Begin, survey: Path) -> None:
    person = begin(width=360)
    page = person.open("/upload?lang=en")
    page.locator(".nutag-drop input[type=file]").set_input_files(survey)
    page.locator(".st-key-progress button").click(timeout=WAIT_MS)
    page = looked_at(person)
    expect(page.locator('[role="status"].lead')).to_contain_text("The work was stopped")
    page.get_by_role("button", name="Go on").click()
    page = looked_at(person)
    expect(page.locator(".steps")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(begin: Begin, survey: Path) -> None:
    broken = survey.with_name("Survey.xlsx")
    broken.write_bytes(b"PK\x03\x04" + survey.read_bytes()[:5000])
    page = drop(begin(), broken)
    expect(page.locator('[role="status"].lead')).to_contain_text("cannot be taken")
    expect(page.locator(".findings li")).not_to_have_count(0)
    expect(page.locator(".steps")).to_have_count(0)
    page.get_by_role("button", name="Remove this draft").click()
    expect(page.locator(".drop")).to_be_visible(timeout=WAIT_MS)


def test_what_a_file_holds_is_shown_and_never_run(begin: Begin, tmp_path: Path) -> None:
    """Markup in the file's name, in names of columns, in answers, places and cells that are shown as they stand."""
    harm = '<img src=x onerror="window.harmed=1">'
    people = clean.respondents().rename(columns={"sector": harm})
    people.loc[people["origin_aimag"] == "MN-035", "origin_aimag"] = '"><svg onload="window.harmed=1">'
    people.loc[people["education"] == "higher", "education"] = "</td><script>window.harmed=1</script>"
    people["respondent"] = harm + people["respondent"]
    file = tmp_path / f"{harm} 2025.csv".replace("/", "")
    people.to_csv(file, index=False)
    person = begin()
    page = drop(person, file)
    for name in ("file", "match", "places", "check", "protect", "preview", "publish"):
        page = step(person, name)
        assert page.locator("[onerror], [onload], img[src=x]").count() == 0, name
        if name in ("match", "places"):
            assert "window.harmed" in page.inner_text("body"), name
    assert page.evaluate("window.harmed") is None


def test_a_table_of_figures_goes_from_its_empty_form_to_the_map(begin: Begin, tmp_path: Path) -> None:
    heads, rows = empty.table("Aimag", "en")
    file = tmp_path / "Vacant flats.csv"
    file.write_bytes(templates.to_csv(heads, [[row[0], 110, 120, 130] for row in rows]))
    person = begin()
    page = person.open("/upload?lang=en&theme=light")
    page.get_by_role("button", name="A table of figures by aimag").click()
    person.settle()
    page.locator(".nutag-drop input[type=file]").set_input_files(file)
    page.wait_for_url("**draft=**", timeout=WAIT_MS)
    page = looked_at(person)
    card = page.locator(".st-key-card-about")
    for name in ("indicator", "source"):
        card.locator(f'select[data-param="{name}"]').select_option("-")
        page = looked_at(person)
    card.locator('select[data-param="of:unit"]').select_option("households")
    page = looked_at(person)
    for label in ("Name of the indicator", "What it counts", "Who publishes it", "Title of the source"):
        for tongue in ("Mongolian", "English"):
            page.get_by_label(f"{label} in {tongue}").or_(page.get_by_label(f"{label}, in {tongue}")).fill(
                f"Vacant flats {tongue}"
            )
    for tongue in ("Mongolian", "English"):
        page.get_by_label(f"Licence, in {tongue}").fill("CC BY 4.0")
    page.get_by_label("Year of the source").fill("2026")
    page.get_by_role("button", name="Keep this").click()
    page = looked_at(person)
    expect(page.locator(".st-key-card-figures")).to_contain_text("66 figures of 22 aimags")
    page.get_by_label("Your name").fill("Bold")
    page.get_by_role("button", name="Approve and publish").click()
    page = looked_at(person)
    page = begin().open("/map?lang=en&indicator=vacant_flats_english")
    expect(page.get_by_role("heading", name="Vacant flats English").first).to_be_visible(timeout=WAIT_MS)
    assert not person.faults and not person.off_host
