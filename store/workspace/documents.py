"""Documents: any other work that people keep, by kind, such as scenarios."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select

from store.workspace.audit import log
from store.workspace.database import Database, WorkspaceError, now
from store.workspace.tables import document as table
from store.workspace.versioned import change


class NoDocument(WorkspaceError):
    """There is no document of this id."""


class Document(NamedTuple):
    """A document; `content` is whatever its kind holds, `version` counts its changes."""

    id: str
    kind: str
    author: str
    title: str
    content: dict[str, Any]
    changed_by: str
    created: str
    changed: str
    version: int


class Documents:
    """The documents of a workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, kind: str, author: str, title: str, content: Mapping[str, Any]) -> Document:
        """Keep a new document."""
        moment = now()
        new = Document(secrets.token_hex(16), kind, author, title, dict(content), author, moment, moment, 1)
        with self._database.writing() as con:
            con.execute(insert(table).values(**new._asdict()))
            log(con, author, f"{kind} added", f"{kind} {new.id}", after=_said(title, content))
        return new

    def get(self, id: str) -> Document:
        """A document. Raises NoDocument when there is none."""
        with self._database.reading() as con:
            row = con.execute(select(table).where(table.c.id == id)).one_or_none()
        if row is None:
            raise NoDocument("There is no document {id}: it was removed. Choose another.", id=id)
        return Document(*row)

    def listed(self, kind: str, author: str | None = None) -> list[Document]:
        """The documents of a kind, of an author or of all, the one changed last first."""
        rows = select(table).where(table.c.kind == kind)
        if author is not None:
            rows = rows.where(table.c.author == author)
        with self._database.reading() as con:
            return [Document(*row) for row in con.execute(rows.order_by(table.c.changed.desc()))]

    def change(self, document: Document, who: str, title: str, content: Mapping[str, Any]) -> Document:
        """Change a document as it was read; returns it anew. Raises Conflict when somebody changed it since."""
        kind = document.kind
        with self._database.writing() as con:
            values = {"title": title, "content": dict(content)}
            before = change(con, table, document.id, document.version, who, values)
            was = _said(before["title"], before["content"])
            log(con, who, f"{kind} changed", f"{kind} {document.id}", before=was, after=_said(title, content))
        return self.get(document.id)

    def remove(self, document: Document, who: str) -> None:
        """Remove a document as it was read; the log keeps what it held. Raises Conflict as `change` does."""
        kind = document.kind
        with self._database.writing() as con:
            before = change(con, table, document.id, document.version, who, {})
            con.execute(delete(table).where(table.c.id == document.id))
            was = _said(before["title"], before["content"])
            log(con, who, f"{kind} removed", f"{kind} {document.id}", before=was)


def _said(title: str, content: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": title, "content": dict(content)}
