"""Files as they come from the field, written by the tests, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.intake.findings import Refused
from etl.intake.reading import stage
from etl.intake.staged import Staged

Stage = Callable[..., Staged]


@pytest.fixture
def staged(tmp_path: Path) -> Stage:
    """Stage bytes under a file name."""

    def act(data: bytes, name: str = "survey.csv", **options: Any) -> Staged:
        file = tmp_path / name
        file.write_bytes(data)
        return stage(file, tmp_path / "staging", **options)

    return act


@pytest.fixture
def refused(tmp_path: Path) -> Callable[..., set[str]]:
    """Give the codes for which bytes are refused, and hold that nothing is left behind."""

    def act(data: bytes, name: str = "survey.csv", **options: Any) -> set[str]:
        file = tmp_path / name
        file.write_bytes(data)
        with pytest.raises(Refused) as caught:
            stage(file, tmp_path / "staging", **options)
        assert not (tmp_path / "staging").exists()
        for finding in caught.value.findings:
            assert finding.message and finding.remedy
        return {finding.rule.code for finding in caught.value.findings}

    return act


def rows(staged: Staged) -> list[tuple[Any, ...]]:
    """Return the staged rows: the number in the person's file, then the cells."""
    keys = ", ".join(column.key for column in staged.columns)
    with duckdb.connect() as con:
        return con.execute(f"SELECT row, {keys} FROM {staged.source} ORDER BY row").fetchall()


def codes(staged: Staged) -> set[str]:
    """Return the codes of what was met while reading."""
    return {finding.rule.code for finding in staged.findings}
