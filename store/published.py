"""Manifests: what one publication adds to the data, and where it came from; named by checksum, never changed.

A manifest of kind "round" holds the rows of one survey round for the tables of `store.survey_tables`; one of kind
"indicators" holds an indicator by aimag and year. A build's note lists the manifests that the build holds.
"""

from __future__ import annotations

import json
import re
import secrets
from hashlib import sha256
from pathlib import Path
from typing import Any

from store import builds, writing

Manifest = dict[str, Any]
RESTORE = "Restore it from a backup with `python -m etl restore FILE`."


def path(name: str, root: Path | None = None) -> Path:
    """Where the manifest of this checksum belongs."""
    return (root or builds.store_root()) / "published" / f"{name}.json"


def keep(manifest: Manifest, root: Path | None = None) -> str:
    """Keep a manifest; returns its checksum.

    Raises StoreError when the disk refuses.
    """
    root = root or builds.store_root()
    content = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
    name = sha256(content).hexdigest()
    target = path(name, root)
    hidden = target.with_name(f".{secrets.token_hex(8)}.json")
    with writing.told(root):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            hidden.write_bytes(content)
            writing.flush(hidden)
            writing.move(hidden, target)
        finally:
            hidden.unlink(missing_ok=True)
    return name


def read(name: str, root: Path | None = None) -> Manifest:
    """A manifest by its checksum.

    Raises StoreError when it is missing or not what was kept.
    """
    file = path(name, root)
    try:
        content = file.read_bytes() if re.fullmatch(r"[0-9a-f]{64}", name) else b""
    except OSError:
        raise builds.StoreError(
            "What was published as {file} is missing. Restore it from a backup with `python -m etl restore FILE`.",
            file=file,
        ) from None
    if sha256(content).hexdigest() != name:
        raise builds.StoreError(
            "What was published as {file} is damaged: its checksum differs. Restore it from a backup with `python -m etl restore FILE`.",
            file=file,
        )
    manifest: Manifest = json.loads(content)
    return manifest


def files(manifest: Manifest) -> set[str]:
    """The checksums of all Parquet files that a manifest needs: respondents, and what is kept apart of them."""
    rounds = manifest.get("tables", {}).get("round", ())
    private = manifest.get("private")
    return {row["sha256"] for row in rounds} | ({private} if private else set())


def key(manifest: Manifest) -> tuple[str, ...]:
    """What a manifest is about: of two with one key, the later replaces the earlier."""
    if manifest["kind"] == "round":
        return ("round", manifest["survey"], manifest["round"])
    return ("indicators", manifest["indicator"], manifest["source"])
