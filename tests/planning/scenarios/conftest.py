"""A workspace on both databases, and scenarios in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planning import scenarios
from planning.scenarios import Saved, Scenarios
from store import builds
from store.workspace import Workspace

ASSUMED: dict[str, Any] = {
    "survey": {"survey": "demonstration", "round": "2025"},
    "base": {"value": 600_000, "low": 500_000, "high": 700_000},
    "conversion": "band",
    "horizon": 10,
    "levers": [{"lever": "land", "response": {"low": 0.05, "value": 0.1, "high": 0.2}, "unit_cost_mnt": 5e6}],
}


@pytest.fixture
def build(built_store: Path) -> str:
    """Give the id of the build in use."""
    return builds.current()


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scenarios]:
    """The scenarios of an empty workspace."""
    monkeypatch.delenv("NUTAG_WORKSPACE_URL", raising=False)
    with Workspace(tmp_path) as workspace:
        yield Scenarios(workspace)


def save(kept: Scenarios, build: str, name: str = "All who plan", **assumed: Any) -> Saved:
    """Keep a scenario of the target, of Бат in the browser `bat`."""
    content = scenarios.new(
        "target", build, ASSUMED | assumed, name=name, description="", author="Бат", owner="bat", address={"base": "600000"},
    )  # fmt: skip
    return kept.save(name, "Бат", content)
