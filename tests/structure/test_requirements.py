"""Every package that the product imports is asked for by name, at one exact version, for a written reason."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(\[[a-z,]+\])?==(?P<version>[0-9][A-Za-z0-9.]*) +# \w.+")
NEVER_IN_THE_APP = {"pandas", "numpy", "duckdb", "plotly", "pydeck", "geopandas"}


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-spark.txt", "requirements-bench.txt"]
)
def test_each_line_is_one_exact_version_and_its_reason(project: Path, name: str) -> None:
    lines = (project / name).read_text("utf-8").splitlines()
    asked = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert [line for line in asked if not PIN.fullmatch(line)] == []
    assert len(asked) == len(pinned(project / name))


def test_what_the_product_imports_is_pinned(project: Path, packages: list[Path], modules: list[Path]) -> None:
    own = {package.name for package in packages} | {"app", "run"}
    distributions = packages_distributions()
    foreign = {
        (name, module.relative_to(project).as_posix())
        for module in modules
        for name in imports_of(module) - own - sys.stdlib_module_names
    }
    pins = pinned(project / "requirements.txt") | pinned(project / "requirements-spark.txt")
    missing = [
        (name, module)
        for name, module in sorted(foreign)
        if not pins & {normal(owner) for owner in distributions.get(name, [name])}
    ]
    assert missing == []


def test_the_launcher_needs_nothing_installed(project: Path) -> None:
    assert imports_of(project / "run.py") <= sys.stdlib_module_names


def test_the_launcher_does_not_install_what_is_only_compared_with(project: Path) -> None:
    assert "requirements-bench" not in (project / "run.py").read_text("utf-8")


def test_what_is_only_compared_with_is_imported_by_benchmarks_alone(
    project: Path, modules: list[Path]
) -> None:
    pins = pinned(project / "requirements-bench.txt")
    assert pins
    assert [str(module) for module in modules if pins & {normal(name) for name in imports_of(module)}] == []


def test_nothing_imports_the_composition_root(modules: list[Path]) -> None:
    assert [str(module) for module in modules if imports_of(module) & {"app", "run"}] == []


def test_the_composition_root_draws_and_asks_nothing_itself(project: Path) -> None:
    assert imports_of(project / "app.py") & NEVER_IN_THE_APP == set()


def pinned(file: Path) -> set[str]:
    """Return the names that a requirement file pins, in the normal spelling."""
    matches = map(PIN.fullmatch, file.read_text("utf-8").splitlines())
    return {normal(match["name"]) for match in matches if match}


def normal(name: str) -> str:
    """Return a distribution's name in the normal spelling of the package index (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imports_of(module: Path) -> set[str]:
    """Return the top-level names that a file imports, anywhere in it."""
    nodes = [*ast.walk(ast.parse(module.read_text("utf-8")))]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0}
    return {name.partition(".")[0] for name in plain | named}
