"""A backup holds all that cannot be made again, and puts it back whole or not at all."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from etl.__main__ import main
from etl.publishing.archive import backup
from etl.publishing.restoring import restore
from etl.publishing.versions import rollback, versions
from etl.verify import verify
from store import builds, microdata
from store.workspace import Workspace
from tests import postgresql

from .conftest import Story

Members = dict[str, bytes]
ORIGINAL = f"{'0' * 64}.csv"  # a checksum as the name of a file promises nothing


@pytest.fixture
def draft(story: Story) -> str:
    """A draft with its staged files in the story's store."""
    staged = story.root / "staging" / "abc123"
    staged.mkdir(parents=True)
    (staged / "rows.parquet").write_bytes(b"texts")
    for folder, name in (("original", ORIGINAL), ("form", "асуулга.xlsx")):
        (staged / folder).mkdir()
        (staged / folder / name).write_bytes(name.encode())
    with Workspace(story.root) as workspace:
        draft = workspace.drafts.start(
            "Болд", "real", "2026", folder="staging/abc123", file_name="a.csv", file_sha256="a" * 64
        )
        workspace.mappings.remember("layout", "real", {"columns": {}}, "Болд")
    return draft.id


@pytest.fixture
def file(story: Story, draft: str, tmp_path: Path) -> Path:
    """A backup of the story's store."""
    backup(tmp_path / "nutag.backup", story.root)
    return tmp_path / "nutag.backup"


