"""Every test of the workspace runs on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.workspace import Workspace
from tests import postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def root(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store whose workspace is still to be made, on SQLite and on PostgreSQL."""
    monkeypatch.delenv("NUTAG_WORKSPACE_URL", raising=False)
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        monkeypatch.setenv("NUTAG_WORKSPACE_URL", postgresql.empty_database(server))
    return tmp_path


@pytest.fixture
def workspace(root: Path) -> Iterator[Workspace]:
    """An open workspace."""
    with Workspace(root) as opened:
        yield opened
