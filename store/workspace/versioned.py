"""Changing a row only as it was read: of two editors at once the second is told, and nothing is overwritten."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, select, update

from store.workspace.database import WorkspaceError, now


class Conflict(WorkspaceError):
    """Somebody else changed the same thing since it was read."""


def change(
    con: Connection, table: Table, id: str, version: int, who: str, values: dict[str, Any]
) -> dict[str, Any]:
    """Change a row that still has this version; returns the row as it was.

    Raises Conflict when it was changed since, and WorkspaceError when it is gone.
    """
    before = con.execute(select(table).where(table.c.id == id)).mappings().one_or_none()
    if before is None:
        raise WorkspaceError("What you change is not there any more: it was removed. Start anew.")
    where = (table.c.id == id, table.c.version == version)
    renewed = {**values, "changed": now(), "changed_by": who, "version": version + 1}
    if con.execute(update(table).where(*where).values(**renewed)).rowcount != 1:
        latest = con.execute(select(table).where(table.c.id == id)).mappings().one()
        raise Conflict(
            "{who} changed this at {when}, after you had opened it. "
            "Your change was not saved. Open it anew and make your change again.",
            who=latest["changed_by"],
            when=latest["changed"],
        )
    return dict(before)
