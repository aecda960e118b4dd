"""What the commands of the intake share: the file and how to read it, a folder to stage in, a progress bar."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from etl.intake.mapping import Mapping, from_written, layout
from etl.intake.reading import Progress
from etl.intake.staged import Staged
from store import builds
from store.workspace import Workspace
from store.workspace.database import address

STAGING = "staging"
_OWN = "command"
_BAR = 30


def of_file(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say which file is meant."""
    parser.add_argument("file", type=Path, help="CSV, XLSX, XLS, SAV, DTA or Parquet, also in ZIP or GZ")
    parser.add_argument("--sheet", help="the sheet of a workbook, or the file of an archive")
    parser.add_argument("--xlsform", type=Path, help="the form of a KoboToolbox or ODK export")
    parser.add_argument(
        "--progress",
        choices=("bar", "json", "none"),
        default="bar" if sys.stderr.isatty() else "none",
        help="how to say on standard error how far it is",
    )


def remembered(staged: Staged, root: Path | None = None) -> Mapping | None:
    """How the last file of this layout was matched; None where there is no workspace, or it knows of none."""
    root = root or builds.store_root()
    where = address(root)
    if where.get_backend_name() == "sqlite" and not Path(where.database or "").is_file():
        return None  # asking must not make one
    with Workspace(root) as workspace:
        known = workspace.mappings.recall(layout(staged))
    return from_written(known.mapping) if known else None


@contextmanager
def scratch(root: Path | None = None) -> Iterator[Path]:
    """Give an empty folder below the store's staging folder, and remove it; also those of commands that were killed."""
    staging = (root or builds.store_root()) / STAGING
    staging.mkdir(parents=True, exist_ok=True)
    for left in staging.glob(f"{_OWN}-*-*"):
        if not _runs(left.name.split("-")[1]):
            shutil.rmtree(left, ignore_errors=True)
    folder = staging / f"{_OWN}-{os.getpid()}-{uuid.uuid4().hex}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _runs(process: str) -> bool:
    with suppress(ValueError, PermissionError):
        try:
            os.kill(int(process), 0)
        except ProcessLookupError:
            return False
    return True


@contextmanager
def progress(how: str) -> Iterator[Progress | None]:
    """Give what tells a person, or a program that reads JSON lines, how far the work is."""
    if how == "none":
        yield None
        return

    def tell(step: str, done: int, of: int) -> None:
        if how == "json":
            print(json.dumps({"step": step, "done": done, "of": of}), file=sys.stderr, flush=True)
        else:
            full = _BAR * done // max(of, 1)
            print(f"\r\033[K{'█' * full}{'░' * (_BAR - full)} {step}", end="", file=sys.stderr, flush=True)

    try:
        yield tell
    finally:
        if how == "bar":
            print("\r\033[K", end="", file=sys.stderr)