def test_a_backup_in_a_fresh_store_is_the_same_data_history_and_work(
    story: Story, draft: str, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Workspace(story.root) as workspace:
        rows = workspace.rows()
    fresh = tmp_path / "fresh" / "store"
    monkeypatch.setenv("NUTAG_STORE", str(fresh))
    assert restore(file, who="Админ", note="Шинэ сервер", root=fresh).build == story.corrected.build
    assert builds.current(fresh) == story.corrected.build
    assert list(verify(fresh)) == []
    with Workspace(fresh) as workspace:
        restored = workspace.rows()
        assert [restored[name] for name in ("draft", "mapping")] == [
            rows[name] for name in ("draft", "mapping")
        ]
        assert workspace.audit.read(what="restore")[0].note == "Шинэ сервер"
        assert {line["act"] for line in rows["audit"]} <= {line["act"] for line in restored["audit"]}
    staged = fresh / "staging" / "abc123"
    assert (staged / "rows.parquet").read_bytes() == b"texts"
    assert (staged / "original" / ORIGINAL).read_bytes() == ORIGINAL.encode()
    assert [file.name for file in (staged / "form").iterdir()] == ["асуулга.xlsx"]
    before, after = versions(story.root), versions(fresh)
    assert [(version.build, version.changes) for version in after] == [
        (version.build, version.changes) for version in before
    ]
    assert [version.kept for version in after] == [True, False, False, False]
    assert not list((fresh / "restoring").iterdir())
    made = rollback(who="Админ", root=fresh)
    assert builds.note(made, fresh)["manifests"] == builds.note(story.added[1].build, fresh)["manifests"]
    assert list(verify(fresh)) == []


def test_a_backup_puts_back_an_existing_store_and_leaves_what_it_does_not_know(
    story: Story, file: Path
) -> None:
    rollback(story.first, who="Дорж", root=story.root)
    microdata.path(builds.note(story.corrected.build)["microdata"][0], story.root).write_bytes(b"torn")
    builds.path(story.corrected.build, story.root).write_bytes(b"torn")
    assert restore(file, who="Админ", root=story.root) == (story.corrected.build, 2)
    assert list(verify(story.root)) == []
    assert [version.kept for version in versions(story.root)] == [True] * 4
    rollback(story.first, who="Дорж", root=story.root)


def test_a_backup_moves_the_workspace_from_sqlite_to_postgresql(
    story: Story,
    draft: str,
    file: Path,
    postgresql_server: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("NUTAG_WORKSPACE_URL", postgresql.empty_database(postgresql_server))
    restore(file, who="Админ", root=story.root)
    with Workspace(story.root) as workspace:
        assert workspace.drafts.get(draft).author == "Болд"
        assert workspace.mappings.recall("layout")
    backup(tmp_path / "another", story.root)
    assert rollback(who="Дорж", root=story.root) == story.added[1].build


def test_the_commands_write_and_restore(
    story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.zip"
    for _ in range(2):  # a backup may be written over an older one
        assert main(["backup", str(file)]) == 0
    assert f"build {story.corrected.build}, 3 publication(s)" in capsys.readouterr().out
    monkeypatch.setenv("NUTAG_STORE", str(tmp_path / "fresh"))
    assert main(["backup", str(file)]) == 1, "there is nothing to back up"
    assert main(["restore", str(file)]) == 0
    assert f"Build {story.corrected.build} is in use" in capsys.readouterr().out
    mine = tmp_path / "survey.csv"
    mine.write_text("a,b\n")
    assert main(["backup", str(mine)]) == 1
    assert "no backup of Nutag. Name another file" in capsys.readouterr().err
    assert mine.read_text() == "a,b\n"


def test_damaged_data_are_not_backed_up(story: Story, tmp_path: Path) -> None:
    sha = builds.note(story.corrected.build)["microdata"][0]
    content = microdata.path(sha, story.root).read_bytes()
    for harm, words in ((b"torn", "is damaged: its checksum differs"), (None, "is missing")):
        microdata.path(sha, story.root).unlink()
        if harm:
            microdata.path(sha, story.root).write_bytes(harm)
        with pytest.raises(builds.StoreError, match=words):
            backup(tmp_path / "b.zip", story.root)
        microdata.path(sha, story.root).write_bytes(content)
    builds.path(story.corrected.build, story.root).write_bytes(b"torn")
    with pytest.raises(builds.StoreError, match=r"is damaged, and a damaged one is not backed up"):
        backup(tmp_path / "b.zip", story.root)
    assert list(tmp_path.glob("*.zip*")) == list(tmp_path.glob(".*")) == []


def test_a_publication_during_a_backup_is_in_it_whole_or_not_at_all(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build in use changes between the first file that is read and the last."""
    from etl.publishing import archive

    write = archive._write

    def meanwhile(*given: Any) -> Any:
        rollback(story.added[1].build, who="Дорж", root=story.root)
        return write(*given)

    monkeypatch.setattr(archive, "_write", meanwhile)
    assert backup(tmp_path / "b.zip", story.root).build == story.corrected.build
    restore(tmp_path / "b.zip", who="Админ", root=tmp_path / "fresh")
    assert builds.current(tmp_path / "fresh") == story.corrected.build


def test_a_draft_that_is_dropped_during_a_backup_does_not_stop_it(
    story: Story, draft: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from etl.publishing import archive

    write = archive._write

    def meanwhile(*given: Any) -> Any:
        shutil.rmtree(story.root / "staging" / "abc123")
        return write(*given)

    monkeypatch.setattr(archive, "_write", meanwhile)
    backup(tmp_path / "b.zip", story.root)
    restore(tmp_path / "b.zip", who="Админ", root=tmp_path / "fresh")
    assert not (tmp_path / "fresh" / "staging").exists()


def listed(members: Members) -> dict[str, Any]:
    return dict(json.loads(members["contents.json"]))


def relisted(members: Members) -> Members:
    """The same with a list that fits, as somebody who forges an archive would write it."""
    files = {
        name: {"bytes": len(content), "sha256": sha256(content).hexdigest()}
        for name, content in members.items()
        if name != "contents.json"
    }
    return {**members, "contents.json": json.dumps({**listed(members), "files": files}).encode()}


def flipped(members: Members) -> Members:
    name = next(name for name in members if name.startswith("microdata/"))
    content = bytearray(members[name])
    content[len(content) // 2] ^= 1
    return {**members, name: bytes(content)}


def without(members: Members, start: str) -> Members:
    name = next(name for name in members if name.startswith(start))
    return {other: content for other, content in members.items() if other != name}


BAD: dict[str, tuple[Callable[[Members], Members], str]] = {
    "a path outside": (lambda m: relisted({**m, "../../etc/passwd": b"x"}), r"'\.\./\.\./etc/passwd' has no place"),
    "an absolute path": (lambda m: relisted({**m, "/etc/passwd": b"x"}), "'/etc/passwd' has no place"),
    "a path outside staging": (lambda m: relisted({**m, "staging/../CURRENT.x": b"x"}), "has no place"),
    "a path outside an original": (
        lambda m: relisted({**m, "staging/abc123/original/../../../CURRENT": b"x"}), "has no place"
    ),
    "a dotted original": (lambda m: relisted({**m, "staging/abc123/original/..": b"x"}), "has no place"),
    "a file that is not listed": (lambda m: {**m, f"published/{'1' * 64}.json": b"x"}, "is not in its list"),
    "a listed file missing": (lambda m: without(m, "microdata/"), "microdata/.* is missing"),
    "a flipped bit": (flipped, "microdata/.* is damaged: its checksum differs"),
    "a forged file": (lambda m: relisted(flipped(m)), "microdata/.* is damaged: its checksum differs"),
    "respondents missing": (lambda m: relisted(without(m, "microdata/")), "which builds/.* needs, is missing"),
    "a publication missing": (lambda m: relisted(without(m, "published/")), "which builds/.* needs, is missing"),
    "no build": (lambda m: relisted(without(m, "builds/2")), r"builds/.*\.(duckdb|json) missing"),
    "another build": (lambda m: relisted({**m, "CURRENT": b"20200101"}), "CURRENT does not name"),
    "no list": (lambda m: without(m, "contents.json"), "does not say that it is a backup"),
    "a later format": (
        lambda m: {**m, "contents.json": json.dumps({**listed(m), "nutag_backup": 2}).encode()},
        "does not say that it is a backup of format 1",
    ),
    "no rows": (lambda m: relisted({**m, "workspace.json": b"{}"}), "workspace.json lacks tables"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_bad_archive_is_refused_and_nothing_changed(
    told: Story, file: Path, tmp_path: Path, what: str
) -> None:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    spoil, words = BAD[what]
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        for name, content in spoil(members).items():
            archive.writestr(name, content)
    target = tmp_path / "target" / "store"
    with pytest.raises(builds.StoreError, match=words):
        restore(tmp_path / "bad.zip", who="Админ", root=target)
    assert not target.parent.exists()


@pytest.mark.parametrize("what", ["text", "torn", "absent", "twice"])
def test_a_file_that_is_no_archive_is_refused(file: Path, tmp_path: Path, what: str) -> None:
    bad = tmp_path / "bad.zip"
    match what:
        case "text":
            bad.write_text("respondent,wish\n")
        case "torn":
            bad.write_bytes(file.read_bytes()[:-3000])
        case "twice":
            shutil.copy(file, bad)
            with zipfile.ZipFile(bad, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr("CURRENT", "other")
    with pytest.raises(builds.StoreError, match=r"is no backup|There is no file|CURRENT stands twice"):
        restore(bad, who="Админ", root=tmp_path / "target")
    assert not (tmp_path / "target").exists()
