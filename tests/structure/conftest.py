"""The product's own files, as the structure tests read them."""

from __future__ import annotations

from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
NOT_PRODUCT = {"tests", "benchmarks", "docs", "data"}


@pytest.fixture(scope="session")
def project() -> Path:
    """Give the folder of the whole project."""
    return PROJECT


@pytest.fixture(scope="session")
def packages() -> list[Path]:
    """Give the folders of the product's packages."""
    folders = {path.parent for path in PROJECT.glob("[!.]*/*.py")}
    return sorted(folder for folder in folders if folder.name not in NOT_PRODUCT)


@pytest.fixture(scope="session")
def modules(packages: list[Path]) -> list[Path]:
    """Give every Python file of the product: its packages, app.py and run.py."""
    return sorted([*PROJECT.glob("*.py"), *(path for package in packages for path in package.rglob("*.py"))])
