"""Restoring a backup: every byte verified before anything is changed, then put in place, and in use in one step."""

from __future__ import annotations

import json
import secrets
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from etl.publishing.acts import RESTORE, act
from etl.publishing.archive import BOUNDARIES, CONTENTS, CURRENT, FORMAT, MEMBERS, WORKSPACE, chunks, expected
from store import builds, published, writing
from store.workspace import Workspace
from store.workspace.workspace import TABLES

_MOST_BYTES_IN_MEMORY = 2**30
# In this order: what others lean on first, what names the build in use last.
_PLACES = ("microdata/", "published/", "staging/", "boundaries/", "builds/past/", "builds/")


class Restored(NamedTuple):
    """The build that is in use again, and how many files were not there or were damaged."""

    build: str
    files: int


def restore(file: Path, *, who: str, note: str = "", root: Path | None = None) -> Restored:
    """Put a backup into a store, fresh or in use. What the store holds beside it stays there to go back to.

    Drafts, mappings and documents become those of the backup; the audit log keeps all lines of both. Raises
    StoreError with everything that is wrong with the archive, and then nothing was changed.
    """
    root = root or builds.store_root()
    with _opened(file) as archive:
        said = _verified(file, archive)
        build = str(said["build"])
        rows = json.loads(archive.read(WORKSPACE))
        _check_room(file, said, root)
        doing = f"restoring the backup {file.name}"
        with act(root, who, RESTORE, file.name, doing, after={"build": build}, note=note) as under_way:
            unpacked = root / "restoring" / f".{secrets.token_hex(8)}"
            try:
                with writing.told(root):
                    unpacked.mkdir(parents=True)
                    for name in said["files"]:
                        _unpack(archive, name, said["files"][name]["sha256"], unpacked)
                    placed = _place(unpacked, sorted(said["files"], key=_order), root)
                with Workspace(root) as workspace:
                    workspace.restore(rows, who)
                with writing.told(root):
                    if BOUNDARIES in said["files"]:
                        writing.replace(root / BOUNDARIES, archive.read(BOUNDARIES).decode())
                builds.use(build, root)
            finally:
                shutil.rmtree(unpacked, ignore_errors=True)
            under_way.after = {"build": build, "files": placed}
            return Restored(build, placed)


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except FileNotFoundError as error:
        if error.filename not in (file, str(file)):
            raise
        raise builds.StoreError(f"There is no file {file}. Give the path of a backup.") from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise builds.StoreError(
            f"{file} is no backup of Nutag, or a damaged one ({error}). Nothing was changed. Use another backup."
        ) from error


