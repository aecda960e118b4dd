"""Full disk, read-only disk, two at once, a locked workspace: said clearly, nothing half done, nothing lost."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from etl.intake.accepted import Accepted
from etl.publishing.archive import backup
from etl.publishing.restoring import restore
from etl.publishing.rounds import publish
from etl.publishing.versions import rollback
from etl.verify import verify
from store import builds
from store.workspace import Workspace, WorkspaceError
from tests.etl.test_faults import fill, small_disk

from .conftest import SURVEY, Story

Accept = Callable[..., Accepted]
MEGABYTE = 2**20


def kept(root: Path) -> set[str]:
    """Files of the store that stay when nothing was done."""
    found = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    return {name for name in found if not name.startswith(("workspace", "publishing"))}


def correction(accept: Accept) -> Accepted:
    return accept("2025", file_sha256="d" * 64)


@pytest.mark.parametrize("room_mb", [0, 1, 8])
def test_a_full_disk_is_told_and_publishing_works_when_there_is_room(
    story: Story, accept: Accept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room_mb: int
) -> None:
    size = -(-sum(file.stat().st_size for file in story.root.rglob("*.*")) // MEGABYTE) + 2
    with small_disk(tmp_path / "disk", size + 64) as disk:
        root = Path(shutil.copytree(story.root, disk / "store"))
        monkeypatch.setenv("NUTAG_STORE", str(root))
        fill(disk / "filler")
        with (disk / "filler").open("rb+") as filler:
            filler.truncate(max(0, (disk / "filler").stat().st_size - room_mb * MEGABYTE))
        before = kept(root)
        told = r"cannot be (written|used): .*(full|No space|disk I/O error).*Free some space"
        with pytest.raises(builds.StoreError, match=told):
            publish(correction(accept), who="Болд", note="", root=root)
        if not room_mb:
            with pytest.raises(builds.StoreError, match=told):
                backup(disk / "backup.zip", root)
        assert kept(root) == before and not (disk / "backup.zip").exists()
        assert builds.current(root) == story.corrected.build
        (disk / "filler").unlink()
        assert list(verify(root)) == []
        assert publish(correction(accept), who="Болд", note="", root=root).outcome == "replaced"
        with Workspace(root) as workspace:
            assert workspace.audit.unfinished() == []


def test_a_backup_that_does_not_fit_is_told_before_anything_is_changed(story: Story, tmp_path: Path) -> None:
    backup(tmp_path / "backup.zip", story.root)
    with small_disk(tmp_path / "disk", 4) as disk:
        with pytest.raises(builds.StoreError, match=r"unpacks to [\d.]+ MB, and [\d.]+ MB are free"):
            restore(tmp_path / "backup.zip", who="Админ", root=disk / "store")
        assert list(disk.iterdir()) == []


def test_a_read_only_store_is_told(
    story: Story, accept: Accept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(tmp_path / "backup.zip", story.root)
    with small_disk(tmp_path / "disk", 128) as disk:
        root = Path(shutil.copytree(story.root, disk / "store"))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for attempt in (
            lambda: publish(correction(accept), who="Болд", note="", root=root),
            lambda: rollback(who="Болд", root=root),
            lambda: restore(tmp_path / "backup.zip", who="Болд", root=root),
        ):
            with pytest.raises(
                builds.StoreError, match=r"cannot be written: Read-only file system.*allow writing"
            ):
                attempt()
        assert builds.current(root) == story.corrected.build


def test_two_who_publish_at_once_both_come_in(
    store: Path, accept: Accept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.locking.PATIENCE_SECONDS", 120.0)
    with ThreadPoolExecutor(2) as pool:
        both = list(
            pool.map(
                lambda round_: publish(accept(round_), who=f"of {round_}", note="", root=store),
                ("2023", "2025"),
            )
        )
    assert {one.outcome for one in both} == {"added"}
    from store import survey_queries

    assert [one.code for one in survey_queries.rounds(builds.current(store), SURVEY)] == ["2023", "2025"]


def locked(root: Path) -> sqlite3.Connection:
    """Somebody who writes to the workspace and does not end."""
    other = sqlite3.connect(root / "workspace.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_a_locked_workspace_is_told_and_nothing_is_done(
    story: Story, accept: Accept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.workspace.database.PATIENCE_SECONDS", 0.1)
    before = kept(story.root)
    other = locked(story.root)
    for attempt in (
        lambda: publish(correction(accept), who="Болд", note="", root=story.root),
        lambda: rollback(who="Болд", root=story.root),
    ):
        with pytest.raises(WorkspaceError, match=r"written by another process .* Try again in a moment"):
            attempt()
    other.close()
    assert kept(story.root) == before
    assert rollback(who="Болд", root=story.root) == story.added[1].build


def test_a_workspace_that_is_locked_meanwhile_learns_later_what_was_published(
    story: Story, accept: Accept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.workspace.database.PATIENCE_SECONDS", 0.1)
    others: list[sqlite3.Connection] = []

    def lock(step: int, of: int, name: str) -> None:
        if step == of:
            others.append(locked(story.root))

    made = publish(correction(accept), who="Болд", note="", root=story.root, progress=lock)
    assert builds.current(story.root) == made.build
    for other in others:
        other.close()
    rollback(who="Сараа", root=story.root)
    with Workspace(story.root) as workspace:
        [found, begun] = workspace.audit.read(what="publish", newest=2)
    assert (found.outcome, found.after, found.note) == (
        "done",
        {"build": made.build},
        "found out after an interruption",
    )
    assert begun.act == found.act


def test_a_correction_of_a_correction_replaces_it(story: Story, accept: Accept) -> None:
    again = publish(replace(accept("2023"), file_sha256="9" * 64), who="Болд", note="", root=story.root)
    assert again.outcome == "replaced"
    assert len(builds.note(again.build, story.root)["manifests"]) == 2
