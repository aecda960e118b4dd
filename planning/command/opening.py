"""The file that a command is given, and the build that it is answered on."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from planning.faults import content
from planning.scenarios import file
from store import builds
from store.writing import StoreError

IN_USE = "current"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the option of the build."""
    parser.add_argument(
        "--build",
        metavar="BUILD",
        help=f"data to answer on; {IN_USE!r} for those in use (default: those that the file pins, else those in use)",
    )


def opened(path: Path | None, page: str, build: str | None) -> tuple[str, Any]:
    """The build and the assumptions: of a page's own file, or of a scenario that was saved.

    Raises PlanningError for the file of another page, StoreError when the build that it pins is not kept here.
    """
    found, pinned = file.opened(content(path), page) if path else ({}, None)
    asked = build or pinned
    try:
        return builds.chosen(None if asked == IN_USE else asked), found
    except StoreError as error:
        if build or not pinned:
            raise
        raise StoreError(
            f"{error} The scenario pins it: answer it on the data in use with --build {IN_USE}."
        ) from error
