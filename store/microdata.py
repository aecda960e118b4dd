"""Files of respondents: one Parquet file for each round, named by its checksum and never changed.

A file is written under a hidden name, flushed to disk and renamed: at any moment it is there whole or not.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from store import builds, writing


def path(sha256: str, root: Path | None = None) -> Path:
    """Where the file of respondents with this checksum belongs."""
    return (root or builds.store_root()) / "microdata" / f"{sha256}.parquet"


def is_intact(sha256: str, root: Path | None = None) -> bool:
    """Whether the file is there and has the checksum that is its name."""
    file = path(sha256, root)
    return file.is_file() and writing.checksum(file) == sha256


def keep(write: Callable[[Path], None], root: Path | None = None) -> str:
    """Keep the file that `write` writes; returns its checksum.

    Raises StoreError when the disk refuses.
    """
    root = root or builds.store_root()
    folder = root / "microdata"
    hidden = folder / f".{secrets.token_hex(8)}.parquet"
    with writing.told(root):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            write(hidden)
            writing.flush(hidden)
            sha256 = writing.checksum(hidden)
            if not is_intact(sha256, root):
                writing.move(hidden, path(sha256, root))
        finally:
            hidden.unlink(missing_ok=True)
    return sha256
