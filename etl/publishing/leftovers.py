"""What a publication that did not end leaves behind: respondents and manifests that no build knows."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from store import builds, microdata, published

_ABANDONED_AFTER_SECONDS = 3600


@contextlib.contextmanager
def cleared(root: Path) -> Iterator[list[Path]]:
    """A list for the files that a publication makes: when it fails, they are removed."""
    made: list[Path] = []
    try:
        yield made
    except BaseException:
        remove(made, root)
        raise


def remove(files: Iterable[Path], root: Path) -> None:
    """Remove files that a publication made which failed, but none that a build knows."""
    known, _ = _known(root)
    for file in files:
        if file not in known:
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)


def sweep(root: Path) -> None:
    """Remove what killed publications left behind, as one who holds the store's lock.

    Nothing is removed as long as a build does not say, or cannot, what it needs.
    """
    files = [*(root / "microdata").glob("[!.]*.parquet"), *(root / "published").glob("[!.]*.json")]
    abandoned = [file for file in files if _is_abandoned(file)]
    if abandoned and _known(root)[1]:
        remove(abandoned, root)


def _is_abandoned(file: Path) -> bool:
    try:
        return time.time() - file.stat().st_mtime > _ABANDONED_AFTER_SECONDS
    except OSError:
        return False


def _known(root: Path) -> tuple[set[Path], bool]:
    """Every file that builds need, and whether all of them have said so."""
    known: set[Path] = set()
    complete = True
    builds_here = {build.id for build in builds.listed(root)}
    for build in builds_here | {file.stem for file in (root / "builds" / "past").glob("*.json")}:
        note = builds.note(build, root)
        complete &= "microdata" in note and "manifests" in note
        known |= {microdata.path(sha256, root) for sha256 in note.get("microdata", ())}
        for name in note.get("manifests", ()):
            known.add(published.path(name, root))
            try:
                needed = published.files(published.read(name, root))
            except builds.StoreError:
                complete = False
                continue
            known |= {microdata.path(sha256, root) for sha256 in needed}
    return known, complete
