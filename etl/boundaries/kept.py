"""The boundary sets kept in the store, one of which boundaries/CURRENT names as the one in use.

A set is written under a hidden name, flushed to disk, renamed to its own checksum, and only then named
in CURRENT. Whatever moment an import is killed at, CURRENT names a complete set or the earlier one.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

CREDIT = (
    "Administrative boundaries: National Statistics Office of Mongolia and UN OCHA "
    "(COD-AB Mongolia, 19 Oct 2020), CC BY 3.0 IGO, generalised."
)
LICENCE = "CC BY 3.0 IGO"
AGAIN = "Import the boundaries again with: python -m etl boundaries FILE"
_NOTE = "boundaries.json"
_ABANDONED_AFTER_SECONDS = 3600


class BoundaryError(Exception):
    """Boundaries that cannot be used; `problems` holds one sentence for each thing wrong."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class BoundarySet:
    """Imported boundaries that agree with one another; `soum` is None when only aimags were imported.

    Both files are GeoJSON in EPSG:4326 with clockwise outer rings; the only property is `code`: ISO 3166-2
    for an aimag, P-code for a soum. `note` is what boundaries.json says: imported (UTC), credit, licence,
    sources, units, tolerance_deg, worst_area_change, files (bytes, gzip_bytes, sha256).
    """

    id: str
    aimag: Path
    soum: Path | None
    note: dict[str, Any]


def keep(root: Path, files: Mapping[str, bytes], about: Mapping[str, Any]) -> BoundarySet:
    """Write one set under `<root>/boundaries` and make it the one in use, both levels at once.

    `files` holds `aimag.geojson` and perhaps `soum.geojson`. The same content twice is the same set.
    Raises OSError when the disk refuses; the earlier set then stays in use.
    """
    home = root / "boundaries"
    home.mkdir(parents=True, exist_ok=True)
    _sweep(home)
    sums = {name: sha256(content).hexdigest() for name, content in files.items()}
    note = {**about, "files": {name: {**about["files"][name], "sha256": sums[name]} for name in files}}
    identity = sha256(json.dumps(note, sort_keys=True).encode()).hexdigest()[:16]
    folder = home / identity
    if not _complete(folder):
        draft = home / f".new-{secrets.token_hex(6)}"
        draft.mkdir()
        note["imported"] = datetime.now(UTC).isoformat(timespec="seconds")
        for name, content in files.items():
            _write(draft / name, content)
        _write(draft / _NOTE, json.dumps(note, ensure_ascii=False, indent=1).encode())
        _flush_folder(draft)
        if folder.exists():
            folder.rename(home / f".old-{secrets.token_hex(6)}")
        try:
            draft.rename(folder)
        except OSError:  # Another import of the same files was quicker.
            if not _complete(folder):
                raise
        _flush_folder(home)
    pointer = home / f".new-{secrets.token_hex(6)}"
    _write(pointer, f"{identity}\n".encode())
    os.replace(pointer, home / "CURRENT")
    _flush_folder(home)
    return _open(folder)


def current(root: Path) -> BoundarySet | None:
    """The set in use in this store, or None when no boundaries were imported.

    Raises BoundaryError when CURRENT or the set it names is damaged.
    """
    pointer = root / "boundaries" / "CURRENT"
    try:
        identity = pointer.read_text(encoding="utf-8", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not re.fullmatch(r"[0-9a-f]{16}", identity):
        raise BoundaryError(f"{pointer} does not name a boundary set: {identity[:40]!r}. {AGAIN}")
    return _open(pointer.with_name(identity))


def _open(folder: Path) -> BoundarySet:
    try:
        note = json.loads((folder / _NOTE).read_bytes())
        for name, file in note["files"].items():
            if sha256((folder / name).read_bytes()).hexdigest() != file["sha256"]:
                raise BoundaryError(f"{folder / name} was changed after it was imported. {AGAIN}")
        soum = folder / "soum.geojson" if "soum.geojson" in note["files"] else None
        return BoundarySet(folder.name, folder / "aimag.geojson", soum, note)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise BoundaryError(f"The boundary set {folder} is incomplete or damaged. {AGAIN}") from None


def _complete(folder: Path) -> bool:
    try:
        _open(folder)
    except BoundaryError:
        return False
    return True


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows cannot open a folder; its rename is already ordered after the files.
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(home: Path) -> None:
    """Remove what killed imports left behind, but not what another import is writing now."""
    for left in home.glob(".*-*"):
        if time.time() - left.stat().st_mtime > _ABANDONED_AFTER_SECONDS:
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)
