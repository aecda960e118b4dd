"""Builds: immutable DuckDB files, one of which CURRENT names as the one in use.

A build is written under a hidden name, finished, renamed, and only then named in CURRENT.
Whatever moment the process is killed at, CURRENT names a finished build.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from store.locking import alone
from store.writing import StoreError, checksum, flush, move, replace, told

PROJECT = Path(__file__).resolve().parent.parent
_ABANDONED_AFTER_SECONDS = 3600


@dataclass(frozen=True)
class Build:
    """One finished build, as `python -m etl builds` lists it."""

    id: str
    made: str
    inputs: str
    bytes: int
    current: bool


def store_root() -> Path:
    """The folder of builds and imported boundaries: `NUTAG_STORE`, or `data/store` in the project."""
    return Path(os.environ.get("NUTAG_STORE") or PROJECT / "data" / "store")


def current(root: Path | None = None) -> str:
    """The id of the build in use.

    Raises StoreError when there is none or the file that CURRENT names is gone.
    """
    root = root or store_root()
    try:
        build = (root / "CURRENT").read_text(encoding="utf-8", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(
            "There is no build in {root}. Make one with: python -m etl build", root=root
        ) from None
    if not path(build, root).is_file():
        raise StoreError(
            "{file} names build {build}, whose file is missing. "
            "Choose another with `python -m etl use BUILD` or make one with `python -m etl build`.",
            file=root / "CURRENT",
            build=build,
        )
    return build


def path(build: str, root: Path | None = None) -> Path:
    """The DuckDB file of a build."""
    return (root or store_root()) / "builds" / f"{build}.duckdb"


def listed(root: Path | None = None) -> list[Build]:
    """All finished builds, newest first."""
    root = root or store_root()
    in_use = ""
    with contextlib.suppress(StoreError):
        in_use = current(root)
    found = []
    for file in sorted((root / "builds").glob("[!.]*.duckdb"), reverse=True):
        said = note(file.stem, root)
        found.append(
            Build(
                file.stem,
                said.get("made", ""),
                said.get("inputs", ""),
                file.stat().st_size,
                file.stem == in_use,
            )
        )
    return found


def use(build: str, root: Path | None = None) -> None:
    """Point CURRENT at a finished build (rolling back is pointing it at an older one).

    Raises StoreError when there is no such build or its file has changed since it was made.
    """
    root = root or store_root()
    if not path(build, root).is_file() or build.startswith("."):
        known = ", ".join(b.id for b in listed(root)) or "none"
        raise StoreError(
            "There is no build {build} in {root}. Known builds: {known}.", build=build, root=root, known=known
        )
    if not is_intact(build, root):
        raise StoreError(
            "The file of build {build} is damaged: its checksum is not the one recorded. Choose another.",
            build=build,
        )
    with alone(root, "somebody", f"putting build {build} in use"), told(root):
        replace(root / "CURRENT", build + "\n")


def chosen(asked: str | None, root: Path | None = None) -> str:
    """The build that an address asks for, or the one in use when it asks for none.

    Raises StoreError when there is no such build.
    """
    if not asked:
        return current(root)
    if asked not in {build.id for build in listed(root)}:
        raise StoreError(
            "There is no build {build} any more. See `python -m etl versions` for those that are kept.",
            build=asked,
        )
    return asked


def superseded_by(build: str, root: Path | None = None) -> str | None:
    """The build in use when it holds other data than this one, else None."""
    in_use = current(root)
    same = build == in_use or note(build, root).get("inputs") == note(in_use, root).get("inputs")
    return None if same else in_use


def is_intact(build: str, root: Path | None = None) -> bool:
    """Whether the file still has the checksum that was recorded when the build was made."""
    root = root or store_root()
    return note(build, root).get("sha256") == checksum(path(build, root))


@contextlib.contextmanager
def making(
    inputs: str, root: Path | None = None, about: Mapping[str, Any] | None = None
) -> Iterator[tuple[str, Path]]:
    """Make a build: yields its id and the hidden file to write; on leaving without error it becomes CURRENT.

    `inputs` is a digest of everything the build is made from; what `about` says goes into its note, with the
    build that was in use before. An error, or a killed process, changes nothing.
    """
    root = root or store_root()
    before = None
    with contextlib.suppress(StoreError):
        before = current(root)
    folder = root / "builds"
    with told(root):
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(root)
    now = time.time_ns()
    made = time.gmtime(now // 10**9)
    moment = f"{time.strftime('%Y%m%dT%H%M%S', made)}.{now // 10**6 % 1000:03}Z"
    build = f"{moment}-{inputs[:6]}{secrets.token_hex(2)}"
    hidden = folder / f".{build}.duckdb"
    try:
        yield build, hidden
        with told(root):
            flush(hidden)
            said = {
                **(about or {}),
                "before": before,
                "made": time.strftime("%Y-%m-%d %H:%M:%S UTC", made),
                "inputs": inputs,
                "sha256": checksum(hidden),
            }
            replace(folder / f"{build}.json", json.dumps(said, ensure_ascii=False, indent=1) + "\n")
            move(hidden, path(build, root))
            replace(root / "CURRENT", build + "\n")
    finally:
        for leftover in (hidden, hidden.with_name(hidden.name + ".wal")):
            _remove(leftover)


def inputs_of_current(root: Path | None = None) -> str | None:
    """The digest of inputs that the build in use was made from; None when there is no intact build."""
    root = root or store_root()
    try:
        build = current(root)
    except StoreError:
        return None
    return note(build, root).get("inputs") if is_intact(build, root) else None


def note(build: str, root: Path | None = None) -> dict[str, Any]:
    """What stands beside a build: made, inputs, sha256, before, and what its maker said; {} when unreadable."""
    for file in (f"{build}.json", f"past/{build}.json"):
        with contextlib.suppress(OSError, ValueError):
            said = json.loads(((root or store_root()) / "builds" / file).read_text(encoding="utf-8"))
            return said if isinstance(said, dict) else {}
    return {}


def _sweep(root: Path) -> None:
    """Remove what killed builds left behind, but not what another build is writing now."""
    folder = root / "builds"
    notes = [file for file in folder.glob("*.json") if not path(file.stem, root).exists()]
    kept = (root / name for name in ("microdata", "published", "restoring"))
    hidden = (
        *folder.glob(".*"),
        *(file for place in kept for file in place.glob(".*")),
        *root.glob(".CURRENT.*"),
    )
    for left in (*hidden, *notes):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED_AFTER_SECONDS:
                _remove(left)


def _remove(left: Path) -> None:
    with contextlib.suppress(OSError):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
