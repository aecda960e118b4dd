"""Modules stay small and are named for what they hold; pages stay thin, and in folders."""

from __future__ import annotations

from pathlib import Path

MODULE_LINES = 300
PAGE_LINES = 80
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}


def test_no_module_is_long(project: Path, modules: list[Path]) -> None:
    assert longer_than(MODULE_LINES, modules, project) == {}


def test_no_page_is_long(project: Path) -> None:
    assert longer_than(PAGE_LINES, [*project.glob("pages/**/*.py")], project) == {}


def test_names_say_what_a_module_holds(modules: list[Path]) -> None:
    assert [str(path) for path in modules if NAMES_THAT_SAY_NOTHING & {path.stem, path.parent.name}] == []


def test_no_page_wakes_the_old_navigation(project: Path) -> None:
    """On a cold server a script right in `pages/` runs without the shell, for everybody."""
    assert [path.name for path in project.glob("pages/*.py") if path.name != "__init__.py"] == []


def test_nothing_is_left_of_a_merge(project: Path) -> None:
    kinds, marks = (
        {".py", ".css", ".js", ".po", ".md", ".sql", ".toml", ".yml"},
        ("<<<<<<" + "< ", ">>>>>>" + "> "),
    )
    folders = [
        path for path in project.iterdir() if path.is_dir() and path.name[0] != "." and path.name != "data"
    ]
    files = [*project.glob("*"), *(path for folder in folders for path in folder.glob("**/*"))]
    left = [
        path.relative_to(project).as_posix()
        for path in files
        if path.suffix in kinds
        and any(line.startswith(marks) for line in path.read_text("utf-8", errors="replace").splitlines())
    ]
    assert left == []


def longer_than(limit: int, paths: list[Path], project: Path) -> dict[str, int]:
    """Return the files longer than `limit` lines, each with its number of lines."""
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in paths}
    return {path.relative_to(project).as_posix(): count for path, count in lines.items() if count > limit}
