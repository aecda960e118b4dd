"""Checking a finished build: its file, the raw files it came from, its keys, the published totals and the respondents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etl import respondents
from etl.checks import check
from etl.problems import Problem
from etl.raw import RAW, RESTORE, digest
from store import builds, connection, microdata, published


def verify(root: Path | None = None, raw: Path = RAW) -> Iterator[Problem]:
    """Everything that does not hold for the build in use.

    Raises StoreError when there is no build in use.
    """
    root = root or builds.store_root()
    build = builds.current(root)
    if not builds.is_intact(build, root):
        file = str(builds.path(build, root))
        yield Problem(
            file, "The file is not the one that was built: the checksum differs.", "Use another build."
        )
        return
    with connection.cursor(build, root) as con:
        for file, recorded in con.execute("SELECT file, sha256 FROM raw_file ORDER BY file").fetchall():
            if not (raw / file).is_file():
                yield Problem(file, "The raw file is missing.", RESTORE)
            elif digest(raw / file) != recorded:
                remedy = f"{RESTORE} If the change is meant, make a new build."
                yield Problem(file, "The raw file has changed since the build was made.", remedy)
        yield from check(con)
        yield from respondents.faults(con, root)
    for name in builds.note(build, root).get("manifests", ()):
        yield from _private(published.read(name, root), root)


def _private(manifest: published.Manifest, root: Path) -> Iterator[Problem]:
    """The columns that a publication keeps apart, where they are damaged; the build knows nothing of them."""
    sha256 = manifest.get("private")
    if sha256 and not microdata.is_intact(sha256, root):
        message = f"The private columns of survey {manifest['survey']}, round {manifest['round']} are missing or damaged."
        yield Problem(str(microdata.path(sha256, root)), message, published.RESTORE)
