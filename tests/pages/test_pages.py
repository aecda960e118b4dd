"""Every page in both languages: with good, unknown and absent codes in the address; with and without data."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from store import builds, queries
from ui.menu import MENU

PROJECT = Path(__file__).resolve().parents[2]
PAGES = [entry.path for entries in MENU.values() for entry in entries]
SCRIPTS = {entry.path: entry.script for entries in MENU.values() for entry in entries}


def run(path: str, **address: str) -> AppTest:
    """One run of a page with an address."""
    test = AppTest.from_file(str(PROJECT / "ui" / "shell.py"), default_timeout=60)
    for name, value in address.items():
        test.query_params[name] = value
    test.run()
    if path != "overview":
        test.switch_page(str(PROJECT / "pages" / SCRIPTS[path]))
        for name, value in address.items():
            test.query_params[name] = value
        test.run()
    return test


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_draws(built_store: Path, path: str, language: str) -> None:
    test = run(path, lang=language, aimag="MN-046")
    assert [fault.message for fault in test.exception] == []
    assert test.query_params["lang"] in (language, [language])


@pytest.mark.parametrize("path", PAGES)
def test_nonsense_in_the_address_is_answered_kindly(built_store: Path, path: str) -> None:
    nonsense = {"indicator": "no_such", "aimag": "MN-999", "year": "1066", "classes": "jenks-99", "level": "bag", "lang": "xx",
                "region": "R1066-x", "soum": "MN0000", "with": "MN-000,,MN-046", "indicators": "x,y", "theme": "neon",
                "survey": "nope", "round": "1999", "against": "1900", "group": "xx", "stage": "yy", "of": "q", "layer": "q", "show": "q",
                "flows": "q", "mode": "q", "other": "MN-XX", "most": "9999999", "row": "zzz", "column": "'; --", "control": "<b>",
                "where": "foo:bar", "percent": "oo", "confidence": "1000", "interval": "xx", "look": "q", "find": "<i>", "question": "zzz"}  # fmt: skip
    test = run(path, **nonsense)
    assert [fault.message for fault in test.exception] == []


@pytest.mark.parametrize("language", ["mn", "en"])
def test_the_map_draws_every_indicator_at_every_level(built_store: Path, language: str) -> None:
    build = builds.current()
    for number, indicator in enumerate(queries.indicators(build)):
        if number % 2 != (language == "en"):  # each indicator in one of the two languages
            continue
        for level, years in (("aimag", indicator.aimag_years), ("soum", indicator.soum_years)):
            if years and indicator.aimag_years:
                test = run("map", lang=language, indicator=indicator.code, level=level, year=str(years[0]))
                assert [fault.message for fault in test.exception] == [], indicator.code


@pytest.mark.parametrize(
    "classes",
    ["quantile-4", "equal-7-year", "rounded-5", "manual:-20,0,5", "manual:5,1", "manual:a", "manual:", ""],
)
def test_the_map_draws_with_any_classes(built_store: Path, classes: str) -> None:
    test = run("map", lang="en", classes=classes)
    assert [fault.message for fault in test.exception] == []


def test_without_a_build_the_page_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTAG_STORE", str(tmp_path))
    test = run("overview")
    assert [fault.message for fault in test.exception] == []
    assert any("python -m etl build" in element.proto.body for element in test.get("html"))


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize(
    "address",
    [
        {"look": "bars", "column": "drivers", "control": "sex"},
        {"look": "heat", "column": "expected_pay", "row": "origin_aimag", "find": "цалин"},
        {
            "row": "origin_aimag",
            "column": "destination_aimag",
            "percent": "total",
            "where": "district:MN1101",
        },
        {
            "column": "destination_type",
            "percent": "column",
            "weights": "off",
            "where": "sex:;education:higher",
        },
    ],
)
def test_the_crosstab_draws_any_questions(built_store: Path, address: dict[str, str], language: str) -> None:
    test = run("crosstab", lang=language, **address)
    assert [fault.message for fault in test.exception] == []
