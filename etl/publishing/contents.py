"""What a build holds beside the raw files: the manifests of what was published, and the demonstration or not."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from store import builds, published
from store.tables import TABLES


@dataclass(frozen=True)
class Contents:
    """Manifests by checksum, in the order in which they were published, and whether the demonstration stays."""

    manifests: tuple[str, ...] = ()
    keep_demonstration: bool = False

    def note(self) -> dict[str, Any]:
        """What a build's note says of it."""
        return {"manifests": list(self.manifests), "keep_demonstration": self.keep_demonstration}

    def read(self, root: Path) -> list[published.Manifest]:
        """The manifests themselves. Raises StoreError for one that is missing or damaged."""
        return [published.read(name, root) for name in self.manifests]

    def with_manifest(self, name: str, root: Path) -> Contents:
        """The same with one more manifest, in the place of the one that it replaces."""
        replaced = self.find(published.key(published.read(name, root)), root)
        others = tuple(other for other in self.manifests if other not in (name, replaced))
        return replace(self, manifests=(*others, name))

    def find(self, key: tuple[str, ...], root: Path) -> str | None:
        """The manifest that is about this, or None."""
        return next(
            (name for name in self.manifests if published.key(published.read(name, root)) == key), None
        )


def of(build: str, root: Path) -> Contents:
    """What a build holds, as its note says."""
    note = builds.note(build, root)
    return Contents(tuple(note.get("manifests", ())), bool(note.get("keep_demonstration", False)))


def carried(root: Path, keep_demonstration: bool | None = None) -> Contents:
    """What the next build carries over: that of the build in use.

    When CURRENT or the note it leads to is gone, it is that of the newest build with a note, so that nothing
    that was published is lost with it.
    """
    known = next((build for build in _candidates(root) if builds.note(build, root)), None)
    contents = of(known, root) if known else Contents()
    return (
        contents if keep_demonstration is None else replace(contents, keep_demonstration=keep_demonstration)
    )


def _candidates(root: Path) -> Iterator[str]:
    with contextlib.suppress(OSError):
        yield (root / "CURRENT").read_text(encoding="utf-8", errors="replace").strip()
    yield from (build.id for build in builds.listed(root))


def schema() -> str:
    """A digest of the tables' descriptions: builds that share it answer the same questions."""
    return sha256(repr(TABLES).encode()).hexdigest()[:16]
