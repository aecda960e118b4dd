"""Versions of the data: what each build changed, by whom and why; and going back to one in a single step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from etl import build
from etl.publishing import contents
from etl.publishing.acts import ROLLBACK, act
from store import builds, microdata, published
from store.workspace import Workspace
from store.workspace.audit import DONE, STOPPED

ADDED, REPLACED, REMOVED = "added", "replaced", "removed"


class Change(NamedTuple):
    """A round (`of` a survey) or a table of figures (`of` an indicator) that is other than in the version before.

    `before` and `after` count respondents or figures; `file` and `sha256` are the person's own file.
    """

    what: str
    kind: str
    of: str
    name: str
    before: int | None
    after: int | None
    file: str
    sha256: str


class Version(NamedTuple):
    """A build: `event` is build, publish, rollback or restore; `made` is UTC; `kept` says that its file is here."""

    build: str
    made: str
    event: str
    who: str
    why: str
    changes: tuple[Change, ...]
    current: bool
    kept: bool


def versions(root: Path | None = None, survey: str | None = None) -> list[Version]:
    """All versions, newest first, or those that changed a survey. A publication that was stopped is none.

    Raises StoreError for the workspace.
    """
    root = root or builds.store_root()
    with Workspace(root) as workspace:
        stopped = {entry.act for entry in workspace.audit.read(newest=100_000) if entry.outcome == STOPPED}
    kept = {item.id: item.current for item in builds.listed(root)}
    past = {file.stem for file in (root / "builds" / "past").glob("*.json")}
    found = []
    for name in sorted(kept.keys() | past, reverse=True):
        note = builds.note(name, root)
        if note.get("act") in stopped:
            continue
        changes = tuple(_changes(note.get("before"), name, root))
        if survey is None or any(change.kind == "round" and change.of == survey for change in changes):
            made, event, who, why = (str(note.get(text) or "") for text in ("made", "event", "who", "why"))
            current = kept.get(name, False)
            found.append(Version(name, made, event, who, why, changes, current, name in kept))
    return found


class Return(NamedTuple):
    """When somebody went back to a version, who and why; `at` is UTC."""

    at: str
    who: str
    why: str


def returns(root: Path | None = None) -> dict[str, Return]:
    """The last time that somebody went back to a version, by its build. Raises StoreError for the workspace."""
    with Workspace(root or builds.store_root()) as workspace:
        entries = workspace.audit.read(what=ROLLBACK)
    done = [entry for entry in reversed(entries) if entry.outcome == DONE]
    return {entry.subject: Return(entry.at, entry.who, entry.note) for entry in done}


def rollback(to: str | None = None, *, who: str, note: str = "", root: Path | None = None) -> str:
    """Put an earlier version in use: `to`, or the latest that holds other data than the one in use. Returns its build.

    A version whose file is not kept here, or whose tables an older program laid out, is built anew from what was
    published in it. Raises StoreError when there is no such version or it is damaged.
    """
    root = root or builds.store_root()
    target = to or before(root)
    if not builds.note(target, root):
        known = ", ".join(version.build for version in versions(root)) or "none"
        raise builds.StoreError(
            "There is no version {target}. Known versions: {known}.", target=target, known=known
        )
    doing = f"going back to version {target}"
    with act(root, who, ROLLBACK, target, doing, after={"build": target}, note=note) as under_way:
        said = builds.note(target, root)
        if builds.path(target, root).is_file() and said.get("schema", contents.schema()) == contents.schema():
            _check(target, root)
            builds.use(target, root)
            return target
        about = {"event": ROLLBACK, "who": who, "why": note, "to": target, "act": under_way.id}
        built = build.make(root, contents.of(target, root), about)
        under_way.after = {"build": built, "to": target}
        return built


def before(root: Path | None = None) -> str:
    """The latest version before the one in use that holds other data. Raises StoreError when there is none."""
    root = root or builds.store_root()
    in_use = builds.current(root)
    held = contents.of(in_use, root)
    build: str | None = in_use
    while build and contents.of(build, root) == held:
        build = builds.note(build, root).get("before")
    if not build or not builds.note(build, root):
        raise builds.StoreError(
            "Nothing was published before the version in use, {build}. "
            "See `python -m etl versions`, and name one with `python -m etl rollback --to BUILD`.",
            build=in_use,
        )
    return build


def _check(target: str, root: Path) -> None:
    for sha256 in builds.note(target, root).get("microdata", ()):
        if not microdata.is_intact(sha256, root):
            raise builds.StoreError(
                "Version {target} cannot be used: its respondents {file} are missing or "
                "damaged. Choose another, or restore a backup with `python -m etl restore FILE`.",
                target=target,
                file=microdata.path(sha256, root),
            )


def _changes(before: str | None, build: str, root: Path) -> Iterator[Change]:
    old = _held(before, root) if before else {}
    new = _held(build, root)
    for key in sorted(old.keys() | new.keys()):
        if old.get(key, ("",))[0] == new.get(key, ("",))[0]:
            continue
        what = REMOVED if key not in new else REPLACED if key in old else ADDED
        _, _, file, sha256 = new.get(key) or old[key]
        yield Change(what, *key, _count(old, key), _count(new, key), file, sha256)


_Held = dict[tuple[str, str, str], tuple[str, int, str, str]]


def _held(build: str, root: Path) -> _Held:
    """What a build holds: manifest, number of respondents or figures, file and checksum, by what it is about."""
    held: _Held = {}
    for name in contents.of(build, root).manifests:
        try:
            manifest = published.read(name, root)
        except builds.StoreError:
            held["damaged", name, ""] = (name, 0, "", "")
            continue
        kind, of, about = published.key(manifest)
        rounds = manifest.get("tables", {}).get("round")
        count = rounds[0]["respondents"] if rounds else len(manifest["observations"])
        held[kind, of, about] = (name, count, manifest["file"]["name"], manifest["file"]["sha256"])
    return held


def _count(held: _Held, key: tuple[str, str, str]) -> int | None:
    return held[key][1] if key in held else None
