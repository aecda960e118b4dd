"""The page of destinations and flows: every layer and mode, in both languages, with and without sense."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

PROJECT = Path(__file__).resolve().parents[2]


def run(**address: str) -> AppTest:
    """One run of the page with an address."""
    test = AppTest.from_file(str(PROJECT / "ui" / "shell.py"), default_timeout=60)
    test.query_params.update(address)
    test.run()
    test.switch_page(str(PROJECT / "pages" / "survey" / "destinations.py"))
    test.query_params.update(address)
    return test.run()


def kept(test: AppTest, name: str) -> str:
    value = test.query_params[name]
    return value if isinstance(value, str) else value[0]


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("round_code", ["2023", "2025"])
@pytest.mark.parametrize("mode", ["all", "out", "in", "between"])
def test_every_mode_draws(built_store: Path, language: str, round_code: str, mode: str) -> None:
    layer = "origin" if mode in ("all", "in") else "wanted"
    test = run(
        lang=language, round=round_code, flows="origin", mode=mode, layer=layer, show="width", aimag="MN-046"
    )
    assert [fault.message for fault in test.exception] == []
    assert (kept(test, "mode"), kept(test, "aimag"), kept(test, "round")) == (mode, "MN-046", round_code)


def test_the_capital_may_stay_selected(built_store: Path) -> None:
    test = run(lang="en", flows="origin", mode="out", aimag="MN-1")
    assert [fault.message for fault in test.exception] == []
    assert kept(test, "aimag") == "MN-1"


def test_nonsense_is_answered_kindly(built_store: Path) -> None:
    test = run(
        survey="none",
        round="1066",
        layer="x",
        show="y",
        flows="z",
        mode="w",
        most="-1",
        other="MN-1",
        aimag="MN-999",
    )
    assert [fault.message for fault in test.exception] == []
    assert any("MN-999" in element.proto.body for element in test.get("html"))