def _verified(file: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    """What the archive says of itself, after every member was held against it."""
    names = archive.namelist()
    wrong = [f"{name!r} has no place in a backup" for name in names if not MEMBERS.fullmatch(name)]
    wrong += [f"{name} stands twice" for name in sorted({name for name in names if names.count(name) > 1})]
    if not wrong:
        said = _contents(archive)
        files = said.get("files", {})
        wrong += [f"{name} is missing" for name in sorted(files.keys() - set(names))]
        wrong += [f"{name} is not in its list" for name in sorted(set(names) - files.keys() - {CONTENTS})]
        wrong += [
            fault for name in files.keys() & set(names) if (fault := _fault(archive, name, files[name]))
        ]
        wrong = wrong or list(_incomplete(archive, said))
    if wrong:
        raise builds.StoreError(
            f"The backup {file} cannot be restored; nothing was changed. "
            + "; ".join(wrong[:20])
            + ("; and more" if len(wrong) > 20 else "")
            + ". Use another backup."
        )
    return said


def _contents(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        said = json.loads(_small(archive, CONTENTS))
    except (KeyError, ValueError):
        said = None
    if not isinstance(said, dict) or said.get("nutag_backup") != FORMAT:
        raise zipfile.BadZipFile(f"it does not say that it is a backup of format {FORMAT}")
    return said


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _MOST_BYTES_IN_MEMORY:
        raise zipfile.BadZipFile(f"{name} is larger than any backup's")
    return archive.read(name)


def _fault(archive: zipfile.ZipFile, name: str, listed: dict[str, Any]) -> str | None:
    if archive.getinfo(name).file_size != listed["bytes"]:
        return f"{name} has another size than listed"
    digest = sha256()
    try:
        with archive.open(name) as source:
            for chunk in chunks(source):
                digest.update(chunk)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        return f"{name} is damaged ({error})"
    if digest.hexdigest() != listed["sha256"] or expected(name) not in (None, listed["sha256"]):
        return f"{name} is damaged: its checksum differs"
    return None


def _incomplete(archive: zipfile.ZipFile, said: dict[str, Any]) -> Iterator[str]:
    """What an archive whose every member is whole lacks all the same."""
    files, build = said["files"], str(said.get("build"))
    needed = [CURRENT, WORKSPACE, f"builds/{build}.duckdb", f"builds/{build}.json"]
    if missing := [name for name in needed if name not in files]:
        yield f"{', '.join(missing)} missing"
        return
    if archive.read(CURRENT).decode(errors="replace").strip() != build:
        yield f"{CURRENT} does not name {build}"
    note = json.loads(_small(archive, f"builds/{build}.json"))
    if note.get("sha256") != files[f"builds/{build}.duckdb"]["sha256"]:
        yield f"the note of build {build} is of another file"
    for name in sorted(name for name in files if name.startswith("builds/") and name.endswith(".json")):
        said_there = json.loads(_small(archive, name))
        lacking = _lacking(archive, files, said_there.get("manifests", ()), note.get("microdata", ()))
        yield from (f"{other}, which {name} needs, is missing" for other in lacking)
    rows = json.loads(_small(archive, WORKSPACE))
    if not isinstance(rows, dict) or not {"layout", *TABLES} <= rows.keys():
        yield f"{WORKSPACE} lacks tables"


def _lacking(
    archive: zipfile.ZipFile, files: dict[str, Any], manifests: list[str], respondents: list[str]
) -> Iterator[str]:
    """What publications need and the archive does not hold."""
    needed = {f"microdata/{sha256}.parquet" for sha256 in respondents}
    for name in (f"published/{manifest}.json" for manifest in manifests):
        needed.add(name)
        manifest = json.loads(_small(archive, name)) if name in files else {}
        needed |= {f"microdata/{sha256}.parquet" for sha256 in published.files(manifest)}
    yield from sorted(needed - files.keys())


def _check_room(file: Path, said: dict[str, Any], root: Path) -> None:
    existing = next(folder for folder in (root, *root.parents) if folder.exists())
    needed, free = sum(one["bytes"] for one in said["files"].values()), shutil.disk_usage(existing).free
    if needed > free:
        reason = f"{file} unpacks to {needed / 1e6:,.1f} MB, and {free / 1e6:,.1f} MB are free"
        raise writing.unwritable(root, reason)


def _unpack(archive: zipfile.ZipFile, name: str, listed: str, folder: Path) -> None:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = sha256()
    with archive.open(name) as source, target.open("xb") as stream:
        for chunk in chunks(source):
            digest.update(chunk)
            stream.write(chunk)
    if digest.hexdigest() != listed:
        raise builds.StoreError(
            f"{archive.filename} changed while it was read. Nothing was put in use. Try again."
        )
    writing.flush(target)


def _order(name: str) -> tuple[int, bool, str]:
    """A note before its build, as a build is made."""
    place = next((i for i, start in enumerate(_PLACES) if name.startswith(start)), len(_PLACES))
    return place, name.endswith(".duckdb"), name


def _place(unpacked: Path, names: list[str], root: Path) -> int:
    """Move what is not there whole into its place; returns how many files that were."""
    placed = 0
    for name in names:
        source, target = unpacked / name, root / name
        if name in (CURRENT, WORKSPACE, BOUNDARIES):
            continue
        if name.startswith("builds/past/") and builds.path(target.stem, root).is_file():
            continue
        if target.is_file() and writing.checksum(target) == writing.checksum(source):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        writing.move(source, target)
        placed += 1
    return placed
