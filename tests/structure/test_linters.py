"""Style, types and the one arrow, each checked by the tool that knows it best."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

CHECKS = ["ruff check --quiet", "mypy --no-error-summary", "lint-imports --no-logo"]


@pytest.mark.parametrize("check", CHECKS)
def test_the_linter_has_nothing_to_say(project: Path, check: str) -> None:
    tool, *options = check.split()
    command = shutil.which(tool, path=Path(sys.executable).parent)
    assert command, f"{tool} is not installed beside {sys.executable}"
    outcome = subprocess.run(
        [command, *options], cwd=project, capture_output=True, text=True, encoding="utf-8"
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_every_package_is_under_the_contracts(project: Path, packages: list[Path]) -> None:
    settings = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["tool"]
    names = {package.name for package in packages}
    assert names == set(settings["importlinter"]["root_packages"])
    assert names - {"pages"} <= set(settings["mypy"]["files"])


def test_the_linters_see_every_folder(packages: list[Path]) -> None:
    """A folder without `__init__.py` is invisible to the import contracts."""
    folders = {path.parent for package in packages for path in package.rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []
