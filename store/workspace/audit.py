"""The log of every step: who, what, when, before and after. It can be added to and read, and nothing else."""

from __future__ import annotations

import secrets
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from store.workspace.database import Database, now
from store.workspace.tables import audit

BEGUN, DONE, STOPPED = "begun", "done", "stopped"


class Entry(NamedTuple):
    """One line. Two lines with one `act` say that something began and how it ended; `at` is UTC."""

    id: int
    at: str
    who: str
    what: str
    outcome: str
    act: str
    subject: str
    before: Any
    after: Any
    note: str


def log(
    con: Connection,
    who: str,
    what: str,
    subject: str,
    *,
    before: object = None,
    after: object = None,
    note: str = "",
    outcome: str = DONE,
    act: str = "",
) -> str:
    """Add a line within a transaction; returns its act."""
    act = act or secrets.token_hex(16)
    line = {"at": now(), "who": who, "what": what, "outcome": outcome, "act": act, "subject": subject}
    con.execute(insert(audit).values(**line, before=before, after=after, note=note))
    return act


class Audit:
    """The audit log of a workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(self, who: str, what: str, subject: str, **more: Any) -> str:
        """Add a line (see `log`); returns its act."""
        with self._database.writing() as con:
            return log(con, who, what, subject, **more)

    def read(self, *, what: str | None = None, subject: str | None = None, newest: int = 1000) -> list[Entry]:
        """The newest lines, newest first."""
        lines = select(audit).order_by(audit.c.id.desc()).limit(newest)
        if what is not None:
            lines = lines.where(audit.c.what == what)
        if subject is not None:
            lines = lines.where(audit.c.subject == subject)
        with self._database.reading() as con:
            return [Entry(*row) for row in con.execute(lines)]

    def unfinished(self) -> list[Entry]:
        """What began and neither ended nor stopped, oldest first: its process was killed, or is at work."""
        ended = select(audit.c.act).where(audit.c.outcome != BEGUN)
        lines = select(audit).where(audit.c.outcome == BEGUN, audit.c.act.not_in(ended)).order_by(audit.c.id)
        with self._database.reading() as con:
            return [Entry(*row) for row in con.execute(lines)]
