"""Backups: one file with all that cannot be made again, written while the app runs, and how to read one.

It is a ZIP archive. `contents.json` names every other member with its size and checksum. All that it holds is
immutable or read at one moment, so nobody has to stop working: the build in use and its note, the notes of all other
builds (as builds/past), manifests, respondents, imported boundaries, the files of drafts as they were brought and as
they are staged, the workspace's rows.
"""

from __future__ import annotations

import contextlib
import json
import re
import secrets
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, NamedTuple

from etl import boundaries
from etl.publishing import contents
from store import builds, microdata, published, writing
from store.workspace import Workspace
from store.workspace.database import now

FORMAT = 1
CONTENTS, CURRENT, WORKSPACE, BOUNDARIES = "contents.json", "CURRENT", "workspace.json", "boundaries/CURRENT"
DRAFTS = "staging/"
_SHA = "[0-9a-f]{64}"
MEMBERS = re.compile(
    rf"contents\.json|CURRENT|workspace\.json|microdata/{_SHA}\.parquet|published/{_SHA}\.json"
    r"|builds/[0-9A-Za-z][0-9A-Za-z.-]*\.(duckdb|json)|builds/past/[0-9A-Za-z][0-9A-Za-z.-]*\.json"
    r"|boundaries/CURRENT|boundaries/[0-9a-f]{16}/[a-z]+\.(geojson|json)"
    r"|staging/[0-9A-Za-z_-]+/([0-9A-Za-z_-]+\.[0-9A-Za-z]+|(original|form)/[^./\\\x00-\x1f][^/\\\x00-\x1f]*)"
)
_CHUNK = 2**20


class Kept(NamedTuple):
    """What a backup holds: the build in use, how many rounds and tables, files, and its size."""

    build: str
    manifests: int
    files: int
    bytes: int


def backup(file: Path, root: Path | None = None) -> Kept:
    """Write a backup of a store, whole or not at all.

    Raises StoreError when the store is damaged, the file is in the way, or the disk refuses.
    """
    root = root or builds.store_root()
    if file.exists() and not is_backup(file):
        raise builds.StoreError(f"{file} is there already and is no backup of Nutag. Name another file.")
    build = builds.current(root)
    with Workspace(root) as workspace:
        rows = workspace.rows()
    texts = {CURRENT: f"{build}\n".encode(), WORKSPACE: json.dumps(rows, ensure_ascii=False).encode()}
    members = dict(_members(build, root, rows))
    hidden = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with writing.told(file.parent):
            listed = _write(hidden, members, texts, build)
            writing.flush(hidden)
            writing.move(hidden, file)
    finally:
        hidden.unlink(missing_ok=True)
    manifests = sum(name.startswith("published/") for name in members)
    return Kept(build, manifests, len(listed), file.stat().st_size)


def is_backup(file: Path) -> bool:
    """Whether a file is an archive that says what it holds, as backups do."""
    try:
        with zipfile.ZipFile(file) as archive:
            return CONTENTS in archive.namelist() and CURRENT in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def _write(
    hidden: Path, members: dict[str, Path], texts: dict[str, bytes], build: str
) -> dict[str, dict[str, Any]]:
    listed: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(hidden, "x", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, content in texts.items():
            archive.writestr(name, content)
            listed[name] = {"bytes": len(content), "sha256": sha256(content).hexdigest()}
        for name, file in members.items():
            with _draft_may_go(name):
                listed[name] = _add(archive, name, file)
        about = {"nutag_backup": FORMAT, "made": now(), "build": build, "files": listed}
        archive.writestr(CONTENTS, json.dumps(about, indent=1))
    return listed


@contextlib.contextmanager
def _draft_may_go(name: str) -> Iterator[None]:
    """A draft may be published or dropped meanwhile: then its files are not there any more, and need not be."""
    try:
        yield
    except FileNotFoundError:
        if not name.startswith(DRAFTS):
            raise


def _add(archive: zipfile.ZipFile, name: str, file: Path) -> dict[str, Any]:
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
    digest, size = sha256(), 0
    with file.open("rb") as source, archive.open(member, "w", force_zip64=True) as target:
        for chunk in chunks(source):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    if expected(name) not in (None, digest.hexdigest()):
        raise builds.StoreError(
            f"{file} is damaged: its checksum differs. No backup was written. {published.RESTORE}"
        )
    return {"bytes": size, "sha256": digest.hexdigest()}


def expected(name: str) -> str | None:
    """The checksum that a member's name promises, or None."""
    stem = Path(name).stem
    return stem if re.fullmatch(_SHA, stem) and not name.startswith(DRAFTS) else None


def chunks(source: IO[bytes]) -> Iterator[bytes]:
    """What a stream holds, in pieces."""
    while chunk := source.read(_CHUNK):
        yield chunk


def _members(build: str, root: Path, rows: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, Path]]:
    """Name in the archive and file of all that a backup holds."""
    folder = root / "builds"
    if not builds.is_intact(build, root):
        raise builds.StoreError(
            f"The build in use, {build}, is damaged, and a damaged one is not backed up. "
            "Make a new one with `python -m etl build`."
        )
    yield f"builds/{build}.duckdb", builds.path(build, root)
    yield f"builds/{build}.json", folder / f"{build}.json"
    others = [item.id for item in builds.listed(root) if item.id != build]
    notes = {name: folder / f"{name}.json" for name in others}
    notes |= {file.stem: file for file in (folder / "past").glob("[!.]*.json")}
    notes.pop(build, None)
    for name, note in sorted(notes.items()):
        if note.is_file():
            yield f"builds/past/{name}.json", note
    respondents = set(builds.note(build, root).get("microdata", ()))
    for name in sorted({name for one in (build, *notes) for name in contents.of(one, root).manifests}):
        respondents |= published.files(published.read(name, root))
        yield f"published/{name}.json", published.path(name, root)
    for name in sorted(respondents):
        file = microdata.path(name, root)
        if not file.is_file():
            raise builds.StoreError(f"{file} is missing. No backup was written. {published.RESTORE}")
        yield f"microdata/{name}.parquet", file
    imported = boundaries.current(root)
    if imported:
        yield BOUNDARIES, root / BOUNDARIES
        for file in sorted(imported.aimag.parent.glob("[!.]*")):
            yield f"boundaries/{imported.id}/{file.name}", file
    for draft in rows["draft"]:
        if draft["state"] in ("open", "approved"):
            yield from _draft(root / draft["folder"], root)


def _draft(folder: Path, root: Path) -> Iterator[tuple[str, Path]]:
    """Name in the archive and file of what a draft has in its folder."""
    if folder.parent != root / DRAFTS:
        return
    for file in sorted(file for pattern in ("*", "original/*", "form/*") for file in folder.glob(pattern)):
        name = file.relative_to(root).as_posix()
        if file.is_file() and MEMBERS.fullmatch(name):
            yield name, file
