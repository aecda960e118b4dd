"""Publishing a survey round: its respondents kept, its manifest written, and a new build with it put in use."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from etl import build, respondents
from etl.intake.accepted import Accepted
from etl.problems import BuildFailed, Problem
from etl.publishing import described, leftovers
from etl.publishing.acts import PUBLISH, Act, act
from etl.publishing.contents import Contents, carried, of
from store import builds, microdata, published, writing
from store.survey_tables import SURVEY_TABLES
from store.workspace.database import now

ADDED, REPLACED, UNCHANGED = "added", "replaced", "unchanged"
Progress = Callable[[int, int, str], None]


class Published(NamedTuple):
    """The build in use after publishing, and whether something was added, replaced, or there already."""

    build: str
    outcome: str
    manifest: str


def publish(
    accepted: Accepted, *, who: str, note: str, root: Path | None = None, progress: Progress | None = None
) -> Published:
    """Publish a round: append it to its survey, or replace the round of the same name.

    The same file with the same mapping again changes nothing. `progress` is told the step, the number of steps and
    the step's name. Raises BuildFailed with every fault found, Busy while another publishes, StoreError for the
    store and the workspace; either way the build in use and all that was published stay as they were.
    """
    root = root or builds.store_root()
    if problems := list(faults(accepted)):
        raise BuildFailed(problems)
    doing = f"publishing survey {accepted.survey}, round {accepted.round}"
    with act(root, who, PUBLISH, f"{accepted.survey}/{accepted.round}", doing, note=note) as under_way:
        leftovers.sweep(root)
        contents = carried(root)
        earlier = contents.find(("round", accepted.survey, accepted.round), root)
        if earlier and _is_published(accepted, earlier, contents, root):
            return done(under_way, Published(builds.current(root), UNCHANGED, earlier))
        say = progress or (lambda step, of, name: None)
        say(1, len(build.STEPS) + 1, "keep the respondents")
        file = microdata.path(writing.checksum(accepted.respondents), root)
        with leftovers.cleared(root) as made:
            made += [] if file.exists() else [file]
            tables = kept(accepted, file.stem, root)
            private = _kept_apart(accepted, root, made)
            manifest = published.keep(manifest_of(accepted, tables, who, note, earlier) | private, root)
            made.append(published.path(manifest, root))
            about = {"event": PUBLISH, "who": who, "why": note, "act": under_way.id}
            new = contents.with_manifest(manifest, root)
            built = build.make(root, new, about, lambda step, of, name: say(step + 1, of + 1, name))
        return done(under_way, Published(built, REPLACED if earlier else ADDED, manifest))


def done(under_way: Act, outcome: Published) -> Published:
    """Tell the log what came of it."""
    under_way.after = outcome._asdict()
    return outcome


def faults(accepted: Accepted) -> Iterator[Problem]:
    """What keeps a round from being published, all at once: rows that do not fit the tables they are for."""
    for table in SURVEY_TABLES:
        rows = accepted.tables.get(table.name, ())
        yield from described.faults(table, rows, frozenset({"sha256"}))
        for number, row in enumerate(rows, 1):
            for name, expected in (("survey", accepted.survey), ("round", accepted.round)):
                if name in row and row[name] != expected:
                    message = f"The row is of {name} {row[name]}, and {name} {expected} is published."
                    yield Problem(f"table {table.name}", message, "Correct the mapping.", number, name)
    for name in ("survey", "round"):
        if len(accepted.tables.get(name, ())) != 1:
            message = f"Expected one row, found {len(accepted.tables.get(name, ()))}."
            yield Problem(f"table {name}", message, "Describe the survey and the round in the mapping.")
    if not accepted.respondents.is_file():
        message = "The file of respondents is gone."
        yield Problem(str(accepted.respondents), message, "Load the survey file again.")


def _is_published(accepted: Accepted, earlier: str, contents: Contents, root: Path) -> bool:
    """Whether the build in use holds this very round, from this very file and mapping."""
    if not is_in_use(contents, root):
        return False
    manifest = published.read(earlier, root)
    tables = manifest["tables"]
    file = microdata.path(tables["round"][0]["sha256"], root)
    same = (
        manifest["file"]["sha256"] == accepted.file_sha256
        and manifest["mapping"] == plain(accepted.mapping)
        and _without_checksum(tables) == _without_checksum(plain(accepted.tables))
    )
    whole = all(microdata.path(one, root).is_file() for one in published.files(manifest))
    return same and whole and respondents.alike(file, accepted.respondents)


def is_in_use(contents: Contents, root: Path) -> bool:
    """Whether there is a build in use, and it holds just this."""
    try:
        return of(builds.current(root), root) == contents
    except builds.StoreError:
        return False


def _without_checksum(tables: dict[str, Any]) -> dict[str, Any]:
    rows = [{name: value for name, value in row.items() if name != "sha256"} for row in tables["round"]]
    return {**{name: list(rows) for name, rows in tables.items()}, "round": rows}


def kept(accepted: Accepted, sha256: str, root: Path) -> dict[str, Any]:
    """Keep the respondents; returns the tables with the checksum that names them."""
    kept = microdata.keep(lambda file: _copy(accepted.respondents, file), root)
    if kept != sha256:
        leftovers.remove([microdata.path(kept, root)], root)
        message = "The file of respondents changed while it was read."
        raise BuildFailed([Problem(str(accepted.respondents), message, "Load the survey file again.")])
    tables = plain(accepted.tables)
    tables["round"][0]["sha256"] = sha256
    return tables


def _kept_apart(accepted: Accepted, root: Path, made: list[Path]) -> dict[str, str]:
    """Keep the private columns, which only the manifest names; returns what it says of them."""
    if accepted.private is None:
        return {}
    source = accepted.private
    file = microdata.path(writing.checksum(source), root)
    made += [] if file.exists() else [file]
    return {"private": microdata.keep(lambda target: _copy(source, target), root)}


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def manifest_of(
    accepted: Accepted, tables: dict[str, Any], who: str, note: str, earlier: str | None
) -> published.Manifest:
    """What is kept of a publication besides its respondents: the catalogue's rows and where they came from."""
    return {
        "kind": "round",
        "survey": accepted.survey,
        "round": accepted.round,
        "tables": tables,
        "file": {"name": accepted.file_name, "sha256": accepted.file_sha256},
        "mapping": plain(accepted.mapping),
        "acknowledged": list(accepted.acknowledged),
        "who": who,
        "when": now(),
        "why": note,
        "replaces": earlier,
    }


def plain(value: Any) -> Any:
    """A value as JSON gives it back: lists for tuples, numbers without their library's type."""
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        ordered = sorted(value) if isinstance(value, set | frozenset) else value
        return [plain(one) for one in ordered]
    return value.item() if hasattr(value, "item") else value
