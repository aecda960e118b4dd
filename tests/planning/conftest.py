"""The build of the session."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import builds


@pytest.fixture
def build(built_store: Path) -> str:
    """Give the id of the build in use."""
    return builds.current()
