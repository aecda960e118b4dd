"""Drafts: survey files that were dropped and are not published yet, and who approved them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import insert, select

from store.workspace import tables
from store.workspace.audit import log
from store.workspace.database import Database, WorkspaceError, now
from store.workspace.versioned import change

STATES = ("open", "approved", "published", "dropped")
_MAY_CHANGE = {"survey", "round", "mapping", "acknowledged", "state"}


class Draft(NamedTuple):
    """A draft; `folder` is its staged folder below the store, moments are UTC, `version` counts its changes."""

    id: str
    author: str
    survey: str
    round: str
    folder: str
    file_name: str
    file_sha256: str
    mapping: dict[str, Any]
    acknowledged: tuple[str, ...]
    state: str
    changed_by: str
    created: str
    changed: str
    version: int


class Approval(NamedTuple):
    """Who found a draft good as it was at `draft_version`, and when."""

    id: str
    draft: str
    draft_version: int
    who: str
    at: str
    note: str


class Drafts:
    """The drafts of a workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(
        self,
        author: str,
        survey: str,
        round: str,
        *,
        folder: str,
        file_name: str,
        file_sha256: str,
        mapping: Mapping[str, Any] | None = None,
        acknowledged: tuple[str, ...] = (),
    ) -> Draft:
        """Keep a new draft."""
        moment = now()
        draft = Draft(
            *(secrets.token_hex(16), author, survey, round, folder, file_name, file_sha256),
            *(dict(mapping or {}), tuple(acknowledged), "open", author, moment, moment, 1),
        )
        with self._database.writing() as con:
            con.execute(
                insert(tables.draft).values(**{**draft._asdict(), "acknowledged": list(acknowledged)})
            )
            log(con, author, "draft started", f"draft {draft.id}", after=_told(draft._asdict()))
        return draft

    def get(self, id: str) -> Draft:
        """A draft. Raises WorkspaceError when there is none."""
        with self._database.reading() as con:
            row = con.execute(select(tables.draft).where(tables.draft.c.id == id)).one_or_none()
        if row is None:
            raise WorkspaceError(
                "There is no draft {id}. Choose one of your drafts, or drop the file again.", id=id
            )
        return _draft(row)

    def listed(
        self, author: str | None = None, states: tuple[str, ...] = ("open", "approved")
    ) -> list[Draft]:
        """The drafts of an author, or of all, the one changed last first."""
        rows = select(tables.draft).where(tables.draft.c.state.in_(states))
        if author is not None:
            rows = rows.where(tables.draft.c.author == author)
        with self._database.reading() as con:
            return [_draft(row) for row in con.execute(rows.order_by(tables.draft.c.changed.desc()))]

    def change(self, draft: Draft, who: str, **values: Any) -> Draft:
        """Change survey, round, mapping, acknowledged or state of a draft as it was read; returns it anew.

        Raises Conflict when somebody changed it since.
        """
        if unknown := values.keys() - _MAY_CHANGE:
            raise ValueError(f"{', '.join(sorted(unknown))} of a draft cannot be changed")
        if values.get("state", "open") not in STATES:
            raise ValueError(f"{values['state']!r} is no state of a draft")
        values = {
            **values,
            **({"acknowledged": list(values["acknowledged"])} if "acknowledged" in values else {}),
        }
        with self._database.writing() as con:
            before = change(con, tables.draft, draft.id, draft.version, who, values)
            what = f"draft {values['state']}" if "state" in values else "draft changed"
            was = {name: before[name] for name in values}
            log(con, who, what, f"draft {draft.id}", before=was, after=values)
        return self.get(draft.id)

    def approve(self, draft: Draft, who: str, note: str = "") -> Draft:
        """Approve a draft as it was read; any later change makes the approval void.

        Raises Conflict when somebody changed it since.
        """
        with self._database.writing() as con:
            before = change(con, tables.draft, draft.id, draft.version, who, {"state": "approved"})
            approval = Approval(secrets.token_hex(16), draft.id, draft.version + 1, who, now(), note)
            con.execute(insert(tables.approval).values(**approval._asdict()))
            was, become = {"state": before["state"]}, {"state": "approved"}
            log(con, who, "draft approved", f"draft {draft.id}", before=was, after=become, note=note)
        return self.get(draft.id)

    def approvals(self, draft: Draft) -> list[Approval]:
        """The approvals that hold for the draft as it was read, oldest first."""
        table = tables.approval
        rows = select(table).where(table.c.draft == draft.id, table.c.draft_version == draft.version)
        with self._database.reading() as con:
            return [Approval(*row) for row in con.execute(rows.order_by(table.c.at))]


def _draft(row: Any) -> Draft:
    draft = Draft(*row)
    return draft._replace(acknowledged=tuple(draft.acknowledged))


def _told(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("survey", "round", "file_name", "file_sha256", "mapping", "state")
    return {name: row[name] for name in kept}
