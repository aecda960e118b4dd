"""One handle on all that people keep, and its rows for a backup."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from store.builds import store_root
from store.workspace import tables
from store.workspace.audit import Audit, log
from store.workspace.database import Database, WorkspaceError, address
from store.workspace.documents import Documents
from store.workspace.drafts import Drafts
from store.workspace.mappings import Mappings

_KEPT = (tables.draft, tables.approval, tables.mapping, tables.document)
TABLES = tuple(table.name for table in (*_KEPT, tables.audit))
Rows = dict[str, list[dict[str, Any]]]


class Workspace:
    """The workspace of a store; close it, or use it in a `with` block. It may be used from several threads.

    Raises WorkspaceError when its database cannot be used.
    """

    def __init__(self, root: Path | None = None, patience_seconds: float | None = None) -> None:
        self._database = Database(address(root or store_root()), patience_seconds)
        self.place = self._database.place
        self.drafts = Drafts(self._database)
        self.mappings = Mappings(self._database)
        self.documents = Documents(self._database)
        self.audit = Audit(self._database)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections to the database."""
        self._database.close()

    def rows(self) -> Rows:
        """Every row of one moment, by table, with the layout's version: what a backup keeps."""
        with self._database.reading() as con:
            kept = {
                table.name: [
                    dict(row) for row in con.execute(select(table).order_by(*table.primary_key)).mappings()
                ]
                for table in (*_KEPT, tables.audit)
            }
        return {"layout": [{"version": tables.LAYOUT}], **kept}

    def restore(self, rows: Rows, who: str) -> None:
        """Put back drafts, approvals, mappings and documents as they are in a backup, all or none.

        What the backup does not know stays. The audit log is never replaced: lines of the backup that it lacks are
        added, and one that says so. Raises WorkspaceError when the backup was made by another layout.
        """
        if rows["layout"] != [{"version": tables.LAYOUT}]:
            raise WorkspaceError(
                "The workspace in the backup has layout {found}, and this Nutag keeps {known}. "
                "Restore it with the Nutag that made it, or with one that knows it.",
                found=rows["layout"][0]["version"],
                known=tables.LAYOUT,
            )
        with self._database.writing() as con:
            put_back = {table.name: _put_back(con, table, rows[table.name]) for table in _KEPT}
            present = {_line(dict(row)) for row in con.execute(select(tables.audit)).mappings()}
            missing = [row for row in rows["audit"] if _line(row) not in present]
            if missing:
                con.execute(insert(tables.audit), [_without_number(row) for row in missing])
            log(con, who, "workspace restored", self.place, after=put_back)


def _put_back(con: Connection, table: Table, rows: list[dict[str, Any]]) -> int:
    """Give a table these rows; returns how many were not there or were others.

    A row that is replaced counts one change more, so that whoever has it open is told.
    """
    [key] = table.primary_key
    present = {row[key]: dict(row) for row in con.execute(select(table)).mappings()}
    others = [row for row in rows if row != present.get(row[key.name])]
    for row in others:
        mine = present.get(row[key.name])
        if mine and "version" in row:
            row = {**row, "version": max(row["version"], mine["version"]) + 1}
        change = update(table).where(key == row[key.name]) if mine else insert(table)
        con.execute(change.values(**row))
    return len(others)


def _without_number(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


def _line(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("at", "act", "outcome", "who", "what", "subject"))
