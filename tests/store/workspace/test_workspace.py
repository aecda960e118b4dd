"""People's work is kept whole, by one editor at a time, and every step of it stays in the log."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, text
from sqlalchemy.exc import DBAPIError

from store.workspace import Conflict, Draft, Workspace, WorkspaceError, tables
from store.workspace.database import address

MAPPING = {"columns": {"wish": "Хүсэл"}, "answers": {"wish": {"тийм": "yes"}}}
SHA = "ab" * 32


def start(workspace: Workspace, author: str = "Болд") -> Draft:
    return workspace.drafts.start(
        author, "real", "2026", folder="staging/1", file_name="Судалгаа.csv", file_sha256=SHA, mapping=MAPPING
    )


def log(workspace: Workspace) -> list[tuple[str, str]]:
    """Who did what, oldest first."""
    return [(entry.who, entry.what) for entry in reversed(workspace.audit.read())]


def test_drafts_survive_a_restart(root: Path) -> None:
    with Workspace(root) as before:
        draft = start(before)
        draft = before.drafts.change(draft, "Болд", acknowledged=("weights-sum",), round="2026-2")
    with Workspace(root) as after:
        assert after.drafts.get(draft.id) == draft
        assert (draft.mapping, draft.acknowledged) == (MAPPING, ("weights-sum",))
        assert (draft.round, draft.state, draft.version) == ("2026-2", "open", 2)
        assert after.drafts.listed("Болд") == [draft]
        assert after.drafts.listed("Сараа") == []


def test_of_two_editors_at_once_the_second_is_told(workspace: Workspace) -> None:
    seen_by_both = start(workspace)
    kept = workspace.drafts.change(seen_by_both, "Сараа", survey="saraa")
    with pytest.raises(
        Conflict, match=r"Сараа changed this at .*Your change was not saved\. Open it anew"
    ):
        workspace.drafts.change(seen_by_both, "Болд", survey="bold")
    assert workspace.drafts.get(kept.id) == kept
    assert workspace.drafts.change(kept, "Болд", survey="bold").survey == "bold"


def test_many_editors_at_once_never_overwrite_each_other(workspace: Workspace) -> None:
    draft = start(workspace)

    def edit(number: int) -> bool:
        try:
            workspace.drafts.change(draft, f"editor {number}", round=str(number))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(edit, range(16)))
    assert saved.count(True) == 1
    latest = workspace.drafts.get(draft.id)
    assert (latest.round, latest.version) == (str(saved.index(True)), 2)
    assert len(log(workspace)) == 2


def test_an_approval_is_void_after_a_later_change(workspace: Workspace) -> None:
    draft = workspace.drafts.approve(start(workspace), "Сараа", "Жинг шалгав")
    [approval] = workspace.drafts.approvals(draft)
    assert (approval.who, approval.note, draft.state) == ("Сараа", "Жинг шалгав", "approved")
    changed = workspace.drafts.change(draft, "Болд", mapping={})
    assert workspace.drafts.approvals(changed) == []
    with pytest.raises(Conflict):
        workspace.drafts.approve(draft, "Сараа")


def test_a_draft_that_was_dropped_is_not_listed_and_not_forgotten(workspace: Workspace) -> None:
    draft = workspace.drafts.change(start(workspace), "Болд", state="dropped")
    assert workspace.drafts.listed() == []
    assert workspace.drafts.listed(states=("dropped",)) == [draft]
    with pytest.raises(WorkspaceError, match="no draft nothing"):
        workspace.drafts.get("nothing")


@pytest.mark.parametrize("values", [{"author": "Сараа"}, {"state": "burnt"}, {"version": 1}])
def test_only_what_may_change_is_changed(workspace: Workspace, values: dict[str, object]) -> None:
    draft = start(workspace)
    with pytest.raises(ValueError, match=r"cannot be changed|is no state"):
        workspace.drafts.change(draft, "Болд", **values)
    assert workspace.drafts.get(draft.id) == draft


def test_a_mapping_is_remembered_for_its_layout(workspace: Workspace) -> None:
    assert workspace.mappings.recall("layout") is None
    workspace.mappings.remember("layout", "real", {"columns": {}}, "Болд")
    workspace.mappings.remember("layout", "real", MAPPING, "Сараа")
    workspace.mappings.remember("layout", "real", MAPPING, "Болд")
    workspace.mappings.remember("another", "other", {}, "Болд")
    remembered = workspace.mappings.recall("layout")
    assert remembered and (remembered.mapping, remembered.who) == (MAPPING, "Сараа")
    assert workspace.mappings.of_survey("real") == [remembered]
    assert log(workspace).count(("Сараа", "mapping remembered")) == 1
    assert len(log(workspace)) == 3


def test_documents_of_any_kind_are_kept(workspace: Workspace) -> None:
    first = workspace.documents.add("scenario", "Болд", "50 мянга", {"target": 50_000})
    changed = workspace.documents.change(first, "Сараа", "100 мянга", {"target": 100_000})
    assert workspace.documents.get(first.id) == changed
    with pytest.raises(Conflict):
        workspace.documents.change(first, "Болд", "60 мянга", {})
    assert workspace.documents.listed("scenario", "Болд") == [changed]
    assert workspace.documents.listed("deck") == []
    workspace.documents.remove(changed, "Болд")
    with pytest.raises(WorkspaceError, match="was removed"):
        workspace.documents.get(first.id)
    assert workspace.audit.read(what="scenario removed")[0].before["content"] == {"target": 100_000}


def test_the_log_tells_who_what_when_before_and_after(workspace: Workspace) -> None:
    draft = start(workspace)
    workspace.drafts.change(draft, "Сараа", round="2027")
    newest = workspace.audit.read(subject=f"draft {draft.id}")[0]
    assert (newest.who, newest.what, newest.outcome) == ("Сараа", "draft changed", "done")
    assert (newest.before, newest.after) == ({"round": "2026"}, {"round": "2027"})
    assert newest.at.endswith("Z") and newest.at >= draft.created


def test_what_began_and_did_not_end_is_known(workspace: Workspace) -> None:
    ended = workspace.audit.write("Болд", "publish", "real/2026", outcome="begun")
    killed = workspace.audit.write("Сараа", "publish", "real/2027", outcome="begun")
    workspace.audit.write("Болд", "publish", "real/2026", outcome="done", act=ended)
    assert [entry.act for entry in workspace.audit.unfinished()] == [killed]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = 'nobody'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "INSERT OR REPLACE INTO audit SELECT id, at, 'nobody', what, outcome, act, subject, before, after, note FROM audit",
    ],
)
def test_the_log_cannot_be_changed_even_in_the_database_itself(
    root: Path, workspace: Workspace, statement: str
) -> None:
    start(workspace)
    before = workspace.audit.read()
    # Each database lacks one of the last two.
    with pytest.raises(DBAPIError, match=r"append-only|syntax error"):
        run(root, statement)
    assert workspace.audit.read() == before


def run(root: Path, statement: str) -> None:
    """Run a statement past the workspace, as somebody with the database in hand could."""
    engine = create_engine(address(root))
    try:
        with engine.begin() as con:
            con.execute(text(statement))
    finally:
        engine.dispose()


def test_nothing_of_a_step_that_failed_is_kept(root: Path, workspace: Workspace) -> None:
    draft = start(workspace)
    before = workspace.rows()
    with pytest.raises((WorkspaceError, TypeError)):
        workspace.drafts.change(draft, "Болд", mapping={"columns": {1, 2}})  # a set is no JSON
    with pytest.raises(ZeroDivisionError), workspace._database.writing() as con:
        con.execute(insert(tables.mapping).values(layout="l", survey="s", mapping={}, who="w", at="a"))
        raise ZeroDivisionError
    assert workspace.rows() == before


def test_many_processes_may_make_the_workspace_at_once(root: Path) -> None:
    def work(number: int) -> str:
        with Workspace(root) as workspace:
            return start(workspace, f"author {number}").id

    with ThreadPoolExecutor(6) as pool:
        made = set(pool.map(work, range(6)))
    with Workspace(root) as workspace:
        assert {draft.id for draft in workspace.drafts.listed()} == made


def test_a_backup_puts_back_what_it_knows_and_loses_nothing_else(workspace: Workspace) -> None:
    draft, untouched = workspace.drafts.approve(start(workspace), "Сараа"), start(workspace)
    workspace.mappings.remember("layout", "real", MAPPING, "Болд")
    workspace.documents.add("scenario", "Болд", "50 мянга", {"target": 50_000})
    kept = workspace.rows()
    later = start(workspace, "later")
    spoilt = workspace.drafts.change(draft, "Дорж", mapping={}, state="dropped")
    workspace.mappings.remember("layout", "real", {}, "Дорж")
    workspace.restore(kept, "Админ")
    restored = workspace.drafts.get(draft.id)
    assert restored == draft._replace(version=spoilt.version + 1)
    with pytest.raises(Conflict):
        workspace.drafts.change(spoilt, "Дорж", state="open")
    assert workspace.drafts.get(untouched.id) == untouched
    assert workspace.drafts.get(later.id) == later
    assert workspace.rows()["mapping"] == kept["mapping"]
    newest = workspace.audit.read()[0]
    assert newest.what == "workspace restored"
    assert newest.after == {"draft": 1, "approval": 0, "mapping": 1, "document": 0}
    assert [row for row in kept["audit"] if row not in workspace.rows()["audit"]] == []


def test_a_backup_moves_from_one_database_to_the_other(
    root: Path, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(workspace)
    kept = workspace.rows()
    monkeypatch.setenv("NUTAG_WORKSPACE_URL", f"sqlite:///{tmp_path / 'elsewhere' / 'other.sqlite'}")
    with Workspace(root) as other:
        other.restore(kept, "Админ")
        other.restore(kept, "Админ")
        assert other.rows()["draft"] == kept["draft"]
        assert [entry.what for entry in other.audit.read()] == 2 * ["workspace restored"] + ["draft started"]


def test_a_newer_layout_is_refused(root: Path) -> None:
    Workspace(root).close()
    run(root, "UPDATE layout SET version = 99")
    with pytest.raises(WorkspaceError, match="made by a newer Nutag"):
        Workspace(root)


def test_an_older_layout_is_brought_up_to_date(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Workspace(root) as workspace:
        draft = start(workspace)
    monkeypatch.setattr(tables, "LAYOUT", tables.LAYOUT + 1)
    monkeypatch.setitem(tables.STEPS, tables.LAYOUT, ("ALTER TABLE layout ADD COLUMN colour VARCHAR(9)",))
    for _ in range(2):
        with Workspace(root) as workspace:
            assert workspace.drafts.listed() == [draft]
    run(root, "UPDATE layout SET colour = 'green'")


def test_a_locked_workspace_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUTAG_WORKSPACE_URL", raising=False)
    with Workspace(tmp_path, patience_seconds=0.1) as workspace:
        draft = start(workspace)
        other = sqlite3.connect(tmp_path / "workspace.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WorkspaceError, match=r"written by another process .*Nothing of yours.*Try again"):
            workspace.drafts.change(draft, "Болд", round="2027")
        assert workspace.drafts.get(draft.id) == draft, "readers do not wait for a writer"
        other.execute("ROLLBACK")
        other.close()
        assert workspace.drafts.change(draft, "Болд", round="2027").round == "2027"


def test_sqlite_keeps_a_write_ahead_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUTAG_WORKSPACE_URL", raising=False)
    Workspace(tmp_path).close()
    with sqlite3.connect(tmp_path / "workspace.sqlite") as con:
        assert con.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
    con.close()


def test_a_damaged_workspace_is_told_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NUTAG_WORKSPACE_URL", raising=False)
    (tmp_path / "workspace.sqlite").write_bytes(b"no database at all" * 300)
    with pytest.raises(WorkspaceError, match=r"damaged.*python -m etl restore FILE"):
        Workspace(tmp_path)


@pytest.mark.parametrize(
    "url",
    ["postgresql://nutag:secret@127.0.0.1:9/none", "mysql://root@localhost/x", "no address", "oracle://"],
)
def test_a_database_that_is_not_there_is_told_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("NUTAG_WORKSPACE_URL", url)
    with pytest.raises(WorkspaceError, match="NUTAG_WORKSPACE_URL") as told:
        Workspace(tmp_path)
    assert "secret" not in str(told.value)


def test_the_driver_is_the_one_that_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTAG_WORKSPACE_URL", "postgresql://a@b/c")
    assert address(tmp_path).drivername == "postgresql+psycopg"
