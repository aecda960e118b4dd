"""What the store and the workspace refuse is said in the language of the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import builds
from store.writing import StoreError
from ui.words import Words


def test_a_refusal_of_the_store_is_said_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        builds.current(tmp_path)
    assert Words("en").told(refused.value) == str(refused.value)
    said = Words("mn").told(refused.value)
    assert str(tmp_path) in said and "бүрдүүлэлт алга" in said and "python -m etl build" in said


def test_what_only_commands_meet_stays_as_it_is() -> None:
    assert Words("mn").told(StoreError("{braces} of a file name stay")) == "{braces} of a file name stay"
