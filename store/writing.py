"""Writing so that readers see the old or the new, never a part, and that a refusing disk is explained."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path


class StoreError(Exception):
    """Something about the store that a person can mend; the sentence says what, where and how.

    `slots` fill the sentence; pages say it in their language (`ui.words.Words.told`).
    """

    def __init__(self, sentence: str, **slots: object) -> None:
        super().__init__(sentence.format(**slots) if slots else sentence)
        self.sentence, self.slots = sentence, slots


def checksum(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def replace(target: Path, text: str) -> None:
    """Write a small file so that readers see the old content or the new, never a part."""
    hidden = target.with_name(f".{target.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with hidden.open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        move(hidden, target)
    finally:
        hidden.unlink(missing_ok=True)


def move(hidden: Path, target: Path) -> None:
    """Rename a finished file within its folder, in one step that outlives a power cut."""
    os.replace(hidden, target)
    flush(target.parent)


def flush(path: Path) -> None:
    """Make sure that a file or the names in a folder are on the disk."""
    if path.is_dir() and os.name == "nt":  # Windows cannot open a folder
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def told(root: Path) -> Iterator[None]:
    """Say what to do when the disk refuses."""
    try:
        yield
    except OSError as error:
        raise unwritable(root, error.strerror or str(error)) from error


def unwritable(root: Path, reason: str) -> StoreError:
    """Nothing can be written to the store, and what to do."""
    return StoreError(
        "The store folder {root} cannot be written: {reason}. The build in use stays as it was. "
        "Free some space or allow writing there, or name another folder in NUTAG_STORE.",
        root=root,
        reason=reason,
    )
